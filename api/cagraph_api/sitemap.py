"""Site maps, as search engines read them: https://www.sitemaps.org/protocol.html."""

from collections.abc import Sequence
from html import escape
from typing import Final

MOST: Final = 50_000
"""How many addresses one file may have."""
_XMLNS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(addresses: Sequence[str], at: str, most: int = MOST) -> dict[str, str]:
    """The files by name, `sitemap.xml` first, for full addresses; with several there, it names them below `at`."""
    parts = [addresses[start : start + most] for start in range(0, len(addresses), most)]
    if len(parts) <= 1:
        return {"sitemap.xml": _listed("urlset", "url", addresses)}
    files = {f"sitemap-{number}.xml": _listed("urlset", "url", part) for number, part in enumerate(parts, 1)}
    return {"sitemap.xml": _listed("sitemapindex", "sitemap", [at + name for name in files]), **files}


def _listed(root: str, name: str, addresses: Sequence[str]) -> str:
    lines = "".join(f"<{name}><loc>{escape(address)}</loc></{name}>\n" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_XMLNS}">\n{lines}</{root}>\n'
