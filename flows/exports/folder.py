"""A release's folder: every table in every format, and the files that describe them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from flows.exports.bitext import moses_suffixes, write_moses, write_paracrawl
from flows.exports.card import card_text
from flows.exports.checksums import sha256, write_checksums
from flows.exports.croissant import croissant_text
from flows.exports.datapackage import datapackage_text
from flows.exports.glossary import names_repaired, write_glossary
from flows.exports.manifest import (
    FORMATS,
    MANIFEST,
    PAGES,
    PAIRS_ONLY,
    Manifest,
    Page,
    PublishedFile,
    PublishedTable,
    ReleaseInfo,
    manifest_text,
)
from flows.exports.sample import sample_text
from flows.exports.schema import Record, arrow_schema, columns, printable, record
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
    SpellingRow,
    SuggestionRow,
    Tables,
    in_order,
)

TEXT_WRITERS = {"csv": csv_text, "tsv": tsv_text, "json": json_text, "jsonl": jsonl_text}
LANGUAGE_TAG = re.compile(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*")


Report = Callable[[Path, ReleaseInfo], Iterable[str]]


def write_release(
    folder: Path, tables: Tables, info: ReleaseInfo, report: Report | None = None
) -> None:
    """Write a release into an existing, empty folder.

    ``report`` makes the text of ``report.html`` from the folder once its tables are there.
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
    names = names_repaired(tables.documents, tables.edits)
    write_glossary(folder / "glossary.tbx", names, f"Names repaired in Limpide {info.version}")
    texts = {
        "README.md": [card_text(manifest)],
        "datapackage.json": [datapackage_text(manifest)],
        "croissant.json": [croissant_text(manifest)],
        "sample.html": sample_text(tables.pairs, info.version),
    }
    if report:
        texts["report.html"] = report(folder, info)
    for name, text in texts.items():
        write_text(folder / name, text)
    pages = [_page(folder, name) for name in PAGES if (folder / name).exists()]
    write_text(folder / MANIFEST, [manifest_text(manifest, pages)])
    write_checksums(folder)


def _page(folder: Path, name: str) -> Page:
    path = folder / name
    return Page(name, PAGES[name], path.stat().st_size, sha256(path))


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
    yield "spellings", SpellingRow, tables.spellings
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
    counts = dict.fromkeys([f for f in FORMATS if f not in PAIRS_ONLY], len(records))
    stem = folder / name / config
    for format_, text in TEXT_WRITERS.items():
        write_text(_path(stem, format_), text(columns(row_type), records))
    metadata = {"dataset_version": info.version, "signature": info.signature}
    write_parquet(_path(stem, "parquet"), arrow_schema(row_type, metadata), records)
    pairs = [row for row in ordered if isinstance(row, PairRow)]
    files = [_file(folder, _path(stem, f), f, count) for f, count in counts.items()]
    if pairs:
        files += _write_bitext(folder, stem, records, pairs[0], info)
    return PublishedTable(
        name,
        row_type,
        rows=len(records),
        accepted=sum(pair.accepted for pair in pairs),
        gaps=sum(not (pair.source_index and pair.target_index) for pair in pairs),
        long_cells=long_cells(records),
        files=tuple(files),
    )


def _write_bitext(
    folder: Path, stem: Path, records: Sequence[Record], pair: PairRow, info: ReleaseInfo
) -> list[PublishedFile]:
    """Write the formats that only segment pairs have."""
    languages = (pair.source_lang, pair.target_lang)
    memory, table = _path(stem, "tmx"), _path(stem, "sent.gz")
    sides = [_path(stem, suffix) for suffix in moses_suffixes(*languages)]
    units = write_tmx(memory, records, languages[0], info.signature)
    rows = write_paracrawl(table, records)
    lines = write_moses(sides[0], sides[1], records)
    return [
        _file(folder, memory, "tmx", units),
        _file(folder, table, "sent.gz", rows),
        *(_file(folder, side, "moses", lines) for side in sides),
    ]


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
