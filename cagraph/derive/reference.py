"""The reference pages about kinds and evidence, written from the model."""

from cagraph.derive.ontology import CLAIM_PROPERTIES, value_type
from cagraph.model import FieldSpec, Kind, Model
from cagraph.model.evidence import MODALITY_MEANING, Evidence


def kinds(model: Model) -> str:
    """A section a kind with a table of its own fields."""
    lines = ["# Kinds", "", "Derived from `cagraph/model/kinds.py` by `cagraph derive`; do not edit.", ""]
    lines += [
        "Each kind has its own fields and those of the kinds it specialises. *Filter* is the parameter of",
        "`/v1/<collection>` and `cagraph find`.",
        "",
    ]
    for kind in (*model.kinds.values(), *model.components):
        lines += _section(kind, model)
    return "\n".join(lines).rstrip() + "\n"


def _section(kind: Kind, model: Model) -> list[str]:
    parents = model.parents(kind.name)[1:] if kind.name in model.kinds else ()
    lines = [f"## {kind.name}", "", kind.doc, ""]
    if kind.name in model.kinds:
        lines += [
            f"Collection: `{kind.collection}`."
            + (" Abstract: records are of a kind below it." if kind.abstract else ""),
            "",
        ]
    if parents:
        lines += ["Specialises: " + " → ".join(f"[{name}](#{name.lower()})" for name in parents) + ".", ""]
    specs = [spec for spec in kind.fields if spec.name in kind.cls.__annotations__]
    if specs:
        lines += ["| field | values | property | filter | meaning |", "|---|---|---|---|---|"]
        lines += [_row(spec) for spec in specs] + [""]
    return lines


def _row(spec: FieldSpec) -> str:
    target = value_type(spec).rpartition("/")[2] if spec.type == "date" else value_type(spec)
    values = f"`{spec.term.scheme}` concept" if spec.term.scheme else f"`{target.removeprefix('cag:')}`"
    many = ", several" if spec.many else ""
    needed = ", required" if spec.required else ""
    parameter = (
        f"`{spec.parameter}`" if spec.type in {"ref", "text", "integer", "boolean"} and not spec.term.prefix else ""
    )
    return f"| `{spec.name}` | {values}{many}{needed} | `{spec.term.property}` | {parameter} | {spec.doc} |"


def evidence() -> str:
    """What an entry under `evidence:` may hold, what the modalities mean, and how claims stand in RDF."""
    lines = [
        "# Evidence and claims",
        "",
        "Derived from `cagraph/model/evidence.py` by `cagraph derive`; do not edit.",
        "",
    ]
    lines += [
        *(Evidence.__doc__ or "").strip().split("\n"),
        "",
        "## Fields",
        "",
        "| field | meaning |",
        "|---|---|",
    ]
    lines = [line.strip() if line.startswith("    ") else line for line in lines]
    lines += [f"| `{name}` | {info.description} |" for name, info in Evidence.model_fields.items()]
    lines += ["", "## Modalities", "", "| modality | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in MODALITY_MEANING.items()]
    lines += [
        "",
        "## In RDF",
        "",
        "Each claim is a named graph; the graph `graph:provenance` says of it:",
        "",
    ]
    lines += ["| property | meaning | values |", "|---|---|---|"]
    lines += [f"| `{name}` | {text} | `{target}` |" for name, text, target in CLAIM_PROPERTIES]
    return "\n".join(lines) + "\n"
