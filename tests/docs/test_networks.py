"""What docs/networks.md says of views and options is what they are; test_docs.py runs its examples."""

import re
from pathlib import Path

from cagraph.mirror import OPTIONS, views

TEXT = (Path(__file__).parent.parent.parent / "docs/networks.md").read_text(encoding="utf-8")
EVERYWHERE = ("since", "until", "on")


def test_the_table_is_that_of_the_views() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\|([^|]*)\|$", TEXT, re.MULTILINE)
    told = {name: (*EVERYWHERE, *re.findall(r"`(\w+)`", options)) for name, options in rows}
    assert told == {name: view.choices.names for name, view in views().items()}


def test_every_option_and_weight_is_told() -> None:
    weights = [weight for view in views().values() for weight in view.choices.weights]
    for name in (*OPTIONS, *weights):
        assert re.search(rf"^ *- .*`{name}`.*:", TEXT, re.MULTILINE), name
