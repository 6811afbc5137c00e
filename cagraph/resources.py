"""Where the files that come with the package are: data/, ontology/ and the queries."""

from importlib.resources import files
from pathlib import Path

from cagraph.errors import NotFoundError


def _package() -> Path:
    return Path(str(files("cagraph")))


def shipped(name: str) -> Path:
    """The directory `data` or `ontology`: inside an installed wheel, or at the top of a checkout."""
    for place in (_package() / "shipped" / name, _package().parent / name):
        if place.is_dir():
            return place
    raise NotFoundError(f"the package holds no directory '{name}'", "install it again, or name one with CAGRAPH_DATA")


def queries() -> Path:
    """The directory of the `.rq` files."""
    return _package() / "queries"


def checkout() -> Path:
    """The top of a source checkout, for commands that write derived files into it."""
    top = _package().parent
    if not (top / "pyproject.toml").is_file():
        raise NotFoundError("derived files are written into a checkout of the source", "clone the repository first")
    return top
