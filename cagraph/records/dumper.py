"""Writes plain values as YAML in which every scalar is plain wherever YAML allows, since the reader takes each as text.

PyYAML decides how a scalar is written, once for each text; the lines around it are put together here, which takes a
fraction of the time. What would not stand on lines of their own in this way is left to PyYAML whole.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import yaml

from cagraph.records.reader import NULL

# What other readers take for something else than text: 031 for 25, null for no value, which ours refuses.
_MISTAKEN: Final = re.compile(rf"0\d+|{NULL.pattern}")
_WIDEST: Final = 10_000
_LONGEST_KEY: Final = 100  # longer ones are written in another way


class Flow(dict[str, Any]):
    """A mapping written on one line."""


class FlowList(list[Any]):
    """A list written on one line."""


class _Plain(
    yaml.emitter.Emitter,
    yaml.serializer.Serializer,
    yaml.representer.SafeRepresenter,
    yaml.resolver.BaseResolver,
):
    """PyYAML's writer without tags and aliases.

    Codes that begin with 0 and the word null are quoted all the same: others who read the files take them otherwise.
    """

    def __init__(self, stream: Any) -> None:
        yaml.emitter.Emitter.__init__(self, stream, width=_WIDEST, allow_unicode=True)
        yaml.serializer.Serializer.__init__(self)
        yaml.representer.SafeRepresenter.__init__(self, default_flow_style=False, sort_keys=False)
        yaml.resolver.BaseResolver.__init__(self)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_mapping(dumper: Any, data: Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)  # type: ignore[no-any-return]


def _represent_list(dumper: Any, data: FlowList) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)  # type: ignore[no-any-return]


def _represent_text(dumper: Any, data: str) -> yaml.Node:
    style = "'" if _MISTAKEN.fullmatch(data) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)  # type: ignore[no-any-return]


_Plain.add_representer(str, _represent_text)
_Plain.add_representer(Flow, _represent_mapping)
_Plain.add_representer(FlowList, _represent_list)


class _UnusualError(Exception):
    """A value that takes more than one line, or is no text, list or mapping."""


def dump(value: Any) -> str:
    """The YAML text of a value, ending with a line break."""
    try:
        text = "".join(f"{line}\n" for line in _lines(value))
    except _UnusualError:
        return by_library(value)
    return text if max(map(len, text.split("\n"))) < _WIDEST else by_library(value)


def by_library(value: Any) -> str:
    """The same, as PyYAML alone writes it."""
    pieces: list[str] = []

    class _Sink:
        def write(self, text: str) -> None:
            pieces.append(text)

    dumper = _Plain(_Sink())
    dumper.open()
    dumper.represent(value)
    dumper.close()
    return "".join(pieces)


def _lines(value: Any) -> Iterator[str]:
    """The lines of a value that stands by itself, without their indentation."""
    if isinstance(value, Flow | FlowList) or not value or isinstance(value, str):
        yield _on_one_line(value, False)
    elif isinstance(value, dict):
        for key, item in value.items():
            name = _key(key, False)
            if isinstance(item, dict | list) and item and not isinstance(item, Flow | FlowList):
                yield f"{name}:"
                yield from (f"  {line}" for line in _lines(item))
            else:
                yield f"{name}: {_on_one_line(item, False)}"
    elif isinstance(value, list):
        for item in value:
            first, *rest = _lines(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        raise _UnusualError


def _on_one_line(value: Any, in_flow: bool) -> str:
    if isinstance(value, str):
        return _scalar(value, in_flow)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key, True)}: {_on_one_line(item, True)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_on_one_line(item, True) for item in value) + "]"
    raise _UnusualError


def _key(key: Any, in_flow: bool) -> str:
    """A key of one line; the library writes others with a question mark."""
    if not isinstance(key, str) or not 0 < len(key) <= _LONGEST_KEY or key.splitlines() != [key]:
        raise _UnusualError
    return _scalar(key, in_flow)


@lru_cache(maxsize=65_536)
def _scalar(text: str, in_flow: bool) -> str:
    """How PyYAML writes a text inside a flow, or in a block."""
    written = by_library(FlowList([text]) if in_flow else [text]).removesuffix("\n")
    if len(written.splitlines()) != 1 or written.endswith(" ") or not written.startswith("[" if in_flow else "- "):
        raise _UnusualError
    return written[1:-1] if in_flow else written[2:]
