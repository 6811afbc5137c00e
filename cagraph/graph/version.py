"""One version of the data, and all that is made of it: indexes, the treaty clock, the mirror."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from cagraph.dyads import Circles
from cagraph.errors import ParameterError
from cagraph.exports import Manner, Material
from cagraph.graph.changes import Changes
from cagraph.graph.connections import Connections
from cagraph.graph.differences import States
from cagraph.graph.drawings import Drawings
from cagraph.graph.dyads import Dyads
from cagraph.graph.entities import Entities
from cagraph.graph.filters import Filters
from cagraph.graph.index import Index
from cagraph.graph.links import Links
from cagraph.graph.lists import Lists, check_language
from cagraph.graph.options import Option, options
from cagraph.graph.panels import panel
from cagraph.graph.places import Places, directory
from cagraph.graph.questions import Questions
from cagraph.graph.sayings import Sayings
from cagraph.graph.standing import Standing
from cagraph.graph.treaties import TreatyClock
from cagraph.graph.years import yearly
from cagraph.measures import Archive
from cagraph.mirror import Changed, Doubts, Requested, Scene, build, doubts, flag, network, step
from cagraph.model import Model, Namespaces
from cagraph.panels import Design, Panel
from cagraph.paths import Index as PathIndex
from cagraph.queries import Library, Reader
from cagraph.status import Instruments
from cagraph.store import EmbeddedStore, Store

if TYPE_CHECKING:
    import networkx as nx


class Version:
    """A store that does not change, and what is read of it once: each part is made on first use, and kept.

    What a graph goes on with after a write is another one, so that a part made of the data before never answers for
    the data after.
    """

    def __init__(self, store: Store, model: Model, names: Namespaces, library: Callable[[], Library]) -> None:
        self.store = store
        self._model = model
        self._names = names
        self._library = library
        # Not a part that is made beforehand: few ask for it.
        self._doubts = cache(lambda: doubts(self.store, self._model, self._names, self.mirror))
        # Views without options are asked for by page after page.
        self._plain = cache(lambda view: network(self.scene, view, Requested()))
        # Labels are looked up once for each language, of as many as are really asked for.
        self._speaking = lru_cache(maxsize=16)(lambda tag: Entities(self.reader.speaking(tag), self.index))

    @cached_property
    def name(self) -> str:
        """The data version as answers name it."""
        path = self.store.path if isinstance(self.store, EmbeddedStore) else None
        return path.name if path else self.of_build

    @cached_property
    def of_build(self) -> str:
        """The content hash of the curated records; empty without any."""
        found = self.store.quads(None, self.reader.term("cag:dataVersion"), None, NamedNode(self._names.meta))
        return next((quad.object.value for quad in found if isinstance(quad.object, Literal)), "")

    @cached_property
    def reader(self) -> Reader:
        """Looks things up."""
        return Reader(self.store, self._names)

    @cached_property
    def index(self) -> Index:
        """Look-ups over all entities."""
        return Index(self.reader, self._model)

    @cached_property
    def options(self) -> Mapping[str, tuple[Option, ...]]:
        """What lists can be asked for, by the name of the kind."""
        return options(self.index)

    def entities(self, language: str = "") -> Entities:
        """Entities with the labels of a language. Raises ParameterError."""
        return self._speaking(check_language(language).lower())

    @cached_property
    def sayings(self) -> Sayings:
        """Who says what."""
        return Sayings(self.entities())

    @cached_property
    def links(self) -> Links:
        """What links to each entity."""
        return Links(self.index)

    @cached_property
    def lists(self) -> Lists:
        """Lists of entities by filters."""
        return Lists(self.index, Filters(self.index, self.standing, self.reader), self.changes)

    @cached_property
    def changes(self) -> Changes:
        """What changed, and when."""
        path = self.store.path if isinstance(self.store, EmbeddedStore) else None
        states = States(self.store, self._model, self._names)
        return Changes(states, self.index, path.parent if path else None, self.name)

    @cached_property
    def last_step(self) -> str:
        """The hash of the step of the history that led here, as it was when first asked for; empty without any."""
        return self.changes.last_step

    @cached_property
    def standing(self) -> Standing:
        """The treaty clock."""
        return Standing(self.index, Instruments(self.reader))

    @cached_property
    def questions(self) -> Questions:
        """Named queries, and questions in words."""
        return Questions(self._library(), self.reader, self._model, lambda: self.standing, self.name)

    @cached_property
    def mirror(self) -> "nx.MultiDiGraph[str]":
        """All accepted facts as a network."""
        return build(self.store, self._model, self._names, self.name)

    def follow(self, before: "Version", changed: Changed) -> None:
        """Bring the mirror of the version before up to date, if it was made and the changes lead from there to here."""
        known = vars(before).get("mirror")
        if known is not None and (changed.before, changed.after) == (before.name, self.name):
            after = step(known, self.store, self._model, self._names, changed)
            if after is not None:
                self.mirror = after

    @cached_property
    def scene(self) -> Scene:
        """What networks are made of."""
        return Scene(
            self.mirror,
            self._model,
            lambda *asked: self.standing.shown_in_force(*asked),
            lasting=lambda *asked: self.standing.spells_in_force(*asked),
        )

    @cached_property
    def archive(self) -> Archive:
        """What measures are taken of."""
        return Archive(self.scene, TreatyClock(self.standing.instruments))

    @cached_property
    def drawings(self) -> Drawings:
        """How networks look in files."""
        path = self.store.path if isinstance(self.store, EmbeddedStore) else None
        return Drawings(self.archive, Places(self.scene, directory(path) if path else None), self._called)

    def _called(self, id_: str, language: str) -> str:
        reader = self.entities(language).reader
        return reader.label(reader.node(id_))

    def doubts(self) -> Doubts:
        """Which of the accepted facts are disputed or inferred; the first that asks waits for it."""
        return self._doubts()

    def network(self, view: str, asked: Requested) -> "nx.Graph[str]":
        """The mirror itself, or a view of it. Raises NotFoundError, ParameterError."""
        if view:
            return network(self.scene, view, asked) if asked.given else self._plain(view).copy()
        if asked.given:
            raise ParameterError(f"{next(iter(asked.given))}: the whole mirror takes no options", "name a view")
        return self.mirror

    def material(self, view: str, requested: Requested, manner: Manner) -> Material:
        """What a file is written of: a view and how it looks, or without one the data as a whole.

        Raises NotFoundError, ParameterError.
        """
        material = Material(self.store, self._model, self._names, self.name, manner=manner)
        if not view:
            return material
        network = self.network(view, requested)
        drawn = self.drawings.of(network, requested, manner)
        changing = flag("dynamic", manner.dynamic)
        years = yearly(network, requested, partial(self.network, view)) if changing else ()
        return replace(material, network=network, drawn=drawn, years=tuple(years))

    def panel(self, design: Design) -> Panel:
        """A panel. Raises NotFoundError for the unit, ParameterError."""
        instruments = self.standing.instruments
        return panel(self.scene, instruments, self.entities(), design, self.name, self._names.id)

    @cached_property
    def connections(self) -> Connections:
        """Chains of facts between entities."""
        return Connections(PathIndex(self.mirror, self._model), self.reader)

    @cached_property
    def dyads(self) -> Dyads:
        """Relations of two parties."""
        return Dyads(Circles(self.connections.index), self.standing.instruments)

    def prepare(self, stopped: Callable[[], bool]) -> None:
        """Make every part now, so that no question pays for it; between two parts, ask whether to stop."""
        owners: tuple[Callable[[], object], ...] = (
            lambda: self,
            lambda: self.questions,
            lambda: self.questions.interpreter,
            lambda: self.questions.interpreter.lexicon.names,
            lambda: self.index,
            lambda: self.links,
            lambda: self.standing.instruments,
            lambda: self.connections.index,
            lambda: self.dyads,
            lambda: self.dyads.circles,
        )
        for owner in owners:
            for name, part in vars(type(owner())).items():
                if stopped():
                    return
                if isinstance(part, cached_property):
                    getattr(owner(), name)
