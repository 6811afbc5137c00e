"""Which model the files of a data directory are of, and their rewriting for the present one."""

from pathlib import Path
from typing import Final

from cagraph.errors import DataError
from cagraph.model import Model, migrated
from cagraph.records.format import blocks, header
from cagraph.records.reader import MODEL_FILE, compose, files_of, model_of


def migrate(directory: Path, model: Model, write: bool) -> list[str]:
    """The files that the present model has otherwise, rewritten in canonical form when `write` is given.

    Each file is read and made over before any is written. Raises DataError where one is no YAML, with all faults.
    """
    since, made = model_of(directory, model), dict[Path, str]()
    problems = []
    for path in files_of(directory) if since < model.number else []:
        text = path.read_text(encoding="utf-8")
        values, faults = compose(text, path.name)
        problems += faults
        records = [value for value, _ in values]
        now = migrated(records, since, model.steps)
        if now != records:
            made[path] = "\n".join([*header(text), *blocks(now, model)]).rstrip("\n") + "\n"
    if problems:
        raise DataError(f"{directory} cannot be migrated", _NOTHING, problems)
    if write and since < model.number:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
        (directory / MODEL_FILE).write_text(f"{model.number}\n", encoding="ascii")
    return [f"{directory.name}/{path.relative_to(directory).as_posix()}" for path in made]


_NOTHING: Final = "mend what is listed; nothing was rewritten"
