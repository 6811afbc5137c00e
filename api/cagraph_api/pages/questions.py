"""`/ask`, `/queries` and `/queries/{name}`: answers with the evidence behind each row, and all that can be asked."""

from collections.abc import Mapping
from typing import Any, Final

from cagraph.errors import ParameterError
from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import SHARED, Visit

ASKED: Final = ("q", "today")


def ask(site: Site, visit: Visit) -> Shown:
    """The answer to a question, or the box to put one."""
    text = visit.one("q")
    values: dict[str, Any] = {"text": text, "answer": None, "examples": _examples(site, visit)}
    if text:
        values["answer"] = answered(site.graph.ask(text, visit.words.lang, visit.one("today")).as_dict())
    return Shown(
        "ask.html", text or visit.words.say("ask"), values, data=visit.plain("/v1/ask", [("q", text)]) if text else ""
    )


def gallery(site: Site, visit: Visit) -> Shown:
    """Every named query, with a question that it answers."""
    asked = site.graph.examples(visit.words.lang)
    queries = sorted(site.graph.queries.values(), key=lambda query: query.title)
    rows = [(query, asked.get(query.name, "")) for query in queries]
    return Shown(
        "queries.html",
        visit.words.say("nav-queries"),
        {"rows": rows},
        data=visit.plain("/v1/queries"),
        address="/queries",
    )


def query(site: Site, visit: Visit) -> Shown:
    """One named query: its parameters, and its answer for those given, else for its example."""
    name = visit.parts["name"]
    found = site.graph.queries.get(name)
    if found is None:
        site.graph.run(name)
    assert found is not None
    given = {slot.name: visit.one(slot.name) for slot in found.parameters if visit.one(slot.name)}
    values = given or found.example()
    try:
        answer = answered(site.graph.run(name, **values).as_dict())
    except ParameterError:
        if given:
            raise
        values, answer = {}, None  # the example is of other data than these
    return Shown(
        "query.html", found.title, {"query": found, "given": values, "answer": answer},
        data=visit.plain(f"/v1/queries/{name}", values.items()) if answer else "",
        address=f"/queries/{name}" if not given else "",
    )  # fmt: skip


def parameters(site: Site) -> list[str]:
    """What some query can be asked for."""
    return sorted({slot.name for one in site.graph.queries.values() for slot in one.parameters} - {*SHARED})


def answered(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """An answer whose rows have their claims in full."""
    claims = {claim["claim"]: claim for claim in told["evidence"]}
    return {**told, "rows": _behind(told["rows"], claims), "apart": told["apart"] and {
        **told["apart"], "rows": _behind(told["apart"]["rows"], claims),
    }}  # fmt: skip


def _behind(rows: list[dict[str, Any]], claims: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [row | {"evidence": [claims[id_] for id_ in row["evidence"] if id_ in claims]} for row in rows]


def _examples(site: Site, visit: Visit) -> list[str]:
    return sorted(site.graph.examples(visit.words.lang).values())
