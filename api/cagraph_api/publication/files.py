"""The files of a publication that are no pages: style, scripts, exports, names to search, maps for search engines."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from cagraph.graph import Graph
from cagraph.model.text import key_rules
from cagraph_api.pages.router import BUILT
from cagraph_api.pages.words import words
from cagraph_api.publication.contents import DATA, Contents
from cagraph_api.publication.rendering import Name, Rendering, Written, as_json
from cagraph_api.publication.workers import Done
from cagraph_api.sitemap import sitemap


def of(graph: Graph, contents: Contents, public_url: str) -> Iterator[Written]:
    """Style, icon, scripts, the page for what is missing, and where states are at home."""
    rendering = Rendering(graph, contents, public_url)
    yield Written("style.css", rendering.site.style)
    yield Written("icon.svg", rendering.site.icon)
    for file in sorted(BUILT.rglob("*")) if BUILT.is_dir() else ():
        if file.is_file() and not file.name.startswith(("built.", "manifest.")):
            yield Written(f"static/{file.relative_to(BUILT).as_posix()}", file.read_bytes())
    rooted = urlsplit(public_url).path if public_url else ""
    yield rendering.missing(contents.languages[0], rooted)
    # What the map needs to know of where states are at home.
    for kind in (graph.model.kinds[name] for name in ("State", "Place") if name in graph.model.kinds):
        items = graph.find(kind.name, sort="id", limit=10_000)["items"]
        yield Written(f"{DATA}/{kind.collection}.json", as_json({"items": items}))


def names(graph: Graph, contents: Contents, found: Sequence[Name]) -> bytes:
    """What the search in the browser looks through: kinds, how names are compared, and a row for each entity.

    A row has the id, the place of the kind, the first day, the label, labels in other languages, the keys of names.
    """
    kinds = sorted({kind for _, kind, *_ in found})
    place = {kind: at for at, kind in enumerate(kinds)}
    called = {lang: [words(lang).kind(graph.model.kinds[kind]) for kind in kinds] for lang in contents.languages}
    rows = [
        [id_, place[kind], day, labels["en"], {lang: text for lang, text in labels.items() if lang != "en"}, keys]
        for id_, kind, day, labels, keys in sorted(found, key=lambda one: one[0])
    ]
    return as_json({"kinds": kinds, "called": called, "rules": key_rules(), "rows": rows})


def afterwards(contents: Contents, done: Done, public_url: str) -> Iterator[Written]:
    """What search engines read, and a note for GitHub Pages to leave the files as they are."""
    yield Written(".nojekyll", b"")
    robots = "User-agent: *\nAllow: /\n"
    if public_url:
        listed = sorted(public_url + file.removesuffix("index.html") for file in done.listed)
        for name, text in sitemap(listed, public_url).items():
            yield Written(name, text.encode())
        robots += f"Sitemap: {public_url}sitemap.xml\n"
    yield Written("robots.txt", robots.encode())
