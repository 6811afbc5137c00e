"""Kills whatever changes a store, at random moments, and looks at what is left: python -m durability.kills.

In turn, a process builds, writes through the service's endpoint, loads records, undoes that, merges two of them,
removes a source, makes a backup, brings one back, mends a damaged store or rewrites files of records for a later
model, and is killed with all that it has started (SIGKILL). A reader opens the store all the while. After each kill
everything acknowledged is there, nothing is there by half, and the doctor finds nothing wrong.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from stores import CURATOR, RECORDS, held, made, root

from cagraph.errors import StoreError
from cagraph.graph import (
    Change,
    Endpoint,
    Graph,
    back_up,
    build,
    log,
    look_over,
    restore,
)
from cagraph.model import MODEL, Model, Step
from cagraph.records.migrate import migrate
from cagraph.records.reader import MIGRATED, model_of, read
from cagraph.settings import Settings
from cagraph.store import backup, snapshots

_WRITTEN = re.compile(rb"<urn:(left|right)> <urn:p> \"(\d+)\"")
_LABEL = re.compile(rb'"Kazakhstan(?: (\d+))?"@en \.\n$')
# The longest that each is left to run, in seconds from where it begins its work; some are over by then.
_LONGEST = {
    "write": 2.0, "build": 1.2, "backup": 0.4, "restore": 0.5, "repair": 1.2, "load": 1.5,
    "undo": 0.8, "merge": 0.8, "drop_source": 0.8, "migrate": 0.25,
}  # fmt: skip
_FILES = 30  # of an earlier model
LATER = Model(MODEL.classes, (Step("a Pact is a Treaty", lambda one: [{**one, "kind": "Treaty"}]),))
_FORMERLY = re.compile(rb"<\S+/id/right-(\d+)> <\S+#formerly> \"left-\1\" \.\n$")
_LOADED = re.compile(rb"<\S+/id/(left|right|source)-(\d+)> <\S+#label> \"\2\"@en \.\n$")


def seen(lines: set[bytes]) -> tuple[set[int], set[int]]:
    """What was written, and the numbers of the build in the label; AssertionError for half a write."""
    sides: dict[bytes, set[int]] = {b"left": set(), b"right": set()}
    for line in lines:
        if found := _WRITTEN.match(line):
            sides[found[1]].add(int(found[2]))
    assert sides[b"left"] == sides[b"right"], "half of a write is there"
    builds = {int(found[1] or 0) for line in lines if (found := _LABEL.search(line))}
    assert len(builds) == 1, f"no whole build: {builds}"
    return sides[b"left"], builds


def loaded(lines: set[bytes]) -> set[int]:
    """The numbers of what was loaded; AssertionError for half a load, or half a merge."""
    parts: dict[bytes, set[int]] = {b"left": set(), b"right": set(), b"source": set()}
    for line in lines:
        if found := _LOADED.match(line):
            parts[found[1]].add(int(found[2]))
    merged = {int(found[1]) for line in lines if (found := _FORMERLY.match(line))}
    assert not merged & parts[b"left"], "half of a merge is there"
    parts[b"left"] |= merged
    assert parts[b"left"] == parts[b"right"] == parts[b"source"], "half of a load is there"
    return parts[b"left"]


def begun(act: Callable[[], object]) -> Callable[[int], None]:
    """An act that says when it begins."""

    def run(said: int) -> None:
        os.write(said, b"-")
        act()

    return run


@dataclass
class Trial:
    """A store, what must be in it, and the one that kills."""

    settings: Settings
    place: Path
    drawn: random.Random
    written: set[int] = field(default_factory=set)
    built: int = 0
    next: int = 1
    loads: set[int] = field(default_factory=set)
    saved: tuple[set[int], int, set[int]] = field(default_factory=lambda: (set(), 0, set()))
    counts: Counter[str] = field(default_factory=Counter)

    def killed(self, act: Callable[[int], None], longest: float) -> list[str]:
        """What a process said that it had done when it was killed with all its own, at a random moment."""
        told, said = os.pipe()
        child = os.fork()
        if child == 0:
            os.setsid()
            os.close(told)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 2)
            code = 1
            try:
                act(said)
                code = 0
            finally:
                os._exit(code)
        os.close(said)
        assert os.read(told, 1) == b"-"
        time.sleep(self.drawn.random() * longest)
        with_all = os.waitpid(child, os.WNOHANG)[0] == 0
        try:
            os.killpg(child, signal.SIGKILL)
        except ProcessLookupError:
            pass
        except PermissionError:
            os.kill(child, signal.SIGKILL)
        if with_all:
            os.waitpid(child, 0)
        with os.fdopen(told, encoding="ascii") as file:
            done = file.read().split()
        self.counts["killed under way"] += with_all
        return done

    def write(self) -> None:
        """Updates through the endpoint, one after the other; each says its number when it is done."""
        first = self.next

        def act(said: int) -> None:
            async def run() -> None:
                endpoint = Endpoint(Graph.built(self.settings.store))
                for number in range(first, first + 1000):
                    text = f"<urn:left> <urn:p> '{number}' . <urn:right> <urn:p> '{number}'"
                    update = f"INSERT DATA {{ GRAPH <http://example.org/own> {{ {text} }} }}"
                    await endpoint.write(Change("update", update.encode()), CURATOR)
                    # The first takes as long as the writer's program takes to start.
                    os.write(said, f"{'-' if number == first else ''}{number}\n".encode())

            asyncio.run(run())

        done = self.killed(act, _LONGEST["write"])
        acknowledged = set(map(int, done))
        self.counts["writes acknowledged"] += len(acknowledged)
        found, _ = seen(held(self.finished()))
        under_way = first + len(acknowledged)
        assert found in (self.written | acknowledged, self.written | acknowledged | {under_way}), "a write was lost"
        self.written, self.next = found, under_way + 1

    def load(self) -> None:
        """Loads, one after the other; each says its number when it is done."""
        first = self.next
        self.records(self.built)  # a version that was mended may lack the records it was built of
        done = self.killed(self._apart("load", first), _LONGEST["load"])
        acknowledged = set(map(int, done))
        self.counts["loads acknowledged"] += len(acknowledged)
        found = loaded(held(self.finished()))
        under_way = first + len(acknowledged)
        assert found in (self.loads | acknowledged, self.loads | acknowledged | {under_way}), "a load was lost"
        self.loads, self.next = found, under_way + 1

    def _apart(self, what: str, which: int | str) -> Callable[[int], None]:
        """An act in a program of its own: the engine's threads, which flush, do not live on in a fork."""

        def run(said: int) -> None:
            os.set_inheritable(said, True)
            command = [sys.executable, "-m", "durability.loads", str(said), str(self.place), what, str(which)]
            os.execv(sys.executable, command)

        return run

    def undo(self) -> None:
        """The last load in force is undone."""
        known = [one for one in log(root(self.settings)) if one["kind"] == "load" and one["in_force"]]
        there = [one for one in known if int(one["records"][0].partition("-")[2]) in self.loads]
        if there:
            number = there[0]["load"]
            self.records(self.built)
            gone = {int(id_.partition("-")[2]) for id_ in there[0]["records"]}
            self.killed(self._apart("undo", number), _LONGEST["undo"])
            self._less(gone)

    def merge(self) -> None:
        """The two states of a load become one."""
        if self.loads:
            number = self.drawn.choice(sorted(self.loads))
            self.records(self.built)
            self.killed(self._apart("merge", number), _LONGEST["merge"])
            assert loaded(held(self.finished())) == self.loads, "a merge lost what was loaded"
            known = log(root(self.settings))
            self.counts["merges"] = sum(one["kind"] == "merge" for one in known)

    def drop_source(self) -> None:
        """The source of a load is removed, with what rests on it alone."""
        if self.loads:
            number = max(self.loads)
            self.records(self.built)
            self.killed(self._apart("drop", f"source-{number}"), _LONGEST["drop_source"])
            self._less({number})

    def _less(self, gone: set[int]) -> None:
        found = loaded(held(self.finished()))
        assert found in (self.loads, self.loads - gone), "neither with the load nor without it"
        self.counts["taken back"] += found != self.loads
        self.loads = found

    def records(self, number: int) -> None:
        """Have the records be those of a build; 0 is the first."""
        text = RECORDS.replace("label: Kazakhstan", f"label: Kazakhstan {number}" if number else "label: Kazakhstan")
        assert self.settings.data
        (self.settings.data / "records.yaml").write_text(text, encoding="utf-8")

    def build(self) -> None:
        """A build of other records, over what was written."""
        number = self.built + 1
        self.records(number)
        self.killed(begun(lambda: build(self.settings)), _LONGEST["build"])
        lines = held(self.finished())
        _, builds = seen(lines)
        assert loaded(lines) == self.loads, "a build lost a load"
        assert builds in ({self.built}, {number}), "neither the old build nor the new one"
        (self.built,) = builds

    def backup(self) -> None:
        """A backup, which is there whole or not at all."""
        place = self.place / "backup"
        self.killed(begun(lambda: back_up(self.settings, place)), _LONGEST["backup"])
        if place.exists():
            backup.verify(place, backup.read(place))
            lines = held(Settings(store=place))
            assert (*seen(lines), loaded(lines)) == (self.written, {self.built}, self.loads)
            shutil.rmtree(self.place / "kept", ignore_errors=True)
            place.rename(self.place / "kept")
            self.saved = self.written, self.built, self.loads
            self.counts["backups whole"] += 1

    def restore(self) -> None:
        """The last whole backup brought back over the store."""
        if not (self.place / "kept").exists():
            back_up(self.settings, self.place / "kept")
            self.saved = self.written, self.built, self.loads
        kept = self.place / "kept"
        self.killed(begun(lambda: restore(self.settings, kept, force=True)), _LONGEST["restore"])
        lines = held(self.finished())
        found, (number,) = seen(lines)
        now = found, number, loaded(lines)
        assert now in ((self.written, self.built, self.loads), self.saved), "neither the old store nor the backup"
        self.counts["restores done"] += now == self.saved
        self.written, self.built, self.loads = now
        for aside in self.place.glob("store.before-*"):
            shutil.rmtree(aside)

    def repair(self) -> None:
        """A damaged file, and a doctor that is killed."""
        self.records(self.built)
        version = root(self.settings) / str(snapshots.current(root(self.settings)))
        path = self.drawn.choice(sorted(version.iterdir()))
        body = bytearray(path.read_bytes())
        if body:
            body[self.drawn.randrange(len(body))] ^= 1 << self.drawn.randrange(8)
        path.unlink()
        if self.drawn.random() < 0.7:
            path.write_bytes(body)
        self.killed(begun(lambda: look_over(self.settings, repair=True)), _LONGEST["repair"])
        lines = held(self.finished())
        assert (*seen(lines), loaded(lines)) == (self.written, {self.built}, self.loads), (
            "what was made again is not what was there"
        )

    def migrate(self) -> None:
        """Files of an earlier model, which are read as the same records before, after, and when it is finished."""
        place = self.place / "moving"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for number in range(_FILES):
            text = f"- kind: Pact\n  id: pact-{number}\n  label: Pact {number}\n"
            (place / f"{number}.yaml").write_text(text, encoding="utf-8")
        before = read(place, LATER)[0].records
        assert len(before) == _FILES
        self.killed(begun(lambda: migrate(place, LATER, write=True)), _LONGEST["migrate"])
        cut_off = (place / MIGRATED).exists()
        self.counts["migrations done"] += cut_off or model_of(place, LATER) == LATER.number
        if not cut_off:
            assert read(place, LATER)[0].records == before, "a migration changed records"
        migrate(place, LATER, write=True)
        assert read(place, LATER)[0].records == before, "a migration lost records"
        assert model_of(place, LATER) == LATER.number
        assert not list(place.glob(".migrat*"))

    def finished(self) -> Settings:
        """The store, after the doctor has finished what the kill had cut off; then nothing may be wrong."""
        report = look_over(self.settings, repair=True)
        assert report.sound, [one.says for one in report.findings if one.wrong]
        self.counts["mended"] += bool(report.mended)
        assert not snapshots.unfinished(root(self.settings))
        return self.settings


def reading(settings: Settings, stop: int) -> None:
    """Opens the store over and over: refused in clear words, or whole."""
    opened = 0
    while not os.get_blocking(stop) or not _ended(stop):
        try:
            lines = snapshots.open_current(root(settings)).statements()
            seen(lines)
            loaded(lines)
            opened += 1
        except StoreError:
            pass
        time.sleep(0.02)
    print(f"The reader opened {opened} whole versions and none that was not")
    sys.stdout.flush()


def _ended(descriptor: int) -> bool:
    import select

    return bool(select.select([descriptor], [], [], 0)[0])


def main() -> None:
    """Kill as often as is asked, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(f"{asked.kills} kills, seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="cagraph-kills-") as place:
        trial = Trial(made(Path(place)), Path(place), random.Random(asked.seed))
        ending, end = os.pipe()
        reader = os.fork()
        if reader == 0:
            os.close(end)
            try:
                reading(trial.settings, ending)
                os._exit(0)
            finally:
                os._exit(1)
        acts = [
            trial.write, trial.load, trial.build, trial.backup, trial.undo, trial.load, trial.merge,
            trial.drop_source, trial.restore, trial.repair, trial.migrate,
        ]  # fmt: skip
        for number in range(asked.kills):
            act = acts[number % len(acts)]
            try:
                act()
            except AssertionError as error:
                print(f"kill {number + 1}, {act.__name__}: {error}", flush=True)
                raise
            trial.counts[act.__name__] += 1
            if (number + 1) % 50 == 0:
                print(f"{number + 1}: {json.dumps(trial.counts, sort_keys=True)}", flush=True)
        os.close(end)
        assert os.waitpid(reader, 0)[1] == 0, "the reader saw something that was not whole"
        print(json.dumps({**trial.counts, "lost": 0, "by half": 0}, sort_keys=True))


if __name__ == "__main__":
    main()
