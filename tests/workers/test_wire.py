"""Frames: what is sent is what is received, however the bytes come."""

import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cagraph.errors
from cagraph.errors import CagraphError, NotFoundError
from cagraph.workers import wire

FRAMES = st.lists(st.tuples(st.sampled_from([wire.DATA, wire.END, wire.HEADER]), st.binary(max_size=200)), max_size=8)


@given(FRAMES)
def test_frames_come_as_they_were_sent(frames: list[tuple[bytes, bytes]]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"".join(wire.frame(*one) for one in frames))
        assert [wire.receive(theirs) for _ in frames] == frames


def test_a_frame_larger_than_any_buffer() -> None:
    payload = bytes(range(256)) * (1 << 15)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sender = threading.Thread(target=ours.sendall, args=(wire.frame(wire.DATA, payload),))
        sender.start()
        assert wire.receive(theirs) == (wire.DATA, payload)
        sender.join()


@pytest.mark.parametrize("sent", [b"", b"D", wire.frame(wire.DATA, b"abc")[:-1]])
def test_an_end_within_a_frame_is_told(sent: bytes) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall(sent)
        ours.close()
        with pytest.raises(EOFError):
            wire.receive(theirs)


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())))
def test_headers_carry_any_text(values: dict[str, object]) -> None:
    assert wire.parsed(wire.header(values)[wire.HEAD.size :]) == values


@pytest.mark.parametrize(
    "cls", [cls for cls in vars(cagraph.errors).values() if isinstance(cls, type) and issubclass(cls, CagraphError)]
)
def test_errors_come_out_as_the_class_they_went_in_as(cls: type[CagraphError]) -> None:
    back = wire.raised(wire.failure(cls("what: ж", "do this"))[wire.HEAD.size :])
    assert (type(back), back.message, back.hint) == (cls, "what: ж", "do this")


def test_an_unknown_code_is_still_an_error_of_ours() -> None:
    told = wire.failure(NotFoundError("x", "y"))[wire.HEAD.size :].replace(b"not-found", b"from-a-newer-one")
    assert type(wire.raised(told)) is CagraphError
