"""The explorer: pages for people, which work without a script, beside the REST addresses for programs."""

from cagraph_api.pages.router import COVERED, home_page, router, site, spoken
from cagraph_api.pages.site import Site

__all__ = ["COVERED", "Site", "home_page", "router", "site", "spoken"]
