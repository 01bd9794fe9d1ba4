"""Tables as CSV (two flavours), JSON, JSONL and Parquet.

The text formats are given as chunks of text, one a record, so that they can be written to a file
or sent as they arise. Every format holds the same rows in the same order.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.exports.schema import LIST_DELIMITER, Column, Value

# What a spreadsheet may take for a formula (OWASP, "CSV Injection"), in all widths; apostrophes
# before it are counted in, so that taking one away again is always right.
FORMULA_START = re.compile("'*[=+\\-@\t\r\n＝＋－＠﹦﹢﹣﹫]")
BOM = "\ufeff"

# Excel's limit for one cell, in UTF-16 units ("Excel specifications and limits").
SPREADSHEET_CELL_LIMIT = 32_767

# JSON allows these in strings, but `str.splitlines` and JavaScript of old take them for line ends.
LINE_ENDS_BEYOND_ASCII = re.compile("[\u0085\u2028\u2029]")

ROWS_PER_GROUP = 20_000


def csv_text(columns: Sequence[Column], records: Iterable[Sequence[Value]]) -> Iterator[str]:
    r"""Give the CSV for spreadsheets: BOM, CRLF, no cell that a spreadsheet takes for a formula.

    >>> from flows.exports.schema import Meaning
    >>> list(csv_text([Column("source", "string", False, Meaning(""))], [["=1+1"], ["你好"]]))
    ['\ufeffsource\r\n', "'=1+1\r\n", '你好\r\n']
    """
    lines = _delimited(columns, (map(_guarded, row) for row in records), ",")
    yield BOM + next(lines)
    yield from lines


def tsv_text(columns: Sequence[Column], records: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Give the exact flavour: tabs between cells, LF at line ends, no BOM, every text untouched."""
    for line in _delimited(columns, (map(cell, row) for row in records), "\t"):
        yield line.removesuffix("\r\n") + "\n"


def exact_csv_text(columns: Sequence[Column], records: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Give plain CSV (RFC 4180) for programs: no BOM, every text untouched."""
    return _delimited(columns, (map(cell, row) for row in records), ",")


def _delimited(
    columns: Sequence[Column], rows: Iterable[Iterable[str]], delimiter: str
) -> Iterator[str]:
    """Write rows by RFC 4180, each ending in CRLF.

    The writer quotes what stands in its own line end: with CRLF it quotes both CR and LF.
    """
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    yield line.getvalue()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow(row)
        yield line.getvalue()


def cell(value: Value) -> str:
    """Write a value as a cell: unknown is empty, lists are joined, numbers have no exponent.

    >>> cell(0.93), cell(0.000001), cell(True), cell(None), cell((0, 1))
    ('0.93', '0.000001', 'true', '', '0;1')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        whole, decimals = f"{value:.6f}".split(".")
        return f"{whole}.{decimals.rstrip('0') or '0'}"
    if isinstance(value, tuple):
        return LIST_DELIMITER.join(_item(item) for item in value)
    return str(value)


def _item(item: str | int) -> str:
    r"""Write a list's item; a semicolon or backslash inside it gets a backslash before it.

    >>> _item("url=a;b")
    'url=a\\;b'
    """
    return str(item).replace("\\", "\\\\").replace(LIST_DELIMITER, "\\" + LIST_DELIMITER)


def _guarded(value: Value) -> str:
    """Write a value as a cell no spreadsheet runs; a number is none, whatever its sign."""
    return guard(cell(value)) if isinstance(value, str | tuple) else cell(value)


def guard(text: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would take for a formula.

    >>> guard("＝HYPERLINK(…)"), guard("a=b"), guard("'=1")
    ("'＝HYPERLINK(…)", 'a=b', "''=1")
    """
    return "'" + text if FORMULA_START.match(text) else text


def unguard(text: str) -> str:
    """Take the guard away again: ``unguard(guard(text)) == text`` for every text."""
    return text[1:] if text.startswith("'") and FORMULA_START.match(text) else text


def long_cells(records: Iterable[Sequence[Value]]) -> int:
    """Count the cells that are longer than a spreadsheet's cell can be."""
    return sum(
        len(text) * 2 > SPREADSHEET_CELL_LIMIT
        and len(guard(text).encode("utf-16-le")) > SPREADSHEET_CELL_LIMIT * 2
        for row in records
        for text in (cell(value) for value in row if isinstance(value, str | tuple))
    )


def jsonl_text(columns: Sequence[Column], records: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Give one JSON object a line, not ASCII-escaped, LF; empty for an empty table."""
    names = [column.name for column in columns]
    for row in records:
        yield _json(dict(zip(names, row, strict=True))) + "\n"


def json_text(columns: Sequence[Column], records: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Give one JSON array of objects, an object a line."""
    opening = "[\n"
    for line in jsonl_text(columns, records):
        yield opening + line.removesuffix("\n")
        opening = ",\n"
    yield "\n]\n" if opening == ",\n" else "[]\n"


def _json(value: Mapping[str, Value]) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return LINE_ENDS_BEYOND_ASCII.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write_text(path: Path, chunks: Iterable[str]) -> None:
    """Write text to a new file as UTF-8, line ends as they are."""
    with path.open("x", encoding="utf-8", newline="") as file:
        file.writelines(chunks)


def write_parquet(path: Path, schema: pa.Schema, records: Sequence[Sequence[Value]]) -> None:
    """Write records as Parquet (zstd) with an explicit schema.

    The same records give the same bytes with the same version of pyarrow.
    """
    with (
        path.open("xb") as file,
        pq.ParquetWriter(file, schema, compression="zstd", version="2.6") as writer,
    ):
        for start in range(0, len(records), ROWS_PER_GROUP):
            group = records[start : start + ROWS_PER_GROUP]
            writer.write_table(_arrow_table(schema, group), row_group_size=ROWS_PER_GROUP)


def _arrow_table(schema: pa.Schema, records: Sequence[Sequence[Value]]) -> pa.Table:
    arrays = [
        pa.array(values, type=field.type)
        for field, values in zip(schema, zip(*records, strict=True), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
