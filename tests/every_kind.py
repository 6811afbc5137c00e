"""A record of any kind for hypothesis, with values of any of its fields, made from the model alone."""

from typing import Annotated, Any

from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from cagraph.model import MODEL, Entity, FieldSpec, Kind

_TEXT = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1
    )
    .map(str.strip)
    .filter(bool)
)
_ODD = st.sampled_from(
    ["a;b", "a\\;b\\", "=1+1", "'=1", "-5", "+7", "@x", 'a,b\t"c"', "two\nlines", "031", "true", "2022-12", "*"]
)
TEXTS = _TEXT | _ODD
DATES = ("2019", "2020-01", "2020-03-05", "2020-03-05/2020-03-07", "2021/..", "../2020-02", "2022-12~")
_IDS = ("KAZ", "a-treaty", "ann", "level-1.x")
# What might be a value of a type; the field itself tells which of them are.
_CANDIDATES: dict[str, tuple[str, ...]] = {
    "text": ("KZ", "KAZ", "031", "Q42", "Visit"), "integer": ("1", "2000"), "decimal": ("41.10", "-7", "0.5", "11"),
    "boolean": ("true", "false"), "date": DATES, "day": ("2022-12-22",), "ref": _IDS,
    "address": ("https://example.org/a?b=1;c", "http://example.org/"),
}  # fmt: skip
_TAGS = ("en", "ru", "kk-Cyrl", "uz-Latn")


def _parses(kind: Kind, spec: FieldSpec, value: Any) -> bool:
    info = kind.cls.model_fields[spec.name]
    try:
        TypeAdapter(Annotated[info.annotation, *info.metadata]).validate_python(value)
    except ValidationError:
        return False
    return True


def _one(kind: Kind, spec: FieldSpec) -> st.SearchStrategy[Any]:
    def fits(value: str) -> bool:
        return _parses(
            kind, spec, [value, f"{value}2"] if spec.many and spec.type == "ref" else [value] if spec.many else value
        )

    return (
        TEXTS if spec.type == "text" and fits("any text") else st.sampled_from([*filter(fits, _CANDIDATES[spec.type])])
    )


def _value(kind: Kind, spec: FieldSpec) -> st.SearchStrategy[Any]:
    if spec.type == "langmap":
        return st.dictionaries(st.sampled_from(_TAGS), TEXTS, min_size=1)
    if spec.type == "langlists":
        return st.dictionaries(st.sampled_from(_TAGS), st.lists(TEXTS, min_size=1, max_size=3), min_size=1)
    if spec.component:
        return st.lists(_component(spec.component), min_size=1, max_size=4, unique_by=str)
    if spec.many:
        return st.lists(_one(kind, spec), min_size=2, max_size=2, unique=True)
    return _one(kind, spec)


@st.composite
def _component(draw: st.DrawFn, kind: Kind) -> dict[str, Any]:
    first, *others = kind.fields
    chosen = [first, *(spec for spec in others if draw(st.booleans()))]
    return {spec.name: draw(_one(kind, spec)) for spec in chosen}


@st.composite
def entity(draw: st.DrawFn, kinds: tuple[Kind, ...] = MODEL.concrete) -> Entity:
    """A record with some of its fields, and evidence for them that supports, denies or says otherwise."""
    kind = draw(st.sampled_from(kinds))
    chosen = [spec for spec in kind.fields if spec.required or draw(st.integers(0, 2)) == 0]
    values = {spec.name: draw(_value(kind, spec)) for spec in chosen}
    evidence = []
    for _ in range(draw(st.integers(0, 3))):
        entry: dict[str, Any] = {"source": draw(st.sampled_from(_IDS)), "at": draw(TEXTS)}
        entry["supports"] = draw(st.lists(st.sampled_from([*values, "names/ru"]), max_size=2, unique=True))
        other = draw(st.sampled_from([None, None, *kind.fields]))
        if other:
            entry["says"] = {other.name: draw(_value(kind, other))}
        if draw(st.booleans()):
            entry |= {"modality": "planned", "polarity": "denied", "recorded": "2024-01-31", "note": draw(TEXTS)}
        evidence.append(entry)
    made = kind.cls.model_validate(
        {"id": "made", "label": draw(TEXTS), **values, "evidence": evidence if kind.cited else []}
    )
    assert isinstance(made, Entity)
    return made
