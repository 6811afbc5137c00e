"""Who is served next: quick queries before slow ones, and clients in turn within each lane."""

from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from cagraph.errors import BusyError, TooManyRequestsError


@dataclass(frozen=True)
class Limits:
    """What a query may cost, and how many there may be.

    `seconds` is wall time from arrival to the last byte of evaluation, waiting included; past `patience` seconds of
    processor time a query counts as slow; `memory` is in bytes on top of what a worker starts with; `fast` and `slow`
    are workers; `waiting` counts queries that wait for one; `per_client` those of one client, running or waiting; the
    queries of a client that had a slow one are tried one at a time for `penalty` seconds, and go to the slow lane
    after `trial` seconds of processor time; `rows` and `size` (bytes) bound an answer, `undelivered` (bytes) all
    answers that clients have not taken yet.
    """

    seconds: float = 5.0
    patience: float = 0.1
    trial: float = 0.05
    memory: int = 384 << 20
    fast: int = 3
    slow: int = 2
    waiting: int = 256
    per_client: int = 48
    penalty: float = 30.0
    rows: int = 100_000
    size: int = 32 << 20
    undelivered: int = 256 << 20


class Waiting(Protocol):
    """What stands in a lane."""

    client: str


Item = TypeVar("Item", bound=Waiting)


class FairQueue(Generic[Item]):
    """A queue in which every client has its turn, however many items another has put in."""

    def __init__(self) -> None:
        self._by_client: OrderedDict[str, deque[Item]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._by_client.values()))

    def __iter__(self) -> Iterator[Item]:
        return (item for items in self._by_client.values() for item in items)

    def push(self, item: Item) -> None:
        """Put an item behind the others of its client."""
        self._by_client.setdefault(item.client, deque()).append(item)

    def pop(self) -> Item:
        """The first item of the client whose turn it is; that client then stands last."""
        client, items = next(iter(self._by_client.items()))
        item = items.popleft()
        del self._by_client[client]
        if items:
            self._by_client[client] = items
        return item

    def remove(self, item: Item) -> None:
        """Take an item out, wherever it stands."""
        items = self._by_client.get(item.client, deque())
        if item in items:
            items.remove(item)
            if not items:
                del self._by_client[item.client]


class Admission:
    """Counts what each client has under way, and remembers whose queries were slow."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._under_way: Counter[str] = Counter()
        self._slow_until: dict[str, float] = {}

    def enter(self, client: str, waiting: int) -> None:
        """Let a query in. Raises TooManyRequestsError for the client's own share, BusyError for everybody's."""
        if self._under_way[client] >= self._limits.per_client:
            raise TooManyRequestsError(
                f"you have {self._limits.per_client} queries under way, as many as one client may", "wait for one"
            )
        if waiting >= self._limits.waiting:
            raise BusyError(f"{waiting} queries are waiting already", "come again in a few seconds")
        self._under_way[client] += 1

    def leave(self, client: str) -> None:
        """A query of this client has ended."""
        self._under_way[client] -= 1
        if not self._under_way[client]:
            del self._under_way[client]

    def was_slow(self, client: str, now: float) -> None:
        """A query of this client ran past the patience of the fast lane."""
        self._slow_until = {who: until for who, until in self._slow_until.items() if until > now}
        self._slow_until[client] = now + self._limits.penalty

    def is_slow(self, client: str, now: float) -> bool:
        """Whether queries of this client are on trial."""
        return self._slow_until.get(client, 0.0) > now
