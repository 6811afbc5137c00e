"""Question patterns: `treaty {a} {b} [sign link]`, made of meanings and slots that may stand in any order."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cagraph.errors import StoreError

_PART: Final = re.compile(r"\[[^\]]*\]|\S+")
_SLOT: Final = re.compile(r"(?:(?P<after>[\w-]+)>)?\{(?P<name>\w+)\}")


TIME: Final = "TIME"  # in a pattern: some time must be named


@dataclass(frozen=True)
class Element:
    """A meaning (any of `meanings`) or a slot that must, or may, stand in a question.

    A slot with `after` is filled only where a word of that meaning stands right before it.
    """

    meanings: frozenset[str] = frozenset()
    slot: str = ""
    after: str = ""
    required: bool = True


@dataclass(frozen=True)
class Pattern:
    """One wording of a query: whatever is in a question must fill an element, and every required one be filled."""

    query: str
    text: str
    elements: tuple[Element, ...]
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def meanings(self) -> frozenset[str]:
        """All that it speaks of."""
        return frozenset().union(*(element.meanings for element in self.elements))

    @property
    def slots(self) -> frozenset[str]:
        """The slots it fills from names and numbers; times fill theirs by themselves."""
        return frozenset(element.slot for element in self.elements if element.slot)

    @property
    def essential(self) -> tuple[frozenset[str], ...]:
        """The sets of meanings of each of which a question must hold one."""
        return tuple(element.meanings for element in self.elements if element.required and element.meanings)


def compile_pattern(query: str, text: str) -> Pattern:
    """Read one pattern. `a|b` is a choice, `[…]` may be absent, `{slot}` takes a name, `to>{slot}` one after `to`.

    `days=7` gives a slot a value by itself.

    >>> [element.required for element in compile_pattern("q", "treaty|pact {a} [sign link]").elements]
    [True, True, False, False]
    """
    if text.count("[") != text.count("]"):
        raise StoreError(f"queries/{query}.rq: a bracket of the pattern is not closed: {text}", "write [may be absent]")
    constants = dict(re.findall(r"(\w+)=(\S+)", text))
    elements = tuple(_elements(query, re.sub(r"\w+=\S+", "", text)))
    return Pattern(query, text, elements, constants)


def _elements(query: str, text: str) -> Iterator[Element]:
    for part in _PART.findall(text):
        required = not part.startswith("[")
        for word in part.strip("[]").split():
            slot = _SLOT.fullmatch(word)
            if slot:
                yield Element(slot=slot["name"], after=slot["after"] or "", required=required)
            elif re.fullmatch(r"[\w|-]+", word):
                yield Element(frozenset(word.split("|")), required=required)
            else:
                raise StoreError(
                    f"queries/{query}.rq: '{word}' is no part of a pattern: {text}", "see docs/questions.md"
                )
