"""Connections between two entities that people name, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.mirror import Window
from cagraph.paths import MAX_HOPS, MAX_PATHS, METHOD, Bounds, Found, Index, connect, told
from cagraph.queries import Reader
from cagraph.queries.evidence import RDF_TYPE

HUBS: Final = ("last", "allow", "never")


@dataclass(frozen=True)
class Connections:
    """Answers for ids, names and dates as people write them."""

    index: Index
    reader: Reader

    def between(
        self,
        start: str,
        goal: str,
        max_hops: int,
        limit: int,
        window: Window,
        via: Sequence[str],
        avoid: Sequence[str],
        hubs: str,
        lang: str,
    ) -> dict[str, Any]:
        """The shortest chains between two entities. Raises NotFoundError, ParameterError."""
        for name, number, most in (("max_hops", max_hops, MAX_HOPS), ("limit", limit, MAX_PATHS)):
            if not 1 <= number <= most:
                raise ParameterError(f"{name}: {number} is not in 1..{most}", f"give at most {most}")
        if hubs not in HUBS:
            raise ParameterError(f"hubs: '{hubs[:80]}' is not known", f"write one of {', '.join(HUBS)}")
        one, other = self.identified("from", start), self.identified("to", goal)
        if one == other:
            raise ParameterError(f"from and to are the same entity, '{one}'", "name two")
        kinds = [self._kind(name) for name in via]
        avoided = [self.identified("avoid", name) for name in avoid]
        bounds = Bounds(max_hops, window, kinds, frozenset(avoided))
        found = connect(self.index, one, other, bounds, limit, hubs)
        paths = told(self.index, found, lang)
        return {
            "from": self._named(one, lang),
            "to": self._named(other, lang),
            "length": paths[0]["length"] if paths else None,
            "total": found.total,
            "through_hubs": found.through_hubs,
            "paths": paths,
            "parameters": {
                "max_hops": max_hops,
                "limit": limit,
                "since": window.since.isoformat() if window.since else None,
                "until": window.until.isoformat() if window.until else None,
                "via": kinds,
                "avoid": avoided,
                "hubs": hubs,
            },
            "hubs": [
                {"id": hub, "degree": self.index.degree(hub)}
                for hub in sorted(self.index.hubs, key=lambda hub: (-self.index.degree(hub), hub))
            ],
            "notes": self._notes(one, other, found, bounds, hubs, limit),
            "method": METHOD,
        }

    def _named(self, id_: str, lang: str) -> dict[str, str]:
        return {"id": id_, "kind": self.index.kind(id_).name, "label": self.index.label(id_, lang)}

    def _kind(self, name: str) -> str:
        try:
            return self.index.model.collection(name).name
        except NotFoundError as error:
            raise ParameterError(f"via: {error.message}", error.hint) from error

    def identified(self, parameter: str, text: str) -> str:
        """The accepted entity of that id, or of that name where it has exactly one. Raises NotFoundError."""
        if text in self.index.mirror:
            return text
        if not text.strip():
            raise ParameterError(f"{parameter}: none is given", "give the id of an entity, as KAZ")
        ids = self.index.named(text)
        if len(ids) == 1:
            return ids[0]
        if ids:
            more = f" and {len(ids) - 8} more" if len(ids) > 8 else ""
            raise ParameterError(
                f"{parameter}: '{text[:80]}' is the name of {len(ids)} entities",
                f"give an id: {', '.join(ids[:8])}{more}",
            )
        if self._claimed(text):
            raise NotFoundError(
                f"{parameter}: '{text}' is only claimed, not an accepted fact", f"see /v1/entities/{text}"
            )
        raise NotFoundError(f"{parameter}: there is no entity '{text[:80]}'", suggestion(text, list(self.index.mirror)))

    def _claimed(self, text: str) -> bool:
        try:
            return any(self.reader.store.quads(self.reader.node(text), RDF_TYPE))
        except ValueError:
            return False

    def _notes(self, one: str, other: str, found: Found, bounds: Bounds, hubs: str, limit: int) -> list[str]:
        notes = []
        outside = [node for node in (one, other) if not self.index.within(node, bounds.window)]
        if outside:
            notes.append(f"{' and '.join(outside)}: outside the span asked for, or without a date.")
        if not found.paths and not outside:
            notes.append(
                f"No chain of at most {bounds.max_hops} accepted facts connects them; that is no proof of none."
            )
        if found.through_hubs:
            notes.append("Every chain this short passes through a hub, which says little: see `hubs`.")
        if found.shorter_through_hubs:
            many = "1 hop" if found.shorter_through_hubs == 1 else f"{found.shorter_through_hubs} hops"
            notes.append(f"A connection of {many} passes through a hub; hubs=allow shows it.")
        if found.total > limit:
            notes.append(f"{found.total} chains are this short; the {limit} most specific are shown.")
        return notes
