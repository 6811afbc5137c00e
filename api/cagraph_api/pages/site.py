"""The pages as a whole: templates, style, scripts where they are built, and what each answer carries."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cagraph.errors import CagraphError, ParameterError
from cagraph.graph import Graph
from cagraph_api.pages import dates
from cagraph_api.pages.visit import EVERY, LANG, SHARED, Visit
from cagraph_api.pages.words import LANGUAGES, preferred, spoken_in, words
from cagraph_api.parameters import only
from cagraph_api.representations import root

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Control characters and what is no character: HTML has no place for them.
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """What a page shows: its template, its title, the values in it.

    `data` is the address of the same as JSON, `address` the page's own that is to be linked to, `described` what
    search engines read.
    """

    template: str
    title: str
    values: Values = field(default_factory=dict)
    data: str = ""
    address: str = ""
    described: Values = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Bundle:
    """The scripts as Vite's manifest names them: what every page loads, and the styles that go with it."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()

    @classmethod
    def read(cls, directory: Path) -> "Bundle":
        """The bundle in a directory; nothing where none was built."""
        manifest = directory / "manifest.json"
        if not manifest.is_file():
            return cls()
        entries = [one for one in json.loads(manifest.read_text(encoding="utf-8")).values() if one.get("isEntry")]
        styles = dict.fromkeys(style for entry in entries for style in entry.get("css", ()))
        return cls(tuple(sorted(entry["file"] for entry in entries)), tuple(styles))


Maker = Callable[["Site", Visit], Shown | Response]


class Site:
    """The pages over one graph. `built` is the directory of the scripts, which need not be there."""

    published = False
    """Whether the pages become files, with no service behind them."""

    def __init__(self, graph: Graph, public_url: str, built: Path) -> None:
        self.graph = graph
        self.public_url = public_url
        self.built = built
        self.bundle = Bundle.read(built)
        self._templates = Environment(
            loader=PackageLoader("cagraph_api.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.tests["web"] = is_web
        self._templates.filters["json"] = as_json
        self._templates.filters["behind"] = behind
        self._templates.globals.update(vague=dates.vague, moment=dates.moment)

    @cached_property
    def style(self) -> bytes:
        """The style sheet."""
        return (files(__package__) / "style.css").read_bytes()

    @cached_property
    def icon(self) -> bytes:
        """The icon, as SVG."""
        return (files(__package__) / "icon.svg").read_bytes()

    @cached_property
    def edition(self) -> str:
        """What tells these pages from those of another version of the program, for entity tags."""
        seen = sha256(self.style + repr(self.bundle).encode())
        for one in ("templates", "."):
            for file in sorted((files(__package__) / one).iterdir(), key=lambda file: file.name):
                if file.is_file():
                    seen.update(file.read_bytes())
        return seen.hexdigest()[:16]

    def handler(
        self, make: Maker, known: Collection[str] = (), repeated: Collection[str] = ()
    ) -> Callable[..., Response]:
        """What answers requests for a page that knows some parameters beside those of every page."""

        def answer(request: Request) -> Response:
            try:
                visit = self._visit(request, known, repeated)
                made = make(self, visit)
            except CagraphError as error:
                return self.told(request, error)
            return made if isinstance(made, Response) else self.respond(visit, made)

        return answer

    def _visit(self, request: Request, known: Collection[str], repeated: Collection[str]) -> Visit:
        asked = [(name, value) for name, value in request.query_params.multi_items() if value]
        given = only(_as_sent(request, asked), [*known, *SHARED], repeated)
        if given.get("claims", [EVERY]) != [EVERY]:
            raise ParameterError(f"claims: '{given['claims'][0][:80]}' is not known", f"write claims={EVERY}")
        return self.visit(request, given, tuple(asked))

    def visit(
        self, request: Request, given: Mapping[str, list[str]] | None = None, pairs: tuple[tuple[str, str], ...] = ()
    ) -> Visit:
        """A request as pages see it, in the language that it asks for or that the client likes best."""
        asked = request.query_params.multi_items()
        given = {name: [value] for name, value in asked if name in SHARED and value} if given is None else given
        tag = given.get(LANG, [preferred(request.headers.get("accept-language", ""))])[0]
        return Visit(
            words(tag),
            root(request),
            request.url.path.removeprefix(root(request)),
            pairs or tuple(pair for pair in asked if pair[1]),
            {**given, **({LANG: [tag]} if tag else {})},
            {name: str(value) for name, value in request.path_params.items()},
        )

    def told(self, request: Request, error: CagraphError) -> Response:
        """An error as a page."""
        visit = self.visit(request)
        shown = Shown("problem.html", visit.words.say(f"problem-{error.status}" if error.status == 404 else "problem"),
                      {"error": error}, status=error.status)  # fmt: skip
        response = self.respond(visit, shown)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Accept, Accept-Language"
        return response

    def respond(self, visit: Visit, shown: Shown) -> HTMLResponse:
        """The page as a response."""
        links = [f'<{shown.data}>; rel="alternate"; type="application/json"'] if shown.data else []
        headers = {"Content-Security-Policy": POLICY, "Content-Language": visit.words.lang}
        headers |= {"Link": ", ".join(links)} if links else {}
        return HTMLResponse(self.render(visit, shown), shown.status, headers)

    def render(self, visit: Visit, shown: Shown) -> str:
        """The page as text."""
        own = visit.words
        context = {
            "here": visit, "shown": shown, "site": self, "graph": self.graph, "say": own.say, "words": own,
            "interface": LANGUAGES, "spoken": spoken_in,
        }  # fmt: skip
        text = self._templates.get_template(shown.template).render(**context, **shown.values)
        return _NO_TEXT.sub("\ufffd", text)

    def spoken(self, path: str, lang: str) -> str:
        """The full address of a page in a language of pages, as search engines are to know it."""
        return self.address(path) + ("" if lang == LANGUAGES[0] else f"?{LANG}={lang}")

    def offers(self, address: str) -> bool:
        """Whether there is something at an address of the service."""
        return True

    def address(self, path: str) -> str:
        """The full address of a page."""
        return f"{self.public_url}{path}"


def _as_sent(request: Request, pairs: list[tuple[str, str]]) -> Request:
    """The request without the fields of forms that were left empty."""
    return Request({**request.scope, "query_string": urlencode(pairs).encode()})


def is_web(value: object) -> bool:
    """Whether a value is an address that may be linked to: what others wrote may hold other schemes."""
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def behind(id_: str, claims: Values) -> Any:
    """A claim by its id, of those that an answer has in full."""
    return claims[id_]


def as_json(value: Any) -> str:
    """JSON for a script element: nothing in it ends the element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
