"""GEXF, compressed: Gephi opens it as it is, and large files travel well."""

import gzip
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from cagraph.exports.base import Exporter, Material
from cagraph.exports.networks import gexf


def write(material: Material) -> Iterator[bytes]:
    """The same file as gzip (RFC 1952), without a name or time in it, so that the same data give the same bytes."""
    buffer = BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as file:
        for piece in gexf.write(material):
            file.write(piece)
            if buffer.tell():
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue()


EXPORTER: Final = Exporter(
    "gexf.gz",
    ".gexf.gz",
    "application/gzip",
    needs_view=True,
    write=write,
    about="the same, compressed",
    manners=gexf.MANNERS,
)
