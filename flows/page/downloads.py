"""Exactly the rows that a reader sees, in every format, streamed as they come from the tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.exports.schema import Column, Record, Value, arrow_schema, columns
from flows.exports.tables import csv_text, exact_csv_text, json_text, jsonl_text, tsv_text
from flows.exports.tmx import tmx_parts
from flows.page.database import Tables
from flows.page.filters import Filters
from flows.page.queries import count
from flows.rows import PairRow

# Pieces below this size are sent together.
CHUNK = 65_536
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
    rows = count(tables, filters)
    if name == "tmx":
        where = f"({where}) AND {WHOLE}"
        rows = tables.number(f"SELECT count(*) FROM {{pairs}} WHERE {where}", parameters)  # noqa: S608
    named = ", ".join(column.name for column in columns(PairRow))
    sql = f"SELECT {named} FROM {{pairs}} WHERE {where} ORDER BY {filters.order}"  # noqa: S608
    batches = tables.batches(sql, parameters)
    version = tables.release.version
    if name == "parquet":
        parts = _parquet(batches, {"dataset_version": version, "query": filters.query()})
    elif name == "tmx":
        signature = str(tables.release.manifest["signature"])
        parts = tmx_parts(_records(batches), _languages(tables, where, parameters), signature)
    else:
        text = _TEXTS[name](columns(PairRow), _records(batches))
        parts = (piece.encode("utf-8") for piece in text)
    file = f"limpide-{version}-pairs.{FORMATS[name].ending}"
    return Download(_gathered(parts), rows, file, FORMATS[name].media_type)


def _records(batches: Iterator[pa.RecordBatch]) -> Iterator[Record]:
    for batch in batches:
        values = (map(_value, column.to_pylist()) for column in batch.columns)
        yield from zip(*values, strict=True)


def _value(value: Any) -> Value:
    """Give a value as the writers of text files take it: a list is a tuple."""
    return tuple(value) if isinstance(value, list) else value


def _languages(tables: Tables, where: str, parameters: Sequence[Any]) -> str:
    """Give the language of all sources; TMX has a word for more than one."""
    sql = f"SELECT DISTINCT source_lang FROM {{pairs}} WHERE {where} LIMIT 2"  # noqa: S608
    found = [str(row["source_lang"]) for row in tables.rows(sql, parameters)]
    return found[0] if len(found) == 1 else "*all*"


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
