"""`/metrics`: the numbers of the service, for Prometheus and for those who run it."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cagraph.errors import ForbiddenError
from cagraph_api.networks import holds
from cagraph_api.observed import Metrics
from cagraph_api.service import Service

_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def router(service: Service, metrics: Metrics) -> APIRouter:
    """The route of a service."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/metrics")
    def read(request: Request) -> Response:
        if not holds(service.watchers, service.client(request)) or _passed_on(request, service):
            raise ForbiddenError("/metrics is not for this address", "CAGRAPH_METRICS names those that may read it")
        return Response(metrics.text(), headers={"Content-Type": _TYPE, "Cache-Control": "no-store"})

    return routes


def _passed_on(request: Request, service: Service) -> bool:
    """Whether a proxy that is not known as one asks for somebody else, who then would seem to be this machine."""
    return "x-forwarded-for" in request.headers and not service.proxies
