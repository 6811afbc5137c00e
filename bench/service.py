"""The product as a process: started on a free port, watched through /proc, ended by its pid."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.generators import TOP

_EVERY: Final = 0.5
_WORKER: Final = "cagraph.workers.query_worker"


@dataclass(frozen=True)
class Seen:
    """One process: its parent, when it started (in ticks since boot) and its program."""

    pid: int
    parent: int
    started: int
    command: str


def process(pid: int) -> Seen | None:
    """The process of that id, unless there is none or only its remains."""
    place = Path("/proc") / str(pid)
    try:
        fields = (place / "stat").read_text().rpartition(")")[2].split()
        command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return None
    return None if fields[0] == "Z" else Seen(pid, int(fields[1]), int(fields[19]), command)


def below(top: int) -> list[Seen]:
    """A process and all that descend from it."""
    everything = [seen for pid in os.listdir("/proc") if pid.isdecimal() and (seen := process(int(pid)))]
    found = [seen for seen in everything if seen.pid == top]
    for one in found:
        found += [seen for seen in everything if seen.parent == one.pid]
    return found


def memory(pid: int) -> int:
    """The proportional set size of a process in bytes."""
    try:
        match = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(match[1]) * 1024 if match else 0


@dataclass
class Watch:
    """What has been seen of the processes of a service since `reset`."""

    most_memory: int = 0
    most_workers: int = 0
    workers_seen: set[tuple[int, int]] = field(default_factory=set)


class Service:
    """`cagraph serve` on a free port of the loopback, with a thread that watches it."""

    def __init__(self, store: Path, watched: bool = True) -> None:
        self.process = subprocess.Popen(
            [str(Path(sys.executable).parent / "cagraph"), "serve", "--host", "127.0.0.1", "--port", "0"],
            stdout=subprocess.PIPE,
            env={**os.environ, "CAGRAPH_STORE": str(store), "COLUMNS": "200"},
            cwd=TOP,
        )
        assert self.process.stdout
        found = None
        while found is None:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("cagraph serve did not start")
            found = re.search(rb"http://127\.0\.0\.1:(\d+)", line)
        self.port = int(found[1])
        self.born = process(self.process.pid)
        self.watch = Watch()
        self._seen: dict[int, int] = {}
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._look, daemon=True)
        if watched:
            self._watcher.start()

    def _look(self) -> None:
        while not self._stop.wait(_EVERY):
            family = below(self.process.pid)
            self._seen.update((one.pid, one.started) for one in family)
            workers = self.workers(family)
            self.watch.workers_seen |= {(one.pid, one.started) for one in workers}
            self.watch.most_workers = max(self.watch.most_workers, len(workers))
            self.watch.most_memory = max(self.watch.most_memory, sum(memory(one.pid) for one in family))

    def workers(self, family: list[Seen] | None = None) -> list[Seen]:
        """The query workers: forks of a process that is itself such a program."""
        family = below(self.process.pid) if family is None else family
        parents = {one.pid for one in family if _WORKER in one.command}
        return [one for one in family if one.parent in parents]

    def memory(self) -> int:
        """What all its processes take together, in bytes."""
        return sum(memory(one.pid) for one in below(self.process.pid))

    def reset(self) -> Watch:
        """Begin to watch anew; what was seen until now."""
        seen, self.watch = self.watch, Watch()
        return seen

    @property
    def is_the_same(self) -> bool:
        """Whether the process that was started is the one that still runs."""
        now = process(self.process.pid)
        return bool(now and self.born and now.started == self.born.started)

    def end(self) -> int:
        """End it by its pid; how many of its processes outlive it."""
        self._stop.set()
        if self._watcher.ident:
            self._watcher.join()
        self._seen.update((one.pid, one.started) for one in below(self.process.pid))
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        time.sleep(2)
        return sum((now := process(pid)) is not None and now.started == born for pid, born in self._seen.items())


def machine() -> str:
    """What the figures were measured on: processors, load by others, versions."""
    from importlib.metadata import version

    versions = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "uvicorn", "fastapi", "uvloop"))
    load = os.getloadavg()[0]
    python = sys.version.split()[0]
    return f"{os.cpu_count()} cores, Python {python}, {versions}; load of the machine at the start {load:.1f}"
