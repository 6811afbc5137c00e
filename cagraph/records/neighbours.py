"""Which records have to be looked at together with some that differ, so that the checks of the domain find in them what
they would find in all.

Each check compares few records: a tenure with those of the same person or post, an act with those of its instrument, a
visit with those of the same visitor. What they are compared with is found by what refers to what.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from cagraph.records.holdings import Holdings, links_of, page
from cagraph.records.reader import Loaded

# Fields whose records are compared with the others that have the same value there.
_SHARED: Final = ("instrument", "series", "session_of")


def neighbours(before: Holdings, after: Holdings, changed: Iterable[str]) -> list[Loaded]:
    """The records to look at, those that differ among them, in the order of all."""
    found = _Found(after)
    for id_ in changed:
        found.add(id_, *after.referring(id_))
        for item in (before.get(id_), after.get(id_)):
            if item:
                found.beside(item)
    found.tenures_of_participants()
    return [item for id_ in after.ordered(found.ids) if (item := after.get(id_))]


class _Found:
    """The ids that were found; what was asked for once is not asked for again."""

    def __init__(self, after: Holdings) -> None:
        self.ids: set[str] = set()
        self._after = after
        self._asked: set[tuple[str, str]] = set()

    def add(self, *ids: str) -> None:
        """Look at these too."""
        self.ids.update(ids)

    def sharing(self, target: str, field: str) -> None:
        """Look at all that refer to something in a field."""
        if (target, field) not in self._asked:
            self._asked.add((target, field))
            self.add(*self._after.referring(target, field))

    def beside(self, item: Loaded) -> None:
        """Look at what a record is compared with."""
        url = getattr(item.record, "url", None)
        if url and item.kind.name == "Source":
            self.sharing(page(url), "url")
        for target, field in links_of(item.record, item.kind):
            self.add(target)
            if field in _SHARED:
                self.sharing(target, field)
        if item.kind.name in {"Tenure", "Post"}:
            self._rivals(item)
        if item.kind.name == "Tenure":
            self.sharing(str(getattr(item.record, "person", "")), "participants")
        if item.kind.name == "Visit":
            for part in getattr(item.record, "participants", ()):
                self.sharing(part.who or "", "participants")

    def _rivals(self, item: Loaded) -> None:
        """Look at all that held the highest posts of the same state."""
        post = item if item.kind.name == "Post" else self._after.get(str(getattr(item.record, "post", "")))
        state = getattr(post.record, "of", None) if post else None
        if post and state and getattr(post.record, "level", None) == "head-of-state":
            self.sharing(str(state), "of")
            for other in self._after.referring(str(state), "of"):
                self.sharing(other, "post")

    def tenures_of_participants(self) -> None:
        """Look at what shows whether those who take part in a post were in it."""
        for item in list(self._there()):
            for part in getattr(item.record, "participants", ()):
                if part.who and part.post:
                    self.sharing(part.who, "person")

    def _there(self) -> Iterator[Loaded]:
        return (item for id_ in self.ids if (item := self._after.get(id_)))
