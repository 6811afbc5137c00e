"""Pages of an ordered list by key: a cursor holds the key of an item, so that pages stay right when data change.

A page after a cursor holds the items whose keys come after the cursor's, whether or not that item is still there:
what is in the list throughout is met once and once only, whatever is added or removed meanwhile.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from cagraph.errors import ParameterError

MAX_LIMIT: Final = 1000
PAGE: Final = 100
_VERSION: Final = 1
Atom = str | float


class Key(NamedTuple):
    """Where an item stands: a value to sort by, None where it has none, and its id, which is unique."""

    value: tuple[Atom, ...] | None
    id: str


@dataclass(frozen=True)
class Order:
    """By value, one way or the other; without a value last; among equals by id.

    >>> keys = [Key((1.0,), "b"), Key(None, "c"), Key((2.0,), "a"), Key((1.0,), "a")]
    >>> [key.id for key in Order(descending=True).arranged(keys)]
    ['a', 'a', 'b', 'c']
    """

    types: tuple[type, ...] = ()
    descending: bool = False

    def arranged(self, keys: Iterable[Key]) -> list[Key]:
        """The keys in this order."""
        by_id = sorted(keys, key=lambda key: key.id)
        valued = [(key.value, key) for key in by_id if key.value is not None]
        valued.sort(key=lambda pair: pair[0], reverse=self.descending)
        return [*(key for _, key in valued), *(key for key in by_id if key.value is None)]

    def compare(self, one: Key, other: Key) -> int:
        """Negative where the one comes first, positive where the other does, 0 for the same key."""
        if (one.value is None) != (other.value is None):
            return 1 if one.value is None else -1
        if one.value is not None and other.value is not None and one.value != other.value:
            return -1 if (one.value < other.value) != self.descending else 1
        return (one.id > other.id) - (one.id < other.id)

    def fits(self, value: Any) -> bool:
        """Whether a cursor's value can be one of this order."""
        if value is None:
            return True
        given = list(value) if isinstance(value, list) else None
        return given is not None and [type(one) for one in given] == list(self.types)


class Page(NamedTuple):
    """The keys of a page, and cursors to its neighbours; empty where there is none."""

    keys: list[Key]
    next: str
    prev: str


def fingerprint(*parts: Any) -> str:
    """A short hash of what a list was asked for, by which a cursor knows its list."""
    return blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=6).hexdigest()


def check_limit(limit: int) -> None:
    """Raises ParameterError."""
    if not 1 <= limit <= MAX_LIMIT:
        raise ParameterError(f"limit must be in 1..{MAX_LIMIT}, not {limit}", "follow `next` to the next page")


def cut(arranged: Sequence[Key], order: Order, limit: int, cursor: str, list_: str) -> Page:
    """The page of a list that a cursor points to; the first without one. `list_` is the list's fingerprint.

    Raises ParameterError for a cursor that cannot be read, or that belongs to another list.
    """
    check_limit(limit)
    start, end = 0, limit
    if cursor:
        forward, key = _read(cursor, order, list_)
        at = cmp_to_key(order.compare)
        if forward:
            start = bisect_right(arranged, at(key), key=at)
            end = start + limit
        else:
            end = bisect_left(arranged, at(key), key=at)
            start = max(0, end - limit)
        if forward and start == len(arranged):  # past the end by now: the least key after the cursor's leads back
            return Page([], "", _written(False, Key(key.value, key.id + "\0"), list_))
    end = min(end, len(arranged))
    keys = [arranged[place] for place in range(start, end)]
    following = _written(True, keys[-1], list_) if keys and end < len(arranged) else ""
    return Page(keys, following, _written(False, keys[0], list_) if keys and start else "")


def _written(forward: bool, key: Key, list_: str) -> str:
    text = json.dumps([_VERSION, list_, forward, key.value, key.id], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, order: Order, list_: str) -> tuple[bool, Key]:
    try:
        text = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        version, of, forward, value, id_ = json.loads(text)
        readable = version == _VERSION and isinstance(of, str) and isinstance(forward, bool) and isinstance(id_, str)
    except (ValueError, TypeError, RecursionError):
        readable = False
    if not readable:
        raise ParameterError("cursor: it cannot be read", "follow `next` and `prev` as they are, or leave it out")
    if of != list_ or not order.fits(value):
        raise ParameterError(
            "cursor: it belongs to another list", "keep filters and sort as they were, or begin without a cursor"
        )
    return forward, Key(None if value is None else tuple(value), id_)
