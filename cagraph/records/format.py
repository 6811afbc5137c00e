"""The canonical form of record files: fields in the model's order, records by date and id."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from cagraph.errors import DataError, Problem
from cagraph.model import Kind, Model, PartialDate
from cagraph.records.dumper import Flow, FlowList, dump
from cagraph.records.reader import compose, files_of

WIDTH: Final = 100
_COMMENT: Final = re.compile(r"(?:(?<=\s)|^)#", re.MULTILINE)


def format_text(text: str, file: str, model: Model) -> str:
    """The canonical form of one file's text.

    Comments at its top are kept; others would be lost and are refused. Raises DataError.
    """
    values, problems = compose(text, file)
    problems += list(_stray_comments(text, file))
    if problems:
        raise DataError(f"{file} cannot be formatted", "mend what is listed first", problems)
    return "\n".join([*header(text), *blocks((value for value, _ in values), model)]).rstrip("\n") + "\n"


def blocks(records: Iterable[dict[str, Any]], model: Model) -> Iterator[str]:
    """Records as text in canonical form, each ending with a line break, in their order; empty lines part them."""
    for record in sorted(records, key=lambda value: _order(value, model)):
        yield dump([_arranged(record, model)])


def header(text: str) -> list[str]:
    """The comments at the top of a file's text, and the empty line after them."""
    found = [line for line in _top(text) if line.startswith("#")]
    return [*found, ""] if found else []


def format_files(directory: Path, model: Model, write: bool) -> list[str]:
    """The files that are not in canonical form, rewritten when `write` is given."""
    changed = []
    for path in files_of(directory):
        file = f"{directory.name}/{path.relative_to(directory).as_posix()}"
        text = path.read_text(encoding="utf-8")
        formatted = format_text(text, file, model)
        if formatted != text:
            changed.append(file)
            if write:
                path.write_text(formatted, encoding="utf-8")
    return changed


def _top(text: str) -> list[str]:
    lines = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        lines.append(line)
    return lines


def _stray_comments(text: str, file: str) -> Iterator[Problem]:
    """Comments below the top of the file: every `#` that begins a word outside the scalars."""
    top = sum(len(line) + 1 for line in _top(text))
    candidates = [match.start() for match in _COMMENT.finditer(text) if match.start() >= top]
    if not candidates:
        return
    scalars = [
        (token.start_mark.index, token.end_mark.index)
        for token in yaml.scan(text, Loader=yaml.SafeLoader)
        if isinstance(token, yaml.ScalarToken)
    ]
    for index in candidates:
        if not any(start <= index < end for start, end in scalars):
            line = text.count("\n", 0, index) + 1
            yield Problem(f"{file}:{line}", "a comment here would be lost", "move it to the record's `note:`")


def _order(value: dict[str, Any], model: Model) -> tuple[Any, ...]:
    """By the date the kind is placed by, undated first, then by id."""
    kind = model.kinds.get(str(value.get("kind")))
    when = (
        [str(value[spec.name]) for spec in kind.fields if spec.term.time in {"at", "start"} and value.get(spec.name)]
        if kind
        else []
    )
    try:
        first = min((PartialDate.parse(text) for text in when), default=None)
    except ValueError:
        first = None
    return (
        first is not None,
        first.earliest.toordinal() if first and first.earliest else 0,
        str(value.get("id", "")),
    )


def _arranged(value: dict[str, Any], model: Model) -> dict[str, Any]:
    """The record with its fields in the model's order, unknown ones last, short values on one line."""
    kind = model.kinds.get(str(value.get("kind")))
    order = ["kind", *(_field_order(kind) if kind else [])]
    names = sorted(value, key=lambda name: order.index(name) if name in order else len(order))
    return {name: _compact(value[name], name, len(name) + 4) for name in names}


def _field_order(kind: Kind) -> list[str]:
    fields = list(kind.cls.model_fields)
    return [name for name in fields if name not in {"note", "evidence"}] + ["note", "evidence"]


def _compact(value: Any, name: str, used: int) -> Any:
    """Plain lists and mappings go on one line while they fit; evidence and components get lines of their own."""
    if isinstance(value, dict):
        inner = {key: _compact(item, key, used + len(key) + 4) for key, item in value.items()}
        return Flow(inner) if name != "evidence" and _one_line(inner, used) else inner
    if isinstance(value, list):
        if name == "evidence":
            return [{key: _compact(item, key, len(key) + 8) for key, item in entry.items()} for entry in value]
        plain = all(isinstance(item, str) for item in value)
        items = [item if isinstance(item, str) else _compact(item, "", used) for item in value]
        return FlowList(items) if plain and _one_line(items, used) else items
    return value


def _one_line(value: Any, used: int) -> bool:
    items = value.values() if isinstance(value, dict) else value
    if any(isinstance(item, dict | list) and not isinstance(item, Flow | FlowList) for item in items):
        return False
    return used + len(dump(Flow(value) if isinstance(value, dict) else FlowList(value))) <= WIDTH
