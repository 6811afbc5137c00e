"""How a kind is declared: a pydantic class whose fields say what they mean in RDF."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType, NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Final,
    Generic,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.fields import FieldInfo

from cagraph.errors import NotFoundError, suggestion
from cagraph.model.dates import PartialDate
from cagraph.model.migration import Step

ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9][A-Za-z0-9-]*)*$"
LANGUAGE_PATTERN: Final = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"

K = TypeVar("K")


@dataclass(frozen=True)
class Term:
    """What a field means in RDF, and how the surfaces use it.

    `edge`: a link between entities, so an edge in the mirror and in graph exports. `facet`: worth counting in
    lists. `time`: the field is the `start`, the `end` or the `at` of the record's place in time. `scheme`: the
    concept scheme its values come from, so that YAML says `treaty` for `form.treaty`. `shortcut`: a property
    that links the owner of a component straight to this value. `prefix`: the value is an IRI, written without
    this beginning.
    """

    property: str
    edge: bool = False
    facet: bool = False
    time: str = ""
    scheme: str = ""
    shortcut: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class Target:
    """The kind that a reference points to, by name, since kinds may refer to later ones."""

    kind: str


if TYPE_CHECKING:

    class Ref(str, Generic[K]):
        """The id of an entity of kind K."""

else:

    class Ref:
        """`Ref[State]` is the id of a State; the kind may be given as a string when it is declared later."""

        def __class_getitem__(cls, kind: type | str) -> Any:
            name = kind if isinstance(kind, str) else kind.__name__
            return Annotated[str, StringConstraints(pattern=ID_PATTERN), Target(name)]


def _language(tag: str) -> str:
    if not re.fullmatch(LANGUAGE_PATTERN, tag):
        raise ValueError(f"'{tag}' is no language tag; write en, ru, kk-Cyrl, uz-Latn")
    return tag


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value):
        raise ValueError(f"'{value}' is no http(s) address")
    return value


def _plain(text: str) -> str:
    """Refuse characters that XML 1.0 cannot hold: they break exports, and no name needs them."""
    bad = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", text)
    if bad:
        raise ValueError(f"holds the control character U+{ord(bad[0]):04X}")
    return text


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_plain)]
Language = Annotated[str, AfterValidator(_language)]
LangMap = dict[Language, Text]
LangLists = dict[Language, Annotated[list[Text], Field(min_length=1)]]
WebAddress = Annotated[str, AfterValidator(_web_address)]


class Record(BaseModel):
    """Anything read from data: unknown fields are refused, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    abstract: ClassVar[bool] = True


class Component(Record):
    """A part of an entity that has its own properties, such as one participant of a meeting.

    Its IRI is the owner's with the field and `key()` appended, so that it is never a blank node.
    """

    def key(self) -> str:
        """What tells this component from its siblings, in characters of an id."""
        raise NotImplementedError


@dataclass(frozen=True)
class FieldSpec:
    """One field of a kind, as the surfaces need it.

    `type` is one of text, integer, decimal, boolean, date, day, address, ref, langmap, langlists, component.
    """

    name: str
    doc: str
    type: str
    term: Term
    many: bool
    required: bool
    target: str = ""
    component: "Kind | None" = None
    annotation: Any = None

    @property
    def parameter(self) -> str:
        """The name of the REST and command line filter: the property's local name in snake case."""
        return re.sub(r"(?<!^)([A-Z])", r"_\1", self.term.property.partition(":")[2]).lower()

    @property
    def filterable(self) -> bool:
        """Whether lists can be asked for values of this field."""
        return self.type in {"ref", "text", "integer", "boolean"} and not self.term.prefix

    def shortcuts(self) -> "Iterable[FieldSpec]":
        """The parts of a component that its owner is linked straight to, as fields of the owner."""
        for part in self.component.fields if self.component else ():
            if part.term.shortcut:
                yield replace(part, term=replace(part.term, property=part.term.shortcut, shortcut=""), many=True)

    def concept_id(self, value: str) -> str:
        """The id a reference stands for: `treaty` in a field with the scheme `form` is `form.treaty`."""
        return f"{self.term.scheme}.{value}" if self.term.scheme else value

    def parse(self, value: Any) -> Any:
        """Validate a value of this field on its own. Raises pydantic's ValidationError."""
        return TypeAdapter(self.annotation).validate_python(value)

    def items(self, value: Any) -> dict[str, Any]:
        """The parts of a value that evidence can support one by one, by key; nothing for a single value."""
        if self.type in {"langmap", "langlists"}:
            return dict(value)
        if not self.many:
            return {}
        return {item.key() if isinstance(item, Component) else str(item): item for item in value}

    def keep(self, value: Any, keys: Iterable[str]) -> Any:
        """The value with only those parts, in their order."""
        wanted = set(keys)
        kept = {key: item for key, item in self.items(value).items() if key in wanted}
        return list(kept.values()) if self.many else kept


@dataclass(frozen=True)
class Kind:
    """A declared kind with its fields and its place in the hierarchy."""

    cls: type[Record]
    fields: tuple[FieldSpec, ...]

    @property
    def name(self) -> str:
        """The class name, as it stands in `kind:` and in `cag:`."""
        return self.cls.__name__

    @property
    def doc(self) -> str:
        """The class docstring, white space folded."""
        return " ".join((self.cls.__doc__ or "").split())

    @property
    def abstract(self) -> bool:
        """Whether records of exactly this kind cannot exist."""
        return bool(self.cls.__dict__.get("abstract", False))

    @property
    def cited(self) -> bool:
        """Whether its records need evidence; sources and controlled terms do not."""
        return bool(getattr(self.cls, "cited", True))

    @property
    def collection(self) -> str:
        """The plural used in REST paths and by `cagraph find`."""
        given = self.cls.__dict__.get("collection")
        return str(given) if given else re.sub(r"(?<!^)([A-Z])", r"-\1", self.name).lower() + "s"

    @cached_property
    def field(self) -> Mapping[str, FieldSpec]:
        """The fields by name."""
        return MappingProxyType({spec.name: spec for spec in self.fields})

    @cached_property
    def by_parameter(self) -> Mapping[str, FieldSpec]:
        """The fields by the name of their filter; where two share a property, the first."""
        return MappingProxyType({spec.parameter: spec for spec in reversed(self.fields)})

    @cached_property
    def parameters(self) -> Mapping[str, FieldSpec]:
        """The filters of its lists by name: its plain fields, and what its components are short for."""
        found = {name: spec for name, spec in self.by_parameter.items() if spec.filterable}
        shortcuts = {one.parameter: one for spec in self.fields for one in spec.shortcuts() if one.filterable}
        return MappingProxyType(shortcuts | found)

    @property
    def start(self) -> FieldSpec | None:
        """The field that places a record in time: its day, or the start of its spell."""
        return next((spec for spec in self.fields if spec.term.time in {"at", "start"}), None)


def qualified(scheme: str, value: str) -> str:
    """The id of a concept that people may give with or without its scheme; other ids as they are.

    >>> qualified("relation", "alliance"), qualified("relation", "relation.alliance"), qualified("", "KAZ")
    ('relation.alliance', 'relation.alliance', 'KAZ')
    """
    return value if not scheme or value.startswith(f"{scheme}.") else f"{scheme}.{value}"


def _unwrap(annotation: Any) -> tuple[Any, list[Any], bool]:
    """The innermost type of an annotation, the metadata met on the way, and whether it is a list."""
    metadata: list[Any] = []
    many = False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            metadata += more
        elif origin in {Union, UnionType}:
            annotation = next(arg for arg in get_args(annotation) if arg is not NoneType)
        elif origin is list:
            (annotation,) = get_args(annotation)
            many = True
        else:
            return annotation, metadata, many


_SCALARS: Final = MappingProxyType(
    {str: "text", int: "integer", Decimal: "decimal", bool: "boolean", PartialDate: "date", date: "day"}
)


def _specify(name: str, info: FieldInfo) -> FieldSpec | None:
    """What a pydantic field says of itself; None for a field without a Term."""
    whole = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    inner, metadata, many = _unwrap(whole)
    term = next((item for item in metadata if isinstance(item, Term)), None)
    if term is None:
        return None
    target = next((item.kind for item in metadata if isinstance(item, Target)), "")
    component = Kind(inner, fields_of(inner)) if isinstance(inner, type) and issubclass(inner, Component) else None
    type_ = _type_name(inner, metadata, target, component)
    return FieldSpec(
        name,
        info.description or "",
        type_,
        term,
        many,
        info.is_required(),
        target,
        component,
        info.annotation,
    )


def _type_name(inner: Any, metadata: list[Any], target: str, component: "Kind | None") -> str:
    if target:
        return "ref"
    if component:
        return "component"
    if inner == LangMap:
        return "langmap"
    if inner == LangLists:
        return "langlists"
    if any(getattr(item, "func", None) is _web_address for item in metadata):
        return "address"
    return _SCALARS[inner]


def fields_of(cls: type[Record]) -> tuple[FieldSpec, ...]:
    """The fields of a class that mean something in RDF, in the order they were declared."""
    specs = (_specify(name, info) for name, info in cls.model_fields.items())
    return tuple(spec for spec in specs if spec is not None)


class Model:
    """The declared kinds as one value, which every other part of the program is handed.

    A test or an application extends it with `with_kinds`, and every surface knows the new kind.
    """

    def __init__(self, classes: Iterable[type[Record]], steps: Iterable[Step] = ()) -> None:
        self.classes = tuple(classes)
        self.steps = tuple(steps)
        self.kinds: Mapping[str, Kind] = MappingProxyType(
            {cls.__name__: Kind(cls, fields_of(cls)) for cls in self.classes}
        )

    def with_kinds(self, *classes: type[Record]) -> "Model":
        """This model and the classes given."""
        return Model((*self.classes, *classes), self.steps)

    @property
    def number(self) -> int:
        """Which model it is, from 1: records of an earlier one are led to it by its `steps`."""
        return len(self.steps) + 1

    @cached_property
    def concrete(self) -> tuple[Kind, ...]:
        """The kinds that records can have."""
        return tuple(kind for kind in self.kinds.values() if not kind.abstract)

    @cached_property
    def components(self) -> tuple[Kind, ...]:
        """The kinds of components, in the order in which fields first use them."""
        found: dict[str, Kind] = {}
        for kind in self.kinds.values():
            for spec in kind.fields:
                if spec.component:
                    found.setdefault(spec.component.name, spec.component)
        return tuple(found.values())

    @cached_property
    def collections(self) -> Mapping[str, Kind]:
        """The kinds by the plural used in paths, abstract ones such as `parties` included."""
        return MappingProxyType({kind.collection: kind for kind in self.kinds.values()})

    def kind(self, name: str) -> Kind:
        """The kind of that class name. Raises NotFoundError with the nearest name."""
        if name not in self.kinds:
            raise NotFoundError(f"there is no kind '{name}'", suggestion(name, [kind.name for kind in self.concrete]))
        return self.kinds[name]

    def collection(self, name: str) -> Kind:
        """The kind by its plural or its class name. Raises NotFoundError with the nearest name."""
        if name in self.collections:
            return self.collections[name]
        if name in self.kinds:
            return self.kinds[name]
        raise NotFoundError(f"there is no kind '{name}'", suggestion(name, list(self.collections)))

    @cached_property
    def _lineage(self) -> Mapping[str, tuple[str, ...]]:
        return {
            name: tuple(cls.__name__ for cls in kind.cls.__mro__ if cls.__name__ in self.kinds)
            for name, kind in self.kinds.items()
        }

    def parents(self, name: str) -> tuple[str, ...]:
        """The kind itself and those it specialises, nearest first."""
        return self._lineage[name]

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether every record of the one kind is also one of the other."""
        return ancestor in self.parents(name)

    def most_specific(self, names: Iterable[str]) -> Kind | None:
        """Of the kinds that an entity is of, the concrete one that specialises the others; None without any."""
        known = [self.kinds[name] for name in names if name in self.kinds and not self.kinds[name].abstract]
        return max(known, key=lambda kind: (len(self.parents(kind.name)), kind.name), default=None)

    @cached_property
    def properties(self) -> Mapping[str, tuple[tuple[Kind, FieldSpec], ...]]:
        """Each property with the kinds that declare it (not those that merely inherit it)."""
        found: dict[str, list[tuple[Kind, FieldSpec]]] = {}
        for kind in (*self.kinds.values(), *self.components):
            for spec in kind.fields:
                if spec.name in kind.cls.__annotations__:
                    found.setdefault(spec.term.property, []).append((kind, spec))
        return MappingProxyType({name: tuple(uses) for name, uses in found.items()})
