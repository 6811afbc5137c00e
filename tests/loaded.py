"""A small store to load into: two states, a treaty between them, and a source; and texts of records to load."""

from pathlib import Path

from stores import held

from cagraph.graph import Outcome, build, load_files
from cagraph.settings import Settings

RECORDS = """\
- kind: Source
  id: book
  label: A book
  accessed: 2020-01-01

- kind: Concept
  id: act.ratification
  label: Ratification
  scheme: act

- kind: State
  id: KAZ
  label: Kazakhstan
  evidence:
    - source: book
      at: "1"

- kind: State
  id: UZB
  label: Uzbekistan
  evidence:
    - source: book
      at: "1"

- kind: Treaty
  id: pact
  label: The pact
  parties: [KAZ, UZB]
  signed: 2019-01-01
  evidence:
    - source: book
      at: "1"
      supports: [parties, signed]
"""
GAZETTE = """\
- kind: Source
  id: gazette
  label: A gazette
"""
ACT = """\
- kind: TreatyAct
  id: pact-{party}
  act: ratification
  instrument: pact
  party: {party}
  date: 2019-05-03
  evidence:
    - source: {source}
      at: "2"
      supports: [act, instrument, party, date]
"""


def act(party: str = "KAZ", source: str = "gazette") -> str:
    """A ratification of the treaty."""
    return ACT.format(party=party, source=source)


def placed(place: Path, records: str = RECORDS) -> Settings:
    """A place where these records are built."""
    (place / "data").mkdir(parents=True, exist_ok=True)
    (place / "data" / "records.yaml").write_text(records, encoding="utf-8")
    made = Settings(store=place / "store", data=place / "data", keys=place / "keys.json")
    build(made)
    return made


def load(settings: Settings, *texts: str, **options: bool) -> Outcome:
    """Load a text of records from a file."""
    assert settings.data
    paths = []
    for number, text in enumerate(texts, 1):
        paths.append(settings.data.parent / f"new-{number}.yaml")
        paths[-1].write_text(text, encoding="utf-8")
    return load_files(settings, paths, "ann", **options)  # type: ignore[arg-type]


def of_records(settings: Settings) -> set[bytes]:
    """What the store holds, but for what it tells of loads."""
    return {line for line in held(settings) if b"graph/loads> .\n" not in line}
