"""What changed, the last first: since a version by the history of the store, since a day by the claims' days too."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from cagraph.errors import GoneError, NotFoundError, ParameterError, suggestion
from cagraph.graph.differences import CLAIM, ENTITY, States, compared
from cagraph.graph.index import Index
from cagraph.graph.paging import PAGE, Key, Order, cut, fingerprint
from cagraph.mirror import Window
from cagraph.store import history

_VERSION: Final = re.compile(r"[0-9a-f]{8,64}")
_ORDER: Final = Order((str, float, float), descending=True)
_AS: Final = "write a data version, its first 8 digits or more, or a day, as 2026-11-24"
Entry = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Which changes are asked for. `net` is what is left of all changes of the same thing, taken together."""

    since: str = ""
    until: str = ""
    kind: str = ""
    parties: Sequence[str] = ()
    id: str = ""
    net: bool = False
    limit: int = PAGE
    cursor: str = ""

    @property
    def by_version(self) -> bool:
        """Whether versions are named. Raises ParameterError where the other end is a day."""
        versions = [bool(_VERSION.fullmatch(end)) for end in (self.since, self.until) if end]
        if any(versions) and not all(versions):
            raise ParameterError("until: a version and a day do not go together", "write two of the same sort")
        return any(versions)


@dataclass(frozen=True)
class Changes:
    """The changes that led to a version of a store. `root` is where its history is; None where there can be none."""

    states: States
    index: Index
    root: Path | None
    version: str

    @cached_property
    def _known(self) -> list[history.Step]:
        return history.read(self.root) if self.root else []

    @cached_property
    def steps(self) -> list[history.Step]:
        """The steps that led here, the last first, as far back as their differences are kept. Raises StoreError."""
        found = []
        for step in history.leading_to(self._known, self.version):
            if self.root is None or not history.is_kept(self.root, step):
                break
            found.append(step)
        return found

    @property
    def last_step(self) -> str:
        """The hash of the last step that was recorded; empty without any."""
        return history.last_hash(self.root) if self.root else ""

    @property
    def oldest(self) -> str:
        """The oldest version since which the changes are known."""
        return self.steps[-1].parent if self.steps else self.version

    def _entries(self, steps: Iterable[history.Step]) -> Iterator[tuple[Key, Entry]]:
        for step in steps:
            told = {"time": step.time, "version": step.version, "by": step.kind}
            for place, found in enumerate(history.differences(self.root, step) if self.root else ()):
                key = Key((step.time, float(step.number), -float(place)), f"{found['what']} {found['id']}")
                yield key, {**told, **found}

    @cached_property
    def updated(self) -> Mapping[str, tuple[str, str]]:
        """When anything was first recorded of each entity, and when it was last recorded or changed: days, or instants.

        Raises StoreError.
        """
        found = dict(self.index.recorded)
        for _, entry in self._entries(reversed(self.steps)):
            id_ = entry["id"] if entry["what"] == ENTITY else entry.get("about")
            if id_:
                first, last = found.get(id_, (entry["time"], ""))
                found[id_] = (first, max(last, entry["time"]))
        return found

    def find(self, asked: Asked) -> dict[str, Any]:
        """A page of changes. Raises NotFoundError, GoneError, ParameterError, StoreError."""
        fits = self._filter(asked)
        told = self._since_version(asked) if asked.by_version else self._since_day(asked)
        found = {key: entry for key, entry in told if fits(entry)}
        if asked.net:
            if not asked.by_version:
                raise ParameterError("net: goes with versions, not with days", "name a version with since=")
            found = _net(found)
        if asked.id and not found and not self._knows(asked.id):
            raise NotFoundError(f"id: there is no '{asked.id[:80]}'", suggestion(asked.id, self.index.ids))
        arranged = _ORDER.arranged(found)
        list_ = fingerprint("changes", asked.since, asked.kind, list(asked.parties), asked.id, asked.net)
        page = cut(arranged, _ORDER, asked.limit, asked.cursor, list_)
        return {
            "read_as": self._words(asked),
            "since": asked.since or None,
            "until": asked.until or None,
            "oldest": self.oldest,
            "total": len(found),
            "limit": asked.limit,
            "items": [self._shown(found[key]) for key in page.keys],
            "next": page.next,
            "prev": page.prev,
        }

    def _knows(self, id_: str) -> bool:
        return id_ in self.index.kinds or id_ in self.index.claims("about")

    def _since_version(self, asked: Asked) -> Iterator[tuple[Key, Entry]]:
        newest = self._place("until", asked.until) if asked.until else 0
        oldest = self._place("since", asked.since, newest) if asked.since else len(self.steps)
        if oldest < newest:
            raise ParameterError("until: this version came before the one that `since` names", "swap them")
        return self._entries(self.steps[newest:oldest])

    def _place(self, name: str, version: str, newest: int = 0) -> int:
        """How many steps were taken since a version; since it was last there, at `newest` or before if it was.

        Raises NotFoundError, GoneError, ParameterError.
        """
        hint = f"the oldest known is {self.oldest}; or write a day, as {name}=2026-11-24"
        reached = [self.version, *(step.parent for step in self.steps)]
        everywhere = {*reached, *(end for step in self._known for end in (step.parent, step.version))}
        meant = {one for one in everywhere if one.startswith(version)}
        if len(meant) > 1:
            raise ParameterError(f"{name}: {len(meant)} versions begin with '{version}'", "write more of its digits")
        places = [place for place, one in enumerate(reached) if one in meant]
        if places:
            return next((place for place in places if place >= newest), places[0])
        if meant:
            raise GoneError(f"{name}: the changes since version '{version}' are kept no more", hint)
        why = (
            "is no version that this store has known"
            if self.root
            else "is not current, and this store keeps no history"
        )
        raise NotFoundError(f"{name}: '{version}' {why}", hint)

    def _since_day(self, asked: Asked) -> Iterator[tuple[Key, Entry]]:
        """What the history tells of these days, and what the claims' own days tell beside it."""
        try:
            window = Window.parse(asked.since, asked.until)
        except ParameterError as error:
            raise ParameterError(error.message, _AS) from error
        first = window.since.isoformat() if window.since else ""
        last = window.until.isoformat() if window.until else "9999-12-31"
        told = set()
        for key, entry in self._entries(step for step in self.steps if first <= step.time[:10] <= last):
            told.add((entry["what"], entry["id"], entry["action"]))
            yield key, entry
        for entry in self._recorded():
            if first <= entry["time"] <= last and (entry["what"], entry["id"], entry["action"]) not in told:
                yield Key((entry["time"], 0.0, 0.0), f"{entry['what']} {entry['id']} {entry['action']}"), entry

    def _recorded(self) -> Iterator[Entry]:
        """The first day of each entity, and the days on which claims were recorded and retracted."""
        for id_, (first, _) in self.index.recorded.items():
            if id_ in self.index.kinds:
                yield {"time": first, "what": ENTITY, "id": id_, "action": "added", "kind": self.index.kinds[id_]}
        abouts = self.index.claims("about")
        for name, action in (("recorded", "added"), ("retracted", "retracted")):
            for claim, day in self.index.claims(name).items():
                if about := abouts.get(claim):
                    told = {"time": day, "what": CLAIM, "id": claim, "action": action}
                    yield {**told, "about": about, "kind": self.index.kinds.get(about, "")}

    def _filter(self, asked: Asked) -> Callable[[Entry], bool]:
        """Whether an entry fits all that was asked for. Raises NotFoundError, ParameterError."""
        model = self.states.model
        kind = model.collection(asked.kind).name if asked.kind else ""
        linked = {party: self._linked(party) for party in asked.parties}

        def fits(entry: Entry) -> bool:
            of = entry.get("about", entry["id"])
            if asked.id and asked.id not in {of, entry["id"]}:
                return False
            if kind and not (entry.get("kind") and model.is_a(entry["kind"], kind)):
                return False
            return all(of in ids or _names(entry.get("fields"), party) for party, ids in linked.items())

        return fits

    def _linked(self, party: str) -> set[str]:
        """A party, and the entities that link to it, be it by a claim only. Raises ParameterError."""
        if party not in self.index.kinds:
            known = self.index.ids_of("Party") if "Party" in self.states.model.kinds else []
            raise ParameterError(f"party: there is no '{party[:80]}'", suggestion(party, known))
        quads = self.states.store.quads(None, None, NamedNode(self.states.names.id + party))
        ids = {self.index.short(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)}
        return {party, *(self.index.owners.get(id_, id_) for id_ in ids)}

    def _shown(self, entry: Entry) -> Entry:
        """An entry with labels, and with the values there are by now where the history does not tell them."""
        names, reader = self.states.names, self.states.reader
        fields, label, claimed = entry.get("fields"), entry.get("label"), entry["what"] == CLAIM
        if fields is None:
            node = NamedNode((names.claim if claimed else names.id) + entry["id"])
            state = self.states.claim(node) if claimed else self.states.entity(node)
            retracted = entry["action"] == "retracted"
            fields = compared({name: state[name] for name in state if name != "retracted"} if retracted else {}, state)
            label = reader.label(NamedNode(f"{names.id}{entry.get('about', entry['id'])}"))
        shown: Entry = {
            name: entry[name] for name in ("time", "version", "by", "what", "action", "id") if name in entry
        }
        if claimed:
            shown["iri"] = names.claim + entry["id"]
            shown["about"] = {"id": entry["about"], "kind": entry["kind"], "label": label}
        elif entry["what"] == ENTITY:
            shown |= {"iri": names.id + entry["id"], "kind": entry["kind"], "label": label}
        told = {
            name: {side: one[side] for side in ("old", "new") if side in one}
            for name, one in fields.items()
            if name != "about"
        }
        return shown | {"fields": self._labelled(told)}

    def _labelled(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            if value.keys() == {"id"}:
                known = value["id"] in self.index.kinds
                node = NamedNode(self.states.names.id + value["id"])
                return {"id": value["id"], "label": self.states.reader.label(node) if known else value["id"]}
            return {name: self._labelled(one) for name, one in value.items()}
        return [self._labelled(one) for one in value] if isinstance(value, list) else value

    def _words(self, asked: Asked) -> str:
        """What was asked for, in words."""
        sort = "version" if asked.by_version else "day"
        told = ["net changes" if asked.net else "changes"]
        told += [f"{name} {sort} {end}" for name, end in (("since", asked.since), ("until", asked.until)) if end]
        told += [f"of {self.states.model.collection(asked.kind).collection}"] if asked.kind else []
        told += [f"of {asked.id}"] if asked.id else []
        label = self.states.reader.label
        parties = [label(NamedNode(self.states.names.id + party)) for party in asked.parties]
        told += [f"naming {' and '.join(parties)}"] if parties else []
        return ", ".join([" ".join(told), "the last first"])


def _names(value: Any, id_: str) -> bool:
    """Whether plain values link to an entity."""
    if isinstance(value, Mapping):
        return value.get("id") == id_ or any(_names(one, id_) for one in value.values())
    return isinstance(value, list) and any(_names(one, id_) for one in value)


def _net(found: Mapping[Key, Entry]) -> dict[Key, Entry]:
    """All changes of the same thing as one: from what was before the first to what is after the last."""
    kept: dict[str, tuple[Key, Entry]] = {}
    for key in reversed(_ORDER.arranged(found)):
        entry = found[key]
        before = kept.get(key.id)
        kept[key.id] = (key, entry if before is None else merged(before[1], entry))
    return {key: entry for key, entry in kept.values() if entry["fields"]}


def merged(first: Entry, second: Entry) -> Entry:
    """Two changes of the same thing, one after the other, as one; its fields are empty where it undoes itself."""
    fields: dict[str, dict[str, Any]] = {}
    for name in sorted(first["fields"].keys() | second["fields"].keys()):
        one, other = first["fields"].get(name), second["fields"].get(name)
        sides = {"old": (one or other or {}).get("old"), "new": (other or one or {}).get("new")}
        if first["what"] not in (ENTITY, CLAIM):  # numbers of quads, which add up
            fields[name] = {"new": sum((side or {}).get("new", 0) for side in (one, other))}
        elif sides["old"] != sides["new"]:
            fields[name] = {side: value for side, value in sides.items() if value is not None}
    was, is_ = first["action"] != "added", second["action"] != "gone"
    if was and is_:
        action = "retracted" if fields.get("retracted", {}).keys() == {"new"} else "changed"
    else:
        action = "added" if is_ else "gone"
    return {**second, "action": action, "fields": fields if was or is_ else {}}
