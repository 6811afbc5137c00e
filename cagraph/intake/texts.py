"""Bytes as text: byte order marks and UTF-16 are understood, other encodings refused with advice."""

import re
from typing import Final

from cagraph.errors import Problem

# Longer marks first: that of UTF-32 begins as that of UTF-16 does.
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_RUSSIAN: Final = re.compile("[А-яЁё]{3,}")


def decoded(content: bytes, file: str) -> tuple[str, Problem | None]:
    """The text of a file with line breaks as `\\n`; or why its bytes are no text that can be read for certain.

    >>> decoded(b"\\xef\\xbb\\xbfkind: State\\r\\n", "states.yaml")
    ('kind: State\\n', None)
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        return "", _undecodable(content, error, file, encoding)
    if "\x00" in text:
        where = _place(file, text[: text.index("\x00")])
        return "", Problem(where, "the file holds NUL characters, so it is no text", "save it as UTF-8 text")
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def _undecodable(content: bytes, error: UnicodeDecodeError, file: str, encoding: str) -> Problem:
    where = _place(file, content[: error.start].decode(encoding, errors="replace"))
    if encoding == "utf-8" and _RUSSIAN.search(content.decode("cp1251", errors="replace")):
        return Problem(
            where,
            "the file is not UTF-8; it looks like Windows-1251, the old encoding of Cyrillic",
            "save it as UTF-8; in Excel: Save As, 'CSV UTF-8 (Comma delimited)'",
        )
    name = "UTF-8" if encoding == "utf-8" else encoding.upper().removesuffix("-SIG")
    return Problem(where, f"the file is not {name}", "save it as UTF-8")


def _place(file: str, before: str) -> str:
    """The line and column that follow a text."""
    last = before.rpartition("\n")[2]
    return f"{file}:{before.count(chr(10)) + 1}:{len(last) + 1}"
