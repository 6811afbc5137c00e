"""The servers that the tests of remote stores share: each is started once, when first asked for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from servers import SERVERS, Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """Gives a running server by name; skips the test where its program is not there."""
    started: dict[str, Server] = {}
    with ExitStack() as stack:

        def get(name: str) -> Server:
            if name not in started:
                started[name] = stack.enter_context(SERVERS[name](tmp_path_factory.mktemp(name)))
            return started[name]

        yield get
