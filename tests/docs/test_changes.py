"""What docs/changes.md shows of a mended record is what a build makes of it."""

import json
import re
from pathlib import Path

from cagraph.graph import Graph, build
from cagraph.settings import Settings
from cagraph.store import history

TEXT = (Path(__file__).parent.parent.parent / "docs/changes.md").read_text(encoding="utf-8")
REST = """\
- kind: Source
  id: gazette
  label: A gazette

- kind: State
  id: KAZ
  label: Kazakhstan
  evidence:
    - source: gazette
      at: "2"

- kind: State
  id: UZB
  label: Uzbekistan
  evidence:
    - source: gazette
      at: "2"

"""


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    assert found
    return found[1]


def test_the_change_that_is_shown(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    here = Settings(store=tmp_path / "store", data=tmp_path / "data")
    before = REST + block("yaml")
    versions = []
    for text in (before, before.replace("signed: 2022-12\n", "signed: 2022-12-22\n")):
        (tmp_path / "data" / "records.yaml").write_text(text, encoding="utf-8")
        versions.append(build(here).data_version)
    items = Graph.open(here.store).changes(versions[0])["items"]
    shown = json.loads(block("json"))
    assert (items[0]["what"], items[0]["action"]) == ("entity", "changed")
    assert sorted((item["what"], item["action"]) for item in items[1:]) == [("claim", "added"), ("claim", "gone")]
    assert shown == items[0] | {name: shown[name] for name in ("time", "version")}
    assert list(shown) == list(items[0])


def test_the_bound_is_the_one_that_is_told() -> None:
    assert f"more than {history.ROOM >> 20} MiB" in TEXT
