"""What of a pair's relation is not known: what is only claimed, what sources differ on, what no record tells."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from cagraph.dyads.circles import ACT, SECTIONS
from cagraph.dyads.ledger import Claim
from cagraph.dyads.pair import span
from cagraph.status import Truth

if TYPE_CHECKING:
    from cagraph.dyads.relation import Relation

# What is held or foreseen by somebody is no fact that could be known or not.
_HELD: Final = frozenset({"opinion", "forecast"})
# What was announced of something that then took place is no gap either.
_FORESEEN: Final = frozenset({"planned", "hoped", "proposed"})
_UNDATED: Final = frozenset({"bodies", "figures"})
_FACTUAL: Final = frozenset({"stated", "inferred"})


def claimed(relation: "Relation") -> list[Claim]:
    """The claims that made no fact: about the records of the two alone, and about what is no accepted record at all.

    Of the latter, those that mention both parties and no third, or one party's act on an instrument of the two.
    """
    alone = [record for records in relation.records.values() for record in records if relation.bilateral(record)]
    acts = [act for instrument in alone for act in relation.acts(instrument)]
    return [*relation.ledger.unaccepted(dict.fromkeys([*alone, *acts])), *_elsewhere(relation, frozenset(alone))]


def _elsewhere(relation: "Relation", alone: frozenset[str]) -> Iterator[Claim]:
    index, both = relation.index, relation.pair.parties
    for about, claims in sorted(relation.ledger.about.items()):
        if about not in index.mirror:
            mentioned = frozenset[str]().union(*(claim.mentions for claim in claims))
            among = mentioned & relation.circles.parties
            tied = among == both or (among and among <= both and alone & mentioned)
            if tied and not _later(relation, claims):
                yield from claims


def _later(relation: "Relation", claims: tuple[Claim, ...]) -> bool:
    """Whether every claim that dates something dates it after the day asked about."""
    dated = _dates(relation)
    days = [
        span(value) for claim in claims for name in claim.values.keys() & dated.keys() for value in claim.values[name]
    ]
    return bool(days) and all(day.earliest and day.earliest > relation.pair.on for day in days)


def _dates(relation: "Relation") -> dict[str, str]:
    """The fields that place records in time, by property."""
    return {
        spec.term.property.partition(":")[2]: spec.name
        for kind in relation.index.model.kinds.values()
        for spec in kind.fields
        if spec.type == "date" and spec.term.time
    }


def differing(relation: "Relation") -> Iterator[tuple[Claim, str, str]]:
    """The claims that date a record of the two alone on other days than is accepted: claim, field, value.

    A date that is only more or less exact does not differ.
    """
    dates = _dates(relation)
    for claim in relation.claimed:
        if claim.about in relation.index.mirror and claim.manner in _FACTUAL:
            for name, values in claim.values.items():
                accepted = relation.index.mirror.nodes[claim.about].get(dates.get(name, ""))
                if accepted and _apart(str(accepted), values[0]):
                    yield claim, dates[name], values[0]


def _apart(one: str, other: str) -> bool:
    """Whether two dates can share no day."""
    a, b = span(one), span(other)
    return bool(
        (a.latest and b.earliest and a.latest < b.earliest) or (b.latest and a.earliest and b.latest < a.earliest)
    )


def not_known(relation: "Relation") -> list[dict[str, Any]]:
    """Each thing that is not known, with what it is about and the claims that bear on it."""
    parts = (_unclear_force, _leaders, _undated, _differing, _only_claimed, _incomplete)
    return [gap for part in parts for gap in part(relation)]


def _unclear_force(relation: "Relation") -> Iterator[dict[str, Any]]:
    for record in relation.value_of("instruments"):
        if record["status"] and record["bilateral"] and record["status"]["in_force"]["value"] == Truth.UNKNOWN:
            force = record["status"]["in_force"]
            yield _gap("in-force", record["id"], record["label"], force["reason"], force["evidence"])


def _leaders(relation: "Relation") -> Iterator[dict[str, Any]]:
    for leader in relation.leaders:
        if leader["in_office"] == Truth.UNKNOWN:
            words = "No source tells whether the tenure lasted on the day."
            yield _gap("in-office", leader["id"], leader["label"], words, leader["evidence"])


def _undated(relation: "Relation") -> Iterator[dict[str, Any]]:
    for section, records in relation.records.items():
        for record in records:
            if section not in _UNDATED and relation.bilateral(record) and relation.index.when(record) is None:
                told = relation.ledger.bearing_out(record)
                yield _gap("date", record, relation.claimed_label(record), "No source gives its date.", told)


def _differing(relation: "Relation") -> Iterator[dict[str, Any]]:
    grouped: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for claim, name, value in differing(relation):
        grouped[claim.about, name, value].append(claim.id)
    for (about, name, value), claims in grouped.items():
        accepted = str(relation.index.mirror.nodes[about][name])
        words = f"{name}: {accepted} is accepted, {value} is said otherwise."
        yield _gap("differs", about, relation.claimed_label(about), words, claims) | {
            "field": name, "accepted": accepted, "said": value,
        }  # fmt: skip


def _only_claimed(relation: "Relation") -> Iterator[dict[str, Any]]:
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in relation.claimed:
        accepted = claim.about in relation.index.mirror
        if claim.manner not in _HELD and not (accepted and claim.manner in _FACTUAL | _FORESEEN):
            grouped[claim.about, claim.manner].append(claim.id)
    for (about, manner), claims in grouped.items():
        fact = "beside an accepted record" if about in relation.index.mirror else "no accepted fact"
        yield _gap("claimed", about, relation.claimed_label(about), f"{manner}: {fact}.", claims) | {"manner": manner}


def _incomplete(relation: "Relation") -> Iterator[dict[str, Any]]:
    kinds = {one["of_kind"] for one in relation.completeness if not one["within"]}
    model = relation.index.model
    for section, kind in {**SECTIONS, "acts": ACT}.items():
        if section != "figures" and not any(model.is_a(kind, complete) for complete in kinds):
            words = "No statement says that the records of this kind are complete for the two."
            yield _gap("completeness", None, kind, words, [])


def _gap(what: str, about: str | None, label: str, reason: str, evidence: Any) -> dict[str, Any]:
    return {"what": what, "about": about, "label": label, "reason": reason, "evidence": list(evidence)}
