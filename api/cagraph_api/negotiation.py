"""Which media type to answer with: the Accept header against what is offered (RFC 9110, section 12.5.1)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cagraph.errors import NotAcceptableError


def negotiate(accept: str, offered: Sequence[str], aliases: Mapping[str, str] = MappingProxyType({})) -> str:
    """The offered type the client likes best, the first offered among equals; empty when none will do.

    `aliases` are other names that clients have for what is offered.

    >>> negotiate("text/csv;q=0.5, application/sparql-results+json", ["text/csv", "application/sparql-results+json"])
    'application/sparql-results+json'
    >>> negotiate("*/*", ["text/turtle"]), negotiate("image/png", ["text/turtle"])
    ('text/turtle', '')
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    ranges += [(aliases[name], quality) for name, quality in ranges if name in aliases]
    best, best_quality = "", 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def by_suffix(name: str, accept: str, types: Mapping[str, str]) -> tuple[str, str]:
    """The last segment of a path without its suffix, and the media type asked for: by suffix, else by Accept.

    `types` are media types by suffix, without its dot. Raises NotAcceptableError.
    """
    stem, _, suffix = name.rpartition(".")
    if stem and suffix in types:
        return stem, types[suffix]
    offered = list(types.values())
    wanted = negotiate(accept, offered)
    if not wanted:
        raise NotAcceptableError("none of the media types asked for is served", f"accept {', '.join(offered)}")
    return name, wanted


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.lower().split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, min(1.0, max(0.0, float(value)))
            except ValueError:
                return name, 0.0
    return name, 1.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality given by the most specific range that fits."""
    wild = media_type.partition("/")[0] + "/*"
    for wanted in (media_type, wild, "*/*"):
        fitting = [quality for name, quality in ranges if name == wanted]
        if fitting:
            return max(fitting)
    return 0.0
