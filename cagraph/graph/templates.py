"""Tables to fill in for a kind, with the terms that the data have, and records to start from."""

import re
from collections.abc import Sequence
from pathlib import Path

from cagraph.errors import NotFoundError, ParameterError
from cagraph.graph.build import data_directory
from cagraph.intake.templates import LANGUAGES, PARTS, Template
from cagraph.model import MODEL, Entity, Model
from cagraph.records.reader import compose, files_of, validate
from cagraph.settings import Settings


def template(
    settings: Settings,
    kind: str,
    file: str,
    fill: Sequence[str] = (),
    languages: Sequence[str] = LANGUAGES,
    parts: int = PARTS,
    model: Model = MODEL,
) -> bytes:
    """The table of a kind as a file, whose format the ending of its name says.

    `fill` names records that are filled in, `languages` those that names are asked in, and `parts` says how many
    components have columns. Raises NotFoundError and ParameterError.
    """
    wanted = model.collection(kind)
    if wanted.abstract:
        known = [one.name for one in model.concrete if model.is_a(one.name, wanted.name)]
        raise ParameterError(f"kind: no record is just a {wanted.name}", f"name one of {', '.join(known)}")
    if not 1 <= parts <= 99:
        raise ParameterError("parts: must be in 1..99", "write a number of components")
    records = _mentioned(data_directory(settings), fill, model)
    filled = [records[id_] for id_ in fill if id_ in records and type(records[id_]).__name__ == wanted.name]
    missing = [id_ for id_ in fill if id_ not in {record.id for record in filled}]
    if missing:
        raise NotFoundError(f"fill: no {wanted.name} '{missing[0]}'", f"look with: cagraph find {wanted.collection}")
    return Template.of(wanted, records.values(), filled, languages, parts).write(file)


def _mentioned(directory: Path, ids: Sequence[str], model: Model) -> dict[str, Entity]:
    """The records of the files that hold terms or these ids, by id; others need not be read for a template."""
    wanted = re.compile("|".join(["kind: Concept", *(f"id: {re.escape(id_)}" for id_ in ids)]))
    texts = ((path, path.read_text(encoding="utf-8")) for path in files_of(directory))
    values = [value for path, text in texts if wanted.search(text) for value in compose(text, path.name)[0]]
    read = (validate(value, marks, "", model)[0] for value, marks in values)
    return {record.id: record for record in read if record}
