"""Formats: a module below with an EXPORTER writes networks or dumps, one with a WRITER lists and entities.

`networks` has what Gephi and other programs draw, `dumps` the data as a whole, `lists` what was found.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import MappingProxyType, ModuleType
from typing import Any

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.exports.base import Exporter, Material, Stretch, Writer
from cagraph.exports.manner import MANNERS, Manner


def _modules() -> Iterator[ModuleType]:
    return (import_module(module.name) for module in walk_packages(__path__, f"{__name__}."))


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


def fitting(chosen: Exporter, asked: Mapping[str, Any]) -> tuple[Manner, dict[str, Any]]:
    """The manner in what was asked of a format, and the rest, which is the view's.

    Raises ParameterError for an option that the format has not.
    """
    manner, rest = Manner.split(asked)
    for name in manner.given:
        if name not in chosen.manners:
            has = ", ".join(chosen.manners)
            raise ParameterError(
                f"{name}: {chosen.name} has no such option", f"it has {has}" if has else "leave it out"
            )
    return manner, rest


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


__all__ = [
    "MANNERS", "Exporter", "Manner", "Material", "Stretch", "Writer", "exporter", "exporters", "fitting", "writer",
    "writers",
]  # fmt: skip
