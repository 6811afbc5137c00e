"""What changes in the quads when records change is what emitting all of them anew would give."""

import diplomacy as dip
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from cagraph.model import MODEL, Entity, Namespaces
from cagraph.model.kinds.sources import Source
from cagraph.rdf import emit
from cagraph.rdf.delta import delta, figures
from cagraph.rdf.emit import Emitter
from cagraph.records.holdings import links_of
from cagraph.settings import DEFAULT_BASE
from cagraph.store import content

NAMES = Namespaces(DEFAULT_BASE)


class Held:
    """Records to look up."""

    def __init__(self, records: list[Entity]) -> None:
        self.by_id = {one.id: one for one in records}

    def record(self, id_: str) -> Entity | None:
        return self.by_id.get(id_)

    def referring(self, target: str) -> set[str]:
        links = {
            one.id: {id_ for id_, _ in links_of(one, MODEL.kinds[type(one).__name__])} for one in self.by_id.values()
        }
        return {id_ for id_, targets in links.items() if target in targets}


def said(records: list[Entity]) -> list[Quad]:
    """What the records say, without what is said of them all."""
    emitter = Emitter.of(records, MODEL, NAMES)
    return [quad for record in records for quad in emitter.record(record)]


@settings(max_examples=10)
@given(dip.diplomacy(), st.data())
def test_it_is_what_emitting_anew_gives(records: list[Entity], data: st.DataObject) -> None:
    before = [one for one in records if data.draw(st.integers(0, 5)) or isinstance(one, Source)]
    after = []
    for one in records:
        label = data.draw(st.sampled_from((None, None, None, None, "Another", "gone")))
        if isinstance(one, Source):  # on whose day of access all claims of it depend
            accessed = data.draw(st.sampled_from((one.accessed, "2021-05-06")))
            after.append(Source.model_validate({**one.model_dump(mode="json"), "accessed": accessed}))
        elif label != "gone":
            after.append(one.model_copy(update={"label": label}) if label else one)
    old, new = (emit(held, MODEL, NAMES) for held in (before, after))
    ids = {one.id for one in (*before, *after)}
    changed = [id_ for id_ in sorted(ids) if Held(before).record(id_) != Held(after).record(id_)]
    found = delta(Held(before), Held(after), changed, figures(said(before), MODEL, NAMES), MODEL, NAMES)
    gone, come = (content.lines(lines.values()) for lines in (found.gone, found.come))
    assert ({*found.gone}, {*found.come}) == (gone, come), "lines are as the engine writes them"
    assert gone <= content.lines(old)
    assert not come & content.lines(old)
    assert (content.lines(old) - gone) | come == content.lines(new)
    assert found.figures == figures(said(after), MODEL, NAMES)
