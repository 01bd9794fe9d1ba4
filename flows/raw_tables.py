"""Records in CSV, TSV and Parquet files."""

from __future__ import annotations

import csv
import itertools
import re
import tempfile
from collections import deque
from collections.abc import Iterator
from typing import Literal, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from cleaners.charsets import charsets
from cleaners.encoding import UnreadableError, decode
from cleaners.rules import load
from flows.raw_fields import has_page, needed, roles
from flows.raw_streams import RECORD_LIMIT, Fault, RawStream, Record, lines, too_large

# A row that goes on for more lines than this has a quote that was never closed.
LONGEST_ROW = 2_000

# Tables of which some quote and some do not; the others always may.
UNQUOTED = frozenset({".tsv", ".sent", ".tab"})

_SAMPLE = 1 << 18
_DELIMITERS = (",", ";", "\t", "|")
_PARQUET_BATCH = 64
_COPY = 1 << 20
_Quoting = Literal[0, 3]  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE

csv.field_size_limit(RECORD_LIMIT)


class Begun(NamedTuple):
    """A table of which the first lines were read: those, their text, its charset, and the rest."""

    sample: list[bytes | None]
    text: str
    codec: str
    rest: Iterator[bytes | None]

    def everything(self) -> Iterator[bytes | None]:
        """Give all lines, once."""
        return itertools.chain(self.sample, self.rest)


def begin(stream: RawStream) -> Begun | Fault:
    """Read the first lines of a table and find out its charset."""
    source = lines(stream)
    sample = list(sample_of(source))
    head = b"".join(line for line in sample if line is not None)
    if not head.strip():
        return Fault("empty", "the file holds nothing")
    try:
        codec = codec_of(head)
    except UnreadableError as error:
        return Fault(error.reason, error.detail)
    return Begun(sample, head.decode(codec, "replace"), codec, source)


def read_csv(stream: RawStream, suffix: str) -> Iterator[Record | Fault]:
    """Read a CSV or TSV file with a header; delimiter, quoting and charset are found out.

    A row of several lines that does not fit the header is a quote that was never closed: its first
    line is a fault, and reading goes on with the second.
    """
    begun = begin(stream)
    if isinstance(begun, Fault):
        yield begun
        return
    rows = Rows(begun.everything(), begun.text, begun.codec, suffix)
    header = rows.header()
    if not has_page(header):
        yield Fault("no-text-column", f"columns found: {', '.join(header) or 'none'}")
        return
    for number, row in enumerate(rows):
        where = f"row {number + 1} (line {rows.line})"
        if row is None:
            yield too_large(where, number)
        elif len(row) != len(header):
            cells = f"{len(row)} cells under {len(header)} columns"
            detail = f"{where}: {cells if row else 'a quote is never closed'}"
            yield Fault("bad-csv-row", detail, number)
        else:
            yield Record(number, where, dict(zip(header, row, strict=True)))


def sample_of(source: Iterator[bytes | None]) -> Iterator[bytes | None]:
    """Give the first lines of a file, enough to see how it is written."""
    size = 0
    for line in source:
        yield line
        size += len(line or b"")
        if size > _SAMPLE:
            return


def codec_of(sample: bytes) -> str:
    """Name the charset in which the first lines make sense."""
    text = decode(sample)
    candidates = ("utf-8", *(charset.codec for charset in charsets(load())))
    return next((c for c in candidates if sample.decode(c, "replace") == text), "utf-8")


class Rows:
    """The rows of a delimited file, read so that a bad row costs only itself."""

    def __init__(
        self,
        source: Iterator[bytes | None],
        sample: str,
        codec: str,
        suffix: str,
        *,
        quoted: bool | None = None,
    ) -> None:
        """Find out the delimiter, and the quoting if nobody knows, from the first lines.

        ``line`` is the line on which the row that was given last ends, ``started`` where it starts.
        """
        self.line = 0
        self.started = 0
        self._source = source
        self._codec = codec
        self._waiting: deque[str | None] = deque()
        self._delimiter = _delimiter(sample, suffix)
        if quoted is None:
            quoted = suffix not in UNQUOTED or _is_quoted(sample, self._delimiter)
        self._quoting: _Quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        self._width = 0

    def header(self) -> list[str]:
        """Read the column names: the first row, after the ``sep=;`` line of spreadsheets."""
        for row in self:
            if row and not (len(row) <= 2 and row[0].lower().startswith("sep=")):
                self._width = len(row)
                return [name.strip() for name in row]
        return []

    def __iter__(self) -> Iterator[list[str] | None]:
        """Give the rows that are left; ``None`` for one that is too large."""
        while self._more():
            line = self._take()
            self.started = self.line
            if line is None:
                yield None
            elif line.strip():
                yield self._row(line)

    def _more(self) -> bool:
        """Whether another line waits; reads it if it must."""
        if not self._waiting:
            data = next(self._source, b"")
            if data == b"":
                return False
            self._waiting.append(None if data is None else self._decoded(data))
        return True

    def _take(self) -> str | None:
        self.line += 1
        return self._waiting.popleft()

    def _decoded(self, line: bytes) -> str:
        try:
            return line.decode(self._codec)
        except UnicodeDecodeError:
            pass
        try:
            return decode(line)
        except UnreadableError:
            return line.decode(self._codec, "replace")

    def _row(self, first: str) -> list[str]:
        """Read the row that starts with a line; give back lines that prove not to belong to it."""
        taken = [first]
        started = self.line

        def parts() -> Iterator[str]:
            yield first
            while len(taken) < LONGEST_ROW and self._more() and self._waiting[0] is not None:
                taken.append(self._take() or "")
                yield taken[-1]

        row = self._parse(parts(), strict=True)
        if len(taken) == 1:
            return row or self._parse(iter([first]), strict=False)
        if self._width and len(row) != self._width:
            self._waiting.extendleft(reversed(taken[1:]))
            self.line = started
            return []
        return row

    def _parse(self, parts: Iterator[str], *, strict: bool) -> list[str]:
        """Parse one row; ``strict``: give none where quoting is not exactly as it should be."""
        reader = csv.reader(parts, delimiter=self._delimiter, quoting=self._quoting, strict=strict)
        try:
            return next(reader, [])
        except csv.Error:
            return []


def _delimiter(sample: str, suffix: str) -> str:
    """Choose the delimiter that makes most of the header's cells known names, then most cells."""
    first = sample.partition("\n")[0]
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1]
    if suffix in UNQUOTED and "\t" in first:
        return "\t"

    def score(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip(' "\r') for cell in first.split(delimiter)]
        return len(roles(cells)), len(cells)

    return max(_DELIMITERS, key=score)


def _is_quoted(sample: str, delimiter: str) -> bool:
    """Whether cells that begin with a quotation mark also end with one, as quoting has it."""
    border = re.escape(delimiter)
    opened = re.findall(rf'(?:^|{border})"', sample, re.MULTILINE)
    closed = re.findall(rf'"(?:{border}|\r?$)', sample, re.MULTILINE)
    return bool(opened) and len(opened) == len(closed)


def read_parquet(stream: RawStream) -> Iterator[Record | Fault]:
    """Read a Parquet file, one row group after the other; a damaged group is one fault."""
    with tempfile.TemporaryFile() as file:
        while chunk := stream.read(_COPY):
            file.write(chunk)
        if not file.tell():
            yield Fault("empty", "the file holds nothing")
            return
        file.seek(0)
        try:
            table = pq.ParquetFile(file)
        except (pa.ArrowException, OSError, ValueError) as error:
            yield Fault("bad-parquet", _first_line(error))
            return
        yield from _parquet_rows(table)


def _parquet_rows(table: pq.ParquetFile) -> Iterator[Record | Fault]:
    names = table.schema_arrow.names
    if not has_page(names):
        yield Fault("no-text-column", f"columns found: {', '.join(names) or 'none'}")
        return
    wanted = needed(names)
    number = 0
    for group in range(table.num_row_groups):
        expected = number + table.metadata.row_group(group).num_rows
        try:
            for batch in table.iter_batches(_PARQUET_BATCH, row_groups=[group], columns=wanted):
                for row in batch.to_pylist():
                    yield Record(number, f"row {number + 1}", row)
                    number += 1
        except (pa.ArrowException, OSError, ValueError) as error:
            yield Fault(
                "bad-parquet", f"rows {number + 1} to {expected}: {_first_line(error)}", number
            )
        number = expected


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__
