"""Exactly the rows that a reader sees, in every format, streamed as they come from the tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.exports.schema import Column, Record, Value, arrow_schema, columns
from flows.exports.tables import csv_text, exact_csv_text, json_text, jsonl_text, tsv_text
from flows.exports.tmx import tmx_parts
from flows.page.database import Tables
from flows.page.filters import Filters
from flows.rows import PairRow

# Pieces below this size are sent together.
CHUNK = 65_536
# Rows that are read at a time, and those that are written at a time.
PART = 15_000
BATCH = 2_000
_KEY = ("id", "source_lang", "target_lang")
# Without a text on both sides there is nothing that a translation memory can hold.
WHOLE = "source <> '' AND target <> ''"


@dataclass(frozen=True)
class Download:
    """What is sent: its parts, how many rows they hold, the name and media type of the file."""

    parts: Iterator[bytes]
    rows: int
    name: str
    media_type: str


@dataclass(frozen=True)
class Format:
    """A format that rows are downloaded in: ending, media type, what it is for."""

    ending: str
    media_type: str
    says: str


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", "CSV for spreadsheets, safe from formulas"),
    "exact-csv": Format("exact.csv", "text/csv; charset=utf-8", "CSV, every text untouched"),
    "tsv": Format("tsv", "text/tab-separated-values; charset=utf-8", "TSV, every text untouched"),
    "json": Format("json", "application/json", "JSON, one array"),
    "jsonl": Format("jsonl", "application/x-ndjson", "JSON Lines, an object a line"),
    "parquet": Format("parquet", "application/vnd.apache.parquet", "Parquet, typed columns"),
    "tmx": Format("tmx", "application/x-tmx+xml", "TMX 1.4b, pairs with both sides"),
}
_Text = Callable[[Sequence[Column], Iterable[Record]], Iterator[str]]
_TEXTS: dict[str, _Text] = {
    "csv": csv_text,
    "exact-csv": exact_csv_text,
    "tsv": tsv_text,
    "json": json_text,
    "jsonl": jsonl_text,
}


def download(tables: Tables, filters: Filters, name: str) -> Download:
    """Start a download of the rows that are asked for, in their order.

    The query has run when this returns: what can go wrong raises here, as ``QueryTooLongError``.
    """
    where, parameters = filters.where()
    if name == "tmx":
        where = f"({where}) AND {WHOLE}"
    sql = f"SELECT {', '.join(_KEY)} FROM {{pairs}} WHERE {where} ORDER BY {filters.order}"  # noqa: S608
    keys = tables.table(sql, parameters)
    batches = _rows(tables, keys, filters.order)
    version = tables.release.version
    if name == "parquet":
        parts = _parquet(batches, {"dataset_version": version, "query": filters.query()})
    elif name == "tmx":
        signature = str(tables.release.manifest["signature"])
        parts = tmx_parts(_records(batches), _source_language(keys), signature)
    else:
        text = _TEXTS[name](columns(PairRow), _records(batches))
        parts = (piece.encode("utf-8") for piece in text)
    file = f"limpide-{version}-pairs.{FORMATS[name].ending}"
    return Download(_gathered(parts), keys.num_rows, file, FORMATS[name].media_type)


def _records(batches: Iterator[pa.RecordBatch]) -> Iterator[Record]:
    for batch in batches:
        values = (map(_value, column.to_pylist()) for column in batch.columns)
        yield from zip(*values, strict=True)


def _value(value: Any) -> Value:
    """Give a value as the writers of text files take it: a list is a tuple."""
    return tuple(value) if isinstance(value, list) else value


def _rows(tables: Tables, keys: pa.Table, order: str) -> Iterator[pa.RecordBatch]:
    """Read the rows of the keys, some thousands at a time, in the order of the keys.

    Sorting keys alone takes little memory, sorting whole rows far more than the page may use. The
    first rows are read before anything is given.
    """
    named = ", ".join(column.name for column in columns(PairRow))
    sql = f"SELECT {named} FROM {{pairs}} SEMI JOIN chosen USING ({', '.join(_KEY)}) "  # noqa: S608
    parts = (keys.slice(start, PART) for start in range(0, keys.num_rows, PART))
    read = (
        tables.table(f"{sql} ORDER BY {order}", chosen=part).to_batches(BATCH) for part in parts
    )
    first: Sequence[pa.RecordBatch] = next(read, [])
    return chain(first, chain.from_iterable(read))


def _source_language(keys: pa.Table) -> str:
    """Give the language of all sources; TMX has a word for more than one."""
    found = keys["source_lang"].unique().to_pylist()
    return str(found[0]) if len(found) == 1 else "*all*"


class _Sink(io.RawIOBase):
    """A file that can be emptied while it is written."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(self._parts[-1])

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _parquet(batches: Iterator[pa.RecordBatch], metadata: dict[str, str]) -> Iterator[bytes]:
    schema = arrow_schema(PairRow, metadata)
    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, "w"), schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))
            yield sink.taken()
    yield sink.taken()


def _gathered(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Put small parts together: each that is sent costs a switch between threads."""
    held = bytearray()
    for part in parts:
        held += part
        if len(held) >= CHUNK:
            yield bytes(held)
            held.clear()
    yield bytes(held)
