"""Tables of nodes and edges as CSV (RFC 4180) in pieces."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain
from typing import Any


def rows(header: Sequence[str], found: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A table in UTF-8, row by row, each cell as it is: these are read by programs, which reckon no formulas."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    for row in chain([header], found):
        writer.writerow(row)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
