"""Files that follow from the model: ontology, shapes, context, editor schemas, reference pages."""

from collections.abc import Mapping
from pathlib import Path

from cagraph.derive import ontology, reference, schemas
from cagraph.model import Model, Namespaces


def files(model: Model, names: Namespaces) -> dict[str, str]:
    """Every derived file: path from the top of the checkout, and text."""
    return {
        "ontology/cagraph.ttl": ontology.ontology(model, names),
        "ontology/shapes.ttl": ontology.shapes(model, names),
        "ontology/context.jsonld": ontology.context(model, names),
        "docs/reference/kinds.md": reference.kinds(model),
        "docs/reference/evidence.md": reference.evidence(),
        **{f"data/.schema/{name}": text for name, text in schemas.schemas(model).items()},
    }


def update(top: Path, wanted: Mapping[str, str], write: bool) -> list[str]:
    """The files below `top` that differ from what is wanted, or should not be there; mended when `write` is given."""
    stale = []
    for name, text in wanted.items():
        path = top / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for path in sorted((top / "data/.schema").glob("*.json")):
        name = path.relative_to(top).as_posix()
        if name not in wanted:
            stale.append(name)
            if write:
                path.unlink()
    return stale
