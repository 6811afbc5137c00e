"""The withdrawal of a source: what is left of the records when it is gone, with all that rests on it alone."""

from pydantic import ValidationError

from cagraph.model import Entity, Kind, Model
from cagraph.model.claims import EDITORIAL, as_told_by, supported, values_of
from cagraph.records.layers import Layer
from cagraph.records.reader import Dataset, Loaded


def without(source: str, dataset: Dataset, model: Model) -> Layer:
    """What takes the place of the records that a source bears out, and which of them go.

    Where another source says otherwise than the one that is withdrawn, its value takes the place.
    """
    left = {item.record.id for item in dataset.loaded if item.kind.name == "Source"} - {source}
    records: list[Loaded] = []
    removed = [source]
    for item in dataset.loaded:
        if not any(one.source == source for one in item.record.evidence):
            continue
        told = as_told_by([item.record], left, model)
        record = _borne_out(told[0], item.kind) if told else None
        if record is None:
            removed.append(item.record.id)
        else:
            records.append(Loaded(record, item.kind, item.file, item.marks))
    return Layer(tuple(records), tuple(removed))


def _borne_out(record: Entity, kind: Kind) -> Entity | None:
    """A record without the values that no evidence supports any more; None where it cannot be without them."""
    values = values_of(record, kind)
    names = [name for one in record.evidence for name in one.supports]
    held = supported(kind, values, [*names, *EDITORIAL])
    told = record.model_copy(update=held).model_dump(mode="json", exclude_defaults=True)
    try:
        made = kind.cls.model_validate({name: told[name] for name in told if name not in values or name in held})
    except ValidationError:
        return None
    return made if isinstance(made, Entity) else None
