"""Writes the brief of a pair: what stands in it and in which order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from cagraph.dyads.document import Block, Brief, Clause, Notes, Section
from cagraph.dyads.phrases import Phrases
from cagraph.dyads.relation import LEADING, Relation
from cagraph.status import Truth

SHOWN: Final = 6
_MEMBER: Final = "membership.member"
_COUNT: Final = "unit.count"
_NAMED: Final = frozenset(LEADING) - {"level.minister"}
_FOREIGN: Final = "foreign-minister"
_CONSENT: Final = (
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "denunciation",
    "termination",
    "entry-into-force",
)


def brief(relation: Relation, lang: str, data_version: str, path: str) -> Brief:
    """The brief of a pair in a language, for a data version; `path` is where the data behind it are."""
    return _Writer(relation, Phrases(lang), Notes(relation, Phrases(lang), path)).write(data_version)


@dataclass(frozen=True)
class _Writer:
    relation: Relation
    phrases: Phrases
    notes: Notes

    def write(self, data_version: str) -> Brief:
        """Every section in its order; those without anything to say are left out."""
        pair = self.relation.pair
        say, date = self.phrases.say, self.phrases.date
        parts = (
            ("level", self._level()),
            ("leaders", self._leaders()),
            ("instruments", self._instruments()),
            ("visits", self._visits()),
            ("meetings", self._meetings()),
            ("events", self._events()),
            ("bodies", self._bodies()),
            ("together", self._together()),
            ("figures", self._figures()),
            ("unknown", self._unknown()),
        )
        lead = say("as-of", on=date(pair.on.isoformat()))
        if pair.window.since or pair.window.until:
            since = date(pair.window.since.isoformat()) if pair.window.since else say("start")
            until = date((pair.window.until or pair.on).isoformat())
            lead += " " + say("span", since=since, until=until)
        horizon = date(pair.horizon.isoformat())
        foot = say("foot", version=data_version, on=date(pair.on.isoformat()), horizon=horizon)
        return Brief(
            self.phrases.lang,
            say("title", a=self._name(pair.one), b=self._name(pair.other)),
            lead,
            tuple(Section(say(key), tuple(blocks)) for key, blocks in parts if blocks),
            say("notes"),
            tuple(self.notes.found.values()),
            foot,
        )

    def _name(self, node: str) -> str:
        return self.relation.claimed_label(node)

    def _clause(self, key: str, claims: Sequence[str] | None, **values: object) -> Clause:
        """A clause with the notes of some claims; None for what the data themselves show."""
        numbers = self.notes.counted if claims is None else self.notes.of(claims)
        return Clause(self.phrases.say(key, **values), numbers)

    def _says(self, record: str, *fields: str) -> tuple[str, ...]:
        """The accepted claims that give a record these fields; where none does, all about it."""
        ledger = self.relation.ledger
        return ledger.bearing_out(record, *fields) or ledger.bearing_out(record)

    def _level(self) -> list[Block]:
        blocks = []
        for record in self.relation.value_of("relations"):
            level = self._name(record["level"])
            start, end = record.get("start"), record.get("end")
            key = "spell-undated" if not start else "spell-over" if record["lasts"] == Truth.NO and end else "spell"
            values = (
                {"start": self.phrases.since(start or ""), "end": self.phrases.date(end) if end else ""}
                if start
                else {}
            )
            clauses = [self._clause(key, self._says(record["id"], "level", "start"), level=level, **values)]
            basis = record.get("basis", [])
            if basis:
                titles = "; ".join(one["label"] for one in basis)
                clauses.append(self._clause("basis", self._says(record["id"], "basis"), titles=titles))
            blocks.append(Block(tuple(clauses)))
        for record in self.relation.value_of("memberships"):
            start = self.phrases.since(record["start"]) if record.get("start") else "?"
            says = self._says(record["id"], "start")
            blocks.append(Block((self._clause("membership", says, label=record["label"], start=start),)))
        return blocks or [Block((self._clause("no-level", None),))]

    def _leaders(self) -> list[Block]:
        items = []
        for leader in self.relation.leaders:
            if not self._leads(leader):
                continue
            values = {"post": leader["post"]["label"], "person": leader["person"]["label"]}
            if leader["in_office"] != Truth.YES:
                key = "leader-unclear"
            else:
                key = "leader" if leader.get("start") else "leader-plain"
            start = self.phrases.since(leader["start"]) if leader.get("start") else ""
            says = self._says(leader["id"], "start")
            items.append((self._clause(key, says, start=start, **values),))
        return [Block((), tuple(items))] if items else [Block((self._clause("no-leaders", None),))]

    def _leads(self, leader: dict[str, Any]) -> bool:
        """Whether the brief names a leader: of state, of government, of foreign affairs, of an organisation."""
        return leader["level"] in _NAMED or leader["post"]["id"].startswith(_FOREIGN)

    def _instruments(self) -> list[Block]:
        alone = [record for record in self.relation.value_of("instruments") if record["bilateral"]]
        treaties = [record for record in alone if record["status"]]
        values = [record["status"]["in_force"]["value"] for record in treaties]
        counts = {value.value: values.count(value.value) for value in Truth}
        key = "instrument-count" if treaties else "no-treaties" if alone else "no-instruments"
        blocks = [Block((self._clause(key, None, n=len(alone), treaties=len(treaties), **counts),))]
        for key, records in self._listed.items():
            if records:
                items = tuple(self._instrument(one) for one in records)
                blocks.append(Block((), items, self.phrases.say(key)))
        return blocks

    @cached_property
    def _listed(self) -> dict[str, list[dict[str, Any]]]:
        """The instruments that are named: those that the level of relations rests on, and the latest other treaties."""
        alone = [record for record in self.relation.value_of("instruments") if record["bilateral"]]
        based = {one["id"] for record in self.relation.value_of("relations") for one in record.get("basis", [])}
        others = [record for record in alone if record["status"] and record["id"] not in based]
        return {
            "principal": [record for record in alone if record["id"] in based],
            "recent": others[: -SHOWN - 1 : -1],
        }

    def _instrument(self, record: dict[str, Any]) -> tuple[Clause, ...]:
        """One instrument: its name and date, the acts by which the two consented, whether it is in force."""
        key = "signed" if record.get("signed") else "dated" if record["date"] else "undated"
        date = self.phrases.date(record.get("signed") or record["date"] or "") if record["date"] else ""
        when = self.phrases.say(key, date=date)
        made = self._says(record["id"], "signed", "adopted", "concluded", "issued")
        clauses = [Clause(f"{record['label']}: {when}", self.notes.of(made))]
        for act in record["acts"]:
            if act["act"] in _CONSENT:
                party = next(iter(act.get("party", [])), {"label": ""})["label"]
                name = self._name(f"act.{act['act']}").lower()
                key = "act" if act["date"] else "act-undated"
                day = self.phrases.date(act["date"]) if act["date"] else ""
                clauses.append(self._clause(key, self._says(act["id"], "date"), act=name, party=party, date=day))
        if record["status"]:
            force = record["status"]["in_force"]
            clauses.append(self._clause(f"force-{force['value']}", force["evidence"]))
        return tuple(clauses)

    def _visits(self) -> list[Block]:
        blocks, latest = [], []
        visits = self.relation.value_of("visits")
        if not visits:
            return []
        for one, other in (
            (self.relation.pair.one, self.relation.pair.other),
            (self.relation.pair.other, self.relation.pair.one),
        ):
            there = [visit for visit in visits if visit["visitor"] == one]
            names = {"a": self._name(one), "b": self._name(other)}
            if not there:
                blocks.append(Block((self._clause("no-visits", None, **names),)))
                continue
            counted = self.relation.counted([visit["id"] for visit in there], "form")
            kinds = ", ".join(
                f"{self._kind(form)} {n}" for form, n in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
            )
            ends = self._ends(there)
            blocks.append(Block((self._clause("visit-count", None, n=len(there), kinds=kinds, **names, **ends),)))
        latest = [self._visit(visit) for visit in visits[: -SHOWN - 1 : -1]]
        return [*blocks, Block((), tuple(latest), self.phrases.say("latest"))]

    def _ends(self, records: list[dict[str, Any]]) -> dict[str, str]:
        """The dates of the first and the last of some records that have one."""
        dated = [record["date"] for record in records if record["date"]] or [".."]
        return {"first": self.phrases.date(dated[0]), "last": self.phrases.date(dated[-1])}

    def _events(self) -> list[Block]:
        alone = [event for event in self.relation.value_of("events") if event["bilateral"]]
        if not alone:
            return []
        items = tuple(self._meeting(event) for event in alone[: -SHOWN - 1 : -1])
        return [Block((self._clause("event-count", None, n=len(alone)),)), Block((), items, self.phrases.say("latest"))]

    def _kind(self, form: str) -> str:
        return self._name(form).lower() if form else self.phrases.say("no-kind")

    def _visit(self, visit: dict[str, Any]) -> tuple[Clause, ...]:
        mirror = self.relation.index.mirror
        people = [
            one
            for one in visit.get("participants", [])
            if one.get("party") == visit["visitor"] and one["kind"] == "Person"
        ]
        who = ", ".join(one["label"] for one in people) or self._name(visit["visitor"])
        place = next(iter(visit.get("place", [])), None)
        where = place["label"] if place else self._name(visit["visited"])
        date = self.phrases.date(visit["date"]) if visit["date"] else self.phrases.say("undated")
        key = "visit" if visit.get("form") else "visit-plain"
        kind = self._kind(mirror.nodes[visit["id"]].get("form", ""))
        return (self._clause(key, self._says(visit["id"], "date", "form"), date=date, who=who, where=where, kind=kind),)

    def _meetings(self) -> list[Block]:
        alone = [meeting for meeting in self.relation.value_of("meetings") if meeting["bilateral"]]
        if not alone:
            return [Block((self._clause("no-meetings", None),))]
        ends = self._ends(alone)
        items = tuple(self._meeting(meeting) for meeting in alone[: -SHOWN - 1 : -1])
        count = self._clause("meeting-count", None, n=len(alone), **ends)
        return [Block((count,)), Block((), items, self.phrases.say("latest"))]

    def _meeting(self, meeting: dict[str, Any]) -> tuple[Clause, ...]:
        date = self.phrases.date(meeting["date"]) if meeting["date"] else self.phrases.say("undated")
        label = self.phrases.undated(meeting["label"]) if meeting["date"] else meeting["label"]
        return (self._clause("meeting", self._says(meeting["id"], "date"), date=date, label=label),)

    def _bodies(self) -> list[Block]:
        items = []
        for body in self.relation.value_of("bodies"):
            if body["bilateral"]:
                clauses = [self._clause("body", self._says(body["id"], "founder"), label=body["label"])]
                dated = [session for session in body["sessions"] if session["date"]]
                if dated:
                    key = "session" if len(body["sessions"]) == 1 else "sessions"
                    day, says = self.phrases.date(dated[-1]["date"]), self._says(dated[-1]["id"], "date")
                    clauses.append(self._clause(key, says, n=len(body["sessions"]), date=day))
                items.append(tuple(clauses))
        return [Block((), tuple(items))] if items else [Block((self._clause("no-bodies", None),))]

    def _together(self) -> list[Block]:
        blocks = []
        many = {
            name: sum(not one["bilateral"] for one in self.relation.value_of(name))
            for name in ("instruments", "meetings")
        }
        if any(many.values()):
            blocks.append(Block((self._clause("together-count", None, **many),)))
        shared = self.relation.organisations
        if shared:
            names = "; ".join(one["label"] + self._standing(one["memberships"]) for one in shared)
            blocks.append(Block((self._clause("organisations", None, names=names),)))
        return blocks

    def _standing(self, memberships: dict[str, dict[str, Any]]) -> str:
        """In brackets, what a party is that is no full member."""
        other = {
            party: spell["status"] for party, spell in memberships.items() if spell["status"] not in (None, _MEMBER)
        }
        words = ", ".join(f"{self._name(party)}: {self._name(status).lower()}" for party, status in other.items())
        return f" ({words})" if words else ""

    def _figures(self) -> list[Block]:
        figures = [figure for figure in self.relation.value_of("figures") if figure["bilateral"]]
        items = []
        for figure in figures[-SHOWN:]:
            unit = "" if figure["unit"] == _COUNT else self._name(figure["unit"])
            values = {"label": figure["label"], "value": figure["value"], "unit": unit[:1].lower() + unit[1:]}
            clause = self._clause("figure", self._says(figure["id"], "value"), **values)
            items.append((Clause(clause.text.strip(), clause.notes),))
        return [Block((), tuple(items))] if items else []

    def _unknown(self) -> list[Block]:
        gaps = self.relation.value["not_known"]
        items = [*self._unclear(gaps), *self._unheld(gaps)]
        undated = [gap["label"] for gap in gaps if gap["what"] == "date"]
        if undated:
            items.append(self._clause("gap-date", None, names=self._names(undated)))
        for gap in [gap for gap in gaps if gap["what"] == "differs"]:
            days = {"accepted": self.phrases.date(gap["accepted"]), "said": self.phrases.date(gap["said"])}
            items.append(self._clause("gap-differs", gap["evidence"], label=gap["label"], **days))
        for gap in [gap for gap in gaps if gap["what"] == "claimed"]:
            key = "gap-beside" if gap["about"] in self.relation.index.mirror else "gap-claimed"
            manner = self.phrases.say(gap["manner"])
            items.append(self._clause(key, gap["evidence"], label=gap["label"], manner=manner))
        lacking = [self.phrases.say(f"record-{gap['label'].lower()}") for gap in gaps if gap["what"] == "completeness"]
        if lacking:
            items.append(self._clause("gap-completeness", None, names=", ".join(lacking)))
        return [Block((), tuple((item,) for item in items))] if items else []

    def _unclear(self, gaps: list[dict[str, Any]]) -> Iterator[Clause]:
        """The treaties of which it is not known whether they are in force; those with a reason of their own singly."""
        same = [gap for gap in gaps if gap["what"] == "in-force"]
        plain = [gap for gap in same if not gap["evidence"]]
        listed = {record["id"] for records in self._listed.values() for record in records}
        names = [gap["label"] for gap in plain if gap["about"] not in listed]
        if names:
            yield self._clause("gap-in-force", None, n=len(plain), names=self._names(names))
        for gap in same:
            if gap["evidence"]:
                yield self._clause("gap-in-force-one", gap["evidence"], label=gap["label"], reason=gap["reason"])

    def _unheld(self, gaps: list[dict[str, Any]]) -> Iterator[Clause]:
        """The leaders the brief would name of whom it is not known whether they held office."""
        unsure = {one["id"] for one in self.relation.leaders if self._leads(one)}
        names = [gap["label"] for gap in gaps if gap["what"] == "in-office" and gap["about"] in unsure]
        if names:
            yield self._clause("gap-in-office", None, names=self._names(names))

    def _names(self, labels: list[str]) -> str:
        more = [self.phrases.say("more", n=len(labels) - SHOWN)] if len(labels) > SHOWN else []
        return "; ".join([*labels[:SHOWN], *more])
