"""What lists and entities are given as: JSON, or one of the graph's formats, by the address's suffix or by Accept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from cagraph.errors import NotAcceptableError, ParameterError
from cagraph.graph import Graph, Writer
from cagraph_api.negotiation import negotiate

JSON: Final = ".json"
HTML: Final = ".html"
"""What people get of an entity, which is a page of its own and no file."""
_LONG: Final = 500
_ALIASES: Final = MappingProxyType({"application/vnd.geo+json": "application/geo+json"})
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Formats:
    """The formats of one sort of address, by suffix; JSON first, and last the page, where there is one."""

    graph: Graph
    writers: Mapping[str, Writer]
    public_url: str = ""
    with_page: bool = False

    @classmethod
    def of(cls, graph: Graph, writers: Iterable[Writer], public_url: str = "", with_page: bool = False) -> "Formats":
        """JSON and these."""
        return cls(graph, MappingProxyType({writer.suffix: writer for writer in writers}), public_url, with_page)

    @property
    def media_types(self) -> dict[str, str]:
        """The media types by suffix."""
        files = {suffix: writer.media_type for suffix, writer in self.writers.items()}
        return {JSON: "application/json", **files, **({HTML: "text/html"} if self.with_page else {})}

    def split(self, name: str) -> tuple[str, str]:
        """The last segment of a path without its suffix, and the suffix; empty without one that is known."""
        fitting = (suffix for suffix in self.media_types if name.endswith(suffix) and name != suffix)
        suffix = max(fitting, key=len, default="")
        return (name.removesuffix(suffix), suffix) if suffix else (name, "")

    def chosen(self, request: Request, suffix: str) -> str:
        """The suffix of what to answer with. Raises NotAcceptableError when the client accepts none of it."""
        if suffix:
            return suffix
        by_type = {media_type: suffix for suffix, media_type in self.media_types.items()}
        wanted = negotiate(request.headers.get("accept", ""), list(by_type), _ALIASES)
        if not wanted:
            raise NotAcceptableError(
                "this cannot be had as any type that you accept",
                f"ask for one of {', '.join(by_type)}, or add a suffix: {' '.join(self.media_types)}",
            )
        return by_type[wanted]

    def manner(self, suffix: str, sort: str, full_evidence: bool) -> tuple[str, bool]:
        """How a list is to be found for a format: in which order, and with how much of the evidence.

        Raises ParameterError for an order that the format does not have.
        """
        writer = self.writers.get(suffix)
        if writer is None or not writer.sort:
            return sort or "date", full_evidence or (writer is not None and writer.full_evidence)
        if sort not in {"", writer.sort}:
            raise ParameterError(f"sort: a feed has the last changed first, not '{sort[:80]}'", "leave it out")
        return writer.sort, writer.full_evidence

    def respond(
        self, suffix: str, found: Mapping[str, Any], name: str, headers: Mapping[str, str], pairs: Pairs = ()
    ) -> Response:
        """What was found, by these parameters, in a format. `name` is that of the file, for those who save it."""
        if suffix == JSON:
            return JSONResponse(found, headers=dict(headers))
        writer = self.writers[suffix]
        more = {"Content-Disposition": f'inline; filename="cagraph-{quote(name, safe="")}{suffix}"'}
        body = b"".join(self.graph.write(writer.name, found, f"{self.public_url}/v1", urlencode(list(pairs))))
        return Response(body, media_type=writer.media_type, headers={**headers, **more})

    def alternates(self, path: str, pairs: Pairs, chosen: str) -> list[str]:
        """Links to the same in the other formats; none where the query is long, since headers have to be short."""
        if len(urlencode(list(pairs))) > _LONG:
            return []
        return [
            link(path + suffix, self._asked_of(suffix, pairs, chosen), "alternate", media_type)
            for suffix, media_type in self.media_types.items()
            if suffix != chosen
        ]

    def _asked_of(self, suffix: str, pairs: Pairs, chosen: str) -> Pairs:
        """The parameters that give the same list in another format; its first page, where that has another order."""
        own, other = (self.writers[one].sort if one in self.writers else "" for one in (chosen, suffix))
        if own == other:
            return pairs
        if own:
            return [*(pair for pair in pairs if pair[0] != "sort"), ("sort", own)]
        pairs = list(pairs)
        same = ("sort", other) in pairs
        return [pair for pair in pairs if pair[0] != "sort" and (same or pair[0] != "cursor")]

    def described(self, schema: Mapping[str, Any], about: str) -> dict[int | str, dict[str, Any]]:
        """OpenAPI: the answers there are, the JSON one by its schema."""
        content: dict[str, Any] = {"application/json": {"schema": dict(schema)}}
        content |= {writer.media_type: {"schema": {"type": "string"}} for writer in self.writers.values()}
        return {200: {"description": f"{about}. Suffixes: {' '.join(self.media_types)}", "content": content}}


def root(request: Request) -> str:
    """The path that the service is mounted at."""
    return str(request.scope.get("root_path", ""))


def address(path: str, pairs: Pairs) -> str:
    """A path with its query."""
    query = urlencode(list(pairs))
    return quote(path, safe="/~!$&'()*+,;=:@") + (f"?{query}" if query else "")


def link(path: str, pairs: Pairs, relation: str, media_type: str = "") -> str:
    """One link of a Link header (RFC 8288)."""
    type_ = f'; type="{media_type}"' if media_type else ""
    return f'<{address(path, pairs)}>; rel="{relation}"{type_}'


def moved(path: str, pairs: Pairs, permanently: bool = True) -> RedirectResponse:
    """To another address: for good (308), or to a document about what was asked for (303), which Accept decides."""
    headers = {} if permanently else {"Vary": "Accept"}
    return RedirectResponse(address(path, pairs), status_code=308 if permanently else 303, headers=headers)


def paged(found: dict[str, Any], path: str, pairs: Pairs) -> tuple[dict[str, Any], list[str]]:
    """The answer with the addresses of the next and previous page in place of their cursors, and links to them."""
    rest = [(name, value) for name, value in pairs if name != "cursor"]
    at = {name: [*rest, ("cursor", found[name])] for name in ("next", "prev") if found[name]}
    told = {name: address(path, at[name]) if name in at else None for name in ("next", "prev")}
    return found | told, [*(link(path, at[name], name) for name in at), link(path, rest, "first")]
