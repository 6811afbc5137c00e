"""The whole relation of a pair as plain values: every record that ties both, with dates, status and claims."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import and_
from typing import Any, Final

from cagraph.dyads import gaps
from cagraph.dyads.circles import Circles
from cagraph.dyads.ledger import Claim, Ledger
from cagraph.dyads.pair import Pair, span
from cagraph.paths import Index
from cagraph.status import Answer, Instruments, Truth
from cagraph.status.clock import QUESTIONS

# Posts whose holders are the leaders of a party, highest first.
LEADING: Final = ("level.head-of-state", "level.head-of-government", "level.minister", "level.head-of-agency")


@dataclass(frozen=True)
class Relation:
    """What the records hold of a pair."""

    pair: Pair
    circles: Circles
    instruments: Instruments
    ledger: Ledger
    lang: str = ""

    @property
    def index(self) -> Index:
        """Every accepted entity."""
        return self.circles.index

    @cached_property
    def records(self) -> Mapping[str, list[str]]:
        """The records that tie both, by section, each list by date and id."""
        return self.pair.records(self.circles)

    def bilateral(self, record: str) -> bool:
        """Whether a record ties the two alone."""
        return self.circles.alone(record) and self.circles.of[record] == self.pair.parties

    def value_of(self, section: str) -> list[dict[str, Any]]:
        """The records of one section as plain values."""
        return self._parts[section]

    @cached_property
    def _parts(self) -> dict[str, list[dict[str, Any]]]:
        parts = {section: [self._record(record) for record in records] for section, records in self.records.items()}
        for record in (*parts["relations"], *parts["memberships"]):
            record |= self.lasting(record["id"])
        for record in parts["instruments"]:
            record |= self.clocked(record["id"])
        for record in parts["visits"]:
            visitor, visited = self.pair.direction(self.circles, record["id"]) or ("", "")
            record |= {"visitor": visitor, "visited": visited}
        for record in parts["bodies"]:
            record["sessions"] = [self._record(session) for session in self.sessions(record["id"])]
        return parts

    @cached_property
    def value(self) -> dict[str, Any]:
        """All of it, as JSON holds it."""
        pair, found, parts = self.pair, self.records, self._parts
        return {
            "parties": [self.named(one) for one in (pair.one, pair.other)],
            "on": pair.on.isoformat(),
            "since": pair.window.since.isoformat() if pair.window.since else None,
            "until": pair.window.until.isoformat() if pair.window.until else None,
            "recorded_until": pair.horizon.isoformat(),
            "level": [r for r in parts["relations"] if r["lasts"] == Truth.YES],
            "counts": {name: self._count(records) for name, records in found.items() if records},
            **parts,
            "leaders": self.leaders,
            "organisations": self.organisations,
            "completeness": self.completeness,
            "claimed": [claim.as_dict() for claim in self.claimed],
            "not_known": gaps.not_known(self),
        }

    def _count(self, records: list[str]) -> dict[str, int]:
        alone = sum(map(self.bilateral, records))
        return {"bilateral": alone, "with_others": len(records) - alone}

    def named(self, node: str) -> dict[str, str]:
        """An entity's id, kind and label."""
        return {"id": node, "kind": self.index.kind(node).name, "label": self.index.label(node, self.lang)}

    @cached_property
    def claimed(self) -> list[Claim]:
        """The claims about the two that made no fact."""
        return gaps.claimed(self)

    def claimed_label(self, node: str) -> str:
        """The English label of what may be no accepted fact."""
        if node in self.index.mirror:
            return self.index.label(node, self.lang)
        return self.instruments.reader.label(self.instruments.reader.node(node))

    def _record(self, record: str) -> dict[str, Any]:
        """A record with the fields that say when, where, who and of what sort, and the accepted claims about it."""
        when = self.index.when(record)
        attributes = self.index.mirror.nodes[record]
        kind = self.index.kind(record)
        literal = {
            spec.name: attributes[spec.name]
            for spec in kind.fields
            if spec.name in attributes and not spec.term.prefix and spec.type not in {"langmap", "langlists"}
        }
        linked = {
            spec.name: [self.named(one) for one in self.circles.linked(record, spec.term.property.partition(":")[2])]
            for spec in kind.fields
            if spec.term.edge
        }
        people = self.participants(record)
        return {
            **self.named(record),
            "date": when.text if when else None,
            "bilateral": self.bilateral(record) if record in self.circles.of else None,
            **literal,
            **{name: values for name, values in linked.items() if values},
            **({"participants": people} if people else {}),
            "evidence": list(self.ledger.bearing_out(record)),
        }

    def participants(self, event: str) -> list[dict[str, Any]]:
        """Who took part in an event, for whom and in which post, each once."""
        found = []
        for other, links in self.index.neighbours(event).items():
            for link in links:
                if link.record == event and link.field == "participation" and "who" not in link.details:
                    details = {name: value for name, value in link.details.items() if name != "who"}
                    found.append({**self.named(other), **details, "evidence": list(link.claims)})
        return found

    def lasting(self, record: str) -> dict[str, Any]:
        """Whether a spell lasts on the day."""
        value, presumed = self.pair.spell(self.index.mirror.nodes[record])
        return {"lasts": value.value, "presumed": presumed}

    def clocked(self, instrument: str) -> dict[str, Any]:
        """The acts of both parties on an instrument, and for a treaty whether both consented and it is in force.

        What is no treaty is not asked, unless a record says when it entered into force.
        """
        read = self.instruments.get(instrument)
        acts = [
            {**self._record(act), "act": self.index.mirror.nodes[act]["act"].removeprefix("act.")}
            for act in self.acts(instrument)
        ]
        if not (read.treaty or read.in_force):
            return {"acts": acts, "status": None}
        both = (self.pair.one, self.pair.other)
        answers = {
            name: {party: QUESTIONS[name](read, party, self.pair.on) for party in both}
            for name in ("signed", "consent", "in_force")
        }
        return {"acts": acts, "status": {name: _together(found) for name, found in answers.items()}}

    def acts(self, instrument: str) -> list[str]:
        """The accepted acts of the two on an instrument, by date and id."""
        found = [
            act
            for act in self.circles.naming(instrument, "instrument")
            if self.pair.parties & set(self.circles.linked(act, "party")) and self.pair.holds(self.index, act)
        ]
        return sorted(found, key=lambda act: (self.index.mirror.nodes[act].get("earliest", "9999"), act))

    def sessions(self, body: str) -> list[str]:
        """The sessions of a body, by date and id."""
        found = [one for one in self.circles.naming(body, "sessionOf") if self.pair.holds(self.index, one)]
        return sorted(found, key=lambda one: (self.index.mirror.nodes[one].get("earliest", ""), one))

    @cached_property
    def leaders(self) -> list[dict[str, Any]]:
        """Who held the leading posts of each party on the day, and where that cannot be known."""
        found = []
        for party in (self.pair.one, self.pair.other):
            posts = [
                (LEADING.index(level), post)
                for post in self.circles.naming(party, "postOf")
                if (level := self.index.mirror.nodes[post].get("level")) in LEADING
            ]
            for _, post in sorted(posts):
                for tenure, value, presumed in self.tenures(post):
                    person = next(iter(self.circles.linked(tenure, "holder")), "")
                    found.append(
                        {
                            **self._record(tenure), "party": party, "post": self.named(post),
                            "person": self.named(person), "level": self.index.mirror.nodes[post]["level"],
                            "in_office": value.value, "presumed": presumed,
                        }
                    )  # fmt: skip
        return found

    def tenures(self, post: str) -> list[tuple[str, Truth, bool]]:
        """The tenures of a post that last on the day; where none surely does, those that may.

        A later tenure ends an earlier one without a recorded end. One without a recorded start lasts from the first to
        the last day that a source shows it on; of other days nothing is known.
        """
        found: list[tuple[str, Truth, bool, date | None]] = []
        begun: list[date] = []
        for tenure in self.circles.naming(post, "post"):
            attributes = self.index.mirror.nodes[tenure]
            start = span(str(attributes.get("start", "")))
            if start.latest and start.by(self.pair.on) is Truth.YES:
                begun.append(start.latest)
            found.append((tenure, *self._holds(attributes), start.latest))
        last = max(begun, default=None)
        lasting: list[tuple[str, Truth, bool]] = [
            (tenure, value, presumed)
            for tenure, value, presumed, start in found
            if value is not Truth.NO and not (presumed and last and start and start < last)
        ]
        sure = [one for one in lasting if one[1] == Truth.YES]
        return sure or lasting

    def _holds(self, attributes: dict[str, Any]) -> tuple[Truth, bool]:
        value, presumed = self.pair.spell(attributes)
        if attributes.get("start") or value is Truth.NO:
            return value, presumed
        seen = [span(str(day)) for day in attributes.get("attested", [])]
        first = min((day.latest for day in seen if day.latest), default=None)
        last = max((day.earliest for day in seen if day.earliest), default=None)
        return (Truth.YES if first and last and first <= self.pair.on <= last else Truth.UNKNOWN), False

    @cached_property
    def organisations(self) -> list[dict[str, Any]]:
        """The organisations that both belonged to on the day, each in whatever standing."""
        spells = {party: self._memberships(party) for party in (self.pair.one, self.pair.other)}
        shared = sorted(spells[self.pair.one].keys() & spells[self.pair.other].keys())
        return [
            {
                **self.named(organisation),
                "memberships": {party: spells[party][organisation] for party in (self.pair.one, self.pair.other)},
            }
            for organisation in shared
        ]

    def _memberships(self, party: str) -> dict[str, dict[str, Any]]:
        found = {}
        for spell in self.circles.naming(party, "member"):
            if self.pair.spell(self.index.mirror.nodes[spell])[0] is Truth.YES:
                for organisation in self.circles.linked(spell, "organisation"):
                    status = self.index.mirror.nodes[spell].get("status")
                    found[organisation] = {
                        "id": spell, "status": status, "evidence": list(self.ledger.bearing_out(spell)),
                    }  # fmt: skip
        return found

    @cached_property
    def completeness(self) -> list[dict[str, Any]]:
        """The statements of what the data hold completely that are about both parties, by themselves or in a region."""
        found = []
        for record in self.circles.coverage:
            covered = set(self.circles.linked(record, "covers"))
            covered |= {member for region in covered for member in self.circles.linked(region, "memberState")}
            if covered >= self.pair.parties:
                attributes = self.index.mirror.nodes[record]
                within = [self.named(one) for one in self.circles.linked(record, "coverageWithin")]
                about = {"of_kind": attributes["of_kind"], "period": attributes["period"], "within": within}
                found.append({**self.named(record), **about})
        return found

    def counted(self, records: list[str], field: str) -> Counter[str]:
        """How many records have each value of a field; empty for none."""
        return Counter(str(self.index.mirror.nodes[record].get(field, "")) for record in records)


def _together(found: Mapping[str, Answer]) -> dict[str, Any]:
    """The answers for each of the two, and for both together the reason that decides."""
    value = reduce(and_, (answer.value for answer in found.values()))
    deciding = next(answer for answer in found.values() if answer.value is value)
    return {**deciding.as_dict(), "parties": {party: answer.as_dict() for party, answer in found.items()}}
