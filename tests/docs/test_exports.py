"""What docs/exports.md says of options and parameters is what they are; test_docs.py runs its examples."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.exports import exporter, exporters
from cagraph.exports.networks.columns import YEARLY_COLUMNS
from cagraph.graph import Graph
from cagraph.graph.drawings import COLOURED, COUNTED, MUTED
from cagraph.graph.places import DIRECTORY, LAYOUTS
from cagraph.mirror.geography import CENTRE

TEXT = (Path(__file__).parent.parent.parent / "docs/exports.md").read_text(encoding="utf-8")
GEXF = TEXT[TEXT.index("## GEXF") :].partition("\n## ")[0]
SECTION = re.split(r"^## ", TEXT[TEXT.index("## Other graph formats") + 3 :], maxsplit=1, flags=re.MULTILINE)[0]


def test_every_option_is_in_the_table_with_its_values() -> None:
    rows = dict(re.findall(r"^\| `([a-z]+)` \| ([^|]+) \|", GEXF, re.MULTILINE))
    assert tuple(rows) == exporter("gexf").manners == exporter("gexf.gz").manners
    for name, known in (("layout", LAYOUTS), ("size", COUNTED), ("colour", COLOURED)):
        assert set(known) <= set(re.findall("`([a-z]+)`", rows[name]))
    assert set(re.findall("`([a-z]{2})`", rows["lang"])) == {"en", "ru", "kk", "ky", "uz", "tg", "tk"}


def test_every_choice_is_explained() -> None:
    for choice in ("force", "geo", "events", "community", "side", "dynamic"):
        assert f"- **{choice}**: " in GEXF
    for column in YEARLY_COLUMNS:
        assert f"`{column.id}`" in GEXF
    assert f"{CENTRE[0]:g}° N {CENTRE[1]:g}° E" in GEXF
    assert f"`{DIRECTORY}/`" in GEXF
    assert len(MUTED) == 9
    assert "nine largest" in GEXF


def test_the_table_of_other_formats_is_that_of_the_formats() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| `([a-z0-9.]+)` \|[^|]*\| ((?:`\w+` ?)+)\|", SECTION, re.MULTILINE)
    told = {name: (suffix, tuple(re.findall(r"\w+", options))) for name, suffix, options in rows}
    other = [one for one in exporters().values() if one.needs_view and not one.name.startswith("gexf")]
    assert told == {one.name: (one.suffix, one.manners) for one in other}


def test_the_release_is_written_as_told(watched: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    section = TEXT[TEXT.index("## A release") :]
    (command,) = re.findall(r"```sh\ncagraph (.*)\n```", section)
    monkeypatch.setattr(commands, "_graph", lambda: watched)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(commands.app, shlex.split(command), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    rows = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    assert {name.rstrip("/") for name in rows} == {path.name for path in (tmp_path / "out").iterdir()}
    assert "https://example.org/cagraph/data/" in (tmp_path / "out/dcat.ttl").read_text()
