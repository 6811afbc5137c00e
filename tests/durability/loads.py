"""Loads, undoes, merges or removes a source at a place, and says when it begins and what it has done, to be killed."""

import os
import sys
from pathlib import Path

from cagraph.graph import Verdict, drop_source, judge, load_files, undo_load
from cagraph.settings import Settings

LOADED = """\
- kind: Source
  id: source-{number}
  label: {number}

- kind: State
  id: left-{number}
  label: {number}
  evidence:
    - source: source-{number}
      at: x

- kind: State
  id: right-{number}
  label: {number}
  evidence:
    - source: source-{number}
      at: x
"""


def load(settings: Settings, place: Path, first: int, said: int) -> None:
    """Load one file after the other, and say the number of each that is done; to begin with, that of the first."""
    for number in range(first, first + 1000):
        file = place / f"new-{number}.yaml"
        file.write_text(LOADED.format(number=number), encoding="utf-8")
        load_files(settings, [file], "ann")
        os.write(said, f"{'-' if number == first else ''}{number}\n".encode())


def main() -> None:
    """Run as `python -m durability.loads DESCRIPTOR PLACE load|undo|merge|drop NUMBER|SOURCE`."""
    said, place = int(sys.argv[1]), Path(sys.argv[2])
    settings = Settings(store=place / "store", data=place / "data", keys=place / "keys.json")
    if sys.argv[3] == "load":
        load(settings, place, int(sys.argv[4]), said)
        return
    os.write(said, b"-")
    if sys.argv[3] == "undo":
        undo_load(settings, int(sys.argv[4]), "bob")
    elif sys.argv[3] == "merge":
        judge(settings, f"right-{sys.argv[4]}", f"left-{sys.argv[4]}", Verdict.SAME, "bob")
    else:
        drop_source(settings, sys.argv[4], "bob")


if __name__ == "__main__":
    main()
