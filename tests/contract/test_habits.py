"""Habits of the code that linters do not know."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent
MODULES = sorted([*(TOP / "cagraph").rglob("*.py"), *(TOP / "api").rglob("*.py")])

SPARQL = ("SELECT ", "WHERE {", "CONSTRUCT ", "ASK {", "INSERT ", "DELETE ")


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOP)))
def test_modules_are_small_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(tree)
    for function in functions(tree):
        assert (function.end_lineno or 0) - function.lineno <= 80, function.name
    assert not {"utils", "helpers", "common", "manager"} & set(path.with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOP)))
def test_sparql_is_never_formatted(path: Path) -> None:
    """No f-string, % or .format holds SPARQL keywords: terms are placed by the one binder alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
            assert not any(
                word in text for word in ("SELECT ", "WHERE {", "CONSTRUCT ", "ASK {", "INSERT ", "DELETE ")
            ), text


@pytest.mark.parametrize("module", ["networkx", "fastapi", "rdflib", "uvicorn"])
def test_importing_the_package_loads_little(module: str) -> None:
    code = f"import cagraph, cagraph.model, sys; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
