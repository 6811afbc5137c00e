"""The REST shell: parses requests, calls the graph, writes answers."""

from cagraph_api.app import create_app
from cagraph_api.observed import log_requests
from cagraph_api.service import Service

__all__ = ["Service", "create_app", "log_requests"]
