"""``datapackage.json``: the release as a Frictionless Data Package, version 2."""

from __future__ import annotations

from flows.exports.manifest import Manifest, PublishedTable, json_document
from flows.exports.schema import summary, table_schema

PROFILES = "https://datapackage.org/profiles/2.0"


def datapackage_text(manifest: Manifest) -> str:
    """Describe every table as a tabular resource with its dialect and schema.

    The resource is the exact TSV. The other formats hold the same rows; they are no resources of
    their own, so that a reader of the package meets each row once.
    """
    return json_document(
        {
            "$schema": f"{PROFILES}/datapackage.json",
            "name": "limpide",
            "title": f"Limpide {manifest.info.version}",
            "description": "Clean documents and aligned segment pairs from scraped pages. "
            f"Signature: {manifest.info.signature}",
            "version": manifest.info.version,
            "resources": [_resource(table) for table in manifest.tables],
        }
    )


def _resource(table: PublishedTable) -> dict[str, object]:
    file = table.file("tsv")
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table.name.replace("/", "-").lower(),  # the specification's advice for names
        "type": "table",
        "path": file.path,
        "description": f"{summary(table.row_type)} The same rows stand beside it in other formats.",
        "format": "tsv",
        "mediatype": "text/tab-separated-values",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "dialect": {
            "$schema": f"{PROFILES}/tabledialect.json",
            "delimiter": "\t",
            "lineTerminator": "\n",
            "doubleQuote": True,
        },
        "schema": table_schema(table.row_type),
    }
