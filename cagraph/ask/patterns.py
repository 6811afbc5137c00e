"""Question patterns: `which treaties link {a} and {b} [since {since}]`, made into matchers of plain English."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(r"[\[\](|)]|\{\w+\}(?:'s)?|[^\s\[\](|){}]+")
_IGNORED: Final = frozenset({"the", "a", "an"})
_LEAD: Final = re.compile(r"^(?:please |can you |could you |tell me |show me |do you know |i want to know )+")
MAX_QUESTION: Final = 300


def normalise(question: str) -> str:
    """A question as it is matched: lower case, one space, no punctuation, no articles, no polite beginning.

    >>> normalise("Please tell me: which treaties link the Kazakhs’ state and Uzbekistan?")
    "which treaties link kazakhs' state and uzbekistan"
    """
    text = unicodedata.normalize("NFC", question.casefold())
    text = re.sub(r"[’ʼ`´]", "'", text)
    text = re.sub(r"[–—]", "-", text)
    text = re.sub(r"[?!,;:\"“”«»()\[\]]|\.(?=\s|$)", " ", text)
    words = [word for word in text.split() if word not in _IGNORED]
    return _LEAD.sub("", " ".join(words))


Accept = Callable[[str, str], bool]
Bindings = Mapping[str, str]


@dataclass(frozen=True)
class Word:
    """A word that must stand there."""

    text: str

    def match(self, words: Sequence[str], at: int, bound: Bindings, accept: Accept) -> Iterator[tuple[int, Bindings]]:
        """The position after the word, if it stands at `at`."""
        if at < len(words) and words[at] == self.text:
            yield at + 1, bound


@dataclass(frozen=True)
class Slot:
    """One or more words that must mean something, the longest first; `'s` may follow them."""

    name: str
    possessive: bool

    def match(self, words: Sequence[str], at: int, bound: Bindings, accept: Accept) -> Iterator[tuple[int, Bindings]]:
        """Every position after words that are accepted for the slot."""
        for end in range(len(words), at, -1):
            text = " ".join(words[at:end])
            if self.possessive and not text.endswith(("'s", "s'")):
                continue
            text = text[: text.rindex("'")] if self.possessive else text
            if bound.get(self.name, text) == text and accept(self.name, text):
                yield end, {**bound, self.name: text}


@dataclass(frozen=True)
class Choice:
    """One of several sequences; an optional part has the empty one among them, tried last."""

    branches: tuple[tuple["Node", ...], ...]

    def match(self, words: Sequence[str], at: int, bound: Bindings, accept: Accept) -> Iterator[tuple[int, Bindings]]:
        """Every position after any of the sequences."""
        for branch in self.branches:
            yield from match_sequence(branch, words, at, bound, accept)


Node = Word | Slot | Choice


def match_sequence(
    nodes: Sequence[Node], words: Sequence[str], at: int, bound: Bindings, accept: Accept
) -> Iterator[tuple[int, Bindings]]:
    """Every position after all nodes, with what their slots hold."""
    if not nodes:
        yield at, bound
        return
    for middle, found in nodes[0].match(words, at, bound, accept):
        yield from match_sequence(nodes[1:], words, middle, found, accept)


@dataclass(frozen=True)
class Pattern:
    """One wording of a query."""

    query: str
    text: str
    nodes: tuple[Node, ...]
    shape: re.Pattern[str]

    def read(self, question: str, accept: Accept) -> Bindings | None:
        """The words for each slot, where all of them are accepted; None where the question has another form."""
        if not self.shape.fullmatch(" " + question):
            return None
        words = question.split()
        matches = match_sequence(self.nodes, words, 0, {}, accept)
        return next((found for end, found in matches if end == len(words)), None)

    def near_miss(self, question: str) -> Bindings | None:
        """The words that stand where the slots are, whether they mean anything or not."""
        found = self.shape.fullmatch(" " + question)
        return {name: part for name, part in found.groupdict().items() if part} if found else None


class _Parser:
    """Recursive descent over the tokens of a pattern."""

    def __init__(self, text: str) -> None:
        self.tokens = _TOKEN.findall(text)
        self.position = 0

    def sequence(self, closing: str) -> tuple[tuple[Node, ...], ...]:
        branches: list[tuple[Node, ...]] = [()]
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token == closing:
                return tuple(branches)
            if token == "|":
                branches.append(())
            elif token == "[":
                branches[-1] += (Choice((*self.sequence("]"), ())),)
            elif token == "(":
                branches[-1] += (Choice(self.sequence(")")),)
            else:
                branches[-1] += _leaf(token)
        if closing:
            raise ValueError(f"'{closing}' is missing")
        return tuple(branches)


def _leaf(token: str) -> tuple[Node, ...]:
    slot = re.fullmatch(r"\{(\w+)\}('s)?", token)
    if slot:
        return (Slot(slot[1], bool(slot[2])),)
    word = token.casefold()
    return () if word in _IGNORED else (Word(word),)


def _shape(nodes: Sequence[Node], seen: set[str]) -> str:
    """A regular expression that every question of the pattern fits: a quick look before the slow one."""
    text = ""
    for node in nodes:
        if isinstance(node, Word):
            text += " " + re.escape(node.text)
        elif isinstance(node, Slot):
            group = f"?P<{node.name}>" if node.name not in seen else "?:"
            seen.add(node.name)
            text += rf" ({group}\S.*?)" + ("(?:'s|')" if node.possessive else "")
        else:
            text += "(?:" + "|".join(_shape(branch, seen) for branch in node.branches) + ")"
    return text


def compile_pattern(query: str, text: str) -> Pattern:
    """Read one pattern. `(a|b)` is a choice, `[…]` may be absent, `{slot}` takes words. Raises ValueError."""
    (nodes,) = _Parser(text).sequence("")
    return Pattern(query, text, nodes, re.compile(_shape(nodes, set())))


def example(text: str, values: Mapping[str, str]) -> str:
    """A pattern as a question: the first of each choice, optional parts only where their slots have values.

    >>> example("(who|what) hosted [the] {event} [in {year}]", {"event": "Astana summit"})
    'Who hosted Astana summit?'
    """
    words = " ".join(_spell(_TOKEN.findall(text), values))
    return words[:1].upper() + words[1:] + "?"


def _spell(tokens: list[str], values: Mapping[str, str]) -> Iterator[str]:
    stack: list[tuple[str, list[list[str]]]] = [("", [[]])]
    for token in [*tokens, ""]:
        if token in {"[", "("}:
            stack.append((token, [[]]))
        elif token == "|":
            stack[-1][1].append([])
        elif token in {"]", ")"}:
            opening, branches = stack.pop()
            words = branches[0]
            wanted = opening == "(" or any(word.startswith("\0") for word in words)
            stack[-1][1][-1].extend(words if wanted and "\1" not in words else [])
        elif token:
            slot = re.fullmatch(r"\{(\w+)\}('s)?", token)
            if slot:
                value = values.get(slot[1])
                stack[-1][1][-1].append(f"\0{value}{slot[2] or ''}" if value else "\1")
            else:
                stack[-1][1][-1].append(token)
    for word in stack[0][1][0]:
        yield word.lstrip("\0\1")
