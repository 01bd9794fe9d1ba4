"""``datapackage.json``: the release as a Frictionless Data Package, version 2."""

from __future__ import annotations

from flows.exports.manifest import (
    FORMATS,
    MEDIA_TYPES,
    Manifest,
    PublishedFile,
    PublishedTable,
    json_document,
)
from flows.exports.schema import summary, table_schema

PROFILES = "https://datapackage.org/profiles/2.0"


def datapackage_text(manifest: Manifest) -> str:
    """Describe every data file as a resource.

    The exact TSV of a table is its tabular resource, with dialect and schema; the other files hold
    the same rows and say so.
    """
    return json_document(
        {
            "$schema": f"{PROFILES}/datapackage.json",
            "name": "limpide",
            "title": f"Limpide {manifest.info.version}",
            "description": "Clean documents and aligned segment pairs from scraped pages. "
            f"Signature: {manifest.info.signature}",
            "version": manifest.info.version,
            "resources": [
                _resource(table, file) for table in manifest.tables for file in table.files
            ],
        }
    )


def _resource(table: PublishedTable, file: PublishedFile) -> dict[str, object]:
    # Names are lower case by the specification.
    name = table.name.replace("/", "-").lower()
    resource: dict[str, object] = {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": name if file.format == "tsv" else f"{name}.{file.format}",
        "path": file.path,
        "description": f"{summary(table.row_type)} {FORMATS[file.format]}.",
        "format": file.format,
        "mediatype": MEDIA_TYPES[file.format],
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if file.format != "parquet":
        resource["encoding"] = "utf-8"
    if file.format == "tsv":
        resource |= {
            "type": "table",
            "dialect": {
                "$schema": f"{PROFILES}/tabledialect.json",
                "delimiter": "\t",
                "lineTerminator": "\n",
                "doubleQuote": True,
            },
            "schema": table_schema(table.row_type),
        }
    return resource
