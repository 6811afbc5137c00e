"""A short run of clients that write and read at once; `make clients` has the long one."""

import asyncio
from pathlib import Path

from live import serving

from durability.clients import run


def test_no_addition_is_lost_and_no_read_is_torn(tmp_path: Path) -> None:
    with serving(tmp_path, "--scratch") as live:
        done = asyncio.run(run(live, clients=8, times=6, readers=4, reads=200))
    assert done["counted"] == 48
    assert done["read"] >= 200
