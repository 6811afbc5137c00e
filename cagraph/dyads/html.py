"""The brief as one page of HTML that needs nothing else: no script, no file, readable and printable."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from cagraph.dyads.document import Brief, Clause, Note

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 Georgia, "Times New Roman", serif; max-width: 42em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.6em; line-height: 1.2; } h2 { font-size: 1.1em; margin: 1.4em 0 .3em; }
p, ul { margin: .4em 0; } li { margin: .15em 0; } sup { line-height: 0; font-size: .7em; }
sup a { text-decoration: none; } .notes, footer { font-size: .8em; } .notes a { overflow-wrap: anywhere; }
footer { border-top: 1px solid; margin-top: 1.5em; padding-top: .5em; }
@media print { body { font-size: 10pt; margin: 0; max-width: none; } a { color: inherit; } h2 { break-after: avoid; } }
"""


def html(brief: Brief) -> str:
    """The whole brief; whatever stands in the data is escaped."""
    return "\n".join(_lines(brief)) + "\n"


def _lines(brief: Brief) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="{brief.lang}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(brief.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{escape(brief.title)}</h1>\n<p>{escape(brief.lead)}</p>"
    for section in brief.sections:
        yield f"<section>\n<h2>{escape(section.heading)}</h2>"
        for block in section.blocks:
            if block.clauses:
                yield f"<p>{_text(block.clauses, ' ')}</p>"
            if block.opening:
                yield f"<p>{escape(block.opening)}</p>"
            if block.items:
                yield "<ul>"
                for item in block.items:
                    yield f"<li>{_text(item, '; ')}</li>"
                yield "</ul>"
        yield "</section>"
    yield f'<section class="notes">\n<h2>{escape(brief.notes_heading)}</h2>\n<ol>'
    for note in brief.notes:
        yield f'<li id="n{note.number}">{_note(note)}</li>'
    yield f"</ol>\n</section>\n<footer>{escape(brief.foot)}</footer>\n</body>\n</html>"


def _text(clauses: Iterable[Clause], between: str) -> str:
    return between.join(escape(one.text) + _marks(one.notes) for one in clauses)


def _marks(numbers: Iterable[int]) -> str:
    marks = (f'<a href="#n{number}">{number}</a>' for number in numbers)
    return f"<sup>{', '.join(marks)}</sup>"


def _note(note: Note) -> str:
    if note.text:
        return escape(note.text)
    link = ""
    if note.url:
        # What is no web address, in a store that others wrote to, is shown and not linked.
        safe = note.url.startswith(("http://", "https://"))
        link = f'<a href="{escape(note.url)}">{escape(note.url)}</a>' if safe else escape(note.url)
    parts = (escape(note.publisher), f"“{escape(note.title)}”", escape(note.date), link)
    return ", ".join(part for part in parts if part) + f" ({escape(note.at)})"
