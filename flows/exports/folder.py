"""A release's folder: every table in every format, and the files that describe them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from flows.exports.card import card_text
from flows.exports.checksums import sha256, write_checksums
from flows.exports.datapackage import datapackage_text
from flows.exports.manifest import (
    FORMATS,
    MANIFEST,
    Manifest,
    PublishedFile,
    PublishedTable,
    ReleaseInfo,
    manifest_text,
)
from flows.exports.schema import arrow_schema, columns, printable, record
from flows.exports.tables import (
    csv_text,
    json_text,
    jsonl_text,
    long_cells,
    tsv_text,
    write_parquet,
    write_text,
)
from flows.exports.tmx import write_tmx
from flows.rows import (
    DocumentPairRow,
    DocumentRow,
    EditRow,
    FindingRow,
    PairRow,
    RejectRow,
    RepairRow,
    Row,
    SuggestionRow,
    Tables,
    in_order,
)

TEXT_WRITERS = {"csv": csv_text, "tsv": tsv_text, "json": json_text, "jsonl": jsonl_text}
LANGUAGE_TAG = re.compile(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*")


def write_release(folder: Path, tables: Tables, info: ReleaseInfo) -> None:
    """Write a release into an existing, empty folder.

    The same rows give the same bytes, whatever order they come in. Raises ``FileExistsError`` when
    the folder holds something, ``ValueError`` for rows that cannot be published: two with one key,
    a score that is no finite number, a language that is no BCP-47 tag.
    """
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder}: holds files already; give an empty folder")
    manifest = Manifest(
        info,
        tuple(_write_table(folder, *named, info) for named in _named(tables)),
        Counter(_licence(document) for document in tables.documents),
    )
    write_text(folder / "README.md", [card_text(manifest)])
    write_text(folder / "datapackage.json", [datapackage_text(manifest)])
    write_text(folder / MANIFEST, [manifest_text(manifest)])
    write_checksums(folder)


def _licence(document: DocumentRow) -> str | None:
    """Give a document's licence as the tables show it; an empty one is unknown."""
    return str(printable(document.licence)) if document.licence else None


def _named(tables: Tables) -> Iterator[tuple[str, type[Row], Sequence[Row]]]:
    """Name the tables as their folders are named; each language pair is a table of its own."""
    yield "documents", DocumentRow, tables.documents
    by_languages: dict[str, list[PairRow]] = defaultdict(list)
    for pair in tables.pairs:
        by_languages[_language_pair(pair)].append(pair)
    for languages, pairs in sorted(by_languages.items()):
        yield f"pairs/{languages}", PairRow, pairs
    yield "document_pairs", DocumentPairRow, tables.document_pairs
    yield "repairs", RepairRow, tables.repairs
    yield "edits", EditRow, tables.edits
    yield "suggestions", SuggestionRow, tables.suggestions
    yield "findings", FindingRow, tables.findings
    yield "rejects", RejectRow, tables.rejects


def _language_pair(pair: PairRow) -> str:
    """Name a pair's folder; only language tags may become part of a path."""
    for tag in (pair.source_lang, pair.target_lang):
        if not LANGUAGE_TAG.fullmatch(tag):
            raise ValueError(f"pair {pair.id}: {tag!r} is not a language tag")
    return f"{pair.source_lang}-{pair.target_lang}"


def _write_table(
    folder: Path, name: str, row_type: type[Row], rows: Sequence[Row], info: ReleaseInfo
) -> PublishedTable:
    """Write one table in every format and say what was written."""
    ordered = in_order(rows)
    _refuse_twins(name, ordered)
    records = [record(row) for row in ordered]
    config = name.rpartition("/")[2]
    (folder / name).mkdir(parents=True)
    counts = dict.fromkeys([f for f in FORMATS if f != "tmx"], len(records))
    stem = folder / name / config
    for format_, text in TEXT_WRITERS.items():
        write_text(_path(stem, format_), text(columns(row_type), records))
    metadata = {"dataset_version": info.version, "signature": info.signature}
    write_parquet(_path(stem, "parquet"), arrow_schema(row_type, metadata), records)
    pairs = [row for row in ordered if isinstance(row, PairRow)]
    if pairs:
        counts["tmx"] = write_tmx(_path(stem, "tmx"), records, pairs[0].source_lang, info.signature)
    return PublishedTable(
        name,
        row_type,
        rows=len(records),
        accepted=sum(pair.accepted for pair in pairs),
        gaps=sum(not (pair.source_index and pair.target_index) for pair in pairs),
        long_cells=long_cells(records),
        files=tuple(_file(folder, _path(stem, f), f, count) for f, count in counts.items()),
    )


def _path(stem: Path, format_: str) -> Path:
    """Add a suffix; ``with_suffix`` would cut a name at a point."""
    return stem.with_name(f"{stem.name}.{format_}")


def _file(folder: Path, path: Path, format_: str, rows: int) -> PublishedFile:
    name = path.relative_to(folder).as_posix()
    return PublishedFile(name, format_, rows, path.stat().st_size, sha256(path))


def _refuse_twins(name: str, ordered: Sequence[Row]) -> None:
    """Refuse two rows with the same key: readers join and count by it."""
    for one, other in pairwise(ordered):
        key = [getattr(one, column) for column in one.key]
        if key and key == [getattr(other, column) for column in other.key]:
            raise ValueError(f"{name}: two rows have the key {key}; identifiers must be unique")
