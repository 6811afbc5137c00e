"""YAML: a list of records, or one record."""

import re
from typing import Any, Final

import yaml

from cagraph.errors import Problem
from cagraph.intake.draft import Circumstances, Draft, Findings, Format
from cagraph.intake.texts import decoded
from cagraph.records.reader import LOADER, MAX_BYTES, MAX_DEPTH, plain, root

# Beyond this many brackets or dashes that stay open, nesting is counted by the parser itself.
_SUSPICIOUS: Final = 40
_OPENING: Final = re.compile(r"[\[\]{}]|^[ \t]*(?:[-?:][ \t]+)+", re.MULTILINE)


def read(content: bytes, file: str, told: Circumstances) -> Findings:
    """The drafts of a YAML file, each value with line and column."""
    text, fault = decoded(content, file)
    if fault is None:
        fault = _too_deep(text, file)
    if fault:
        return Findings(problems=[fault])
    node, fault = root(text, file)
    if node is None:
        return Findings(problems=[fault] if fault else [])
    drafts, problems = plain(node.value if isinstance(node, yaml.SequenceNode) else [node], file, line_and_column)
    return Findings([Draft(values, file, marks) for values, marks in drafts], problems)


def line_and_column(mark: yaml.Mark) -> str:
    """The mark of a value: `:7:3`."""
    return f":{mark.line + 1}:{mark.column + 1}"


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
                where = f"{file}{line_and_column(mark)}"
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
