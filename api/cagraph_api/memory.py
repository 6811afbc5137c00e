"""What is kept of one data version, up to a size: the longest unused goes first, and all of it when the data change."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_LIMIT: Final = 64 << 20


class Memory(Generic[K, V]):
    """Values by key, with their sizes in bytes."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._version = ""
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._size = 0

    def get(self, version: str, key: K) -> V | None:
        """The value, if it is known for this version of the data; asking for another version forgets the rest."""
        if version != self._version:
            self._kept.clear()
            self._version, self._size = version, 0
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def keep(self, version: str, key: K, value: V, size: int) -> None:
        """Keep a value of `size` bytes, unless the data have gone on to another version."""
        if version != self._version:
            return
        if key in self._kept:
            self._size -= self._kept.pop(key)[1]
        self._kept[key] = value, size
        self._size += size
        while self._size > self._limit:
            self._size -= self._kept.popitem(last=False)[1][1]
