"""Exporters: each module of this package that declares an EXPORTER is a format."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from cagraph.errors import NotFoundError, suggestion
from cagraph.exports.base import Exporter, Material


@cache
def exporters() -> Mapping[str, Exporter]:
    """All formats by name."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = (getattr(module, "EXPORTER", None) for module in modules)
    return MappingProxyType({exporter.name: exporter for exporter in found if isinstance(exporter, Exporter)})


def exporter(name: str) -> Exporter:
    """The format of that name. Raises NotFoundError."""
    if name not in exporters():
        raise NotFoundError(f"there is no export format '{name}'", suggestion(name, list(exporters())))
    return exporters()[name]


__all__ = ["Exporter", "Material", "exporter", "exporters"]
