"""YAML: a list of records, or one record."""

import re
from itertools import pairwise
from typing import Any, Final

import yaml

from cagraph.errors import Problem
from cagraph.intake.draft import Circumstances, Draft, Findings, Format
from cagraph.intake.texts import decoded
from cagraph.records.reader import LOADER, MAX_BYTES, MAX_DEPTH, plain, root

# Beyond this many brackets or dashes that stay open, nesting is counted by the parser itself.
_SUSPICIOUS: Final = 40
_RECORD: Final = re.compile(r"^- ", re.MULTILINE)
_HEAD: Final = re.compile(r"(?:(?:#.*|---|[ \t]*)\n)*")
# So many broken records are told with their lines.
_MOST: Final = 100
_OPENING: Final = re.compile(r"[\[\]{}]|^[ \t]*(?:[-?:][ \t]+)+", re.MULTILINE)


def read(content: bytes, file: str, told: Circumstances) -> Findings:
    """The drafts of a YAML file, each value with line and column."""
    text, fault = decoded(content, file)
    if fault is None:
        fault = _too_deep(text, file)
    if fault:
        return Findings(problems=[fault])
    node, fault = root(text, file)
    if fault:
        return _piecewise(text, file, fault)
    return _found(node, file, 0)


def _found(node: yaml.Node | None, file: str, above: int) -> Findings:
    """The drafts of a composed text, above which there are so many lines."""

    def mark(at: yaml.Mark) -> str:
        return f":{at.line + above + 1}:{at.column + 1}"

    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node] if node else []
    drafts, problems = plain(nodes, file, mark)
    return Findings([Draft(values, file, marks) for values, marks in drafts], problems)


def _piecewise(text: str, file: str, fault: Problem) -> Findings:
    """A broken list, record by record, so that one that is broken does not hide the faults of the others."""
    starts = [match.start() for match in _RECORD.finditer(text)]
    if not starts or not _HEAD.fullmatch(text, 0, starts[0]):
        return Findings(problems=[fault])
    found, above = Findings(), text.count("\n", 0, starts[0])
    for start, end in pairwise([*starts, len(text)]):
        node, broken = root(text[start:end], file)
        if broken and len(found.problems) < _MOST:
            # The line breaks above it make the parser count as if the rest were there.
            broken = root("\n" * above + text[start:end], file)[1]
        one = Findings(problems=[broken]) if broken else _found(node, file, above)
        found.drafts += one.drafts
        found.problems += one.problems
        above += text.count("\n", start, end)
    return found if found.problems else Findings(problems=[fault])


def _too_deep(text: str, file: str) -> Problem | None:
    """Nesting that no record has: the parser takes time with the square of it, and recursion has an end."""
    if not _looks_deep(text):
        return None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH + 2:
                mark: Any = event.start_mark
                where = f"{file}:{mark.line + 1}:{mark.column + 1}"
                return Problem(where, "nested too deeply", "no field holds more than lists of mappings")
    except yaml.YAMLError:
        return None  # told when the text is composed
    return None


def _looks_deep(text: str) -> bool:
    """Whether brackets, dashes of one line or indentation could be nested beyond what records have."""
    depth = 0
    for match in _OPENING.finditer(text):
        if match[0] in {"[", "{"}:
            depth += 1
        elif match[0] in {"]", "}"}:
            depth = max(0, depth - 1)
        elif len(match[0].split()) > MAX_DEPTH or len(match[0]) > _SUSPICIOUS:
            return True
        if depth > _SUSPICIOUS:
            return True
    return False


FORMAT: Final = Format("YAML", (".yaml", ".yml"), MAX_BYTES, read)
