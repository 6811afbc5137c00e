"""What hatchling runs before it makes a wheel: the scripts of the pages are built and taken into it."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ExplorerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the scripts. A wheel is made without them where they cannot be built, and a line says so."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files are collected. An editable install takes them from where `make bundle` puts them."""
        if version == "editable":
            return
        print(f"explorer: {_builder(Path(self.root)).bundle()}", file=sys.stderr)
        build_data["artifacts"].append("/api/cagraph_api/static/**")


def _builder(top: Path) -> Any:
    """The module build.py beside this file, which no package holds."""
    spec = importlib.util.spec_from_file_location("explorer_build", top / "api" / "explorer" / "build.py")
    if not spec or not spec.loader:
        raise ImportError("api/explorer/build.py cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
