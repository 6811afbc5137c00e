"""Libraries that come with extras of the package, each loaded when it is asked for."""

from importlib import import_module
from typing import Any

from cagraph.errors import NotInstalledError


def library(module: str, extra: str) -> Any:
    """A library that comes with an extra. Raises NotInstalledError, which says how to install it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise NotInstalledError(f"{module} is not installed", f"pip install 'cagraph-kg[{extra}]'") from error
