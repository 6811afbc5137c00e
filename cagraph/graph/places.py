"""Where the nodes of views stand, worked out once for a version of the data and kept, in memory and on disk."""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from math import hypot, isfinite
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType
from typing import Any, Final

import networkx as nx

from cagraph.mirror import Requested, Scene, network
from cagraph.mirror.geography import TOLD as BY_COORDINATES
from cagraph.mirror.geography import Geography
from cagraph.mirror.layout import EXTENT, Points, fitted, positions

FORCE: Final = "force"
GEO: Final = "geo"
LAYOUTS: Final[Mapping[str, str]] = MappingProxyType(
    {FORCE: "near those it is tied to in the whole view (ForceAtlas2, Jacomy et al. 2014)", GEO: BY_COORDINATES}
)
DIRECTORY: Final = "places"
# What else places hang on; another number where `positions` or `Geography` are changed.
_MADE_BY: Final = f"1, networkx {nx.__version__}"
_FARTHEST: Final = 2.5 * EXTENT


@dataclass(frozen=True)
class Places:
    """The places of the nodes of views.

    A node stands where the whole view has it, whatever part of the view is asked for, so that two files can be laid
    side by side; the picture is moved and enlarged as one. Where a part has nodes that the whole has not, as `contacts`
    of other levels, it is laid out by itself. `directory` is where places are kept for a version on disk.
    """

    scene: Scene
    directory: Path | None = None
    _known: dict[tuple[str, str], Points] = field(default_factory=dict)

    def of(self, graph: "nx.Graph[str]", layout: str = FORCE) -> Points:
        """Where each node of a view stands, by `force` or `geo`."""
        whole = self._whole(str(graph.graph.get("view", "")), layout)
        if not all(node in whole for node in graph):
            return self._laid(graph, layout)
        return fitted({node: whole[node] for node in sorted(graph)})

    def _laid(self, graph: "nx.Graph[str]", layout: str) -> Points:
        return positions(graph) if layout == FORCE else self._geography.places(graph)

    @cached_property
    def _geography(self) -> Geography:
        return Geography(self.scene)

    def _whole(self, view: str, layout: str) -> Points:
        """The places of a view without options; none for what is no view."""
        if not view:
            return {}
        found = self._known.get((view, layout))
        if found is None:
            graph = network(self.scene, view, Requested())
            found = self._kept(graph, view, layout)
            self._known[view, layout] = found
        return found

    def _kept(self, graph: "nx.Graph[str]", view: str, layout: str) -> Points:
        """What is kept on disk, where it can be read and is of these nodes; else it is worked out, and kept."""
        if self.directory is None:
            return self._laid(graph, layout)
        file = self.directory / f"{view}.{layout}.json"
        found = _read(file, graph)
        if found is None:
            found = self._laid(graph, layout)
            with suppress(OSError):  # it is worked out again where it cannot be kept
                _write(file, found)
        return found


def directory(store: Path) -> Path:
    """Where the places of a version are kept, the version's own directory being for its store alone."""
    return store.parent / DIRECTORY / store.name


def _read(file: Path, graph: "nx.Graph[str]") -> Points | None:
    """The places in a file; None where there is none, it is damaged, or it is of other nodes or another layout."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("made_by") != _MADE_BY or not isinstance(told.get("places"), dict):
        return None
    places = told["places"]
    if set(places) != set(graph) or not all(map(_is_point, places.values())):
        return None
    found = {node: (float(x), float(y)) for node, (x, y) in places.items()}
    return found if len(set(found.values())) == len(found) else None


def _is_point(value: Any) -> bool:
    pair = isinstance(value, list) and len(value) == 2 and all(type(each) in {int, float} for each in value)
    return pair and all(map(isfinite, value)) and hypot(*value) <= _FARTHEST


def _write(file: Path, places: Points) -> None:
    """Keep places, whole or not at all, and forget those of versions that are no more."""
    file.parent.mkdir(parents=True, exist_ok=True)
    root = file.parent.parent
    for old in root.iterdir():
        if not (root.parent / old.name).exists():
            shutil.rmtree(old, ignore_errors=True)
    text = json.dumps({"made_by": _MADE_BY, "places": dict(sorted(places.items()))}, ensure_ascii=False)
    with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, suffix=".part", delete=False) as scratch:
        scratch.write(text)
    try:
        os.replace(scratch.name, file)
    finally:
        Path(scratch.name).unlink(missing_ok=True)
