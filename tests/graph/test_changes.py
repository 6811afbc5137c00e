"""Changes: builds and writes one after the other, asked for by version and by day, filtered and in pages."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cagraph.errors import CagraphError, GoneError, NotFoundError, ParameterError, StoreError
from cagraph.graph import Change, Endpoint, Graph, Key, build, load
from cagraph.settings import Settings
from cagraph.store import history, snapshots

SOURCE = """\
- kind: Source
  id: source
  label: A source

"""
STATE = """\
- kind: State
  id: {id}
  label: {label}
{rest}  evidence:
    - source: source
      at: "1"
      recorded: {recorded}
{more}
"""
TREATY = """\
- kind: Treaty
  id: pact
  label: A pact
  parties: [KAZ, UZB]
  signed: {signed}
  evidence:
    - source: source
      at: "2"
      supports: [parties, signed]
      recorded: 2026-11-24
{more}
"""
WRITER = Key("ann", "write", "")
CURATOR = Key("cleo", "curate", "")
OWN = b"INSERT DATA { GRAPH <http://example.org/own> { <urn:a> <urn:p> 'own' } }"
EDTF = b"<http://id.loc.gov/datatypes/edtf/EDTF>"
CURATED = (
    b"DELETE { id:pact cag:signed ?day } INSERT { id:pact cag:signed '2023'^^%b } WHERE { id:pact cag:signed ?day }"
)
CURATED %= EDTF


def state(id_: str, label: str, recorded: str = "2026-11-20", rest: str = "", more: str = "") -> str:
    return STATE.format(id=id_, label=label, recorded=recorded, rest=rest, more=more)


KAZ, UZB = state("KAZ", "Kazakhstan"), state("UZB", "Uzbekistan")
PACT = TREATY.format(signed="2022-12", more="")
Built = Callable[..., str]


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    (tmp_path / "data").mkdir()
    return Settings(store=tmp_path / "store", data=tmp_path / "data")


@pytest.fixture
def built(here: Settings) -> Built:
    """Builds these records; the version that is current then."""

    def make(*records: str) -> str:
        assert here.data
        (here.data / "records.yaml").write_text(SOURCE + "".join(records), encoding="utf-8")
        build(here)
        return snapshots.current(Path(here.store)) or ""

    return make


def write(here: Settings, text: bytes, key: Key) -> str:
    async def run() -> str:
        endpoint = Endpoint(Graph.open(here.store))
        try:
            return (await endpoint.write(Change("update", text), key)).data_version
        finally:
            await endpoint.close()

    return asyncio.run(run())


def ask(here: Settings, *since: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Graph.open(here.store).changes(*since, **asked)["items"]
    return found


def brief(items: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """What changed, claims by what they are about."""
    return [(item["what"], item["action"], item["about"]["id"] if "about" in item else item["id"]) for item in items]


def test_each_kind_of_change_is_found_and_nothing_else(here: Settings, built: Built) -> None:
    first = built(KAZ, UZB, PACT)
    second = built(KAZ, UZB, state("TJK", "Tajikistan"), TREATY.format(signed="2022-12-22", more=""))
    items = ask(here, first)
    assert brief(items)[:2] == [("entity", "added", "TJK"), ("entity", "changed", "pact")]
    assert sorted(brief(items)[2:]) == [
        ("claim", "added", "TJK"),
        ("claim", "added", "pact"),
        ("claim", "gone", "pact"),
    ]
    pact = items[1]
    assert pact["fields"] == {"signed": {"old": "2022-12", "new": "2022-12-22"}}
    assert (pact["kind"], pact["label"], pact["version"], pact["by"]) == ("Treaty", "A pact", second, "build")
    new = next(item for item in items if item["action"] == "added" and item.get("about", {}).get("id") == "pact")
    assert new["fields"]["says"]["new"]["parties"][0] == {"id": "KAZ", "label": "Kazakhstan"}
    assert new["about"] == {"id": "pact", "kind": "Treaty", "label": "A pact"}
    third = built(KAZ, UZB, TREATY.format(signed="2022-12-22", more="      retracted: 2026-11-25\n"))
    items = ask(here, second)
    assert brief(items)[:2] == [("entity", "gone", "TJK"), ("entity", "gone", "pact")]
    assert sorted(brief(items)[2:]) == [("claim", "gone", "TJK"), ("claim", "retracted", "pact")]
    assert ask(here, third) == []


def test_nothing_has_changed_after_the_first_build(here: Settings, built: Built) -> None:
    only = built(KAZ)
    found = Graph.open(here.store).changes(only)
    assert (found["items"], found["oldest"], found["data_version"]) == ([], only, only)
    build(here, force=True)
    assert ask(here, only) == []


def test_versions_in_a_row_and_parts_of_them(here: Settings, built: Built) -> None:
    versions = [built(KAZ, *more) for more in ([], [UZB], [UZB, PACT], [UZB])]
    everything = ask(here, versions[0])
    entities = [one for one in brief(everything) if one[0] == "entity"]
    assert entities == [("entity", "gone", "pact"), ("entity", "added", "pact"), ("entity", "added", "UZB")]
    assert [item["time"] for item in everything] == sorted((item["time"] for item in everything), reverse=True)
    assert [one for one in brief(ask(here, versions[1], versions[2])) if one[0] == "entity"] == [entities[1]]
    assert ask(here, "", versions[1]) == ask(here, versions[0], versions[1])
    assert ask(here, versions[0][:12]) == everything
    assert [one for one in brief(ask(here, versions[0], net=True)) if one[0] == "entity"] == [entities[2]]
    with pytest.raises(ParameterError, match="came before"):
        ask(here, versions[2], versions[0])


def test_the_history_outlives_the_versions(here: Settings, built: Built) -> None:
    versions = [built(KAZ.replace("Kazakhstan", f"Name {number}")) for number in range(5)]
    assert not (Path(here.store) / versions[0]).exists()
    (item,) = ask(here, versions[0], net=True, id="KAZ", kind="State", limit=1)
    assert item["fields"] == {"label": {"old": "Name 0", "new": "Name 4"}}


def test_content_that_comes_back(here: Settings, built: Built) -> None:
    first, second, again = built(KAZ), built(KAZ, UZB), built(KAZ)
    assert first == again
    assert ask(here, first) == []
    assert {one[1:] for one in brief(ask(here, second))} == {("gone", "UZB")}


def test_writes_appear(here: Settings, built: Built) -> None:
    first = built(KAZ, UZB, PACT)
    second = write(here, OWN, WRITER)
    (item,) = ask(here, first)
    assert (item["what"], item["action"], item["id"], item["by"]) == (
        "graph",
        "added",
        "http://example.org/own",
        "update",
    )
    assert item["fields"] == {"quads_added": {"new": 1}}
    write(here, CURATED, CURATOR)
    (item,) = ask(here, second)
    assert (item["id"], item["fields"]) == ("pact", {"signed": {"old": "2022-12", "new": "2023"}})
    build(here, discard_edits=True)
    assert ("graph", "gone", "http://example.org/own") in brief(ask(here, second))
    assert ask(here, first, net=True) == []


def test_filters(here: Settings, built: Built) -> None:
    first = built(KAZ)
    built(KAZ, UZB, state("TJK", "Tajikistan"), PACT)
    assert {one[2] for one in brief(ask(here, first, kind="treaties"))} == {"pact"}
    assert {one[2] for one in brief(ask(here, first, kind="Party"))} == {"UZB", "TJK"}
    assert {one[2] for one in brief(ask(here, first, parties=["UZB"]))} == {"UZB", "pact"}
    assert {one[2] for one in brief(ask(here, first, parties=["UZB", "KAZ"]))} == {"pact"}
    assert {one[2] for one in brief(ask(here, first, id="pact"))} == {"pact"}
    claim = next(item["id"] for item in ask(here, first, id="pact") if item["what"] == "claim")
    assert [item["id"] for item in ask(here, first, id=claim)] == [claim]
    gone = built(KAZ, UZB)
    assert gone
    assert {one[2] for one in brief(ask(here, first, parties=["KAZ"]))} == {"pact"}  # it named it once


@pytest.mark.parametrize("net", [False, True])
def test_pages_hold_each_change_once_while_others_are_made(here: Settings, built: Built, net: bool) -> None:
    first = built(KAZ)
    built(KAZ, UZB, state("TJK", "Tajikistan"), PACT)
    whole = ask(here, first, net=net)
    graph = Graph.open(here.store)
    until = graph.data_version if net else ""
    page = graph.changes(first, until, net=net, limit=2)
    met = page["items"]
    built(KAZ, UZB)
    while page["next"]:
        page = Graph.open(here.store).changes(first, until, net=net, limit=2, cursor=page["next"])
        met += page["items"]
    assert met == whole


def test_days_tell_what_was_recorded(here: Settings, built: Built) -> None:
    built(KAZ, UZB, state("TJK", "Tajikistan", "2026-11-24", more="      retracted: 2026-11-26\n"), PACT)
    assert brief(ask(here, "2026-11-24")) == [
        ("claim", "retracted", "TJK"),
        *brief(ask(here, "2026-11-24", "2026-11-24")),
    ]
    on_the_day = brief(ask(here, "2026-11-24", "2026-11-24"))
    assert sorted(on_the_day) == [
        ("claim", "added", "TJK"),
        ("claim", "added", "pact"),
        ("entity", "added", "TJK"),
        ("entity", "added", "pact"),
    ]
    assert {item["time"] for item in ask(here, "2026-11-24", "2026-11-24")} == {"2026-11-24"}
    assert len(ask(here)) == 9
    (retracted, *_) = ask(here, "2026-11-24")
    assert retracted["fields"] == {"retracted": {"new": "2026-11-26"}}
    assert ask(here, "2026-11-27") == []


def test_days_tell_what_the_history_tells_too_and_once(here: Settings, built: Built) -> None:
    first = built(KAZ, UZB)
    built(KAZ, UZB, PACT)
    by_day, by_version = ask(here, "2026-11-24"), ask(here, first)
    assert by_day == by_version  # the claim's own day is passed over, as the history knows when it came
    before = {("claim", "added"), ("entity", "added")}
    assert {one[:2] for one in brief(ask(here, "", "2026-11-23"))} == before


@pytest.mark.parametrize("engine", ["memory", "rdflib"])
def test_stores_without_a_history_answer_by_days(here: Settings, built: Built, engine: str) -> None:
    built(KAZ, UZB, PACT)
    assert here.data
    graph = Graph.of(load(here.data).records, engine)
    assert len(graph.changes("2026-11-24")["items"]) == 2
    assert graph.changes(graph.data_version)["items"] == []
    with pytest.raises(NotFoundError, match="keeps no history"):
        graph.changes("a" * 64)


def test_versions_that_are_not_known_or_kept(here: Settings, built: Built) -> None:
    first, second, third = built(KAZ), built(KAZ, UZB), built(KAZ, UZB, PACT)
    with pytest.raises(NotFoundError, match="no version that this store has known") as unknown:
        ask(here, "f" * 64)
    assert f"the oldest known is {first}" in unknown.value.hint
    sorted((Path(here.store) / "history").glob("*.gz"))[0].unlink()
    with pytest.raises(GoneError, match="kept no more") as gone:
        ask(here, first)
    assert f"the oldest known is {second}" in gone.value.hint
    assert ask(here, second)
    assert ask(here, third) == []


def test_a_damaged_history_is_told_and_stops_nothing_else(here: Settings, built: Built) -> None:
    first, _, _ = built(KAZ), built(KAZ, UZB), built(KAZ)
    steps = Path(here.store) / "history" / "steps.jsonl"
    steps.write_text(steps.read_text(encoding="ascii").replace("build", "built", 1), encoding="ascii")
    graph = Graph.open(here.store)
    with pytest.raises(StoreError, match="history of the store is damaged"):
        graph.changes(first)
    assert graph.find("states")["total"] == 1
    built(KAZ, UZB, PACT)  # builds go on
    assert Graph.open(here.store).get("pact")["label"] == "A pact"


def test_a_missing_history_begins_anew(here: Settings, built: Built) -> None:
    first, second = built(KAZ), built(KAZ, UZB)
    for path in (Path(here.store) / "history").iterdir():
        path.unlink()
    with pytest.raises(NotFoundError):
        ask(here, first)
    built(KAZ, UZB, PACT)
    assert {one[2] for one in brief(ask(here, second))} == {"pact"}


def test_a_version_that_cannot_be_read_any_more_leaves_a_gap(here: Settings, built: Built) -> None:
    first, second = built(KAZ), built(KAZ, UZB)
    for path in (Path(here.store) / second).iterdir():
        path.write_bytes(b"damaged")
    third = built(KAZ, UZB, PACT)
    assert len(history.read(Path(here.store))) == 1
    with pytest.raises(GoneError):
        ask(here, first)
    assert Graph.open(here.store).changes()["oldest"] == third


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"since": "2026-13"}, ParameterError, "since: "),
        ({"since": "yesterday"}, ParameterError, "since: "),
        ({"since": "2026-02", "until": "2026-01"}, ParameterError, "after until"),
        ({"since": "a" * 12, "until": "2026"}, ParameterError, "do not go together"),
        ({"net": True}, ParameterError, "net: "),
        ({"kind": "treatys"}, NotFoundError, "no kind"),
        ({"parties": ["KAS"]}, ParameterError, "party: "),
        ({"id": "KAS"}, NotFoundError, "id: "),
        ({"limit": 0}, ParameterError, "limit"),
        ({"cursor": "junk"}, ParameterError, "cursor: "),
    ],
)
def test_what_cannot_be_read_is_told(
    here: Settings, built: Built, asked: dict[str, Any], error: type[CagraphError], says: str
) -> None:
    built(KAZ)
    with pytest.raises(error, match=says) as told:
        ask(here, **asked)
    assert told.value.hint
