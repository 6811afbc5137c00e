"""The release in Croissant 1.0 (http://mlcommons.org/croissant/1.0), which loaders of tables read."""

import json
from typing import Any, Final

from cagraph.release.parts import Column, Part, Release, TableFile
from cagraph.release.schema_org import dataset

# The terms as the specification asks for them, word for word.
_PROPERTIES: Final = (
    "citeAs", "column", "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated",
    "replace", "separator", "source", "subField", "transform",
)  # fmt: skip
_TYPES: Final = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "url": "sc:URL",
}


def _context() -> dict[str, Any]:
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        **{name: f"cr:{name}" for name in _PROPERTIES},
    }


def write(release: Release) -> bytes:
    """The file: each file of the release, each table inside an archive, and the fields of its rows."""
    inner = [_inside(table) for table in release.tables]
    told = {
        "@context": _context(),
        **{name: value for name, value in dataset(release).items() if name != "@id"},
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "citeAs": release.citation,
        "isLiveDataset": False,
        "distribution": [*(_file(part) for part in release.parts), *inner],
        "recordSet": [_records(table) for table in release.tables],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def _file(part: Part) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": part.path,
        "name": part.path,
        "description": part.about,
        "contentUrl": part.path,
        "contentSize": f"{part.size} B",
        "encodingFormat": part.media_type,
        "sha256": part.sha256,
    }


def _inside(table: TableFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": table.path,
        "name": table.path,
        "description": table.about,
        "contentUrl": table.path,
        "containedIn": {"@id": table.archive},
        "encodingFormat": "text/csv",
    }


def _records(table: TableFile) -> dict[str, Any]:
    key = {"key": [{"@id": f"{table.name}/{name}"} for name in table.key]} if table.key else {}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about,
        **key,
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: TableFile, column: Column) -> dict[str, Any]:
    refers = {"references": {"field": {"@id": f"{column.references}/id"}}} if column.references else {}
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.about,
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": table.path}, "extract": {"column": column.name}},
        **refers,
    }
