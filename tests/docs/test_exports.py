"""The table in docs/exports.md is that of the formats; test_docs.py runs its examples."""

import re
from pathlib import Path

from cagraph.exports import exporters

TEXT = (Path(__file__).parent.parent.parent / "docs/exports.md").read_text(encoding="utf-8")
SECTION = re.split(r"^## ", TEXT[TEXT.index("## Other graph formats") + 3 :], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_table_of_other_formats_is_that_of_the_formats() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| `([a-z0-9.]+)` \|[^|]*\| ((?:`\w+` ?)+)\|", SECTION, re.MULTILINE)
    told = {name: (suffix, tuple(re.findall(r"\w+", options))) for name, suffix, options in rows}
    other = [one for one in exporters().values() if one.needs_view and not one.name.startswith("gexf")]
    assert told == {one.name: (one.suffix, one.manners) for one in other}
