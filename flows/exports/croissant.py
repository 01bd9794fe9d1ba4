"""``croissant.json``: the release for tools that read MLCommons Croissant 1.1."""

from __future__ import annotations

from flows.exports.manifest import Manifest, PublishedTable, json_document
from flows.exports.schema import Column, columns, describe, summary

# The context that the specification asks to be written out in every file (Croissant 1.1).
CONTEXT: dict[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
DATA_TYPES = {
    "string": "sc:Text",
    "strings": "sc:Text",
    "integer": "sc:Integer",
    "integers": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
}


def croissant_text(manifest: Manifest) -> str:
    """Describe every table as a record set over its Parquet file."""
    info = manifest.info
    content: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": "limpide",
        "description": "Clean documents and aligned segment pairs from scraped pages. "
        f"Signature: {info.signature}",
        "version": info.version,
        "inLanguage": list(info.languages),
    }
    known = sorted(name for name in manifest.licences if name)
    if known:
        content["license"] = known
    content["distribution"] = [_file(table) for table in manifest.tables]
    content["recordSet"] = [_records(table) for table in manifest.tables]
    return json_document(content)


def _file(table: PublishedTable) -> dict[str, object]:
    file = table.file("parquet")
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": "application/x-parquet",
        "sha256": file.sha256,
    }


def _records(table: PublishedTable) -> dict[str, object]:
    content: dict[str, object] = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": summary(table.row_type),
    }
    if table.row_type.key:
        keys = [{"@id": f"{table.name}/{column}"} for column in table.row_type.key]
        content["key"] = keys if len(keys) > 1 else keys[0]
    content["field"] = [_field(table, column) for column in columns(table.row_type)]
    return content


def _field(table: PublishedTable, column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": describe(column.meaning),
        "dataType": DATA_TYPES[column.kind],
    }
    if column.kind in ("strings", "integers"):
        field |= {"isArray": True, "arrayShape": "-1"}
    source = {"fileObject": {"@id": table.file("parquet").path}, "extract": {"column": column.name}}
    return field | {"source": source}
