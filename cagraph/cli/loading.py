"""The commands that load records, undo that, and tell of it: load, undo, drop-source, log, diff."""

import getpass
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from cagraph import graph as workshop
from cagraph.cli import files, show
from cagraph.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")]
By = Annotated[str, typer.Option(help="Who does it; else the user of this machine.")]
Note = Annotated[str, typer.Option(help="Why, for the log.")]
SOME_LEFT_OUT = 3


def register(app: typer.Typer, _: object) -> None:
    """Add the commands; they open the store for writing, not the graph."""
    _that_load(app)
    _that_undo(app)
    _that_tell(app)


def _that_load(app: typer.Typer) -> None:
    @app.command()
    def load(
        paths: Annotated[list[Path], typer.Argument(help="Files of records, loaded together.")],
        dry_run: DryRun = False,
        keep_going: Annotated[
            bool, typer.Option("--keep-going", help="Leave out the records that have faults, and load the rest.")
        ] = False,
        left_out: Annotated[
            Path | None, typer.Option(help="Where to write the records left out; else beside the first file.")
        ] = None,
        source: Annotated[str, typer.Option(help="The source, by id, of a file that names none.")] = "",
        by: By = "",
        note: Note = "",
        as_json: AsJson = False,
    ) -> None:
        """Load records over those that are there: all of them, or none."""
        outcome = show.with_progress(
            lambda _: workshop.load_files(settings(), paths, name(by), note, dry_run, keep_going, source)
        )
        target = left_out or paths[0].with_name(f"{paths[0].stem}.left-out.yaml")
        if outcome.left_out:
            files.write(target, [workshop.left_out_text(outcome).encode()])
        tell(outcome, as_json)
        if outcome.left_out:
            show.err().print(f"{len(outcome.left_out)} left out, with the reasons: {escape(str(target))}")
            raise typer.Exit(SOME_LEFT_OUT)


def _that_undo(app: typer.Typer) -> None:
    @app.command()
    def undo(
        number: Annotated[int, typer.Argument(metavar="LOAD", help="Its number in cagraph log.")],
        dry_run: DryRun = False,
        by: By = "",
        note: Note = "",
        as_json: AsJson = False,
    ) -> None:
        """Take back what a load did; undoing an undoing brings it back."""
        tell(workshop.undo_load(settings(), number, name(by), note, dry_run), as_json)

    @app.command()
    def drop_source(
        source: Annotated[str, typer.Argument(help="The id of the source.")],
        dry_run: DryRun = False,
        by: By = "",
        note: Note = "",
        as_json: AsJson = False,
    ) -> None:
        """Remove a source and what rests on it alone; it can be undone."""
        tell(workshop.drop_source(settings(), source, name(by), note, dry_run), as_json)


def _that_tell(app: typer.Typer) -> None:
    @app.command()
    def log(as_json: AsJson = False) -> None:
        """List what was loaded and undone, the last first."""
        found = workshop.log(workshop.store_directory(settings()))
        if as_json:
            show.as_json(found)
            return
        for one in found:
            show.out().print(escape(_line(one)))
            for words in one.get("says", []):
                show.out().print(f"    {escape(words)}")

    @app.command()
    def diff(
        old: Annotated[str, typer.Argument(help="A data version, its first digits, or the number of a load.")],
        new: Annotated[str, typer.Argument(help="Another; else the current one.")] = "",
        as_json: AsJson = False,
    ) -> None:
        """Say what lies between two versions, as: cagraph diff 3 5."""
        found = workshop.difference(settings(), old, new)
        if as_json:
            show.as_json(found.as_dict())
            return
        for words in found.effects.words or ["Nothing differs"]:
            show.out().print(escape(words))
        if not found.clocked:
            show.out().print("[dim]The status of treaties is not compared: one of the versions is kept no more[/dim]")


def settings() -> Settings:
    """The settings of this run."""
    return Settings.from_environment(os.environ)


def name(by: str) -> str:
    """Who does it: as given, else the user of this machine."""
    return by or getpass.getuser()


def _line(one: dict[str, Any]) -> str:
    what = {
        "load": ", ".join(file["name"] for file in one.get("files", [])),
        "undo": f"of {one.get('undoes')}",
        "drop-source": one.get("source", ""),
    }.get(one["kind"], "")
    if judged := one.get("judgement"):
        what = f"{judged['one']} and {judged['other']}: {judged['verdict']}"
    told = f"{one['load']} {one['time'][:19]} {one['kind']} {what} by {one['by']}, version {one['version'][:12]}"
    return told + (f" ({one['note']})" if one.get("note") else "") + ("" if one["in_force"] else " [undone]")


def tell(outcome: workshop.Outcome, as_json: bool) -> None:
    """Print what was done, or would be."""
    if as_json:
        show.as_json(outcome.as_dict())
        return
    console = show.out()
    for remark in outcome.remarks:
        console.print(f"Passed over: {escape(str(remark))}")
    if not outcome.changed:
        why = f" since load {outcome.load}" if outcome.load else ""
        console.print(f"Nothing changes: all of it is there{why}. Version {outcome.data_version[:12]}")
        return
    done = f"{outcome.kind} {outcome.load}: version {outcome.data_version[:12]}"
    console.print("This would be the change:" if outcome.dry_run else done[0].upper() + done[1:])
    for words in outcome.effects.words:
        console.print(f"  {escape(words)}")
