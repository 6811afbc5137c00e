"""Counts the rows of a serialised answer while it passes by, so that the row limit holds whatever the format."""

import re
from typing import Final

_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)


class RowCounter:
    """Rows seen so far in the bytes of a SELECT's answer, or lines of triples; formats without rows count none.

    The line of names that CSV and TSV begin with is no row.

    >>> counter = RowCounter("application/sparql-results+json")
    >>> counter.feed(b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"value":"}},{"}}')
    >>> counter.feed(b',{"a":{"value":""}}]}}')
    >>> counter.rows
    2
    """

    def __init__(self, media_type: str) -> None:
        self._seen = 0
        self._heading = media_type in {"text/csv", "text/tab-separated-values"}
        self._feed = {
            "application/sparql-results+json": self._json,
            "application/sparql-results+xml": self._xml,
            "text/csv": self._csv,
            "text/tab-separated-values": self._lines,
            "application/n-triples": self._lines,
            "application/n-quads": self._lines,
        }.get(media_type)
        self._in_string = False
        self._kept = b""

    @property
    def rows(self) -> int:
        """Rows so far."""
        return max(0, self._seen - self._heading)

    def feed(self, piece: bytes) -> None:
        """Count the rows that end in this piece."""
        if self._feed:
            self._feed(piece)

    def _lines(self, piece: bytes) -> None:
        self._seen += piece.count(b"\n")

    def _xml(self, piece: bytes) -> None:
        data = self._kept + piece
        self._seen += data.count(b"<result>")
        self._kept = data[-(len(b"<result>") - 1) :]

    def _csv(self, piece: bytes) -> None:
        for place, part in enumerate(piece.split(b'"')):
            if place:
                self._in_string = not self._in_string
            if not self._in_string:
                self._seen += part.count(b"\n")

    def _json(self, piece: bytes) -> None:
        """Rows are separated by `},{` outside strings; the first row has nothing before it."""
        data = self._kept + piece
        whole = len(data)
        if len(data) - len(data.rstrip(b"\\")) & 1:
            whole -= 1  # an escape that the next piece completes
        parts = _ESCAPE.sub(b"", data[:whole]).split(b'"')
        for place, part in enumerate(parts):
            if place:
                self._in_string = not self._in_string
            if not self._in_string:
                self._seen += part.count(b"},{") + part.count(b"[{")
        tail = b"" if self._in_string else parts[-1][-2:]
        if tail == b"[{":  # counted already
            tail = b"{"
        self._kept = tail + data[whole:]
