"""The commands for the safety of a store: backup, restore, doctor."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from cagraph import graph as workshop
from cagraph.cli import show
from cagraph.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer, _: object) -> None:
    """Add the commands; they need no graph, which could not be opened where something is wrong."""

    @app.command()
    def backup(
        target: Annotated[Path, typer.Argument(help="A directory that is not there yet.")], as_json: AsJson = False
    ) -> None:
        """Copy the store, also while a service writes, and read the copy back."""
        _tell(workshop.back_up(_settings(), target), f"Wrote {target}", as_json)

    @app.command()
    def restore(
        place: Annotated[Path, typer.Argument(help="What cagraph backup has made.")],
        to: Annotated[Path | None, typer.Option(help="Where to; else CAGRAPH_STORE.")] = None,
        force: Annotated[bool, typer.Option("--force", help="Put a store that is there aside.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Make a store of a backup, every byte and quad of it verified before it takes its place."""
        found, aside = workshop.restore(_settings(), place, to, force)
        where = to or _settings().store
        _tell(found, f"Restored {where}" + (f", the one before is at {aside}" if aside else ""), as_json)

    @app.command()
    def doctor(
        repair: Annotated[bool, typer.Option("--repair", help="Mend what can safely be mended.")] = False,
        data: Annotated[bool, typer.Option("--data", help="Compare it with what the records give, too.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Look the store over: what is wrong, and what to do about it."""
        report = workshop.look_over(_settings(), repair, data)
        if as_json:
            found = [
                {"about": one.about, "says": one.says, "wrong": one.wrong, "do": one.do} for one in report.findings
            ]
            show.as_json({"sound": report.sound, "mended": list(report.mended), "findings": found})
        else:
            console = show.out()
            for said in report.mended:
                console.print(f"Mended: {escape(said)}")
            for one in report.findings:
                mark = "[red]wrong[/red]" if one.wrong else "ok   " if not one.do else "note "
                console.print(f"{mark} {one.about}: {escape(one.says)}" + (f" → {escape(one.do)}" if one.do else ""))
            console.print("Nothing is wrong" if report.sound else "Something is wrong")
        if not report.sound:
            raise typer.Exit(1)


def _settings() -> Settings:
    return Settings.from_environment(os.environ)


def _tell(found: workshop.Backup, done: str, as_json: bool) -> None:
    if as_json:
        values: dict[str, Any] = {**asdict(found), "files": len(found.files), "bytes": found.bytes}
        show.as_json(values)
        return
    show.out().print(
        f"{escape(done)}: {found.quads} quads of version {found.version[:12]}, {found.rows} rows of the journal, "
        f"{found.steps} steps of the history, {'the keys' if found.keys else 'no keys'}; "
        f"{len(found.files)} files, {found.bytes} bytes, each verified"
    )
