"""Keeps the records of a release: one of each kind with each of its fields, for later models to read.

Run as `python tests/records/releases.py 0.2.0` before a release; what is kept is never altered afterwards.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from cagraph.model import MODEL, FieldSpec, Kind
from cagraph.records.format import blocks

# What fields of a type may take: the first that its own rule accepts.
_VALUES: Final[dict[str, tuple[Any, ...]]] = {
    "text": ("text", "KZ", "KAZ", "398", "Q1"),
    "integer": ("1", "2000"),
    "decimal": ("1.5",),
    "boolean": ("true",),
    "date": ("2020-01-31",),
    "day": ("2020-01-31",),
    "address": ("https://example.org/page",),
    "ref": ("thing",),
    "langmap": ({"en": "A name", "kk-Cyrl": "Бір ат"},),
    "langlists": ({"en": ["A name", "Another name"]},),
}


def _value(spec: FieldSpec) -> Any:
    if spec.component:
        return [dict(_fields(spec.component))]
    for one in _VALUES[spec.type]:
        value = [one, one if isinstance(one, dict) else f"{one}-2"] if spec.many and spec.type == "ref" else one
        value = [one] if spec.many and spec.type != "ref" else value
        try:
            spec.parse(value)
        except ValidationError:
            continue
        return value
    raise ValueError(f"no value here fits {spec.name}: {spec.type}")


def _fields(kind: Kind) -> Iterator[tuple[str, Any]]:
    return ((spec.name, _value(spec)) for spec in kind.fields)


def records() -> Iterator[dict[str, Any]]:
    """One record of each kind, every field of it filled, with evidence of every manner."""
    for kind in MODEL.concrete:
        values = dict(_fields(kind))
        evidence = [{"source": "book", "at": "p. 1", "supports": list(values)}]
        evidence += [{"source": "book", "at": "p. 2", "polarity": "denied", "modality": "hedged", "note": "A note"}]
        said = {"evidence": evidence} if kind.cited else {}
        yield {"kind": kind.name, "id": f"a-{kind.collection}", "label": f"A {kind.name}", **values, **said}


def main(version: str) -> None:
    """Write them for a release that is not kept yet."""
    place = Path(__file__).parent / "releases" / version
    place.mkdir(parents=True)
    (place / "MODEL").write_text(f"{MODEL.number}\n", encoding="ascii")
    (place / "records.yaml").write_text("\n".join(blocks(records(), MODEL)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
