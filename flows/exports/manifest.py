"""What a release holds, as one value: the card, the data package and the manifest say the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from flows.rows import PairRow, Row

MANIFEST = "manifest.json"

# The formats of every table, in the order in which they are listed, and what each is for.
FORMATS: Mapping[str, str] = {
    "csv": "CSV for spreadsheets: UTF-8 with BOM, CRLF, formula cells guarded by an apostrophe",
    "tsv": "Exact tab-separated text: UTF-8, LF, every text untouched",
    "json": "One JSON array",
    "jsonl": "One JSON object a line",
    "parquet": "Parquet, zstd, typed columns",
    "tmx": "TMX 1.4b translation memory: the accepted pairs",
    "sent.gz": "Table as ParaCrawl's, gzip: the accepted pairs with addresses, scores, licence",
    "moses": "Moses: the accepted pairs as two files that end in the languages, line by line",
}
# The files beside the tables, in the order in which they are listed, and what each is.
PAGES: Mapping[str, str] = {
    "README.md": "This card: what the release holds and how to read it",
    "report.html": "What came of the run in figures and charts, to look at in a browser",
    "sample.html": "A hundred segment pairs to look at in a browser",
    "glossary.tbx": "The names that were repaired, as TBX-Basic (ISO 30042:2008)",
    "datapackage.json": "The tables for Frictionless tools",
    "croissant.json": "The tables for tools that read MLCommons Croissant 1.1",
}
PAIRS_ONLY = ("tmx", "sent.gz", "moses")


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """What the run says about a release.

    ``signature`` is one line, ``limpide:0.1.0|rules:ab12cd34|…``: the tool with its version first,
    then whatever else decides the content. ``funnel`` maps stages to counts, in order; ``notes``
    are sentences for the card.
    """

    version: str
    signature: str
    funnel: Mapping[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a release; ``path`` is relative to the release's folder."""

    path: str
    format: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Page:
    """A file beside the tables, and what it is: the card, the report, a description."""

    path: str
    meaning: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """One table of a release, named as its folder: ``documents``, ``pairs/fr-zh-Hans``.

    ``accepted`` and ``gaps`` count segment pairs; ``long_cells`` the cells beyond a spreadsheet's
    limit.
    """

    name: str
    row_type: type[Row]
    rows: int
    accepted: int
    gaps: int
    long_cells: int
    files: tuple[PublishedFile, ...]

    def file(self, format_: str) -> PublishedFile:
        """Give the table's file of that format."""
        return next(file for file in self.files if file.format == format_)

    @property
    def is_pairs(self) -> bool:
        """Whether the rows are the segment pairs of one language pair."""
        return self.row_type is PairRow

    @property
    def config(self) -> str:
        """Name of the table on its own: the language pair without ``pairs/``."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a release says about itself; ``licences`` counts the documents under each."""

    info: ReleaseInfo
    tables: tuple[PublishedTable, ...]
    licences: Mapping[str | None, int]

    @property
    def pairs(self) -> list[PublishedTable]:
        """The tables of segment pairs, one for each language pair."""
        return [table for table in self.tables if table.is_pairs]

    def rows(self, name: str) -> int:
        """Count the rows of the table with this name."""
        return next(table.rows for table in self.tables if table.name == name)


def manifest_text(manifest: Manifest, pages: Sequence[Page]) -> str:
    """Give ``manifest.json``: the release for machines, with the files beside its tables."""
    info = manifest.info
    known = {name: count for name, count in manifest.licences.items() if name}
    content = {
        "version": info.version,
        "signature": info.signature,
        "languages": list(info.languages),
        "funnel": dict(info.funnel),
        "licences": dict(sorted(known.items())),
        "licence_unknown": manifest.licences.get(None, 0),
        "notes": list(info.notes),
        "tables": [_table(table) for table in manifest.tables],
        "files": [
            {
                "path": file.path,
                "table": table.name,
                "format": file.format,
                "rows": file.rows,
                "bytes": file.bytes,
                "sha256": file.sha256,
            }
            for table in manifest.tables
            for file in table.files
        ],
        "pages": [asdict(page) for page in pages],
    }
    return json_document(content)


def _table(table: PublishedTable) -> dict[str, object]:
    content: dict[str, object] = {"name": table.name, "rows": table.rows}
    if table.is_pairs:
        content |= {"accepted": table.accepted, "gaps": table.gaps}
    return content | {"long_cells": table.long_cells}


def json_document(content: object) -> str:
    """Write a JSON file that a person reads too."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
