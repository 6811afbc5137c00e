"""Places for work that takes a thread and seconds of the processor, which other requests are not to wait for."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from cagraph.errors import BusyError


@contextmanager
def one_of(places: BoundedSemaphore, why_not: str) -> Iterator[None]:
    """Take a place while it lasts. Raises BusyError where all are taken."""
    if not places.acquire(blocking=False):
        raise BusyError(why_not, "come again in a few seconds")
    try:
        yield
    finally:
        places.release()
