"""The commands of the review queue: review, judge."""

from typing import Annotated

import typer
from rich.markup import escape

from cagraph import graph as workshop
from cagraph.cli import loading, show


def register(app: typer.Typer, _: object) -> None:
    """Add the commands; they open the store for writing, not the graph."""

    @app.command()
    def review(
        kind: Annotated[str, typer.Option(help="Only records of a kind, as Person or meetings.")] = "",
        least: Annotated[float, typer.Option(min=0.0, max=1.0, help="The least score.")] = workshop.LEAST,
        again: Annotated[bool, typer.Option("--again", help="With the pairs that were judged unsure.")] = False,
        limit: Annotated[int, typer.Option(min=1, help="How many pairs to show.")] = 20,
        as_json: loading.AsJson = False,
    ) -> None:
        """List pairs of records that may be of the same thing, the likeliest first."""
        queue = show.with_progress(lambda _: workshop.review(loading.settings(), kind, least, again))
        if as_json:
            show.as_json(queue.as_dict())
            return
        console, found = show.out(), queue.candidates
        for one in found[:limit]:
            console.print(f"{one.score:.2f} {one.kind} {escape(one.one)} {escape(one.other)}")
            console.print(f"    {escape('; '.join(one.reasons))}")
        if not found:
            console.print("No pairs to review.")
            return
        more = f" {len(found) - limit} more: --limit." if len(found) > limit else ""
        console.print(f"Say of each: cagraph judge ONE OTHER same|different|unsure.{more}")

    @app.command()
    def judge(
        one: Annotated[str, typer.Argument(help="The id of a record; the one that stays.")],
        other: Annotated[str, typer.Argument(help="The id of another; it is merged into ONE where both are the same.")],
        verdict: Annotated[workshop.Verdict, typer.Argument(help="Whether both are of one thing.")],
        dry_run: loading.DryRun = False,
        by: loading.By = "",
        note: loading.Note = "",
        as_json: loading.AsJson = False,
    ) -> None:
        """Judge a pair: the same, and they are merged; different or unsure, and it is noted. It can be undone."""
        outcome = show.with_progress(
            lambda _: workshop.judge(loading.settings(), one, other, verdict, loading.name(by), note, dry_run)
        )
        loading.tell(outcome, as_json)
