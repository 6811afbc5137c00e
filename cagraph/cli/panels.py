"""The command of panels: tables for regressions, with their codebooks and bibliographies."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cagraph.cli import files, show
from cagraph.cli.options import Bilateral, Kinds, Level
from cagraph.errors import ParameterError
from cagraph.graph import COMPANIONS, KnowledgeGraph, Panel, as_file


def register(app: typer.Typer, opened: Callable[[], KnowledgeGraph]) -> None:
    """Add the command to the program, which knows how to open the graph."""

    @app.command()
    def panel(
        unit: Annotated[str, typer.Argument(help="dyad-year, state-year, leader-year, event; none lists counts.")] = "",
        events: Annotated[list[str] | None, typer.Option(help="What to count, as visits; repeated.")] = None,
        since: Annotated[str, typer.Option(help="First year.")] = "",
        until: Annotated[str, typer.Option(help="Last year.")] = "",
        among: Annotated[list[str] | None, typer.Option(help="A state or region; repeated.")] = None,
        directed: Annotated[bool, typer.Option("--directed", help="Two rows of a dyad, one each way.")] = False,
        records: Annotated[bool, typer.Option("--records", help="Add the ids of the records counted.")] = False,
        kinds: Kinds = "",
        level: Level = "",
        bilateral: Bilateral = False,
        out: Annotated[str, typer.Option(help="File to write: .csv, .parquet or .dta; else CSV is printed.")] = "",
        codebook: Annotated[bool, typer.Option("--codebook", help="Print the codebook in place of the rows.")] = False,
        bibtex: Annotated[bool, typer.Option("--bibtex", help="Print the sources as BibTeX in place of it.")] = False,
    ) -> None:
        """Count by dyad, state or leader and year, as: cagraph panel dyad-year --events visits --out visits.dta."""
        if sum(map(bool, (out, codebook, bibtex))) > 1:
            raise ParameterError(
                "--out, --codebook and --bibtex exclude each other", "--out writes the other two as well"
            )
        graph = opened()
        if not unit:
            _list(graph)
            return
        found = graph.panel(
            unit, events or (), since=since, until=until, among=among or (), directed=directed, records=records,
            kinds=kinds, level=level, bilateral=bilateral,
        )  # fmt: skip
        if out:
            _write(found, Path(out))
            return
        suffix = ".md" if codebook else ".bib" if bibtex else ".csv"
        sys.stdout.write(as_file(found, suffix).decode())


def _list(graph: KnowledgeGraph) -> None:
    table = show.columns("count", "what", "units", "rule")
    for one in graph.panels.values():
        table.add_row(one.name, escape(one.title), ", ".join(one.units), escape(one.counted_by(one.units[0]).rule))
    show.out().print(table)


def _write(found: Panel, target: Path) -> None:
    """The panel, and its codebook and bibliography beside it: all of them, or none where one cannot be made."""
    if target.suffix in COMPANIONS.values():
        raise ParameterError(f"out: '{target.suffix}' is not for rows", "write .csv, .parquet or .dta; it comes beside")
    bodies = {target: as_file(found, target.suffix)}
    bodies |= {target.with_name(target.name + ending): as_file(found, form) for ending, form in COMPANIONS.items()}
    for path, body in bodies.items():
        files.write(path, [body])
        show.out().print(f"Wrote {path}, {len(body)} bytes")
