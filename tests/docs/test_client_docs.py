"""The examples of docs/client.md run against a running service."""

import re
from pathlib import Path

import pytest
from live import serving

PAGE = Path(__file__).parent.parent.parent / "docs/client.md"


def test_examples_run(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas", reason="pandas is an extra")
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 3
    monkeypatch.chdir(tmp_path)
    with serving(tmp_path, store=built) as live:
        for example in examples:
            assert "http://127.0.0.1:8000" in example
            exec(compile(example.replace("http://127.0.0.1:8000", live.url), "client.md", "exec"), {})
    told = capsys.readouterr().out
    assert "Treaty on Alliance Relations" in told
    assert "did you mean 'kaz-uzb-alliance-2022'?" in told
    assert "KAZ " in told
    assert (tmp_path / "ties.gexf").read_bytes().startswith(b"<?xml")
