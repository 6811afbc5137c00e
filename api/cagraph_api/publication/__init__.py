"""The pages as plain files for any web host, with the data beside them."""

from cagraph_api.publication.publish import Publication, publish

__all__ = ["Publication", "publish"]
