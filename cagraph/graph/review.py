"""The review of records that may be of one thing: the queue, what curators judge of its pairs, and merging.

A judgement is a row of the journal as a load is, so that it has a number, stands in `cagraph log`, and can be undone.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from cagraph.errors import ConflictError, NotFoundError, suggestion
from cagraph.graph import loads
from cagraph.graph.curation import carried_out
from cagraph.graph.loading import Loading
from cagraph.graph.loads import Load
from cagraph.graph.outcome import Outcome, Plan
from cagraph.graph.safety import store_directory
from cagraph.identity import LEAST, Candidate, Judgement, Verdict, candidates, merge, pair_of, standing
from cagraph.model import MODEL, Model
from cagraph.records.layers import Layer
from cagraph.records.reader import Dataset, Loaded
from cagraph.settings import Settings


@dataclass(frozen=True)
class Queue:
    """The pairs that nobody has judged, the likeliest first, and the judgements that stand."""

    candidates: tuple[Candidate, ...]
    judgements: tuple[Judgement, ...]

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "candidates": [asdict(one) for one in self.candidates],
            "judgements": [asdict(one) for one in self.judgements],
        }


def review(
    settings: Settings, kind: str = "", least: float = LEAST, again: bool = False, model: Model = MODEL
) -> Queue:
    """What there is to review: pairs of records of a kind (else of all) that score at least `least`, from 0 to 1.

    With `again`, pairs that were judged unsure come too. Raises NotFoundError for an unknown kind, StoreMissingError,
    StoreError; ParameterError where the store is no directory.
    """
    return queue(Loading(store_directory(settings), settings, model), kind, least, again, model)


def queue(to: Loading, kind: str = "", least: float = LEAST, again: bool = False, model: Model = MODEL) -> Queue:
    """What there is to review among the records in force at a place. Raises NotFoundError for an unknown kind."""
    wanted = model.collection(kind).name if kind else ""
    judgements = judgements_of(to.known)
    passed = {pair for pair, one in judgements.items() if not (again and one.verdict == Verdict.UNSURE)}
    records = [item.record for item in to.before.loaded]
    found = candidates(records, model, passed, least)
    fitting = tuple(one for one in found if not wanted or model.is_a(one.kind, wanted))
    return Queue(fitting, tuple(sorted(judgements.values())))


def judgements_of(known: Iterable[Load]) -> dict[tuple[str, str], Judgement]:
    """The judgements that stand on pairs of records, by pair."""
    rows = (one for one in loads.in_force(known) if "judgement" in one.body)
    return standing(
        Judgement(**{**one.body["judgement"], "verdict": Verdict(one.body["judgement"]["verdict"])},
                  by=one.row.key, time=one.row.time, note=one.body.get("note", ""))
        for one in rows
    )  # fmt: skip


def judge(
    settings: Settings,
    one: str,
    other: str,
    verdict: Verdict,
    by: str,
    note: str = "",
    dry_run: bool = False,
    model: Model = MODEL,
) -> Outcome:
    """Say that two records are of the same thing, of different ones, or that it cannot be told.

    The same: the record `other` is merged into `one`, whose id stays. Raises NotFoundError for ids that are not there,
    ConflictError for records of two kinds, a judgement that stands already, and while another process writes; DataError
    where the records would not fit any more; StoreMissingError, StoreError, ParameterError.
    """
    return carried_out(settings, model, dry_run, lambda to: planned(to, one, other, verdict, by, note, model))


def planned(to: Loading, one: str, other: str, verdict: Verdict, by: str, note: str, model: Model) -> Plan:
    """What a judgement does to the records, to be carried out. Raises as `judge` does."""
    there = [item.record.id for item in to.before.loaded]
    for id_ in (one, other):
        if id_ not in there:
            raise NotFoundError(f"there is no record '{id_}'", suggestion(id_, there))
    pair = pair_of(one, other)
    before = judgements_of(to.known).get(pair)
    if before and before.verdict == verdict:
        raise ConflictError(
            f"'{one}' and '{other}' were judged {verdict} by {before.by} on {before.time[:10]}",
            "judge otherwise, or leave it",
        )
    says = {"judgement": {"one": pair[0], "other": pair[1], "verdict": str(verdict)}, "note": note}
    if verdict != Verdict.SAME:
        return Plan(loads.JUDGE, by, says)
    layer = merging(to.before, one, other, model)
    change = to.brings(layer)
    to.refuse(change, f"'{other}' cannot be merged into '{one}'")
    return Plan(loads.MERGE, by, says, layer, change)


def merging(dataset: Dataset, kept: str, gone: str, model: Model) -> Layer:
    """What a merge puts over the records. Raises NotFoundError, ConflictError."""
    by_id = {item.record.id: item for item in dataset.loaded}
    done = merge([item.record for item in dataset.loaded], kept, gone, model)
    changed = ((by_id[record.id], record) for record in done.changed)
    return Layer(tuple(Loaded(record, item.kind, item.file, item.marks) for item, record in changed), (gone,))
