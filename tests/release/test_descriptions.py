"""What describes a release: each document by the rules of its specification, and all of them of the same files."""

import json
import re
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
import yaml
from pyoxigraph import RdfFormat, parse

from cagraph.release import CHECKSUMS, Column, Part, Release, TableFile, descriptions, part

PARTS = (
    part("data/cagraph.nq", "application/n-quads", 'quads, "all" & more', b"one"),
    part("data/cagraph.csv.zip", "application/zip", "tables", b"two"),
    part("networks/ties.gexf", "application/gexf+xml", "ties", b""),
)
TABLES = (
    TableFile(
        "treaties",
        "treaties.csv",
        "data/cagraph.csv.zip",
        "treaties",
        (
            Column("id", "string", "its id"),
            Column("signed", "date", "when"),
            Column("place", "string", "where", "places"),
        ),
        ("id",),
    ),
    TableFile("places", "places.csv", "data/cagraph.csv.zip", "places", (Column("id", "string", "its id"),), ("id",)),
)
RELEASE = Release(
    "https://example.org/kg/", "0123456789abcdef", date(2026, 11, 26), "https://example.org/out/",
    {"Treaty": 2, "State": 5}, "1991-12-16", "2026-01-01", ("en", "ru"), PARTS, TABLES,
)  # fmt: skip


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return descriptions(RELEASE)


def as_json(written: dict[str, bytes], name: str) -> Any:
    return json.loads(written[name])


def test_the_checksums_are_those_of_every_file_but_themselves(written: dict[str, bytes]) -> None:
    lines = written[CHECKSUMS].decode().splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    assert lines == sorted(lines, key=lambda line: line[66:])
    assert sums == {one.path: one.sha256 for one in PARTS} | {
        name: sha256(body).hexdigest() for name, body in written.items() if name != CHECKSUMS
    }


def test_the_crate_has_its_descriptor_its_root_and_every_file(written: dict[str, bytes]) -> None:
    """RO-Crate 1.1, sections 3 to 5: what the root must have, and that nothing is nested or dangling."""
    crate = as_json(written, "ro-crate-metadata.json")
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    entities = {one["@id"]: one for one in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    descriptor = entities["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = entities["./"]
    assert root["@type"] == "Dataset"
    assert all(root[name] for name in ("name", "description", "datePublished", "license"))
    assert root["datePublished"] == "2026-11-26"
    files = {one["@id"] for one in root["hasPart"]}
    others = set(written) - {"ro-crate-metadata.json", CHECKSUMS}
    assert files == {one.path for one in PARTS} | others
    for one in entities.values():
        for value in one.values():
            references = value if isinstance(value, list) else [value]
            assert all((set(ref) == {"@id"} and ref["@id"] in entities) or ref["@id"].startswith("https://w3id.org/ro/")
                       for ref in references if isinstance(ref, dict))  # fmt: skip
    for path in files:
        body = written.get(path)
        known = {one.path: one for one in PARTS}.get(path) or part(path, "", "", body or b"")
        assert (entities[path]["@type"], entities[path]["contentSize"]) == ("File", str(known.size))
        assert entities[path]["sha256"] == known.sha256


def test_croissant_has_every_file_and_every_column(written: dict[str, bytes]) -> None:
    told = as_json(written, "croissant.json")
    assert told["@type"] == "sc:Dataset"
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    files = {one["@id"]: one for one in told["distribution"]}
    assert {one.path: one.sha256 for one in PARTS} == {
        id_: one["sha256"] for id_, one in files.items() if "containedIn" not in one
    }
    assert {id_: one["containedIn"]["@id"] for id_, one in files.items() if "containedIn" in one} == {
        "treaties.csv": "data/cagraph.csv.zip", "places.csv": "data/cagraph.csv.zip",
    }  # fmt: skip
    fields = {one["@id"]: one for records in told["recordSet"] for one in records["field"]}
    assert {id_: one["dataType"] for id_, one in fields.items()} == {
        "treaties/id": "sc:Text", "treaties/signed": "sc:Date", "treaties/place": "sc:Text", "places/id": "sc:Text",
    }  # fmt: skip
    assert all(one["source"]["fileObject"]["@id"] in files for one in fields.values())
    assert fields["treaties/place"]["references"]["field"]["@id"] in fields
    assert [one["key"] for one in told["recordSet"]] == [[{"@id": "treaties/id"}], [{"@id": "places/id"}]]


def test_dcat_has_a_distribution_with_its_checksum_for_every_file(written: dict[str, bytes]) -> None:
    triples = [
        (one.subject.value, one.predicate.value, one.object) for one in parse(written["dcat.ttl"], RdfFormat.TURTLE)
    ]
    dcat, spdx = "http://www.w3.org/ns/dcat#", "http://spdx.org/rdf/terms#"
    listed = {value.value for subject, name, value in triples if name == dcat + "distribution"}
    assert listed == {f"https://example.org/out/{one.path}" for one in PARTS}
    sizes = {subject: value.value for subject, name, value in triples if name == dcat + "byteSize"}
    sums = {subject: value.value for subject, name, value in triples if name == spdx + "checksumValue"}
    assert sizes == {f"https://example.org/out/{one.path}": str(one.size) for one in PARTS}
    assert sums == {f"https://example.org/out/{one.path}#checksum": one.sha256 for one in PARTS}


def test_schema_org_has_every_download(written: dict[str, bytes]) -> None:
    told = as_json(written, "schema-org.jsonld")
    assert {one["contentUrl"] for one in told["distribution"]} == {
        f"https://example.org/out/{one.path}" for one in PARTS
    }
    assert told["temporalCoverage"] == "1991-12-16/2026-01-01"


def test_the_citation_is_that_of_a_dataset(written: dict[str, bytes]) -> None:
    told = yaml.safe_load(written["CITATION.cff"])
    assert (told["cff-version"], told["type"], told["version"]) == ("1.2.0", "dataset", RELEASE.version)
    assert told["date-released"] == date(2026, 11, 26) or told["date-released"] == "2026-11-26"


def test_the_readme_lists_every_file_once(written: dict[str, bytes]) -> None:
    listed = re.findall(r"^\| \[(.*?)\]", written["README.md"].decode(), re.MULTILINE)
    assert listed == [one.path for one in PARTS]


def test_a_release_of_nothing_is_described() -> None:
    nothing = Release(
        "https://e.org/", "0", date(2026, 1, 1), "https://e.org/r/", {}, "2026-01-01", "2026-01-01", (), ()
    )
    written = descriptions(nothing)
    assert json.loads(written["croissant.json"])["distribution"] == []
    assert len(json.loads(written["ro-crate-metadata.json"])["@graph"]) == 4 + len(written) - 2


def test_a_part_is_known_by_its_bytes() -> None:
    assert part("a", "text/plain", "x", b"abc") == Part(
        "a", "text/plain", "x", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
