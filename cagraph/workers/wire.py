"""Frames between the service and its workers: a letter, a length, and that many bytes."""

import json
import socket
import struct
from collections.abc import Mapping
from typing import Any, Final

from cagraph.errors import CagraphError, by_code

HEAD: Final = struct.Struct("!cI")
HEADER: Final = b"H"  # JSON: what is asked for, or what the answer is
DATA: Final = b"D"  # a piece of a body
END: Final = b"E"  # the answer is whole
FAILURE: Final = b"X"  # JSON: code, message and hint of an error


def frame(letter: bytes, payload: bytes = b"") -> bytes:
    """One frame as bytes."""
    return HEAD.pack(letter, len(payload)) + payload


def header(values: Mapping[str, Any], letter: bytes = HEADER) -> bytes:
    """A frame holding a JSON object."""
    return frame(letter, json.dumps(values, ensure_ascii=True).encode("ascii"))


def parsed(payload: bytes) -> dict[str, Any]:
    """The JSON object of a header."""
    values: dict[str, Any] = json.loads(payload)
    return values


def failure(error: CagraphError) -> bytes:
    """A frame holding an error of ours."""
    return header({"code": error.code, "message": error.message, "hint": error.hint}, FAILURE)


def raised(payload: bytes) -> CagraphError:
    """The error that a failure frame holds."""
    values = parsed(payload)
    return by_code(values["code"])(values["message"], values["hint"])


def receive(connection: socket.socket) -> tuple[bytes, bytes]:
    """The next frame of a blocking socket. Raises EOFError when the other end has closed it."""
    letter, length = HEAD.unpack(exactly(connection, HEAD.size))
    return letter, exactly(connection, length)


def exactly(connection: socket.socket, length: int) -> bytes:
    """That many bytes of a blocking socket. Raises EOFError when the other end has closed it."""
    pieces = bytearray()
    while len(pieces) < length:
        piece = connection.recv(min(length - len(pieces), 1 << 20))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)
