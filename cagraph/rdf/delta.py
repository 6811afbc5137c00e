"""What a change of some records changes in the quads of all: only the records concerned are emitted again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode, Quad

from cagraph.model import Entity, Model, Namespaces
from cagraph.rdf import sums
from cagraph.rdf.describe import VOID, Describer, Example
from cagraph.rdf.emit import Emitter, named_version

Quads = dict[str, Quad]


@dataclass(frozen=True)
class Delta:
    """The quads that records before a change gave and those after it do not, and the other way round."""

    gone: Sequence[Quad]
    come: Sequence[Quad]


def concerned(
    before: Sequence[Entity], after: Sequence[Entity], model: Model, names: Namespaces
) -> tuple[Quads, Quads]:
    """The quads of records that only one of them gives, by their text.

    Beside the records that differ, those are concerned whose composed label does, and those with evidence of a source
    that was read on another day.
    """
    emitters = [Emitter.of(records, model, names) for records in (before, after)]
    old, new = ({record.id: record for record in records} for records in (before, after))
    labels, days = ([getattr(one, name) for one in emitters] for name in ("labels", "access_days"))
    again = {id_ for id_ in (*old, *new) if old.get(id_) is not new.get(id_) and old.get(id_) != new.get(id_)}
    again |= _differing(*labels)
    if sources := _differing(*days):
        again |= {id_ for id_, one in chain(old.items(), new.items()) if _rests_on(one, sources)}
    gone, come = (
        {str(quad): quad for id_ in sorted(again & held.keys()) for quad in emitter.record(held[id_])}
        for held, emitter in ((old, emitters[0]), (new, emitters[1]))
    )
    return {key: gone[key] for key in gone if key not in come}, {key: come[key] for key in come if key not in gone}


def _differing(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    return {id_ for id_ in (*old, *new) if old.get(id_) != new.get(id_)}


def _rests_on(record: Entity, sources: set[str]) -> bool:
    return any(one.source in sources for one in record.evidence)


def delta(
    before: Sequence[Entity],
    after: Sequence[Entity],
    accepted: Iterable[Quad],
    claimed: Iterable[Quad | str],
    described: Iterable[Quad],
    model: Model,
    names: Namespaces,
    examples: Iterable[Example],
) -> Delta:
    """What changes in a graph that holds what the records before it gave.

    `accepted` are the quads of its default graph, `claimed` the texts of those of claims and their provenance,
    `described` those that tell its version.
    """
    gone, come = concerned(before, after, model, names)
    records, description, others = _parted(accepted, names)
    now = {key: quad for key, quad in records.items() if key not in gone}
    now |= {key: quad for key, quad in come.items() if quad.graph_name == DefaultGraph()}
    texts = {str(one) for one in claimed} - gone.keys()
    about = {str(quad): quad for quad in Describer(model, names).describe(now.values(), examples)}
    said = {*now, *texts, *come}
    version = named_version(sums.summed(f"{line} .\n".encode() for line in said), model, names)
    about[str(version)] = version
    old = description | {str(quad): quad for quad in described}
    return Delta(
        [*gone.values(), *(quad for key, quad in old.items() if key not in about)],
        [*come.values(), *(quad for key, quad in about.items() if key not in old and quad not in others)],
    )


def _parted(accepted: Iterable[Quad], names: Namespaces) -> tuple[Quads, Quads, set[Quad]]:
    """What records say in the default graph, what is said there of them all, and what else is said of the data set."""
    records: Quads = {}
    about: Quads = {}
    others: set[Quad] = set()
    key = f"{names.ontology}searchKey"
    for quad in accepted:
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if subject.startswith(names.id):
            (about if quad.predicate.value == key else records)[str(quad)] = quad
        elif subject == names.base and not quad.predicate.value.startswith(VOID):
            others.add(quad)
        elif subject == names.base or subject.startswith(f"{names.base}description/"):
            about[str(quad)] = quad
    return records, about, others
