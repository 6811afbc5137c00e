"""HTML: an entity as a page that needs no script: its fields, what links to it, and the evidence with its sources."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from typing import Any, Final

from cagraph.exports.base import Material, Writer

STYLE: Final = """body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}th{text-align:left;vertical-align:top;padding-right:1rem;font-weight:600}
td{vertical-align:top}table{border-spacing:0 .25rem}.quiet{color:#595959;font-size:.9rem}a{color:#0b4f9e}"""
_HIDDEN: Final = frozenset({"id", "iri", "kind", "label", "evidence"})


def policy() -> str:
    """The content security policy of the page: nothing is loaded, and only its own style is applied."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def write(material: Material) -> Iterator[bytes]:
    """The page. Links to entities are relative, so that it works wherever the service is mounted."""
    entity = material.found
    kind = material.model.kinds[entity["kind"]]
    label, name = escape(str(entity["label"])), escape(entity["id"])
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{label} · cagraph</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<p class="quiet"><a href="../{kind.collection}">{kind.name}</a>: {escape(kind.doc)}</p>\n<h1>{label}</h1>\n'
    ).encode()
    if not entity["accepted"]:
        yield b"<p><strong>Not an accepted fact: only claimed, as the evidence below tells.</strong></p>\n"
    yield b"<table>\n"
    for spec in kind.fields:
        if spec.name in entity and spec.name not in _HIDDEN:
            heading = f'<th scope="row" title="{escape(spec.doc)}">{escape(spec.name.replace("_", " "))}</th>'
            yield f"<tr>{heading}<td>{_value(entity[spec.name])}</td></tr>\n".encode()
    yield b"</table>\n"
    yield from _linked(entity["linked_from"], name)
    yield from _evidence(entity["evidence"])
    others = ", ".join(f'<a href="{name}{suffix}">{suffix[1:]}</a>' for suffix in (".json", ".jsonld", ".ttl"))
    yield (
        f'<p class="quiet">IRI: {escape(entity["iri"])} · as {others} · data version '
        f"{escape(material.data_version[:12])}</p>\n</body>\n</html>\n"
    ).encode()


def _value(value: Any) -> str:
    """A value of a field: entities as links, parts of components side by side, several values on lines of their own."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "<br>".join(_value(one) for one in value)
    if isinstance(value, Mapping):
        if "id" in value:
            return _link(value)
        return "; ".join(f"{escape(str(key)).replace('_', ' ')}: {_value(one)}" for key, one in value.items())
    text = escape(str(value))
    return f'<a href="{text}" rel="noreferrer">{text}</a>' if _is_web(str(value)) else text


def _link(entity: Mapping[str, Any]) -> str:
    return f'<a href="../../id/{escape(entity["id"])}">{escape(str(entity["label"]))}</a>'


def _is_web(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _linked(linked: Mapping[str, Any], name: str) -> Iterator[bytes]:
    if not linked["total"]:
        return
    yield f"<h2>Linked from ({linked['total']})</h2>\n<ul>\n".encode()
    for one in linked["items"]:
        when = f" ({escape(one['earliest'])})" if one["earliest"] else ""
        how = f"<span class='quiet'>{escape(one['kind'])}, {escape(one['predicate'])}</span>"
        yield f"<li>{_link(one)}{when} {how}</li>\n".encode()
    yield b"</ul>\n"
    if linked["total"] > len(linked["items"]):
        yield f'<p><a href="{name}/links">all {linked["total"]}</a>, or by kind:</p>\n<ul>\n'.encode()
        for one in linked["counts"]:
            kind, predicate = escape(one["kind"]), escape(one["predicate"])
            at = f"{name}/links?predicate={predicate}&amp;kind={kind}"
            yield f'<li><a href="{at}">{one["count"]} {kind}</a> ({predicate.replace("_", " ")})</li>\n'.encode()
        yield b"</ul>\n"


def _evidence(claims: Sequence[Mapping[str, Any]]) -> Iterator[bytes]:
    if not claims:
        return
    yield b"<h2>Evidence</h2>\n<ol>\n"
    for claim in claims:
        source = claim["source"]
        title = escape(str(source.get("title") or source["label"]))
        url = str(source.get("url", ""))
        named = f'<a href="{escape(url)}" rel="noreferrer">{title}</a>' if _is_web(url) else title
        manner = escape(claim["modality"] if claim["polarity"] == "asserted" else claim["polarity"])
        accepted = "" if claim["accepted"] else ", not accepted"
        parts = [escape(str(source[key])) for key in ("publisher", "published") if source.get(key)]
        about = f" ({', '.join(parts)})" if parts else ""
        note = f"<br><span class='quiet'>{escape(str(claim['note']))}</span>" if claim.get("note") else ""
        links = f"<a href='../claims/{escape(claim['claim'])}'>claim</a>, {_link(source | {'label': 'source'})}"
        yield (
            f"<li>{named}{about}, {escape(str(claim['at']))} <span class='quiet'>[{manner}{accepted}; {links}]</span>"
            f"{note}</li>\n"
        ).encode()
    yield b"</ol>\n"


WRITER: Final = Writer("html", ".html", "text/html", write, of_lists=False, policy=policy)
