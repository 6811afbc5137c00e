"""Answers kept with their entity tags, so that what has not changed is not sent again."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

MOST: Final = 32 << 20
LARGEST: Final = 4 << 20


@dataclass(frozen=True)
class Reply:
    """What came back: the body, its media type, the entity tag and the data version, empty where none was told."""

    body: bytes
    media_type: str = ""
    tag: str = ""
    data_version: str = ""


class Kept:
    """The replies asked for last, up to 32 MiB of them, by what was asked for; safe to share between threads."""

    def __init__(self) -> None:
        self._replies: OrderedDict[tuple[str, str], Reply] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> Reply | None:
        """The reply kept for an address and what was accepted."""
        with self._lock:
            found = self._replies.get(key)
            if found:
                self._replies.move_to_end(key)
            return found

    def keep(self, key: tuple[str, str], reply: Reply) -> None:
        """Keep a reply that has a tag, unless it is large."""
        if not reply.tag or len(reply.body) > LARGEST:
            return
        with self._lock:
            before = self._replies.pop(key, None)
            self._replies[key] = reply
            self._size += len(reply.body) - (len(before.body) if before else 0)
            while self._size > MOST:
                _, dropped = self._replies.popitem(last=False)
                self._size -= len(dropped.body)
