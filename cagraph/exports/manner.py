"""In what manner a file is written: the language and look of networks, and how much of the data a dump holds."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final

# What each option asks for, with an example.
MANNERS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "lang": ("language of labels, where there is a name in it", "ru"),
        "layout": ("where nodes stand: `force`, near those they are linked to, or `geo`, by coordinates", "force"),
        "size": ("how large nodes are: by `degree`, `events`, or a measure of networks", "degree"),
        "colour": ("what colours tell: `kind`, `community` or `side`", "kind"),
        "dynamic": ("`true`: also values that change over time", "true"),
        "facts": ("`accepted`: only accepted facts, without claims and provenance", "accepted"),
        "annotations": ("`true`: each fact with its claims as RDF 1.2 annotations", "true"),
    }
)


@dataclass(frozen=True)
class Manner:
    """The options of a file as people write them; empty ones are not asked for."""

    lang: str = ""
    layout: str = ""
    size: str = ""
    colour: str = ""
    dynamic: bool | str = False
    facts: str = ""
    annotations: bool | str = False

    @classmethod
    def split(cls, asked: Mapping[str, Any]) -> tuple["Manner", dict[str, Any]]:
        """The manner in what was asked for, and the rest."""
        own = {one.name for one in fields(cls)}
        rest = {name: value for name, value in asked.items() if name not in own}
        return cls(**{name: value for name, value in asked.items() if name in own}), rest

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, by name, as text."""
        values = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: "true" if value is True else str(value) for name, value in values if value}
