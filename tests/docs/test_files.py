"""What docs/files.md says of files is so; test_docs.py runs its commands."""

import re
from pathlib import Path

from cagraph.intake import FORMATS, Circumstances, parse
from cagraph.intake.columns import column
from cagraph.intake.nesting import DEEPEST
from cagraph.model import MODEL

TEXT = (Path(__file__).parent.parent.parent / "docs/files.md").read_text(encoding="utf-8")


def block(language: str) -> bytes:
    (found,) = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return str(found).encode()


def test_the_table_is_that_of_the_formats() -> None:
    rows = re.findall(r"^\| ([A-Z][\w /-]+) \| ((?:`\.\w+`(?:, )?)+) \|", TEXT, re.MULTILINE)
    told = [(name, tuple(re.findall(r"`(\.\w+)`", suffixes))) for name, suffixes in rows]
    assert told == [(format_.name, format_.suffixes) for format_ in FORMATS]


def test_the_row_says_the_same_as_the_record() -> None:
    found, problems = parse(block("yaml"), "a.yaml", Circumstances())
    assert problems == []
    assert parse(block("csv"), "a.csv", Circumstances())[0].records == found.records


def test_the_columns_that_are_told_of_are_read() -> None:
    rows = re.findall(r"^\| ([^|]*) \|", TEXT.partition("| column | holds |")[2].partition("\n\n")[0], re.MULTILINE)
    names = [name for row in rows for name in re.findall(r"`([\w.@-]+)`", row)]
    assert len(names) == 13
    for name in names:
        assert column(name, MODEL.kinds["Visit"]).path


def test_other_vocabularies_give_what_is_said() -> None:
    found, problems = parse(block("turtle"), "a.ttl", Circumstances(source="book"))
    assert problems == []
    assert [record.id for record in found.records] == ["summit-2019", "Astana"]
    assert [str(one).partition("not taken: ")[2] in TEXT for one in found.remarks] == [True]
    assert f"beyond {DEEPEST} levels" in TEXT
