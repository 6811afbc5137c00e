"""Places of nodes are worked out once for a version, kept beside it, and the same for files, pictures and parts."""

import json
import os
import re
from math import hypot
from pathlib import Path
from typing import Any

import drawn_world
import pytest
from drawings import box, marks, parsed

from cagraph.graph import Graph, places
from cagraph.rdf import emit
from cagraph.store import snapshots
from cagraph.store.snapshots import open_current

VERSION = "a" * 64


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A built store."""
    made = Graph.of([])
    (tmp_path / "store").mkdir()
    quads = emit(drawn_world.world(), made.model, made.names, {})
    snapshots.publish(tmp_path / "store", VERSION, quads)
    return tmp_path / "store"


def opened(root: Path) -> Graph:
    return Graph(open_current(root))


def written(graph: Graph) -> list[bytes]:
    return [b"".join(graph.export("gexf", "ties", layout=layout)) for layout in places.LAYOUTS]


def test_the_next_process_works_nothing_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(opened(root))
    kept = sorted(path.name for path in (root / "places" / VERSION).iterdir())
    assert kept == ["ties.force.json", "ties.geo.json"]

    def never(*_: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(places, "positions", never)
    monkeypatch.setattr(places.Geography, "places", never)
    assert written(opened(root)) == first


@pytest.mark.parametrize(
    "damage",
    [
        "", "{", "[]", "null", "\x00", '{"made_by": "1"}', "[" * 100_000,
        lambda told: told | {"made_by": "0"},
        lambda told: told | {"places": []},
        lambda told: told | {"places": told["places"] | {"AAA": ["x", 1]}},
        lambda told: told | {"places": told["places"] | {"AAA": [1e9, 1]}},
        lambda told: told | {"places": told["places"] | {"AAA": [float("nan"), 1]}},
        lambda told: told | {"places": told["places"] | {"AAA": [True, 1]}},
        lambda told: told | {"places": told["places"] | {"AAA": [1]}},
        lambda told: told | {"places": told["places"] | {"AAA": told["places"]["BBB"]}},
        lambda told: told | {"places": {**told["places"], "new": [1, 1]}},
        lambda told: told | {"places": {"AAA": [1, 1]}},
    ],
)  # fmt: skip
def test_what_is_damaged_is_worked_out_again(root: Path, damage: Any) -> None:
    first = written(opened(root))
    for file in (root / "places" / VERSION).iterdir():
        whole = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(damage if isinstance(damage, str) else json.dumps(damage(whole)), encoding="utf-8")
    assert written(opened(root)) == first
    for file in (root / "places" / VERSION).iterdir():
        assert len(json.loads(file.read_text(encoding="utf-8"))["places"]) == 4


def test_where_nothing_can_be_kept_answers_are_the_same(root: Path) -> None:
    first = written(opened(root))
    for file in (root / "places" / VERSION).iterdir():
        file.unlink()
    (root / "places" / VERSION).rmdir()
    (root / "places" / VERSION).write_text("a file where a directory should be")
    assert written(opened(root)) == first


def test_places_of_versions_that_are_no_more_are_forgotten(root: Path) -> None:
    written(opened(root))
    os.rename(root / "places" / VERSION, root / "places" / ("b" * 64))
    written(opened(root))
    assert [path.name for path in (root / "places").iterdir()] == [VERSION]


def test_a_part_has_the_arrangement_of_the_whole() -> None:
    """Moved and enlarged as one: directions and proportions between its nodes are those of the whole view."""
    graph = Graph.of(drawn_world.world())
    whole, part = graph.mirror("events"), graph.mirror("events", "1994", "1994")
    assert 3 < len(part) < len(whole)
    for layout in places.LAYOUTS:
        before, after = graph.places(whole, layout), graph.places(part, layout)
        one, other, *rest = sorted(part)
        scale = _distance(after, one, other) / _distance(before, one, other)
        for node in rest:
            assert _distance(after, one, node) == pytest.approx(
                scale * _distance(before, one, node), rel=1e-3, abs=0.05
            )


def _distance(points: Any, one: str, other: str) -> float:
    return hypot(points[one][0] - points[other][0], points[one][1] - points[other][1])


def test_who_is_not_in_the_whole_view_has_a_place_as_well() -> None:
    graph = Graph.of(drawn_world.world())
    everybody = graph.mirror("contacts", level="any")
    assert set(graph.places(everybody)) == set(everybody)
    assert graph.places(graph.mirror("ties")) == graph.places(graph.mirror("ties"), "force")


def test_pictures_stand_where_files_have_them() -> None:
    pytest.importorskip("matplotlib")
    graph = Graph.of(drawn_world.world())
    stand = graph.places(graph.mirror("ties"))
    found = marks(parsed(graph.plot("network", "degree", "ties").svg()))
    centres = {}
    for told, mark in found.items():
        if state := re.match(r"State (\w+) \(State\)", told):
            left, top, right, bottom = box(mark)
            centres[state[1]] = ((left + right) / 2, (top + bottom) / 2)
    assert set(centres) == {"AAA", "BBB", "OUT", "FAR"} & set(stand)
    scale = _distance(centres, "AAA", "BBB") / _distance(stand, "AAA", "BBB")
    for state in centres:
        assert _distance(centres, "AAA", state) == pytest.approx(scale * _distance(stand, "AAA", state), rel=0.01)
