"""What a view is asked for: a span or a day, kinds of records, a level, only two parties, a weight, a topic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Final

from cagraph.errors import ParameterError, suggestion
from cagraph.mirror.window import Window, whole_day
from cagraph.model import Model
from cagraph.model.grammar import qualified

# What each option asks for, with an example.
OPTIONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "since": ("what can have been on or after this date, of any precision", "2017"),
        "until": ("what can have been on or before this date, of any precision", "2024"),
        "on": ("what was, or can have been, on this day; of treaties, those in force on it", "2024-08-09"),
        "kinds": ("only records of these kinds, between commas", "Meeting"),
        "level": ("only who took part at these levels, or relations of these, between commas; `any`", "head-of-state"),
        "bilateral": ("`true`: only records of exactly two parties", "true"),
        "weight": ("by which rule a record weighs", "count"),
        "topic": ("only what deals with one of these topics, between commas", "water"),
    }
)
ANY_LEVEL: Final = "any"
LEADERS: Final = "leaders"
_LEADERS: Final = frozenset({"level.head-of-state", "level.head-of-government"})


@dataclass(frozen=True)
class Requested:
    """The options of a view as people write them; empty ones are not asked for."""

    since: str = ""
    until: str = ""
    on: str = ""
    kinds: str = ""
    level: str = ""
    bilateral: bool | str = False
    weight: str = ""
    topic: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, by name, as text."""
        values = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: "true" if value is True else str(value) for name, value in values if value}


@dataclass(frozen=True)
class Choices:
    """What a view can be asked for: which options, kinds of records, scheme of levels, and rules of weight.

    `level` is the level where none is asked for; the first of the `weights` is the rule where none is.
    """

    kinds: tuple[str, ...] = ()
    scheme: str = ""
    level: str = ""
    bilateral: bool = False
    weights: Mapping[str, str] = field(default_factory=dict)
    topic: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The options that the view knows."""
        known = {
            "kinds": self.kinds, "level": self.scheme, "bilateral": self.bilateral, "weight": self.weights,
            "topic": self.topic,
        }  # fmt: skip
        return tuple(name for name in OPTIONS if known.get(name, True))


@dataclass(frozen=True)
class Options:
    """Options, read. Without kinds or topics all are meant, without levels any; `window` holds `on` as well."""

    window: Window = field(default_factory=Window)
    on: date | None = None
    kinds: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    bilateral: bool = False
    weight: str = ""
    topics: frozenset[str] = frozenset()


def read(requested: Requested, asked: str, choices: Choices, model: Model, concepts: Iterable[str]) -> Options:
    """The options that something was asked for, named as `the view 'ties'`; `concepts` are the ids of the levels and
    topics there are, none where that is unknown.

    Raises ParameterError for an option that it has not, or a value that is none.
    """
    for name in requested.given:
        if name not in choices.names:
            raise ParameterError(f"{name}: {asked} has no such option", f"it has {', '.join(choices.names)}")
    day = whole_day("on", requested.on) if requested.on else None
    if day and (requested.since or requested.until):
        raise ParameterError("on: it does not go together with since or until", "ask for the day, or for the span")
    window = Window(day, day) if day else Window.parse(requested.since, requested.until)
    known = sorted(concepts)
    return Options(
        window,
        day,
        frozenset(_kind(part, choices, model) for part in _parts("kinds", requested.kinds)),
        _levels(requested.level or choices.level, choices.scheme, known),
        flag("bilateral", requested.bilateral),
        _weight(requested.weight, choices),
        frozenset(_concept("topic", part, "topic", known) for part in _parts("topic", requested.topic)),
    )


def _parts(name: str, text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",")] if text else []
    if not all(parts):
        raise ParameterError(f"{name}: a value is empty", "write them between commas")
    return parts


def _kind(text: str, choices: Choices, model: Model) -> str:
    known = [kind for kind in model.kinds.values() if any(model.is_a(kind.name, one) for one in choices.kinds)]
    found = next((kind.name for kind in known if text in {kind.name, kind.collection}), "")
    if not found:
        names = [kind.name for kind in known]
        raise ParameterError(f"kinds: no such kind of record here: '{text[:80]}'", suggestion(text, names))
    return found


def _levels(text: str, scheme: str, known: list[str]) -> frozenset[str]:
    """The ids of levels; none stands for any."""
    found: set[str] = set()
    for part in _parts("level", text):
        if part == ANY_LEVEL:
            return frozenset()
        found |= _LEADERS if scheme == "level" and part == LEADERS else {_concept("level", part, scheme, known)}
    return frozenset(found)


def _concept(name: str, text: str, scheme: str, known: list[str]) -> str:
    """The id of a concept of a scheme; any is taken where none are known."""
    id_ = qualified(scheme, text)
    if known and id_ not in known:
        names = [one.removeprefix(f"{scheme}.") for one in known if one.startswith(f"{scheme}.")]
        raise ParameterError(f"{name}: there is no {name} '{text[:80]}'", suggestion(text, names))
    return id_


def flag(name: str, value: bool | str) -> bool:
    """Whether an option that is true or false was asked for. Raises ParameterError."""
    if value in {True, "true"}:
        return True
    if value in {False, "", "false"}:
        return False
    raise ParameterError(f"{name}: '{str(value)[:80]}' is neither true nor false", "write true, or leave it out")


def _weight(text: str, choices: Choices) -> str:
    if text and text not in choices.weights:
        raise ParameterError(f"weight: there is no rule '{text[:80]}'", suggestion(text, list(choices.weights)))
    return text or next(iter(choices.weights), "")
