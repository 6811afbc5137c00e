"""The canonical form of record files: fields in the model's order, records by date and id."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from cagraph.errors import DataError, Problem
from cagraph.model import Kind, Model, PartialDate
from cagraph.records.reader import NULL, compose, files_of

WIDTH: Final = 100
# What other readers take for something else than text: 031 for 25, null for no value, which ours refuses.
_MISTAKEN: Final = re.compile(rf"0\d+|{NULL.pattern}")
_COMMENT: Final = re.compile(r"(?:(?<=\s)|^)#", re.MULTILINE)


class _Plain(
    yaml.emitter.Emitter,
    yaml.serializer.Serializer,
    yaml.representer.SafeRepresenter,
    yaml.resolver.BaseResolver,
):
    """Writes every scalar plain wherever YAML allows, since the reader takes every scalar as text.

    Codes that begin with 0 and the word null are quoted all the same: others who read the files take them otherwise.
    """

    def __init__(self, stream: Any) -> None:
        yaml.emitter.Emitter.__init__(self, stream, width=10_000, allow_unicode=True)
        yaml.serializer.Serializer.__init__(self)
        yaml.representer.SafeRepresenter.__init__(self, default_flow_style=False, sort_keys=False)
        yaml.resolver.BaseResolver.__init__(self)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Flow(dict[str, Any]):
    """A mapping written on one line."""


class _FlowList(list[Any]):
    """A list written on one line."""


def _represent_mapping(dumper: Any, data: _Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)  # type: ignore[no-any-return]


def _represent_list(dumper: Any, data: _FlowList) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)  # type: ignore[no-any-return]


def _represent_text(dumper: Any, data: str) -> yaml.Node:
    style = "'" if _MISTAKEN.fullmatch(data) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)  # type: ignore[no-any-return]


_Plain.add_representer(str, _represent_text)
_Plain.add_representer(_Flow, _represent_mapping)
_Plain.add_representer(_FlowList, _represent_list)


def format_text(text: str, file: str, model: Model) -> str:
    """The canonical form of one file's text.

    Comments at its top are kept; others would be lost and are refused. Raises DataError.
    """
    values, problems = compose(text, file)
    problems += list(_stray_comments(text, file))
    if problems:
        raise DataError(f"{file} cannot be formatted", "mend what is listed first", problems)
    header = [line for line in _top(text) if line.startswith("#")]
    written = blocks((value for value, _ in values), model)
    return "\n".join([*([*header, ""] if header else []), *written]).rstrip("\n") + "\n"


def blocks(records: Iterable[dict[str, Any]], model: Model) -> Iterator[str]:
    """Records as text in canonical form, each ending with a line break, in their order; empty lines part them."""
    for record in sorted(records, key=lambda value: _order(value, model)):
        yield _dump([_arranged(record, model)])


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
        return _Flow(inner) if name != "evidence" and _one_line(inner, used) else inner
    if isinstance(value, list):
        if name == "evidence":
            return [{key: _compact(item, key, len(key) + 8) for key, item in entry.items()} for entry in value]
        plain = all(isinstance(item, str) for item in value)
        items = [item if isinstance(item, str) else _compact(item, "", used) for item in value]
        return _FlowList(items) if plain and _one_line(items, used) else items
    return value


def _one_line(value: Any, used: int) -> bool:
    items = value.values() if isinstance(value, dict) else value
    if any(isinstance(item, dict | list) and not isinstance(item, _Flow | _FlowList) for item in items):
        return False
    return used + len(_dump(_Flow(value) if isinstance(value, dict) else _FlowList(value))) <= WIDTH


def _dump(value: Any) -> str:
    pieces: list[str] = []

    class _Sink:
        def write(self, text: str) -> None:
            pieces.append(text)

    dumper = _Plain(_Sink())
    dumper.open()
    dumper.represent(value)
    dumper.close()
    return "".join(pieces)
