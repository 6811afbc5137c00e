"""What pages say of themselves to search engines, in the terms of schema.org."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from cagraph import licence
from cagraph.model import Model
from cagraph.model.namespaces import WIKIDATA

CONTEXT: Final = "https://schema.org"
# As ontology/alignment.ttl has it, and below that what the vocabulary knows more closely.
TYPES: Final = MappingProxyType(
    {
        "State": "Country",
        "Region": "Place",
        "Organisation": "Organization",
        "Person": "Person",
        "Place": "Place",
        "Event": "Event",
        "EventSeries": "EventSeries",
        "Document": "CreativeWork",
        "Instrument": "Legislation",
        "Source": "CreativeWork",
        "Concept": "DefinedTerm",
    }
)
_LINKS: Final = MappingProxyType(
    {
        "place": "location",
        "part_of": "superEvent",
        "series": "superEvent",
        "parent": "parentOrganization",
        "founders": "founder",
        "authors": "author",
        "parties": "legislationResponsible",
        "state": "containedInPlace",
        "within": "containedInPlace",
    }
)
_TEXTS: Final = MappingProxyType(
    {
        "title": "alternativeHeadline",
        "publisher": "publisher",
        "published": "datePublished",
        "issued": "datePublished",
        "signed": "legislationDate",
        "founded": "foundingDate",
        "dissolved": "dissolutionDate",
        "language": "inLanguage",
        "definition": "description",
        "content": "description",
    }
)


def type_of(kind: str, model: Model) -> str:
    """The type of the nearest kind that has one."""
    return next((TYPES[name] for name in model.parents(kind) if name in TYPES), "Thing")


def entity(found: Mapping[str, Any], model: Model, page: str) -> dict[str, Any]:
    """An entity with the accepted facts that schema.org has words for, and its sources as citations."""
    kind = model.kinds[found["kind"]]
    type_ = type_of(kind.name, model)
    told: dict[str, Any] = {
        "@context": CONTEXT, "@type": type_, "@id": found["iri"], "url": page, "name": found["label"],
        "identifier": found["id"], "mainEntityOfPage": page,
    }  # fmt: skip
    other = {name for name in found.get("names", {}).values() if name != found["label"]}
    other |= {name for names in found.get("variants", {}).values() for name in names}
    told |= {"alternateName": sorted(other)} if other else {}
    told |= {"sameAs": WIKIDATA + found["wikidata"]} if "wikidata" in found else {}
    for name, property_ in _LINKS.items():
        if name in found:
            told[property_] = _named(found[name], kind.field[name].target, model)
    told |= {property_: found[name] for name, property_ in _TEXTS.items() if name in found}
    if type_ == "Event":
        told |= _of_event(found, model)
    cited = {claim["source"]["url"] for claim in found["evidence"] if claim["accepted"] and claim["source"].get("url")}
    return told | ({"citation": sorted(cited)} if cited and model.is_a(kind.name, "Document") else {})


def _of_event(found: Mapping[str, Any], model: Model) -> dict[str, Any]:
    told = {name: found[day] for name, day in (("startDate", "earliest"), ("endDate", "latest")) if day in found}
    who = [one[name] for one in found.get("participants", ()) for name in ("who", "party") if name in one]
    unique = {one["id"]: one for one in who}
    people = [{"@type": "Person" if any(one is p.get("who") for p in found["participants"]) else "Organization",
               "name": one["label"], "@id": _iri(found, one)} for one in unique.values()]  # fmt: skip
    return told | ({"attendee": people} if people else {})


def _iri(found: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    return str(found["iri"]).removesuffix(found["id"]) + str(other["id"])


def _named(value: Any, kind: str, model: Model) -> Any:
    if isinstance(value, list):
        return [_named(one, kind, model) for one in value]
    return {"@type": type_of(kind, model) if kind in model.kinds else "Thing", "name": value["label"]}


def site(address: str, about: str) -> dict[str, Any]:
    """The home page: a site that can be searched."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": "cagraph",
        "description": about,
        "url": address,
        "license": licence.URL,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{address}search?q={{q}}",
            "query-input": "required name=q",
        },
    }


def pair(title: str, address: str, parties: Iterable[Mapping[str, Any]], model: Model) -> dict[str, Any]:
    """The page of two parties."""
    about = [{"@type": type_of(party["kind"], model), "name": party["label"]} for party in parties]
    return {"@context": CONTEXT, "@type": "WebPage", "name": title, "url": address, "about": about}


def dataset(address: str, about: str, version: str) -> dict[str, Any]:
    """The data as a whole."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": "cagraph",
        "description": about,
        "url": address,
        "license": licence.URL,
        "version": version,
        "isAccessibleForFree": True,
    }


def collection(name: str, address: str, items: list[tuple[str, str]]) -> dict[str, Any]:
    """A list, by the names and addresses of what is on this page of it."""
    elements = [
        {"@type": "ListItem", "position": place, "name": label, "url": url}
        for place, (label, url) in enumerate(items, start=1)
    ]
    main = {"@type": "ItemList", "itemListElement": elements}
    return {"@context": CONTEXT, "@type": "CollectionPage", "name": name, "url": address, "mainEntity": main}
