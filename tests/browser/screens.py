"""Pictures of ten states of the pages, of the data as they are built: python -m browser.screens DIRECTORY."""

import os
import sys
import tempfile
from pathlib import Path

from browser.driver import Driver, MissingError, served
from cagraph.graph import Graph
from cagraph.settings import Settings


def main() -> None:
    """Take them, and print where they are."""
    directory = Path(sys.argv[1]).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    graph = Graph.built(Settings.from_environment(os.environ).store)
    with tempfile.TemporaryDirectory() as place, served(graph) as url:
        try:
            driver = Driver(Path(place))
        except MissingError as error:
            sys.exit(f"no pictures: {error}")
        print(*driver.run("screens.mjs", url, str(directory)), sep="\n")


if __name__ == "__main__":
    main()
