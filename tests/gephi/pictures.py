"""What Gephi shows of the shipped data, as pictures: `python -m gephi.pictures DIRECTORY` in `tests`."""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PIL import Image

from cagraph.graph import Graph
from cagraph.settings import Settings
from gephi.programs import MissingError, Toolkit

VIEWS: Final = ("events", "ties")
SIDE: Final = 900
COLOURS: Final = 200


def draw(graph: Graph, toolkit: Toolkit, into: Path, views: Iterable[str] = VIEWS) -> list[Path]:
    """A picture of each view, `gephi-VIEW.png`, of SIDE by SIDE points, in as few colours as it needs."""
    pictures = {view: into / f"gephi-{view}.png" for view in views}
    with tempfile.TemporaryDirectory() as scratch:
        files = {view: Path(scratch) / f"{view}.gexf" for view in pictures}
        for view, file in files.items():
            file.write_bytes(b"".join(graph.export("gexf", view)))
        toolkit.draw([(files[view], pictures[view]) for view in pictures], SIDE, SIDE)
    for picture in pictures.values():
        with Image.open(picture) as image:
            image.convert("RGB").quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE).save(picture, optimize=True)
    return list(pictures.values())


if __name__ == "__main__":
    try:
        with Graph.open(Settings.from_environment(os.environ).store) as shipped:
            for path in draw(shipped, Toolkit(), Path(sys.argv[1])):
                sys.stdout.write(f"Drew {path.name}\n")
    except MissingError as error:
        sys.stdout.write(f"Drew nothing in Gephi: {error}\n")
