"""The rows of the panel of events: each record with each participant that it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from cagraph.mirror import Part, Parts, Scene, bilateral, parties
from cagraph.panels.counts import EVENTS, Count
from cagraph.panels.design import Design
from cagraph.panels.mask import Mask
from cagraph.panels.rows import Laid
from cagraph.panels.scan import Clock, scan
from cagraph.panels.variables import NO_YES, Variable, codes, of_states
from cagraph.panels.years import Stretch


@dataclass(frozen=True)
class Happenings:
    """The records that views count, of the years and states asked for; without states, those of the region."""

    scene: Scene
    design: Design
    mask: Mask
    years: range
    clock: Clock

    def lay(self, counts: tuple[Count, ...]) -> Laid:
        """Every row. Raises ParameterError for an option."""
        found, parts = Laid(variables=list(self._variables())), Parts(self.scene)
        states = self.design.states(self.scene) or frozenset(self.mask.region)
        for record, named in sorted(self._records(counts, found, states).items()):
            rows = list(self._rows(record, ";".join(named), parts))
            found.rows += rows
            found.records.add(record)
            found.states |= {row["party"] for row in rows if row["iso3"]}
        found.rows.sort(key=lambda row: (str(row["first_day"] or ""), row["record"]))
        return found

    def _records(self, counts: tuple[Count, ...], found: Laid, states: frozenset[str]) -> dict[str, list[str]]:
        """The records of the years and states, each with the counts that it counts in."""
        named: dict[str, list[str]] = {}
        for count in counts:
            requested = count.requested(EVENTS, self.design.options)
            scanned = scan(self.scene, count, requested, count.view, self.years, self.clock)
            undated = found.undated.setdefault(count.variable, set())
            for record, tie in {tie.record: tie for tie in scanned.ties}.items():
                if states & set(parties(self.scene, record)):
                    if tie.years:
                        named.setdefault(record, []).append(count.name)
                    elif tie.undated:
                        undated.add(record)
        return named

    def _rows(self, record: str, counted: str, parts: Parts) -> Iterator[dict[str, Any]]:
        told, circle = parts.of(record), parties(self.scene, record)
        named = {part.party for part in told}
        head = self._head(record, counted, len(circle))
        found = [*told, *(Part("", party, "", frozenset(), frozenset()) for party in circle if party not in named)]
        for part in sorted(found, key=lambda one: (one.party, one.person)):
            yield head | self._participant(part)

    def _head(self, record: str, counted: str, size: int) -> dict[str, Any]:
        told = self.scene.mirror.nodes[record]
        fields = self.scene.model.kinds[told["kind"]].fields
        dates = [told[spec.name] for spec in fields if spec.term.time == "at" and told.get(spec.name)]
        stretch = Stretch.of(told)
        years = stretch.within(self.years) if stretch else {}
        return {
            "record": record,
            "kind": told["kind"],
            "title": told["label"],
            "counted_in": counted,
            "date": next(iter(dates), None),
            "first_day": told.get("earliest"),
            "last_day": told.get("latest"),
            "year": next((year for year, sure in years.items() if sure), None),
            "part_of": next(iter(self.scene.linked(record, "partOf")), None),
            "parties": size,
            "bilateral": int(bilateral(self.scene, record)),
        }

    def _participant(self, part: Part) -> dict[str, Any]:
        nodes = self.scene.mirror.nodes
        state = codes(self.scene, part.party) if self.scene.is_a(part.party, "State") else dict.fromkeys(_STATE)
        return {
            "person": part.person or None,
            "name": nodes[part.person]["label"] if part.person else None,
            "party": part.party or None,
            **{name: state[name] for name in _STATE[:-1]},
            "party_name": nodes[part.party]["label"] if part.party in nodes else None,
            "role": part.role.removeprefix("role.") or None,
            "level": ";".join(sorted(level.removeprefix("level.") for level in part.levels)) or None,
        }

    def _variables(self) -> Iterator[Variable]:
        kinds = self.scene.model.kinds
        yield Variable("record", "id of the event or instrument", "text", source="Entity.id")
        yield Variable("kind", "its kind", "text", source="docs/reference/kinds.md")
        yield Variable("title", "its English name", "text", source="Entity.label")
        yield Variable("counted_in", "the counts that it counts in, between semicolons", "text")
        yield Variable("date", "when it was, of any precision", "text", "date", source="Event.date, Document")
        yield Variable("first_day", "the first day on which it can have been", "day", missing="open")
        yield Variable("last_day", "the last day on which it can have been", "day", missing="open")
        yield Variable("year", "calendar year in which it surely lies", "integer", "year", missing="it can lie in two")
        about = kinds["Event"].field["part_of"].doc
        yield Variable("part_of", about, "text", source="Event.part_of", missing="no part of another")
        yield Variable("parties", "how many parties it stands between", "integer", "parties", _CIRCLE)
        yield Variable("bilateral", "whether between exactly two parties", "integer", "", _CIRCLE, values=NO_YES)
        told = {spec.name: spec.doc for spec in kinds["Event"].field["participants"].component.fields}  # type: ignore[union-attr]
        yield Variable("person", "id of the participant, a person", "text", source="Participation.who", missing=_NONE)
        yield Variable("name", "name of the person", "text", source="Person.label", missing=_NONE)
        yield Variable("party", told["party"], "text", source="Participation.party", missing="not told")
        for variable in of_states(self.scene, whose="the party"):
            if variable.name in _STATE[:-1]:
                yield Variable(**{**vars(variable), "missing": "no state, or where the data do not tell it"})
        yield Variable("party_name", "name of the party", "text", source="Party.label", missing="not told")
        yield Variable("role", told["role"], "text", source="Participation.role", missing="not told")
        rule = "as the record says, else by the post it names, else by posts surely held then"
        yield Variable("level", "rank of the participant", "text", "", rule, "Participation.level", "not known")


_STATE: Final = ("iso3", "ccode", "gwcode", "state")
_NONE: Final = "no person is named"
_CIRCLE: Final = (
    "those for whom somebody took part, and the state visited; of an instrument, its parties and those with acts"
)
