"""The whole relation of two parties, as data and as a brief whose every sentence is footnoted."""

from cagraph.dyads.brief import brief
from cagraph.dyads.circles import Circles
from cagraph.dyads.document import Brief, as_json
from cagraph.dyads.html import html
from cagraph.dyads.ledger import Ledger
from cagraph.dyads.markdown import markdown
from cagraph.dyads.pair import Pair
from cagraph.dyads.phrases import LANGUAGES
from cagraph.dyads.relation import Relation

__all__ = ["LANGUAGES", "Brief", "Circles", "Ledger", "Pair", "Relation", "as_json", "brief", "html", "markdown"]
