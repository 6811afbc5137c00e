"""Options that several commands have."""

from typing import Annotated

import typer

Since = Annotated[str, typer.Option(help="First date, of any precision.")]
Until = Annotated[str, typer.Option(help="Last date, of any precision.")]
On = Annotated[str, typer.Option(help="What was, or can have been, on this day; treaties in force on it.")]
Kinds = Annotated[str, typer.Option(help="Kinds of records, as Meeting,Visit.")]
Level = Annotated[str, typer.Option(help="Levels, as head-of-state, leaders or any; of relations, alliance …")]
Bilateral = Annotated[bool, typer.Option("--bilateral", help="Only records of exactly two parties.")]
Weight = Annotated[str, typer.Option(help="Rule of weight of co-participation: count, newman or pairs.")]
Ties = Annotated[list[str] | None, typer.Option(help="A kind of ties that counts; repeated: any.")]
Among = Annotated[list[str] | None, typer.Option(help="An id or kind of nodes to look at; repeated.")]
Of = Annotated[str, typer.Option(help="Of records: of pairs, nodes, topics or network.")]
Lang = Annotated[str, typer.Option(help="Language of labels, as ru; else English.")]
Layout = Annotated[str, typer.Option(help="Where nodes stand: force, or geo for a map.")]
Size = Annotated[str, typer.Option(help="Sizes of nodes: degree, events, or a measure, as betweenness.")]
Colour = Annotated[str, typer.Option(help="Colours of nodes: kind, community or side.")]
Dynamic = Annotated[bool, typer.Option("--dynamic", help="Values of edges for each year.")]
Topic = Annotated[str, typer.Option(help="Topics of instruments, as water,energy.")]
Facts = Annotated[str, typer.Option(help="Of dumps: accepted, for accepted facts without claims and provenance.")]
Annotations = Annotated[bool, typer.Option("--annotations", help="Of RDF: each fact with its claims, in RDF 1.2.")]
