"""A small made-up graph, and records that make others."""

from cagraph.model import Entity
from cagraph.model.evidence import Evidence, Modality, Polarity
from cagraph.model.kinds.actors import Organisation, Person, Post, State, Tenure
from cagraph.model.kinds.documents import Treaty
from cagraph.model.kinds.events import Meeting, Participation
from cagraph.model.kinds.sources import Concept, Source

SOURCE = Source(id="book", label="A book", title="A book", publisher="Press", url="https://example.org/book", published="2020-05-01")


def said(*supports: str, manner: str = "stated", denied: bool = False) -> list[Evidence]:
    polarity = Polarity.DENIED if denied else Polarity.ASSERTED
    return [Evidence(source="book", at="p. 1", supports=list(supports), modality=Modality(manner), polarity=polarity)]


def state(id_: str) -> State:
    return State(id=id_, label=f"State {id_}", evidence=said())


def person(id_: str, label: str = "") -> Person:
    return Person(id=id_, label=label or f"Person {id_}", evidence=said())


def meeting(id_: str, date: str | None, *who: tuple[str, str], **manner: object) -> Meeting:
    parts = [Participation(who=one or None, party=party or None) for one, party in who]
    supports = ["participants", *(["date"] if date else [])]
    evidence = said(*supports, **manner)  # type: ignore[arg-type]
    return Meeting(id=id_, label=f"Meeting {id_}", date=date, participants=parts, evidence=evidence)


def treaty(id_: str, signed: str, *parties: str) -> Treaty:
    return Treaty(
        id=id_, label=f"Treaty {id_}", signed=signed, parties=list(parties), form="form.treaty",
        evidence=said("signed", "parties", "form"),
    )  # fmt: skip


def small() -> list[Entity]:
    """Two persons who met once, by way of a third, and through their state."""
    return [
        SOURCE,
        Concept(id="form.treaty", label="Treaty", scheme="form"),
        state("AAA"), state("BBB"), state("CCC"),
        person("ann", "Ann Doe"), person("bob"), person("cid"), person("dot", "Twin"), person("eve", "Twin"),
        Post(id="post", label="Post", of="AAA", evidence=said("of")),
        Tenure(id="ann-post", person="ann", post="post", start="2019", evidence=said("person", "post", "start")),
        meeting("first", "2020-01-01", ("ann", "AAA"), ("bob", "BBB")),
        meeting("second", "2021-02", ("bob", "BBB"), ("cid", "")),
        meeting("third", None, ("ann", ""), ("cid", "")),
        meeting("denied", "2020-03-01", ("ann", "AAA"), ("dot", "CCC"), denied=True),
        treaty("pact", "2022-12-22", "AAA", "BBB"),
        Organisation(id="league", label="League", founders=["AAA", "CCC"], evidence=said("founders")),
    ]  # fmt: skip
