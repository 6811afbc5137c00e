"""JSON in pieces, lists with an item a line: no list is ever whole in memory."""

import json
from collections.abc import Iterable, Iterator
from typing import Any


def said(value: Any) -> str:
    """A value as JSON (RFC 8259) on one line. Raises ValueError for numbers that JSON has not, as NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def listed(values: Iterable[Any]) -> Iterator[str]:
    """A list in pieces, an item a line.

    >>> "".join(listed([{"id": 1}, {"id": 2}])), "".join(listed([]))
    ('[\\n{"id": 1},\\n{"id": 2}\\n]', '[]')
    """
    before = "[\n"
    for value in values:
        yield before + said(value)
        before = ",\n"
    yield "\n]" if before == ",\n" else "[]"
