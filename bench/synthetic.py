"""Made-up diplomacy of any size, the same each time: events with a date, a place and two to five participants.

The quads are those that `cagraph.rdf.emit` makes of such records, written as lines, since records of a million events
would take longer to make than all that is measured.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cagraph.model import Component, Entity, Model, Namespaces
from cagraph.model.namespaces import EDTF, WELL_KNOWN

STATES, PEOPLE_OF_EACH, PLACES = 60, 10, 200
_FIRST, _DAYS = date(1991, 1, 1), 35 * 365
_RDF_TYPE = f"<{WELL_KNOWN['rdf']}type>"
_LABEL = f"<{WELL_KNOWN['rdfs']}label>"
_DAY = f"{WELL_KNOWN['xsd']}date"


@dataclass(frozen=True)
class Happening:
    """One event: `participants` are persons, each with the state they came for."""

    id: str
    date: str
    place: str
    participants: tuple[tuple[str, str], ...]

    @property
    def record(self) -> dict[str, object]:
        """The event as a record that evidence supports."""
        told = {"source": "s", "at": self.id, "supports": ["date", "place", "participants"]}
        people = [{"who": who, "party": party} for who, party in self.participants]
        plain = {"id": self.id, "label": self.id, "date": self.date, "place": self.place}
        return {**plain, "participants": people, "evidence": [told]}


def happenings(number: int, start: int = 0) -> Iterator[Happening]:
    """So many events, drawn from a fixed seed; those after `start`."""
    drawn = random.Random(start)
    for place in range(start, start + number):
        day = _FIRST + timedelta(drawn.randrange(_DAYS))
        states = drawn.sample(range(STATES), drawn.randint(2, 5))
        people = tuple((f"person-{one}-{drawn.randrange(PEOPLE_OF_EACH)}", f"S{one:02}") for one in sorted(states))
        yield Happening(f"event-{place:07}", day.isoformat(), f"place-{drawn.randrange(PLACES)}", people)


def others(model: Model) -> list[Entity | Component]:
    """What the events refer to, as records."""

    def record(kind: str, id_: str) -> Entity:
        told = {} if kind == "Source" else {"evidence": [{"source": "s", "at": id_}]}
        return model.kinds[kind].cls.model_validate({"id": id_, "label": id_, **told})  # type: ignore[return-value]

    states = [record("State", f"S{one:02}") for one in range(STATES)]
    people = [record("Person", f"person-{one}-{place}") for one in range(STATES) for place in range(PEOPLE_OF_EACH)]
    return [record("Source", "s"), *states, *people, *(record("Place", f"place-{one}") for one in range(PLACES))]


@dataclass(frozen=True)
class Lines:
    """Events as lines of N-Quads."""

    names: Namespaces

    def of(self, happening: Happening) -> Iterator[str]:
        """The lines of one event: what is accepted, the one claim that holds it, and what is told of the claim."""
        claim = f"<{self.names.claim}of-{happening.id}>"
        triples = list(self._triples(happening))
        yield from (f"{triple} .\n" for triple in triples)
        yield from (f"{triple} {claim} .\n" for triple in triples)
        told = {
            "about": f"<{self.names.id}{happening.id}>",
            "source": f"<{self.names.id}s>",
            "locator": f'"{happening.id}"',
            "polarity": '"asserted"',
            "modality": '"stated"',
            "accepted": f'"true"^^<{WELL_KNOWN["xsd"]}boolean>',
        }
        yield f"{claim} {_RDF_TYPE} {self._term('Claim')} <{self.names.provenance}> .\n"
        for name, value in told.items():
            yield f"{claim} {self._term(name)} {value} <{self.names.provenance}> .\n"

    def _term(self, name: str) -> str:
        return f"<{self.names.ontology}{name}>"

    def _triples(self, happening: Happening) -> Iterator[str]:
        node = f"<{self.names.id}{happening.id}>"
        for kind in ("Meeting", "Event", "Entity"):
            yield f"{node} {_RDF_TYPE} {self._term(kind)}"
        yield f'{node} {_LABEL} "{happening.id}"@en'
        yield f'{node} {self._term("date")} "{happening.date}"^^<{EDTF}>'
        yield f'{node} {self._term("dateEarliest")} "{happening.date}"^^<{_DAY}>'
        yield f'{node} {self._term("dateLatest")} "{happening.date}"^^<{_DAY}>'
        yield f"{node} {self._term('place')} <{self.names.id}{happening.place}>"
        for who, party in happening.participants:
            part = f"<{self.names.id}{happening.id}.participants.{who}>"
            yield f"{node} {self._term('participation')} {part}"
            yield f"{part} {_RDF_TYPE} {self._term('Participation')}"
            yield f"{part} {self._term('person')} <{self.names.id}{who}>"
            yield f"{node} {self._term('participant')} <{self.names.id}{who}>"
            yield f"{part} {self._term('onBehalfOf')} <{self.names.id}{party}>"
            yield f"{node} {self._term('participatingParty')} <{self.names.id}{party}>"
