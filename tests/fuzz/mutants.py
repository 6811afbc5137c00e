"""Good files of each format that is read, and spoilt copies of them, the same for the same number."""

import json
from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random
from zipfile import ZipFile

import made_up

from cagraph.graph import Graph
from cagraph.intake.templates import Template
from cagraph.model import MODEL

_YAML = """\
# a comment
- kind: Treaty
  id: a-treaty
  label: "A: treaty"
  names: {ru: Договор, kk-Cyrl: 'Шарт'}
  variants: {en: [Pact, "The \\u0041 pact"]}
  parties: [KAZ, UZB]
  signed: 2022-12-22
  in_force: 2023/..
  evidence:
    - source: book
      at: p. 1
      supports: [parties/KAZ, signed, names/ru]
      says: {signed: 2022-12}
- kind: Visit
  id: v
  to: KAZ
  note: |
    several
    lines
  participants:
    - {who: ann, party: UZB, role: host}
    - who: bob
"""
_RECORDS = [
    {
        "kind": "Treaty", "id": "a", "label": "A \u00e9\\ \"q\"", "parties": ["KAZ", "UZB"], "signed": "2022-12-22",
        "evidence": [{"source": "book", "at": "1", "supports": ["parties"], "says": {"signed": "2022"}}],
    },
    {"kind": "Place", "id": "p", "lat": -41.50, "lng": 7e1, "note": None, "names": {"ru": "Место"}},
]  # fmt: skip
_CSV = (
    "kind,id,label,to,date,names@ru,participants.1.who,participants.2.party,source,at,supports,evidence.2.source\n"
    'Visit,v,"A ""visit"", long\nand wide",KAZ,2022-12,Визит,ann,UZB,book,1,*,other\n'
    "Visit,w,=1+1,UZB,03.05.2019,,,,book,1,to; date,\n,,,\n"
)
_FOREIGN = """\
@prefix schema: <https://schema.org/> . @prefix e: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:summit a schema:Event ; schema:name "A summit"@en , \"\"\"Сам\\u043Cит\"\"\"@ru ;
  schema:startDate "2019-05-03"^^xsd:date ; schema:location e:Astana ; schema:attendee [ a schema:Person ] .
e:Astana a schema:Place ; schema:latitude 51.13 ; schema:offers ( 1 2.5 true ) .
"""
_LINKED = """\
{"@context": {"schema": "https://schema.org/", "name": {"@id": "schema:name", "@language": "en"}},
 "@graph": [{"@id": "http://example.org/a", "@type": "schema:Event", "name": "A", "schema:location": {"@id": "_:b"}}]}
"""
_XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:schema="https://schema.org/">
  <!-- a comment -->
  <schema:Event rdf:about="http://example.org/a"><schema:name xml:lang="en">A &amp; B</schema:name>
    <schema:location><schema:Place rdf:about="http://example.org/b"/></schema:location></schema:Event>
</rdf:RDF>
"""
_TOKENS = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r\n", b"\t", b"\\", b'"', b"'", b"{", b"}", b"[", b"]", b"(",
    b")", b"<<", b">>", b"<", b">", b"&", b"&a;", b"*a", b"!!python/object:x ", b"%YAML 9.9\n", b"---\n", b"...\n",
    b"? ", b"- ", b": ", b"|2\n", b">-\n", b"\\ud800", b"\\u0000", b"1e999999", b"-0", b"NaN", b"null", b"true",
    b"9" * 400, b";", b"\\;", b"sep=;\n", b"@", b".", b"..", b"/", b"2022-13", b"0000", b"<!DOCTYPE x>", b"<![CDATA[",
    b"<!--", b"\xd0", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"kind", b"evidence", b"says", b"supports", b"@prefix",
    b"@base <x> .", b"^^<x>", b"@en--ltr", b"_:b", b"@context", b"@id", b"@list", b"#", b"999999999999999999999999",
    b"\xc2\x85", b"\xe2\x80\xa8", b"=1+1",
)  # fmt: skip


@cache
def _small() -> Graph:
    return Graph.of(made_up.small()[:6])


@cache
def seeds(suffix: str) -> tuple[bytes, ...]:
    """Good files with that ending."""
    exports = {
        ".nq": "nquads",
        ".trig": "trig",
        ".ttl": "turtle",
        ".nt": "ntriples",
        ".jsonld": "jsonld",
        ".rdf": "rdfxml",
    }
    texts = {
        ".yaml": [_YAML],
        ".json": [json.dumps(_RECORDS), json.dumps(_RECORDS[0], indent=1, ensure_ascii=False)],
        ".jsonl": ["\n".join(map(json.dumps, _RECORDS))],
        ".csv": [_CSV.replace(",", mark) for mark in ",;\t"],
        ".ttl": [_FOREIGN],
        ".trig": [_FOREIGN, f"{_FOREIGN} e:g {{ e:a e:b e:c }}"],
        ".jsonld": [_LINKED],
        ".rdf": [_XML],
    }
    found = [text.encode() for text in texts.get(suffix, ())]
    if suffix in exports:
        whole = b"".join(_small().export(exports[suffix], "events", "", ""))
        found += [_own(whole, suffix)]
    if suffix == ".xlsx":
        post = next(record for record in made_up.small() if record.id == "post")
        found = [Template.of(MODEL.kinds["Post"], fill=[post]).write("a.xlsx")]
    return tuple(found)


def _own(export: bytes, suffix: str) -> bytes:
    """The part of an export of ours that tells of entities: short, so that many spoilt copies can be tried."""
    if suffix in {".nq", ".nt"}:
        lines = [line for line in export.splitlines(keepends=True) if b"/id/" in line or b"/claim/" in line]
        return b"".join(lines[:12])
    return export[:1500]


def spoilt(suffix: str, number: int, seed: int) -> bytes:
    """A copy of a good file with some damage, the same for the same numbers."""
    random = Random(f"{seed} {suffix} {number}")
    good = seeds(suffix)
    if suffix == ".xlsx" and random.random() < 0.9:
        return _repacked(good[0], random)
    return _damaged(random.choice(good), random, good)


def _damaged(text: bytes, random: Random, good: tuple[bytes, ...]) -> bytes:
    spoiling = bytearray(text)
    for _ in range(random.choice((1, 1, 2, 3, 5, 9))):
        random.choice(_DAMAGES)(spoiling, random, good)
    return bytes(spoiling)


def _repacked(workbook: bytes, random: Random) -> bytes:
    """A workbook with a spoilt part in an archive that is whole."""
    with ZipFile(BytesIO(workbook)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    name = random.choice(sorted(parts))
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for each, text in parts.items():
            archive.writestr(each, _damaged(text, random, (text,)) if each == name else text)
    return out.getvalue()


def _span(text: bytearray, random: Random, longest: int) -> slice:
    start = random.randint(0, len(text))
    return slice(start, min(len(text), start + random.randint(0, longest)))


def _flip(text: bytearray, random: Random, good: tuple[bytes, ...]) -> None:
    if text:
        text[random.randrange(len(text))] = random.randrange(256)


def _cut(text: bytearray, random: Random, good: tuple[bytes, ...]) -> None:
    del text[_span(text, random, 40)]


def _end(text: bytearray, random: Random, good: tuple[bytes, ...]) -> None:
    del text[random.randint(0, len(text)) :]


def _insert(text: bytearray, random: Random, good: tuple[bytes, ...]) -> None:
    at = random.randint(0, len(text))
    text[at:at] = random.choice(_TOKENS)


def _replace(text: bytearray, random: Random, good: tuple[bytes, ...]) -> None:
    text[_span(text, random, 12)] = random.choice(_TOKENS)


def _repeat(text: bytearray, random: Random, good: tuple[bytes, ...]) -> None:
    part = _span(text, random, 12)
    text[part] = bytes(text[part]) * random.choice((2, 3, 20, 200))


def _pile(text: bytearray, random: Random, good: tuple[bytes, ...]) -> None:
    at = random.randint(0, len(text))
    text[at:at] = random.choice(_TOKENS) * random.choice((2, 20, 300))


def _splice(text: bytearray, random: Random, good: tuple[bytes, ...]) -> None:
    other = bytearray(random.choice(good))
    text[_span(text, random, 60)] = other[_span(other, random, 200)]


_DAMAGES: tuple[Callable[[bytearray, Random, tuple[bytes, ...]], None], ...] = (
    _flip, _cut, _end, _insert, _insert, _replace, _replace, _repeat, _pile, _splice,
)  # fmt: skip
