"""The OpenAPI description of the service: what FastAPI finds, and what it cannot know of our paths and keys."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI

from cagraph.model.grammar import ID_PATTERN

KEY: Final = "key"
"""The name of the security scheme of those who write."""
_KEYS: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key of the operator's, as `cagraph key add` prints it. Reading needs none.",
}
_VALIDATION: Final = "HTTPValidationError"


def install(app: FastAPI) -> None:
    """Have the app describe itself so, once, when it is first asked."""
    found = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            _mend(found())
        return found()

    app.openapi = described  # type: ignore[method-assign]


def _mend(description: dict[str, Any]) -> None:
    for operation in _operations(description):
        # FastAPI promises its own 422 wherever a path has a part that varies; ours are read as any text is.
        if _VALIDATION in str(operation["responses"].get("422", "")):
            del operation["responses"]["422"]
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" and parameter["name"] == "id":
                parameter["schema"] = {"type": "string", "pattern": ID_PATTERN}
                parameter.setdefault("description", "the id of an entity, at present or before")
    schemas = description.get("components", {}).get("schemas", {})
    for name in (_VALIDATION, "ValidationError"):
        schemas.pop(name, None)
    description.setdefault("components", {})["securitySchemes"] = {KEY: _KEYS}


def _operations(description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in description["paths"].values():
        yield from path.values()
