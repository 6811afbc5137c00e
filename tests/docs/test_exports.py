"""What docs/exports.md says of options and parameters is what they are; test_docs.py runs its examples."""

import re
from pathlib import Path

from cagraph.exports import exporter
from cagraph.exports.networks.columns import YEARLY_COLUMNS
from cagraph.graph.drawings import COLOURED, COUNTED, MUTED
from cagraph.graph.places import DIRECTORY, LAYOUTS
from cagraph.mirror.geography import CENTRE

TEXT = (Path(__file__).parent.parent.parent / "docs/exports.md").read_text(encoding="utf-8")
GEXF = TEXT[TEXT.index("## GEXF") :].partition("\n## ")[0]


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
