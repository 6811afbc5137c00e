"""CSV (RFC 4180): a row for each entity, a column for each field of its kind and of those that specialise it."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from cagraph.exports.base import Material, Writer
from cagraph.exports.lists.rows import columns, row


def write(material: Material) -> Iterator[bytes]:
    """The rows, in the order of the list, in pieces."""
    names = columns(material.model.kinds[material.found["kind"]], material.model)
    buffer = StringIO()
    writer = csv.DictWriter(buffer, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    for entity in material.entities:
        writer.writerow(row(entity, material.model))
    yield buffer.getvalue().encode()


WRITER: Final = Writer("csv", ".csv", "text/csv", write, of_entities=False)
