"""The commands and queries of the sections on RDF, tables and round trips run, and the tables name every format."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from made_up import small

from cagraph.graph import Graph

PAGE = (Path(__file__).parent.parent.parent / "docs/exports.md").read_text(encoding="utf-8")
NAMES = ("RDF", "Tables", "Round trips")
SECTIONS = {name: PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0] for name in NAMES}
WHOLE = "".join(SECTIONS.values())


def test_every_dump_is_told_with_its_file_and_options() -> None:
    told = dict(re.findall(r"^\| `([a-z]+)` \| `all(\.[a-z.]+)` \|", WHOLE, re.MULTILINE))
    dumps = {name: one for name, one in Graph.of([]).formats.items() if not one.needs_view}
    assert told == {name: one.suffix for name, one in dumps.items() if name != "records"}
    for name, options in re.findall(r"^\| `([a-z]+)` .* \| ([a-z` ]+) \|$", SECTIONS["RDF"], re.MULTILINE):
        assert tuple(re.findall("`([a-z]+)`", options)) == dumps[name].manners


def test_the_queries_run(tmp_path: Path) -> None:
    graph = Graph.of(small())
    file = tmp_path / "cagraph.sqlite"
    file.write_bytes(b"".join(graph.export("sqlite")))
    signed, named = re.findall(r"```sql\n(.*?)```", SECTIONS["Tables"], re.DOTALL)
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute(signed).fetchall() == [("Treaty pact", "2022-12-22", "book", "p. 1")]
        assert opened.execute(named).fetchall() == []
        tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"entities", "instrument_parties", "event_topics", "entity_names", "participations", "evidence"} <= tables


def test_the_commands_write_what_they_say() -> None:
    commands = re.findall(r"^\$ cagraph export (.*) --out (\S+)\nWrote (\S+)$", WHOLE, re.MULTILINE)
    assert len(commands) == 6
    graph = Graph.of(small())
    for asked, out, wrote in commands:
        name, *options = asked.split()
        words = {"facts": "accepted"} if "--facts" in options else {}
        words |= {"annotations": True} if "--annotations" in options else {}  # type: ignore[dict-item]
        assert out == wrote
        assert b"".join(graph.export(name, **words))
