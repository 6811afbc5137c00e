"""The command of plots: pictures of measures and networks."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from cagraph.cli import show
from cagraph.cli.options import Among, Bilateral, Kinds, Level, Of, On, Since, Ties, Topic, Until, Weight
from cagraph.graph import PLOTS, KnowledgeGraph


def register(app: typer.Typer, opened: Callable[[], KnowledgeGraph]) -> None:
    """Add the command to the program, which knows how to open the graph."""

    @app.command()
    def plot(
        kind: Annotated[str, typer.Argument(help=f"{', '.join(PLOTS)}.")],
        measure: Annotated[str, typer.Argument(help="A measure, as betweenness; else strength.")] = "",
        out: Annotated[str, typer.Option(help="File to write, ending in .svg or .png.")] = ...,  # type: ignore[assignment]
        view: Annotated[str, typer.Option(help="The network; ties without it.")] = "",
        since: Since = "",
        until: Until = "",
        by: Annotated[str, typer.Option(help="Of lines: year, or rolling:5 for each five years.")] = "",
        ties: Ties = None,
        among: Among = None,
        on: On = "",
        kinds: Kinds = "",
        level: Level = "",
        bilateral: Bilateral = False,
        weight: Weight = "",
        topic: Topic = "",
        of: Of = "",
        sensitivity: Annotated[bool, typer.Option("--sensitivity", help="Of lines: draw ranges as bands.")] = False,
        colour: Annotated[str, typer.Option(help="Of a network: kind or communities.")] = "",
        lang: Annotated[str, typer.Option(help="Language of names, as ru.")] = "",
        title: Annotated[str, typer.Option(help="A title of your own.")] = "",
    ) -> None:
        """Draw a picture, as: cagraph plot heatmap --ties met --among State --out met.svg."""
        asked: dict[str, Any] = {"on": on, "kinds": kinds, "level": level, "bilateral": bilateral}
        asked |= {"weight": weight, "topic": topic}
        what = (measure, view, since, until, by, ties or (), among or (), colour, lang, title, of, sensitivity)
        found = opened().plot(kind, *what, **asked)
        found.save(out)
        show.out().print(f"Wrote {out}", markup=False)
