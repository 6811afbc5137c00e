"""graphology's strict reader, which Gephi Lite has, takes every file and finds in it what the mirror has."""

from typing import Any

import pytest

from gephi.cases import CASES, HOSTILE, Case, Written
from gephi.programs import Graphology, MissingError

# The same columns come to the same reader in every view; the largest file alone would take it longer than all others.
READ = tuple(case for case in CASES if case != Case("graph", "events"))


@pytest.fixture(scope="session")
def all_read(files: dict[Case, Written], tmp_path_factory: pytest.TempPathFactory) -> dict[Case, dict[str, Any]]:
    try:
        graphology = Graphology(tmp_path_factory.mktemp("node"))
    except MissingError as error:
        pytest.skip(str(error))
    return dict(zip(READ, graphology.read([files[case].path for case in READ]), strict=True))


@pytest.mark.parametrize("case", READ, ids=str)
def test_it_reads_what_the_mirror_has(
    all_read: dict[Case, dict[str, Any]], files: dict[Case, Written], case: Case
) -> None:
    read, file = all_read[case], files[case]
    nodes = {node["key"]: node["attributes"] for node in read["nodes"]}
    assert set(nodes) == set(file.nodes)
    for node, known in file.nodes.items():
        told = nodes[node]
        assert (told["label"], told["kind"]) == (file.label(node), known["kind"])
        assert (told["x"], told["y"]) == file.look.places[node]
        assert told["size"] == file.look.sizes[node]
        assert told["color"] == "rgba({},{},{},1.0)".format(*file.look.colours[node])
        assert told.get("sources", []) == list(known.get("sources", ()))
    edges = {file.key(one["source"], one["target"], one["attributes"]["kind"]): one for one in read["edges"]}
    assert len(read["edges"]) == len(edges)
    assert set(edges) == set(file.edges)
    if edges:
        assert read["options"]["type"] == ("directed" if file.network.is_directed() else "undirected")
    for edge, known in file.edges.items():
        told = edges[edge]["attributes"]
        assert (told["label"], told["relation"], told["weight"]) == (known["label"], edge[2], known["weight"])
        assert (told["count"], told["records"], told["claims"]) == (
            known["count"],
            list(known["records"]),
            list(known["claims"]),
        )


def test_what_a_label_holds_does_not_break_it(all_read: dict[Case, dict[str, Any]]) -> None:
    read = all_read[Case("hostile", "ties")]
    assert {node["attributes"]["label"] for node in read["nodes"]} == {HOSTILE}
