"""The files of a data directory rewritten for the present model, all of them or none, whenever it is cut off."""

import shutil
from pathlib import Path
from typing import Final

from cagraph import disk
from cagraph.errors import DataError
from cagraph.model import Model, migrated
from cagraph.records.format import blocks, header
from cagraph.records.reader import MIGRATED, MODEL_FILE, compose, files_of, model_of

_UNFINISHED: Final = ".migrating"
_NOTHING: Final = "mend what is listed; nothing was rewritten"


def migrate(directory: Path, model: Model, write: bool) -> list[str]:
    """The files that the present model has otherwise, rewritten in canonical form when `write` is given.

    What was cut off before is finished first. Raises DataError where a file is no YAML, with all faults.
    """
    if write:
        _finish(directory)
    since = model_of(directory, model)
    if since == model.number:
        return []
    made = _made(directory, since, model)
    if write:
        stage = directory / _UNFINISHED
        shutil.rmtree(stage, ignore_errors=True)
        for name, text in {**made, MODEL_FILE: f"{model.number}\n"}.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_text(text, encoding="utf-8")
        for path in (*stage.rglob("*"), stage):
            disk.sync(path)
        stage.rename(directory / MIGRATED)  # from here on it is done, even if it has to be finished later
        disk.sync(directory)
        _finish(directory)
    return [f"{directory.name}/{name}" for name in made]


def _made(directory: Path, since: int, model: Model) -> dict[str, str]:
    """The new texts of the files that change, by their path in the directory."""
    made: dict[str, str] = {}
    problems = []
    for path in files_of(directory):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(directory).as_posix()
        values, faults = compose(text, name)
        problems += faults
        records = [value for value, _ in values]
        now = migrated(records, since, model.steps)
        if now != records:
            made[name] = "\n".join([*header(text), *blocks(now, model)]).rstrip("\n") + "\n"
    if problems:
        raise DataError(f"{directory} cannot be migrated", _NOTHING, problems)
    return made


def _finish(directory: Path) -> None:
    """Put finished files in the place of the old ones, the number of the model last."""
    stage = directory / MIGRATED
    if not stage.is_dir():
        return
    files = sorted(path for path in stage.rglob("*") if path.is_file())
    for path in sorted(files, key=lambda path: path.name == MODEL_FILE):
        path.replace(directory / path.relative_to(stage))
    shutil.rmtree(stage)
