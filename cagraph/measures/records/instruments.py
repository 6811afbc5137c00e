"""Instruments made and treaties in force between parties, how dense they are, and how firmly they bind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import comb
from types import MappingProxyType
from typing import Any, Final

from cagraph.errors import ParameterError
from cagraph.measures.measure import Detail, Scores, Value
from cagraph.measures.records.measure import Enquiry
from cagraph.measures.records.tally import Item, Key, counted, paired, placed, scored, sure
from cagraph.mirror import Scene
from cagraph.mirror.views.base import Spell
from cagraph.mirror.views.parts import bilateral, parties
from cagraph.model import PartialDate

INSTRUMENT: Final = "Instrument"
TREATY: Final = "Treaty"
MADE: Final = (
    "an instrument that names two or more of those looked at, or on which they have acts; made on the day on which it "
    "was signed, else concluded, adopted, approved or issued"
)
STANDING: Final = (
    "a treaty, or another instrument of which a record says when it entered into force, that the treaty clock shows in "
    "force for both of a pair on the last day of the window (of an open one, on the last day of the data)"
)
DENSITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "high": "with the pairs that only can have one in force",
        "pairs": "how many pairs surely have one",
        "possible_pairs": "how many can have one",
        "of_pairs": "how many pairs there are",
        "records": "the ids of the treaties surely in force between two",
        "possible": "the ids of those that only can be",
    }
)
DEPTHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "high": "the mean where what cannot be known is taken to be so",
        "number": "how many instruments it is the mean of",
        "binding": "how many are treaties, meant to bind",
        "solemn": "how many have the form of a treaty, convention or charter",
        "consented": "how many surely need or had consent after signature",
        "records": "their ids",
    }
)
_DAYS: Final = ("signed", "concluded", "adopted", "approved", "issued")
_SOLEMN: Final = frozenset({"form.treaty", "form.convention", "form.charter"})
_AFTER: Final = frozenset({"entry.exchange", "entry.last-notification", "entry.all-ratifications",
                           "entry.some-ratifications"})  # fmt: skip
_CONSENTS: Final = frozenset(
    f"act.{one}"
    for one in ("ratification", "acceptance", "approval", "accession", "deposit", "exchange", "notification")
)


def made(enquiry: Enquiry) -> Sequence[Scores]:
    """The number of instruments that two parties made with each other, a party with others, or any of them, alone or
    with more: those surely made in the window.
    """
    return scored(enquiry, made_in_windows(enquiry), counted)


def in_force(enquiry: Enquiry) -> Sequence[Scores]:
    """The number of treaties surely in force between two parties, between a party and others, or between any of them,
    at the end of the window; `high` has also those of which that cannot be known.
    """
    return scored(enquiry, _standing(enquiry), counted)


def density(enquiry: Enquiry) -> Sequence[Scores]:
    """The share of all pairs of those looked at that have at least one treaty surely in force between them at the end
    of the window, on a topic or on any: the density of the network that these make.
    """
    scene = enquiry.archive.scene
    parties_ = {node for node in scene.mirror if enquiry.keeps(node)}
    if enquiry.looked_at is None or len(parties_) < 2:
        raise ParameterError(
            "among: a share of pairs needs two parties or more", "give ids, as KAZ, or a kind, as State"
        )
    pairs = comb(len(parties_), 2)

    def share(items: Sequence[Item], key: Key) -> tuple[Value, Mapping[str, Detail]]:
        certain = {pair for item in items for pair in item.surely}
        possible = {pair for item in items for pair in item.pairs}
        return len(certain) / pairs, {
            "high": len(possible) / pairs,
            "pairs": len(certain),
            "possible_pairs": len(possible),
            "of_pairs": pairs,
            "records": tuple(item.record for item in items if item.sure),
            "possible": tuple(item.record for item in items if not item.sure),
        }

    return scored(enquiry, _standing(enquiry), share)


def depth(enquiry: Enquiry) -> Sequence[Scores]:
    """The mean over the instruments made in the window of an index from 0 to 3 that is ours: one each where the record
    is a treaty, meant to bind; where its form is a treaty, convention or charter; and where consent after signature, as
    ratification, was needed by its own rule or is recorded (for a treaty without either that cannot be known). It
    counts formal signs of obligation (Abbott et al. 2000), not how far a text makes states depart from what they would
    have done (Downs, Rocke and Barsoom 1996), nor provisions (Dür, Baccini and Elsig 2014), which the data do not have.
    """
    scene = enquiry.archive.scene

    def mean(items: Sequence[Item], key: Key) -> tuple[Value, Mapping[str, Detail]]:
        marks = [_marks(scene, item.record) for item in sure(items)]
        low = [sum(mark is True for mark in each) for each in marks]
        high = [sum(mark is not False for mark in each) for each in marks]
        binding, solemn, consented = (sum(each[place] is True for each in marks) for place in range(3))
        return _mean(low), {
            "high": _mean(high),
            "number": len(marks),
            "binding": binding,
            "solemn": solemn,
            "consented": consented,
            "records": tuple(item.record for item in sure(items)),
        }

    return scored(enquiry, made_in_windows(enquiry), mean)


def _marks(scene: Scene, record: str) -> tuple[bool, bool | None, bool | None]:
    """Whether it is binding, solemn, and with consent after signature; None where that cannot be known."""
    attributes = scene.mirror.nodes[record]
    binding, form, rule = scene.is_a(record, TREATY), attributes.get("form"), attributes.get("enters_by")
    shown = any(scene.mirror.nodes[act].get("act") in _CONSENTS for act in scene.naming(record, "instrument"))
    unknown = None if binding else False
    return (
        binding,
        form in _SOLEMN if form else unknown,
        True if shown or rule in _AFTER else False if rule else unknown,
    )


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def made_in_windows(enquiry: Enquiry) -> list[list[Item]]:
    """The instruments made between those looked at, in each window."""
    found = [(item, _made(enquiry.archive.scene.mirror.nodes[item.record])) for item in between(enquiry)]
    return [placed(found, span.window) for span in enquiry.spans]


def _made(attributes: Mapping[str, Any]) -> Spell:
    """The earliest and latest day on which an instrument was made."""
    text = next((attributes[name] for name in _DAYS if name in attributes), "")
    read = PartialDate.parse(text) if text else None
    first, last = (read.earliest, read.latest) if read else (None, None)
    return first.isoformat() if first else "", last.isoformat() if last else ""


def between(enquiry: Enquiry, kinds: Sequence[str] = (INSTRUMENT,)) -> Iterator[Item]:
    """The instruments between two or more of the parties looked at."""
    scene = enquiry.archive.scene
    for record in scene.records(kinds, enquiry.options):
        is_bilateral, circle = bilateral(scene, record), parties(scene, record)
        pairs = paired(party for party in circle if enquiry.keeps(party))
        if pairs and (is_bilateral or not enquiry.options.bilateral):
            topics = tuple(scene.mirror.nodes[record].get("topics", ()))
            yield Item(record, pairs, pairs, is_bilateral, all(map(enquiry.keeps, circle)), topics)


def _standing(enquiry: Enquiry) -> list[list[Item]]:
    """The treaties that can be in force between those looked at, at the end of each window."""
    scene, last = enquiry.archive.scene, enquiry.archive.clock.last_day
    found = [
        item
        for item in between(enquiry)
        if scene.is_a(item.record, TREATY) or "in_force" in scene.mirror.nodes[item.record]
    ]
    days = [span.window.until or last for span in enquiry.spans]
    return [[one for item in found if (one := _on(enquiry, item, day))] if day else [] for day in days]


def _on(enquiry: Enquiry, item: Item, day: date) -> Item | None:
    """A treaty with the pairs for both of whom it was in force on a day; None where for none."""
    circle = sorted({party for pair in item.pairs for party in pair})
    shown = {party: enquiry.archive.clock.in_force(item.record, party, day) for party in circle}
    pairs = paired(party for party in circle if shown[party] is not False)
    surely = paired(party for party in circle if shown[party])
    return replace(item, pairs=pairs, surely=surely) if pairs else None
