"""What a measure is, and what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import TYPE_CHECKING, Final

from cagraph.errors import ParameterError

if TYPE_CHECKING:
    import networkx as nx

Value = int | float | None
# What stands beside a value: another, or the ids of records.
Detail = Value | tuple[str, ...]

DECIMALS: Final = 9
UNUSED: Final = "Weights are not used: two are tied or not."
SIGNS: Final = "Weights are not used: two are tied or not, negatively where any tie of theirs is negative."
STRENGTHS: Final = "Weights are strengths: the sum of the weights of all ties of two."
DISTANCES: Final = (
    "Weights are strengths, the sum of the weights of all ties of two; the length of a tie is 1/weight (Newman 2001), "
    "so that strong ties are short."
)


def rounded(value: Value) -> Value:
    """What any machine reckons alike; zero has no sign."""
    return round(value, DECIMALS) + 0.0 if isinstance(value, float) else value


@dataclass(frozen=True)
class Scores:
    """Values of one network: by node, or by pair of nodes in the order of ids. None is where it is not defined.

    `whole` are numbers of the network as a whole, `notes` what must not be overlooked, `details` what stands beside
    each value, by column.
    """

    values: Mapping[tuple[str, ...], Value]
    whole: Mapping[str, Value] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    details: Mapping[tuple[str, ...], Mapping[str, "Detail"]] = field(default_factory=dict)

    @classmethod
    def of_nodes(cls, values: Mapping[str, Value], **more: Value) -> "Scores":
        """Scores of nodes, with numbers of the whole network."""
        return cls({(node,): value for node, value in values.items()}, more)


@dataclass(frozen=True)
class Measure:
    """A named measure. `compute` is given a network with one edge for each two that are tied, and its `weight`.

    `source` is the paper that defines it, `weights` says how it reads weights, `of` whether values are of `nodes` or of
    `pairs`. `direction` is `used`, `ignored` (both ways are added together) or `needed`. `ranked` tells whether the
    largest value comes first, `amounts` whether values can be more and less, as numbers of communities cannot. Signs of
    ties, `signs`, are `needed` or `unused`.
    """

    name: str
    title: str
    source: str
    compute: "Callable[[nx.Graph[str]], Scores]"
    weights: str = STRENGTHS
    of: str = "nodes"
    direction: str = "ignored"
    ranked: bool = True
    signs: str = "unused"
    amounts: bool = True

    @property
    def groupings(self) -> tuple[str, ...]:
        """What there can be values of."""
        return (self.of,)

    @property
    def columns(self) -> Mapping[str, str]:
        """What stands beside each value, by name."""
        return {}

    @property
    def options(self) -> tuple[str, ...]:
        """Its own options; those of a network are its view's."""
        return ()

    @property
    def definition(self) -> str:
        """How it is defined, in words."""
        return " ".join(cleandoc(self.compute.__doc__ or "").split())

    def __call__(self, network: "nx.Graph[str]") -> Scores:
        """Its values for a network without self-loops.

        Raises ParameterError where it needs direction or signs and the network has none.
        """
        if self.direction == "needed" and not network.is_directed():
            raise ParameterError(
                f"view: {self.name} needs ties with a direction, and this view has none",
                "ask it of a directed view, as events",
            )
        if self.signs == "needed" and not network.graph.get("signed"):
            raise ParameterError(
                f"view: {self.name} needs ties with signs, and this view has none", "ask it of the view signed"
            )
        return self.compute(network)
