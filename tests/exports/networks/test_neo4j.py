"""Neo4j: the header of its import, the command that runs it, and Cypher for each kind."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from networks_read import UNIT, table

from cagraph.exports.networks.neo4j import identifier
from cagraph.graph import Graph


@pytest.fixture(scope="module")
def archive(article_on_memory: Graph) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(article_on_memory.export("neo4j", "ties"))))


def test_headers_have_the_types_of_the_import(archive: ZipFile) -> None:
    nodes, edges = (list(table(archive, name)[0]) for name in ("nodes.csv", "relationships.csv"))
    assert (nodes[0], nodes[-1]) == ("id:ID", ":LABEL")
    assert (edges[0], edges[1], edges[-1]) == (":START_ID", ":END_ID", ":TYPE")
    for head in (*nodes[1:-1], *edges[2:-1]):
        assert re.fullmatch(r"[a-z_]+:(string|long|double)(\[\])?", head)
    assert {"name:string", "sources:string[]", "lat:double"} <= set(nodes)


def test_labels_and_types_need_no_quotes(archive: ZipFile) -> None:
    labels = {label for row in table(archive, "nodes.csv") for label in row[":LABEL"].split(UNIT)}
    types = {row[":TYPE"] for row in table(archive, "relationships.csv")}
    assert {"Entity", "Actor", "State"} <= labels
    assert "MET" in types
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) for name in labels | types)
    assert [identifier(text) for text in ("met", "", "7", "§")] == ["MET", "IS", "IS_7", "IS"]


def test_every_row_is_loaded_by_one_statement(archive: ZipFile) -> None:
    script = archive.read("load.cypher").decode()
    kinds = re.findall(
        r"row\.`kind:string` = '(\w+)'\nMERGE \(n:Entity \{id: row\.`id:ID`\}\)\nSET n:([\w:]+),", script
    )
    rows = table(archive, "nodes.csv")
    assert len(kinds) == len(set(kinds))
    assert {kind for kind, _ in kinds} == {row["kind:string"] for row in rows}
    assert {tuple(labels.split(":")) for _, labels in kinds} == {tuple(row[":LABEL"].split(UNIT)) for row in rows}
    types = re.findall(r"row\.`:TYPE` = '(\w+)'\n.*\nCREATE \(a\)-\[:(\w+) ", script)
    assert all(one == other for one, other in types)
    assert {one for one, _ in types} == {row[":TYPE"] for row in table(archive, "relationships.csv")}
    heads = {*rows[0], *table(archive, "relationships.csv")[0]}
    assert set(re.findall(r"row\.`([^`]+)`", script)) == heads - {":LABEL"}
    assert script.count(";\n") == 1 + len(kinds) + len(types)


@pytest.mark.skipif(sys.platform == "win32", reason="the script is for a Unix shell")
def test_the_script_calls_the_import(archive: ZipFile, tmp_path: Path) -> None:
    archive.extractall(tmp_path / "net work")
    program = tmp_path / "neo4j-admin"
    program.write_text('#!/bin/sh\npwd\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}

    def called(*arguments: str) -> list[str]:
        command = ["sh", str(tmp_path / "net work" / "import.sh"), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.splitlines()

    where, *told = called()
    assert where == str(tmp_path / "net work")
    assert told[:3] == ["database", "import", "full"]
    assert told[-1] == "neo4j"
    assert {"--array-delimiter=U+001F", "--multiline-fields=true"} <= set(told)
    for option in ("nodes", "relationships"):
        (file,) = (one.partition("=")[2] for one in told if one.startswith(f"--{option}="))
        assert (tmp_path / "net work" / file).exists()
    assert called("ties", "--overwrite-destination=true")[-2:] == ["--overwrite-destination=true", "ties"]
