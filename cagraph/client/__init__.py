"""HTTP to a running cagraph service."""

from cagraph.client.service import Pairs, Service, is_service, segment

__all__ = ["Pairs", "Service", "is_service", "segment"]
