"""Files of several parts as one .zip, written in pieces: the same bytes for the same parts."""

from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import IO, Any, Final, cast
from zipfile import ZIP64_LIMIT, ZIP_DEFLATED, ZipFile, ZipInfo

from cagraph.errors import ExportError

PIECE: Final = 65_536


class _Sink(RawIOBase):
    """Takes what is written until it is taken away; it cannot seek, so nothing written is ever gone back to."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self, least: int = 1) -> Iterator[bytes]:
        """What is held, as one piece, if it is that much."""
        if len(self._held) >= least:
            yield bytes(self._held)
            self._held.clear()


def zipped(parts: Iterable[tuple[str, Iterable[bytes]]], largest: int = ZIP64_LIMIT) -> Iterator[bytes]:
    """The archive of parts (name, content in pieces), in their order, deflated; no part is ever whole in memory.

    Times are 1980-01-01, the first that the format has, and those who unpack it may run what ends in `.sh`. Sizes
    follow their part (APPNOTE.TXT, section 4.3.9) in the 32-bit form, which every reader knows, so parts are limited.
    Raises ExportError for a part of more than `largest` bytes.
    """
    sink = _Sink()
    with ZipFile(cast(IO[bytes], sink), "w", ZIP_DEFLATED) as archive:
        for name, content in parts:
            with archive.open(_entry(name), "w") as part:
                size = 0
                for piece in content:
                    size += len(piece)
                    if size > largest:
                        raise ExportError(
                            f"{name} has more than {largest} bytes, which a .zip cannot hold in a form all can read",
                            "ask for less, as by since and until",
                        )
                    part.write(piece)
                    yield from sink.taken(PIECE)
    yield from sink.taken()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3  # Unix, on whatever system it is written
    entry.external_attr = (0o100755 if name.endswith(".sh") else 0o100644) << 16
    return entry
