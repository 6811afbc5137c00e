"""The relation of two parties that people name, as data and as a brief."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final

from cagraph.dyads import LANGUAGES, Brief, Circles, Ledger, Pair, Relation, as_json, brief, html, markdown
from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.mirror import Window, whole_day
from cagraph.status import Instruments

_KEPT: Final = 4
BRIEFS: Final[Mapping[str, Callable[[Brief], str]]] = MappingProxyType(
    {"markdown": markdown, "html": html, "json": as_json}
)


@dataclass(frozen=True)
class Dyads:
    """Answers for ids and dates as people write them."""

    circles: Circles
    instruments: Instruments

    @cached_property
    def _ledger(self) -> Ledger:
        reader = self.instruments.reader
        return Ledger.read(reader.store, reader.names)

    def relation(self, one: str, other: str, on: str, window: Window, lang: str) -> Relation:
        """The relation of two parties on a day, by default the last on which anything was recorded.

        Raises NotFoundError for a party, ParameterError for a day or a language.
        """
        for party in (one, other):
            self._check_party(party)
        if one == other:
            raise ParameterError(f"the same party twice, '{one}'", "name two, as KAZ and UZB")
        if lang not in ("", *LANGUAGES):
            raise ParameterError(f"lang: '{lang[:80]}' is not known", f"write one of {', '.join(LANGUAGES)}")
        horizon = self.instruments.recorded_until
        day = whole_day("on", on) if on else horizon
        if day is None:
            raise ParameterError("on: no day is given, and nothing was recorded", "write it, as 2024-08-09")
        return self._related(Pair(one, other, day, window, horizon or day), lang)

    def value(self, one: str, other: str, on: str, window: Window, lang: str) -> dict[str, Any]:
        """The same as plain values, which whoever gets them may change. Raises NotFoundError, ParameterError."""
        found: dict[str, Any] = _copied(self.relation(one, other, on, window, lang).value)
        return found

    @cached_property
    def _related(self) -> Callable[[Pair, str], Relation]:
        """Makes relations, and keeps the last few: the brief is written of what was just shown."""
        return lru_cache(maxsize=_KEPT)(
            lambda pair, lang: Relation(pair, self.circles, self.instruments, self._ledger, lang)
        )

    def brief(self, one: str, other: str, on: str, window: Window, lang: str, format_: str, data_version: str) -> str:
        """The brief of two parties in a format. Raises NotFoundError, ParameterError."""
        if format_ not in BRIEFS:
            raise ParameterError(f"format: '{format_[:80]}' is not known", f"write one of {', '.join(BRIEFS)}")
        relation = self.relation(one, other, on, window, lang)
        return BRIEFS[format_](brief(relation, lang, data_version, f"/v1/dyads/{one}/{other}"))

    def pairs(self, party: str = "") -> dict[str, Any]:
        """Every two parties that some record ties alone, with counts. Raises NotFoundError."""
        if party:
            self._check_party(party)
        pairs = self.circles.pairs(party)
        return {"party": party or None, "total": len(pairs), "pairs": pairs}

    def _check_party(self, id_: str) -> None:
        index = self.circles.index
        kind = index.kind(id_).name if id_ in index.mirror else ""
        if not kind:
            raise NotFoundError(f"there is no party '{id_[:80]}'", suggestion(id_, self._parties))
        if id_ not in self.circles.parties:
            raise NotFoundError(f"'{id_}' is a {kind}, not a Party", "see /v1/parties")

    @cached_property
    def _parties(self) -> list[str]:
        return sorted(self.circles.parties)


def _copied(value: Any) -> Any:
    """Plain values of any depth, anew."""
    if isinstance(value, dict):
        return {name: _copied(one) for name, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value
