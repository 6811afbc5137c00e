"""Works out the study of the bilateral track: its numbers, its pictures, and the page that quotes them."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cagraph.graph import Graph, KnowledgeGraph
from cagraph.plots import Caption, Line, Mark, Plot, series
from cagraph.settings import Settings

HERE = Path(__file__).parent
FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
SINCE, SUMMITS, UNTIL = 1992, 2018, 2025
HEADS = "head-of-state"
LAGS = (-2, -1, 0, 1, 2)
SHUFFLES = 999
QUIET = 2020  # the year without summits

Rows = Mapping[int, Mapping[str, Any]]


def yearly(graph: KnowledgeGraph, measure: str, since: int = SINCE, **asked: Any) -> Rows:
    """A measure of the five together in each year."""
    found = graph.analyse(
        measure, since=str(since), until=str(UNTIL), by="year", among=FIVE, of="network", **asked
    )  # fmt: skip
    return {int(window["window"]): row for window, row in found.rows()}


def together(graph: KnowledgeGraph, measure: str, since: int = SINCE, **asked: Any) -> Mapping[str, Any]:
    """A measure of the five together in the whole span."""
    found = graph.analyse(measure, since=str(since), until=str(UNTIL), among=FIVE, of="network", **asked)
    ((_, row),) = found.rows()
    return row


def changes(rows: Rows) -> dict[int, Mapping[str, Any]]:
    """The years with which a rate changes, for more than two years."""
    years = [year for year, row in rows.items() if row["change"]]
    ends = [*years[1:], UNTIL + 1]
    return {year: rows[year] for year, end in zip(years, ends, strict=True) if end - year > 2}


def correlation(one: Sequence[float], other: Sequence[float], lag: int) -> float:
    """Pearson's of the changes from year to year, the second series `lag` years later."""
    first, second = np.diff(one), np.diff(other)
    pairs = (first[: len(first) - lag], second[lag:]) if lag >= 0 else (first[-lag:], second[:lag])
    return float(np.corrcoef(*pairs)[0, 1])


def chance(one: Sequence[float], other: Sequence[float]) -> float:
    """The p-value of the largest correlation over all lags: how often shuffled changes of the first series reach it."""
    found = max(correlation(one, other, lag) for lag in LAGS)
    shuffled = np.random.default_rng(1)
    reached = 0
    for _ in range(SHUFFLES):
        levels = np.concatenate([[0.0], np.cumsum(shuffled.permutation(np.diff(one)))])
        reached += max(correlation(list(levels), other, lag) for lag in LAGS) >= found - 1e-12
    return (reached + 1) / (SHUFFLES + 1)


def findings(graph: KnowledgeGraph) -> dict[str, Any]:
    """Every number that the page quotes, by the name that stands in its text."""
    met = yearly(graph, "contacts", level=HEADS)
    two = {year: row["bilateral"] for year, row in met.items()}
    away = {year: row["bilateral"] - row["sidelines"] for year, row in met.items()}
    several = {year: row["multilateral"] for year, row in met.items()}
    late = [year for year in met if year >= SUMMITS]
    early = [year for year in met if year < SUMMITS]
    breaks = {name: changes(yearly(graph, "contact-changes", level=HEADS, **asked)) for name, asked in _TRACKS.items()}
    share = together(graph, "bilateral-share", SUMMITS, level=HEADS)
    made, made_in_two = (together(graph, "instruments-made", SUMMITS, bilateral=flag) for flag in (False, True))
    deep, deep_in_two = (together(graph, "treaty-depth", SUMMITS, bilateral=flag) for flag in (False, True))
    waits, waits_in_two = (together(graph, "time-to-ratify", bilateral=flag) for flag in (False, True))
    series_of = list(away.values()), list(several.values())
    lags = {lag: correlation(*series_of, lag) for lag in LAGS}
    before_gap = [values[: QUIET - SINCE] for values in series_of]
    return {
        "version": graph.data_version[:12],
        "since": SINCE,
        "summits": SUMMITS,
        "until": UNTIL,
        "contacts": sum(row["value"] for row in met.values()),
        "two_early": sum(two[year] for year in early),
        "several_early": sum(several[year] for year in early),
        "two_late": sum(two[year] for year in late),
        "several_late": sum(several[year] for year in late),
        "alone_late": sum(met[year]["alone"] for year in late),
        "sidelines_late": sum(met[year]["sidelines"] for year in late),
        "sidelines_share": 100 * sum(met[year]["sidelines"] for year in late) / sum(two[year] for year in late),
        "share": 100 * share["value"],
        "share_away": 100 * share["without_sidelines"],
        "share_contacts": 100 * share["by_contacts"],
        "breaks_two": _told(breaks["two"]),
        "breaks_all": _told(breaks["all"]),
        "lags": ", ".join(f"{value:.2f} ({lag:+d})" for lag, value in lags.items()),
        "leads": max(lags, key=lambda lag: lags[lag]),
        "shuffles": SHUFFLES,
        "chance": chance(*series_of),
        "lag_before": correlation(before_gap[0], before_gap[1], 1),
        "quiet": QUIET,
        "made": made["value"],
        "made_in_two": made_in_two["value"],
        "made_share": 100 * made_in_two["value"] / made["value"],
        "binding": deep["binding"],
        "binding_in_two": deep_in_two["binding"],
        "binding_share": 100 * deep_in_two["binding"] / deep_in_two["number"],
        "binding_share_others": 100
        * (deep["binding"] - deep_in_two["binding"])
        / (deep["number"] - deep_in_two["number"]),
        "signatures_in_two": waits_in_two["signatures"],
        "signatures_others": waits["signatures"] - waits_in_two["signatures"],
        "consented_share": 100 * waits_in_two["consented"] / waits_in_two["signatures"],
        "consented_share_others": 100
        * (waits["consented"] - waits_in_two["consented"])
        / (waits["signatures"] - waits_in_two["signatures"]),
        "half_in_two": waits_in_two["half_of_consented"],
        "half_all": waits["half_of_consented"],
    }


_TRACKS: Mapping[str, Mapping[str, Any]] = {"two": {"bilateral": True}, "all": {}}


def _told(breaks: Mapping[int, Mapping[str, Any]]) -> str:
    """Change points in words."""
    return "; ".join(
        f"{year} (from {row['before']:.1f} to {row['value']:.1f} a year, p = {row['p']:.3f})"
        for year, row in breaks.items()
    )


def pictures(graph: KnowledgeGraph) -> dict[str, Plot]:
    """The pictures of the page by the names of their files."""
    met = yearly(graph, "contacts", level=HEADS)
    breaks = changes(yearly(graph, "contact-changes", level=HEADS, bilateral=True))
    made = yearly(graph, "instruments-made")
    contacts = [
        Line("In two", [(year, row["bilateral"]) for year, row in met.items()]),
        Line("… away from summits", [(year, row["bilateral"] - row["sidelines"]) for year, row in met.items()]),
        Line("Of several", [(year, row["multilateral"]) for year, row in met.items()]),
    ]
    signed = [
        Line("By two", [(year, row["bilateral"]) for year, row in made.items()]),
        Line("By several", [(year, row["multilateral"]) for year, row in made.items()]),
    ]
    return {
        "contacts": series(
            contacts,
            _caption(
                graph,
                "Heads of state of Central Asia who met, by year",
                "Events at which two or more of the five were present as heads of state.",
                "Away from summits: not within a day of a meeting of several at which both were. "
                "Flags: the rate of those in two changes.",
            ),
            [Mark(year, f"{row['before']:.1f} to {row['value']:.1f} a year") for year, row in breaks.items()],
        ),
        "instruments": series(
            signed,
            _caption(
                graph,
                "Instruments made among the five, by year",
                "Treaties and other instruments with two or more of the five as parties, by the year they were made.",
                "Bundles signed on one visit stand as peaks. What is not recorded is not counted: the 1990s and 2000s "
                "are thin.",
            ),
        ),
    }


def _caption(graph: KnowledgeGraph, title: str, rule: str, note: str) -> Caption:
    version = graph.data_version
    return Caption(
        f"{title}, {SINCE}–{UNTIL}",
        rule,
        (note,),
        f"Source: cagraph, data version {version[:12]}. Licence: CC BY 4.0.",
        f"Lines of yearly counts. {note} Full data version: {version}.",
    )


def page(graph: KnowledgeGraph) -> str:
    """The page with its numbers."""
    return (HERE / "bilateral.template.md").read_text(encoding="utf-8").format(**findings(graph))


if __name__ == "__main__":
    with Graph.open(Settings.from_environment(os.environ).store) as shipped:
        (HERE / "bilateral.md").write_text(page(shipped), encoding="utf-8")
        for name, picture in pictures(shipped).items():
            picture.save(HERE / f"bilateral-{name}.svg")
    sys.stdout.write("Wrote docs/studies/bilateral.md and its pictures\n")
