"""The formats of files that can be loaded: an entry here adds one."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from cagraph.errors import Problem, suggestion
from cagraph.intake import delimited, graphs, json_texts, workbooks, yaml_texts
from cagraph.intake.draft import Circumstances, Findings, Format
from cagraph.model import Model, Namespaces
from cagraph.records.reader import Dataset, Loaded, validate

FORMATS: Final[tuple[Format, ...]] = (
    yaml_texts.FORMAT,
    json_texts.FORMAT,
    json_texts.LINES,
    delimited.FORMAT,
    workbooks.FORMAT,
    *graphs.FORMATS,
)

Read = tuple[Dataset, list[Problem]]


def read(path: Path, model: Model, names: Namespaces, told: Circumstances | None = None) -> Read:
    """Read and validate the records of one file, in the format that the ending of its name says.

    Returns what could be read and every fault found, each with its place; ids and references are left to the checks.
    """
    circumstances = replace(told or Circumstances(), model=model, names=names)
    format_, fault = _format(path.name)
    if format_ is None:
        return Dataset(()), [fault] if fault else []
    try:
        if path.stat().st_size > format_.largest:
            return Dataset(()), [_too_large(path.name, format_)]
        content = path.read_bytes()
    except OSError as error:
        return Dataset(()), [Problem(path.name, f"cannot be read: {error.strerror}", "check its name and permissions")]
    return parse(content, path.name, circumstances)


def parse(content: bytes, file: str, told: Circumstances) -> Read:
    """The same for the content of a file, which `file` names in every fault."""
    format_, fault = _format(file)
    if format_ is None:
        return Dataset(()), [fault] if fault else []
    if len(content) > format_.largest:
        return Dataset(()), [_too_large(file, format_)]
    return _validated(format_.read(content, file, told), told.model)


def _format(file: str) -> tuple[Format | None, Problem | None]:
    known = {suffix: format_ for format_ in FORMATS for suffix in format_.suffixes}
    found = next((known[suffix] for suffix in known if file.lower().endswith(suffix)), None)
    if found:
        return found, None
    suffix = Path(file).suffix
    message = f"files that end in '{suffix}' are not read" if suffix else "the name has no ending that tells a format"
    return None, Problem(file, message, suggestion(suffix, list(known)))


def _too_large(file: str, format_: Format) -> Problem:
    return Problem(file, f"the file is larger than {format_.largest} bytes", "split it")


def _validated(found: Findings, model: Model) -> Read:
    loaded: list[Loaded] = []
    refused = []
    problems = list(found.problems)
    for draft in found.drafts:
        record, kind, faults = validate(draft.values, draft.marks, draft.file, model)
        problems += faults
        if record is not None and kind is not None:
            loaded.append(Loaded(record, kind, draft.file, draft.marks))
        else:
            refused.append((draft.values, tuple(faults)))
    return Dataset(tuple(loaded), tuple(found.remarks), tuple(refused)), problems
