"""How long parties take to ratify what they signed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from cagraph.measures.measure import Detail, Scores, Value
from cagraph.measures.records.instruments import TREATY, between
from cagraph.measures.records.measure import NODES, TOPICS, Enquiry, Wait
from cagraph.measures.records.tally import Item, Key, everywhere, within
from cagraph.measures.survival import Survival, turnbull

RULE: Final = (
    "the signature in the window of a treaty between two or more of those looked at by one of them, with its "
    "consent: ratification, acceptance or approval, at the latest what shows it, as its deposit or being bound; "
    "without any it counts as waiting on the last day on which anything was recorded"
)
YEARS: Final = (1, 2, 5)
_YEAR: Final = 365.25
_SHARES: Final = MappingProxyType({"quarter": 0.25, "half": 0.5, "three_quarters": 0.75})
COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "signatures": "how many signatures there are",
        "consented": "how many of them consent followed",
        **{
            f"{name}_{end}": f"the first day by which {name.replace('_', ' ')} {words} ratified"
            for name in _SHARES
            for end, words in (("low", "can have"), ("high", "surely have"))
        },
        **{
            f"waiting_{years}y_{end}": f"the share that {words} still wait after {years} × 365.25 days"
            for years in YEARS
            for end, words in (("low", "surely"), ("high", "can"))
        },
        "half_of_consented": "the days after which half surely have, of those with a recorded consent alone",
        "records": "the ids of the acts, or of instruments signed as a whole, behind those that consented",
        "waiting": "the ids of those behind the signatures that nothing is recorded to have followed",
    }
)


def time_to_ratify(enquiry: Enquiry) -> Sequence[Scores]:
    """The days from signature to consent after which half of the signatures of a party have surely been followed by it:
    the median of Turnbull's estimate, in which a rough date is an interval and no record of consent means a longer time
    than up to the last recorded day. Not defined where fewer than half have.
    """
    treaties = list(between(enquiry, (TREATY,)))
    waits = [(wait, item) for item in treaties for wait in enquiry.archive.clock.waits(item.record)]
    mine = [(wait, item) for wait, item in waits if enquiry.keeps(wait.party)]
    windows = [[one for one in mine if within(span.window, one[0].signed)] for span in enquiry.spans]
    groups = [_grouped(found, enquiry.of) for found in windows]
    keys = everywhere(enquiry, groups)
    return [
        _scores([wait for wait, _ in found], {key: group.get(key, []) for key in keys})
        for found, group in zip(windows, groups, strict=True)
    ]


def _grouped(waits: Iterable[tuple[Wait, Item]], of: str) -> dict[Key, list[Wait]]:
    found: dict[Key, list[Wait]] = defaultdict(list)
    for wait, item in waits:
        for key in _keys(wait, item, of):
            found[key].append(wait)
    return found


def _keys(wait: Wait, item: Item, of: str) -> list[Key]:
    return [(topic,) for topic in item.topics] if of == TOPICS else [(wait.party,)] if of == NODES else [()]


def _scores(waits: Sequence[Wait], groups: Mapping[Key, Sequence[Wait]]) -> Scores:
    rows = {key: _estimated(waits) for key, waits in groups.items()}
    together, beside = _estimated(waits)
    numbers = {name: value for name, value in beside.items() if not isinstance(value, tuple)}
    values, details = {key: value for key, (value, _) in rows.items()}, {key: row for key, (_, row) in rows.items()}
    return Scores(values, {"all": together, **numbers}, details=details)


def _estimated(waits: Sequence[Wait]) -> tuple[Value, dict[str, Detail]]:
    """The median, and beside it what COLUMNS names."""
    done = [wait for wait in waits if wait.consented]
    everything, alone = (turnbull((wait.least, wait.most) for wait in each) for each in (waits, done))
    ended = {years: everything.ended_by(years * _YEAR) for years in YEARS}
    return everything.quantile(0.5)[1], {
        "signatures": len(waits),
        "consented": len(done),
        **{f"{name}_{end}": day for name, share in _SHARES.items() for end, day in _days(everything, share)},
        **{
            f"waiting_{years}y_{end}": 1 - share if waits else None
            for years, (surely, possibly) in ended.items()
            for end, share in (("low", possibly), ("high", surely))
        },
        "half_of_consented": alone.quantile(0.5)[1],
        "records": _ids(done),
        "waiting": _ids(wait for wait in waits if not wait.consented),
    }


def _days(found: Survival, share: float) -> Iterator[tuple[str, float | None]]:
    return zip(("low", "high"), found.quantile(share), strict=True)


def _ids(waits: Iterable[Wait]) -> tuple[str, ...]:
    return tuple(sorted({record for wait in waits for record in wait.records}))
