"""Question patterns: `which treaties link {a} and {b} [since {since}]`, made into matchers of plain English."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True)
class Pattern:
    """One wording of a query: regular expressions over normalised questions with a group a slot.

    Where a joining word also stands inside a name ("… in Central Asia in 2024"), the shortest names and the
    longest names give different splits; both are tried.
    """

    query: str
    text: str
    expressions: tuple[re.Pattern[str], ...]

    def matches(self, question: str) -> list[Mapping[str, str]]:
        """The words that stand for each slot, in each way to split them. Absent optional slots are left out."""
        found: list[Mapping[str, str]] = []
        for expression in self.expressions:
            match = expression.fullmatch(" " + question)
            if match:
                words = {name: part.strip() for name, part in match.groupdict().items() if part}
                if words not in found:
                    found.append(words)
        return found


class _Parser:
    """Recursive descent over the tokens of a pattern."""

    def __init__(self, text: str, words: str) -> None:
        self.tokens = _TOKEN.findall(text)
        self.words = words
        self.position = 0
        self.slots: set[str] = set()

    def sequence(self, closing: str) -> str:
        branches: list[str] = [""]
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token == closing:
                break
            if token == "|":
                branches.append("")
            elif token in "[(":
                inner = self.sequence("]" if token == "[" else ")")
                branches[-1] += f"(?:{inner})" + ("?" if token == "[" else "")
            else:
                branches[-1] += self.word(token)
        else:
            if closing:
                raise ValueError(f"'{closing}' is missing")
        return "|".join(branches)

    def word(self, token: str) -> str:
        slot = re.fullmatch(r"\{(\w+)\}('s)?", token)
        if slot is None:
            word = token.casefold()
            return "" if word in _IGNORED else " " + re.escape(word)
        name, possessive = slot[1], slot[2] or ""
        if name in self.slots:
            return rf" (?P={name}){possessive}"
        self.slots.add(name)
        return rf" (?P<{name}>{self.words}){possessive}"


def compile_pattern(query: str, text: str) -> Pattern:
    """Read one pattern. `(a|b)` is a choice, `[…]` may be absent, `{slot}` takes words. Raises ValueError."""
    expressions = (re.compile(_Parser(text, words).sequence("")) for words in (r"\S.*?", r"\S.*"))
    return Pattern(query, text, tuple(expressions))


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
