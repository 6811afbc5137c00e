"""Ten small queries as clients of this graph ask them: named queries of the product with their example values."""

from bench.generators import TOP

_NAMES = (
    "body-members",
    "event-attendees",
    "event-documents",
    "events-on-day",
    "memberships-of-party",
    "post-holder",
    "relation-between",
    "remarks-on",
    "trade-between",
    "treaties-between",
)


def normal() -> dict[str, str]:
    """The queries by name, without the lines that are for the product."""
    found = {}
    for name in _NAMES:
        text = (TOP / "cagraph" / "queries" / f"{name}.rq").read_text(encoding="utf-8")
        found[name] = "\n".join(line for line in text.splitlines() if not line.startswith("#:"))
    return found
