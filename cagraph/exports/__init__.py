"""Formats: a module here that declares an EXPORTER writes networks and dumps, one with a WRITER lists and entities."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType

from cagraph.errors import NotFoundError, suggestion
from cagraph.exports.base import Exporter, Material, Writer


def _modules() -> Iterator[ModuleType]:
    return (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))


@cache
def exporters() -> Mapping[str, Exporter]:
    """All formats by name."""
    found = (getattr(module, "EXPORTER", None) for module in _modules())
    return MappingProxyType({exporter.name: exporter for exporter in found if isinstance(exporter, Exporter)})


def exporter(name: str) -> Exporter:
    """The format of that name. Raises NotFoundError."""
    if name not in exporters():
        raise NotFoundError(f"there is no export format '{name}'", suggestion(name, list(exporters())))
    return exporters()[name]


@cache
def writers() -> Mapping[str, Writer]:
    """All formats of lists and entities by name."""
    found = (getattr(module, "WRITER", None) for module in _modules())
    return MappingProxyType({writer.name: writer for writer in found if isinstance(writer, Writer)})


def writer(name: str) -> Writer:
    """The format of that name. Raises NotFoundError."""
    if name not in writers():
        raise NotFoundError(f"there is no format '{name}'", suggestion(name, list(writers())))
    return writers()[name]


__all__ = ["Exporter", "Material", "Writer", "exporter", "exporters", "writer", "writers"]
