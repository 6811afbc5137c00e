"""Records that count in a window, surely or possibly, and how they are grouped by pairs, parties or topics."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType
from typing import Final

from cagraph.errors import ParameterError
from cagraph.measures.measure import Detail, Scores, Value
from cagraph.measures.records.measure import NETWORK, NODES, PAIRS, TOPICS, Enquiry
from cagraph.mirror import Window
from cagraph.mirror.views.base import Spell

Key = tuple[str, ...]
Pairs = frozenset[tuple[str, str]]

MOST: Final = 100_000
COUNTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "high": "with those that only can be so: in the window, or in force",
        "bilateral": "how many of the sure ones are between exactly two parties",
        "multilateral": "how many of the sure ones are between three or more",
        "records": "the ids of the sure ones",
        "possible": "the ids of those that only can be so",
    }
)


@dataclass(frozen=True)
class Item:
    """A record, and the pairs of parties that it counts for: those it can, and among them those it `surely` does.

    `bilateral` when it stands between exactly two parties, `alone` when between none but those looked at, and on the
    `sidelines` when its parties met in a wider circle in the same days.
    """

    record: str
    pairs: Pairs
    surely: Pairs
    bilateral: bool
    alone: bool
    topics: tuple[str, ...] = ()
    sidelines: bool = False

    @property
    def sure(self) -> bool:
        """Whether it surely counts."""
        return bool(self.surely)

    def groups(self, of: str) -> "dict[Key, Item]":
        """Itself by what it counts for, each time with the pairs that it counts for there."""
        if of == PAIRS:
            return {pair: self._among({pair}) for pair in self.pairs}
        if of == NODES:
            nodes = {party for pair in self.pairs for party in pair}
            return {(node,): self._among({pair for pair in self.pairs if node in pair}) for node in nodes}
        return {(topic,): self for topic in self.topics} if of == TOPICS else {(): self}

    def _among(self, pairs: Iterable[tuple[str, str]]) -> "Item":
        kept = frozenset(pairs)
        return replace(self, pairs=kept, surely=self.surely & kept)


def paired(parties: Iterable[str]) -> Pairs:
    """Each two of some parties, in the order of their ids."""
    return frozenset(combinations(sorted(parties), 2))


def within(window: Window, spell: Spell) -> bool | None:
    """Whether something surely happened in a window, by its earliest and latest day; None where it only can have."""
    earliest, latest = spell
    if not window.holds({"earliest": earliest, "latest": latest}):
        return False
    after = window.since is None or bool(earliest and earliest >= window.since.isoformat())
    before = window.until is None or bool(latest and latest <= window.until.isoformat())
    return True if after and before else None


def placed(items: Iterable[tuple[Item, Spell]], window: Window) -> list[Item]:
    """The items that can lie in a window, each by its earliest and latest day."""
    found = ((item, within(window, when)) for item, when in items)
    return [item if lies else replace(item, surely=frozenset()) for item, lies in found if lies is not False]


def grouped(items: Iterable[Item], of: str) -> dict[Key, list[Item]]:
    """The items by what they count for, in the order of their ids."""
    found: dict[Key, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.record):
        for key, part in item.groups(of).items():
            found[key].append(part)
    return found


def everywhere(enquiry: Enquiry, groups: Iterable[Iterable[Key]]) -> list[Key]:
    """The keys of every window: those found in any, and those of the parties given by id.

    Raises ParameterError for more than a service can answer while somebody waits.
    """
    keys = {key for group in groups for key in group}
    if enquiry.of == PAIRS:
        keys |= paired(enquiry.nodes)
    elif enquiry.of == NODES:
        keys |= {(node,) for node in enquiry.nodes}
    elif enquiry.of != TOPICS:
        keys.add(())
    if len(keys) * len(enquiry.spans) > MOST:
        told = f"{len(enquiry.spans)} windows of {len(keys)} {enquiry.of} each, and {MOST} values are the most"
        raise ParameterError(f"among: that makes {told}", "take fewer parties, or a shorter span")
    return sorted(keys)


def scored(
    enquiry: Enquiry,
    windows: Iterable[Sequence[Item]],
    value: Callable[[Sequence[Item], Key], tuple[Value, Mapping[str, Detail]]],
) -> list[Scores]:
    """The scores of each window: of each group of its items a value with what stands beside it, and the same of all of
    them together.
    """
    items = list(windows)
    groups = [grouped(one, enquiry.of) for one in items]
    keys = everywhere(enquiry, groups)
    found = []
    for all_, group in zip(items, groups, strict=True):
        rows = {key: value(group.get(key, ()), key) for key in keys}
        together, beside = value(grouped(all_, NETWORK).get((), ()), ())
        numbers = {name: number for name, number in beside.items() if not isinstance(number, tuple)}
        values, details = {key: one for key, (one, _) in rows.items()}, {key: one for key, (_, one) in rows.items()}
        found.append(Scores(values, {"all": together, **numbers}, details=details))
    return found


def sure(items: Iterable[Item]) -> list[Item]:
    """Those that surely count."""
    return [item for item in items if item.sure]


def counted(items: Sequence[Item], key: Key) -> tuple[int, dict[str, Detail]]:
    """How many surely count, and beside it what COUNTED names."""
    certain = sure(items)
    two = sum(item.bilateral for item in certain)
    return len(certain), {
        "high": len(items),
        "bilateral": two,
        "multilateral": len(certain) - two,
        "records": tuple(item.record for item in certain),
        "possible": tuple(item.record for item in items if not item.sure),
    }
