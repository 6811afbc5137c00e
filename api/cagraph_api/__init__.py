"""The REST shell: parses requests, calls the graph, writes answers."""

from cagraph_api.app import create_app

__all__ = ["create_app"]
