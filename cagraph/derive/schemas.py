"""JSON Schemas that help editors with the YAML records."""

import json
from typing import Any

from cagraph.model import Kind, Model


def kind_schema(kind: Kind) -> dict[str, Any]:
    """The schema of one kind's records, `kind` first."""
    schema = kind.cls.model_json_schema()
    schema["properties"] = {"kind": {"const": kind.name, "description": "the kind of this record"}} | schema[
        "properties"
    ]
    schema["required"] = ["kind", *schema.get("required", [])]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["description"] = kind.doc
    return schema


def schemas(model: Model) -> dict[str, str]:
    """File name to text: one schema a kind, and `records.json` for a file that may hold them all."""
    found = {f"{kind.name}.json": kind_schema(kind) for kind in model.concrete}
    found["records.json"] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Records",
        "type": "array",
        "items": {
            "type": "object",
            "required": ["kind", "id"],
            "properties": {"kind": {"enum": [kind.name for kind in model.concrete]}},
            "allOf": [
                {"if": {"properties": {"kind": {"const": kind.name}}}, "then": {"$ref": f"{kind.name}.json"}}
                for kind in model.concrete
            ],
        },
    }
    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in found.items()}
