"""`/dyad/{one}/{other}`: the whole relation of two parties, with its levels over time and what is in force on a day."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fastapi.responses import Response

from cagraph.model.dates import PartialDate
from cagraph_api.pages import schema_org
from cagraph_api.pages.home import parties
from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import Visit
from cagraph_api.representations import moved

PARAMETERS: Final = ("on", "since", "until")
CHOICE: Final = ("one", "other")


def choose(site: Site, visit: Visit) -> Shown | Response:
    """Where two parties are chosen; with both, on to their page."""
    one, other = visit.one("one"), visit.one("other")
    if one and other:
        return moved(f"{visit.root}/dyad/{one}/{other}", visit.shared, permanently=False)
    pairs = sorted(site.graph.dyads()["pairs"], key=lambda pair: (-pair["total"], pair["parties"]))
    values = {"parties": parties(site.graph, visit.lang), "pairs": pairs}
    return Shown("dyads.html", visit.words.say("nav-dyads"), values, data=visit.plain("/v1/dyads"), address="/dyad")


def page(site: Site, visit: Visit) -> Shown:
    """The page. Raises NotFoundError, ParameterError."""
    one, other = visit.parts["one"], visit.parts["other"]
    asked = {name: visit.one(name) for name in PARAMETERS}
    asked["on"] = asked["on"] or site.graph.last_read.isoformat()
    found = site.graph.dyad(one, other, **asked, lang=visit.words.lang, full_evidence=True)
    pairs = [*((name, value) for name, value in asked.items() if value), ("lang", visit.words.lang)]
    claims = {claim["claim"]: claim for claim in found["evidence"]}
    brief = json.loads(site.graph.brief(one, other, **asked, lang=visit.words.lang, format_="json"))
    names = " – ".join(party["label"] for party in found["parties"])
    return Shown(
        "dyad.html",
        names,
        {
            "found": found,
            "claims": claims,
            "brief": brief,
            "bars": _bars(found),
            "years": _years(found),
            "top": max([1, *(sum(row[1:]) for row in _years(found))]),
            "clock": _clock(found),
            "names": _terms(site, found, visit.words.lang),
            "pairs": pairs,
        },
        data=visit.plain(f"/v1/dyads/{one}/{other}", pairs),
        address=f"/dyad/{one}/{other}",
        described=schema_org.pair(
            brief["title"], site.address(f"/dyad/{one}/{other}"), found["parties"], site.graph.model
        ),
    )


def _terms(site: Site, found: Mapping[str, Any], lang: str) -> dict[str, str]:
    """What the levels and forms of the records are called, by id."""
    records = (*found["relations"], *found["memberships"], *found["instruments"])
    named = {one[name] for one in records for name in ("level", "form") if name in one}
    return {id_: site.graph.get(id_, lang=lang)["label"] for id_ in sorted(named) if site.graph.knows(id_)}


def _clock(found: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The instruments of the two alone by what is known of their being in force; those that no clock tells of last."""
    groups: dict[str, list[Mapping[str, Any]]] = {"yes": [], "unknown": [], "no": [], "unclocked": []}
    for record in found["instruments"]:
        if record["bilateral"]:
            groups[record["status"]["in_force"]["value"] if record["status"] else "unclocked"].append(record)
    return {name: records[::-1] for name, records in groups.items() if records}


def _bars(found: Mapping[str, Any]) -> dict[str, Any]:
    """The spells of levels as bars on a line of years: where each begins and how long it is, in years."""
    last = PartialDate.parse(found["on"]).earliest
    spells = []
    for record in (*found["relations"], *found["memberships"]):
        start = PartialDate.parse(record["start"]).earliest if record.get("start") else None
        end = PartialDate.parse(record["end"]).latest if record.get("end") else last
        if start and end and last:
            spells.append((record, _year(start), max(_year(end), _year(start))))
    if not spells or last is None:
        return {}
    first = int(min(start for _, start, _ in spells))
    until = int(max([_year(last), *(end for _, _, end in spells)])) + 1
    return {
        "first": first,
        "until": until,
        "spells": [(record, round(start - first, 2), round(end - start, 2)) for record, start, end in spells],
    }


def _year(day: Any) -> float:
    return float(day.year + (day.timetuple().tm_yday - 1) / 366)


def _years(found: Mapping[str, Any]) -> list[tuple[int, int, int, int]]:
    """Visits, meetings and instruments of the two alone by year."""
    counts: dict[int, list[int]] = {}
    for place, section in enumerate(("visits", "meetings", "instruments")):
        for record in found[section]:
            if record["bilateral"] and (record["date"] or "")[:4].isdigit():
                counts.setdefault(int(record["date"][:4]), [0, 0, 0])[place] += 1
    if not counts:
        return []
    none = [0, 0, 0]
    return [(year, *counts.get(year, none)) for year in range(min(counts), max(counts) + 1)]  # type: ignore[misc]
