"""Measures of networks as plain values, which are also tables and CSV."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from cagraph.measures import Analysis, Measure, RecordMeasure, Result
from cagraph.measures.measure import Value
from cagraph.measures.sensitivity import Move
from cagraph.mirror import OPTIONS, Requested
from cagraph.tables import DAY, ENTITY, NUMBER, TEXT, Column, Table, Tabular
from cagraph.tables.types import list_of

if TYPE_CHECKING:
    import networkx as nx

_OF_NODES: Final = ("id",)
_OF_PAIRS: Final = ("one", "other")
_ENDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"nodes": _OF_NODES, "topics": _OF_NODES, "pairs": _OF_PAIRS, "network": ()}
)
_WITH_RANGE: Final = ("value", "low", "high")


@dataclass(frozen=True)
class Inquiry:
    """What `analyse` is asked, `options` being those of the view or measure."""

    measure: str
    view: str
    since: str
    until: str
    by: str
    ties: tuple[str, ...]
    among: tuple[str, ...]
    of: str
    sensitivity: bool
    options: Mapping[str, Any]

    @property
    def words(self) -> dict[str, Any]:
        """What the measure is taken of, by the names that `take` has for it."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in {"measure", "sensitivity"}}

    @property
    def parameters(self) -> dict[str, str]:
        """The same as a service is asked it."""
        plain = {name: getattr(self, name) for name in ("view", "since", "until", "by", "of")}
        lists = {"ties": ",".join(self.ties), "among": ",".join(self.among)}
        return {**plain, **lists, "sensitivity": "true" if self.sensitivity else "", **Requested(**self.options).given}


class Measured(dict[str, Any], Tabular):
    """What `analyse` gives: a mapping, and a table with a row for each value of each window."""

    def __init__(self, values: Mapping[str, Any], home: str = "") -> None:
        super().__init__(values)
        self._home = home

    @property
    def ends(self) -> tuple[str, ...]:
        """Where a value says whose it is: `id`, or `one` and `other`; nowhere where it is of the whole network."""
        return _ENDS[self["of"]]

    @property
    def amounts(self) -> tuple[str, ...]:
        """The numbers that a row has: `value`, and `low` and `high` where its range was asked for."""
        return _WITH_RANGE if "scenarios" in self else _WITH_RANGE[:1]

    def rows(self) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
        """Each value with its window, in order."""
        for window in self["windows"]:
            for row in window["values"]:
                yield window, row

    def csv(self) -> str:
        """A row for each value (RFC 4180), each with all that it has to be traced by; empty where not defined."""
        buffer = StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        labels = ["label"] if self.ends == _OF_NODES else [f"{end}_label" for end in self.ends]
        frame = ["window", "since", "until"]
        head = ["measure", "view", *frame, *self.ends, *labels, *self.amounts, *self["columns"]]
        writer.writerow([*head, "ties", "among", "options", "data_version"])
        options = {name: value for name, value in self["parameters"].items() if name in OPTIONS and name not in frame}
        asked = [",".join(self["parameters"][name]) for name in ("ties", "among")]
        asked.append("&".join(f"{name}={value}" for name, value in options.items()))
        for window, row in self.rows():
            ids = [row[end] for end in self.ends]
            named = [self["labels"][id_] for id_ in ids]
            place = [window[name] for name in frame]
            values = [row[name] for name in self.amounts]
            writer.writerow(
                [
                    *(self["measure"], self["view"], *place, *ids, *named, *values),
                    *(_plain(row[name]) for name in self["columns"]),
                    *(*asked, self["data_version"]),
                ]
            )
        return buffer.getvalue()

    def table(self) -> Table:
        """The values, a row each."""
        rows = list(self.rows())
        columns = [Column("window", TEXT, [window["window"] for window, _ in rows])]
        columns += [Column(name, DAY, [window[name] for window, _ in rows]) for name in ("since", "until")]
        for end in self.ends:
            column = [{"id": row[end], "label": self["labels"][row[end]]} for _, row in rows]
            columns.append(Column("node" if end == "id" else end, ENTITY, column))
        columns += [Column(name, NUMBER, [_number(row[name]) for _, row in rows]) for name in self.amounts]
        columns += [_column(name, [row[name] for _, row in rows]) for name in self["columns"]]
        about = f"{self['title']} ({self['source']}): {self['definition']} View {self['view']}: {self['rule']}"
        return Table(columns, self["title"], about, self["notes"], self._home, self["data_version"])


def _number(value: Value) -> float | None:
    return None if value is None else float(value)


def _plain(value: Value | list[str]) -> Value | str:
    return ",".join(value) if isinstance(value, list) else value


def _column(name: str, values: list[Any]) -> Column:
    """What stands beside values: numbers, or lists of ids."""
    if any(isinstance(value, list) for value in values):
        return Column(name, list_of(TEXT), values)
    return Column(name, NUMBER, [_number(value) for value in values])


def described(measure: Measure | RecordMeasure) -> dict[str, Any]:
    """A measure in plain values."""
    return {
        "measure": measure.name,
        "title": measure.title,
        "definition": measure.definition,
        "source": measure.source,
        "weights": measure.weights,
        "direction": measure.direction,
        "signs": measure.signs,
        "of": measure.of,
        "groupings": list(measure.groupings),
        "columns": dict(measure.columns),
        "options": list(measure.options),
    }


_OF_LISTS: Final = frozenset({"weights", "direction", "groupings", "options", "signs"})


def told(found: Analysis, mirror: "nx.MultiDiGraph[str]") -> dict[str, Any]:
    """An analysis in plain values, with the labels of all nodes."""
    ids = sorted({node for result in found.results for node in (*result.nodes, *result.absent)})
    ways = [{"scenario": way.name, "about": way.about} for way in found.scenarios]
    return {
        **{name: text for name, text in described(found.measure).items() if name not in _OF_LISTS},
        "view": found.cut.view,
        "rule": found.cut.rule,
        "parameters": {
            "since": found.since or None,
            "until": found.until or None,
            "by": found.by or None,
            "ties": list(found.cut.ties),
            "among": [*found.cut.nodes, *found.cut.kinds],
            **Requested(**found.cut.options).given,
        },
        "windows": [_window(result, found.measure) for result in found.results],
        **({"scenarios": ways} if ways else {}),
        "labels": {id_: mirror.nodes[id_]["label"] for id_ in ids},
        "notes": list(found.notes),
        "data_version": found.data_version,
    }


def _window(result: Result, measure: Measure | RecordMeasure) -> dict[str, Any]:
    ends = _ENDS[measure.of]

    def place(entry: tuple[tuple[str, ...], Value]) -> tuple[bool, float, tuple[str, ...]]:
        nodes, value = entry
        return value is None, (-1 if measure.ranked else 1) * (value or 0), nodes

    span = {
        name: day.isoformat() if day else None
        for name, day in (("since", result.window.since), ("until", result.window.until))
    }
    bounds = result.ranges.bounds
    return {
        "window": result.name,
        **span,
        "network": dict(result.scores.whole),
        "values": [
            {
                **dict(zip(ends, nodes, strict=True)),
                **dict(zip(_WITH_RANGE, (value, *bounds.get(nodes, ())), strict=False)),
                **_beside(result, nodes),
            }
            for nodes, value in sorted(result.scores.values.items(), key=place)
        ],
        **({"moved_by": [_moved(move, ends) for move in result.ranges.moves]} if result.ranges.moves else {}),
        "absent": list(result.absent),
        "notes": list(result.scores.notes),
    }


def _beside(result: Result, nodes: tuple[str, ...]) -> dict[str, Any]:
    """What stands beside a value."""
    beside = result.scores.details.get(nodes, {})
    return {name: list(one) if isinstance(one, tuple) else one for name, one in beside.items()}


def _moved(move: Move, ends: tuple[str, ...]) -> dict[str, Any]:
    whose = dict(zip(ends, move.nodes or (None,) * len(ends), strict=True))
    return {
        "scenario": move.scenario,
        "records": move.records,
        "change": move.change,
        **whose,
        "undefined": move.undefined,
    }
