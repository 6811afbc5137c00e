"""Work for a client ends when the client goes away, and only then."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from fastapi import Request
from starlette.types import Message

from cagraph.errors import BusyError, ParameterError
from cagraph_api.protocol import unless_gone


def asked(receive: Callable[[], Awaitable[Message]]) -> Request:
    return Request({"type": "http", "method": "GET", "headers": []}, receive)


async def stays() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def goes() -> Message:
    await asyncio.sleep(0)
    return {"type": "http.disconnect"}


class Work:
    """Work that never ends by itself, and notes that it was stopped."""

    stopped = False

    async def __call__(self) -> str:
        try:
            await asyncio.Event().wait()
        finally:
            self.stopped = True
        return "never"


def test_what_is_done_in_time_is_given() -> None:
    async def done() -> str:
        await asyncio.sleep(0)
        return "answer"

    async def run() -> tuple[str, int]:
        found = await unless_gone(asked(stays), done())
        await asyncio.sleep(0)
        return found, len(asyncio.all_tasks())

    assert asyncio.run(run()) == ("answer", 1), "nobody goes on watching"


def test_an_error_of_the_work_is_told() -> None:
    async def fails() -> str:
        await asyncio.sleep(0)
        raise ParameterError("bad")

    with pytest.raises(ParameterError, match="bad"):
        asyncio.run(unless_gone(asked(stays), fails()))


def test_a_client_that_goes_stops_it() -> None:
    work = Work()

    async def run() -> str:
        try:
            return await unless_gone(asked(goes), work())
        except BusyError:
            await asyncio.sleep(0)  # it would be raised here if the cancellation were not taken back
            return "told"

    assert asyncio.run(run()) == "told"
    assert work.stopped


def test_who_cancels_the_request_is_obeyed() -> None:
    work = Work()

    async def run() -> None:
        task = asyncio.ensure_future(unless_gone(asked(stays), work()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert work.stopped


def test_the_rest_of_a_body_is_not_taken_for_going() -> None:
    pieces: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return pieces.pop() if pieces else await stays()

    async def done() -> str:
        await asyncio.sleep(0.01)
        return "answer"

    assert asyncio.run(unless_gone(asked(receive), done())) == "answer"
