"""When pages are first painted and when they can be used, in Chromium: python -m bench.explorer [--rounds N].

Pages are those of the shipped data; networks are made up and answered at once: only the part of the browser is timed.
WebGL is drawn by the processor.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from cagraph.graph import Graph
from cagraph.settings import Settings

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tests"))


def main() -> None:
    """Time them, and print a table in Markdown."""
    from browser.driver import Driver, MissingError, served

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is opened; the median is told")
    rounds = parser.parse_args().rounds
    graph = Graph.built(Settings.from_environment(os.environ).store)
    with tempfile.TemporaryDirectory() as place, served(graph) as url:
        try:
            driver = Driver(Path(place))
        except MissingError as error:
            sys.exit(f"no timings: {error}")
        shutil.copy(HERE / "explorer.mjs", Path(place) / "browser")
        print("| page | painted, ms | usable, ms |\n|---|---:|---:|")
        for line in driver.run("explorer.mjs", url, str(rounds)):
            told = json.loads(line)
            print(f"| {told['page']} | {told['painted']:,} | {told['usable']:,} |")


if __name__ == "__main__":
    main()
