"""Sources as BibTeX, in the fields of biblatex."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from cagraph.model import PartialDate

# Braces count even behind a backslash, so they are named.
_SPECIAL: Final = MappingProxyType(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", **{sign: "\\" + sign for sign in "%$#&_"},
    }
)  # fmt: skip
_UNSAFE: Final = re.compile(r"[\s{}\\\"<>]")
_KEY: Final = re.compile(r"[^A-Za-z0-9.:+/-]")


def escaped(text: str) -> str:
    """Text as it stands in a field between braces; white space is folded.

    >>> escaped("50 % of {A} & B_c")
    '50 \\\\% of \\\\textbraceleft{}A\\\\textbraceright{} \\\\& B\\\\_c'
    """
    return "".join(_SPECIAL.get(sign, sign) for sign in " ".join(text.split()))


def bibtex(sources: Iterable[Mapping[str, Any]], data_version: str) -> str:
    """An entry for the data, then one for each source, by its id: @online with an address, else @misc."""
    data = {
        "author": "{The cagraph authors}", "title": "{cagraph: the knowledge graph of Central Asian diplomacy}",
        "version": data_version,
    }  # fmt: skip
    entries = [_entry("dataset", "cagraph", data), *(_source(source) for source in sources)]
    return "\n".join(entries)


def _source(source: Mapping[str, Any]) -> str:
    address = str(source.get("url", ""))
    fields = {
        "author": f"{{{escaped(str(source['author']))}}}" if source.get("author") else "",
        "title": f"{{{escaped(str(source.get('title') or source['label']))}}}",
        "organization": f"{{{escaped(str(source['publisher']))}}}" if source.get("publisher") else "",
        "date": _date(source.get("published")),
        "url": _UNSAFE.sub(_percent, address),
        "urldate": _date(source.get("accessed")) if address else "",
        "language": escaped(str(source.get("language", ""))),
    }
    return _entry("online" if address else "misc", str(source["id"]), fields)


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{_KEY.sub('-', key)},", *lines, "}", ""])


def _date(text: Any) -> str:
    """A date in EDTF, which biblatex reads; what is none is left out."""
    try:
        return PartialDate.parse(str(text)).text if text else ""
    except ValueError:
        return ""


def _percent(found: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
