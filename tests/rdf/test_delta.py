"""What changes in the quads when records change is what emitting all of them anew would give."""

import diplomacy as dip
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph

from cagraph.model import MODEL, Entity, Namespaces
from cagraph.model.kinds.sources import Source
from cagraph.rdf import emit
from cagraph.rdf.delta import delta
from cagraph.settings import DEFAULT_BASE
from cagraph.store import content

NAMES = Namespaces(DEFAULT_BASE)


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
    accepted = [quad for quad in old if quad.graph_name == DefaultGraph()]
    claimed = [str(quad) for quad in old if str(quad.graph_name)[1:].startswith((NAMES.claim, NAMES.provenance))]
    found = delta(before, after, accepted, claimed, [old[-1]], MODEL, NAMES, [])
    gone, come = content.lines(found.gone), content.lines(found.come)
    assert gone <= content.lines(old)
    assert not come & content.lines(old)
    assert (content.lines(old) - gone) | come == content.lines(new)
