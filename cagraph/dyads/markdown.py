"""The brief as Markdown with footnotes."""

import re
from collections.abc import Iterable, Iterator

from cagraph.dyads.document import Brief, Clause, Note


def markdown(brief: Brief) -> str:
    """The whole brief; whatever stands in the data is escaped."""
    return "\n".join(_lines(brief)) + "\n"


def _lines(brief: Brief) -> Iterator[str]:
    yield f"# {escaped(brief.title)}\n"
    yield f"{escaped(brief.lead)}\n"
    for section in brief.sections:
        yield f"## {escaped(section.heading)}\n"
        for block in section.blocks:
            if block.clauses:
                yield f"{_text(block.clauses, ' ')}\n"
            if block.opening:
                yield f"{escaped(block.opening)}\n"
            for item in block.items:
                yield f"- {_text(item, '; ')}"
            if block.items:
                yield ""
    yield f"## {escaped(brief.notes_heading)}\n"
    for note in brief.notes:
        yield f"[^{note.number}]: {_note(note)}"
    yield f"\n---\n\n{escaped(brief.foot)}"


def _text(clauses: Iterable[Clause], between: str) -> str:
    return between.join(escaped(one.text) + "".join(f"[^{number}]" for number in one.notes) for one in clauses)


def _note(note: Note) -> str:
    if note.text:
        return escaped(note.text)
    parts = (
        escaped(note.publisher),
        f"“{escaped(note.title)}”",
        escaped(note.date),
        f"<{note.url}>" if note.url else "",
    )
    return ", ".join(part for part in parts if part) + f" ({escaped(note.at)})"


def escaped(text: str) -> str:
    r"""Text without what Markdown or HTML in it would make of its characters.

    >>> escaped("<b>*x*</b> [y](z)")
    '\\<b\\>\\*x\\*\\</b\\> \\[y\\](z)'
    """
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", " ".join(text.split())).replace("&", "&amp;")
