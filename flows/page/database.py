"""The released tables for the web page: DuckDB over Parquet, read-only, every query on a clock."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from flows.exports.schema import arrow_schema
from flows.published import TABLES
from flows.release import Release

# A page's query that has not ended by then is cut off; one that sorts for a download may take more.
PAGE_SECONDS = 10.0
DOWNLOAD_SECONDS = 60.0
# What DuckDB may hold; a sort that needs more goes to a temporary folder.
MEMORY = "224MB"
# More threads would need more memory and answer no sooner.
THREADS = 4

Value = str | int | float | bool | None
Parameters = Sequence[Value | list[str]]


class QueryTooLongError(RuntimeError):
    """A query that was cut off, since it would have run too long or needed too much memory."""


class Database:
    """All releases below a folder; outside it the engine can open nothing."""

    def __init__(self, clean: Path, seconds: float = PAGE_SECONDS) -> None:
        """Open the folder; ``seconds`` is the longest that the query of a page may take."""
        self.seconds = seconds
        self._spill = tempfile.TemporaryDirectory(prefix="limpide-")
        self._connection = duckdb.connect(
            config={"memory_limit": MEMORY, "threads": min(THREADS, os.cpu_count() or 1)}
        )
        self._lock = threading.Lock()
        self._known: set[str] = set()
        folders = ", ".join(_quoted(str(folder)) for folder in (clean.resolve(), self._spill.name))
        for setting in (
            f"temp_directory = {_quoted(self._spill.name)}",
            f"allowed_directories = [{folders}]",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "enable_external_access = false",
            "parquet_metadata_cache = true",
            "default_null_order = 'nulls_last'",
            "lock_configuration = true",
        ):
            self._connection.execute(f"SET {setting}")

    def close(self) -> None:
        """Let go of the files and of what was spilt."""
        self._connection.close()
        self._spill.cleanup()

    def tables(self, release: Release) -> Tables:
        """Give the tables of a release; they never change, so that they are opened once."""
        schema = f"release_{release.version}"
        with self._lock:
            if schema not in self._known:
                self._open(schema, release.folder.resolve())
                self._known.add(schema)
        return Tables(self, schema, release)

    def _open(self, schema: str, folder: Path) -> None:
        self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_name(schema)}")
        for table, row_type in TABLES.items():
            empty = arrow_schema(row_type, {}).empty_table()
            files = sorted(map(str, (folder / table).rglob("*.parquet")))
            self._view(f"{_name(schema)}.{_name(table)}", files, empty)

    def _view(self, view: str, files: Sequence[str], empty: pa.Table) -> None:
        """Name the files of a table; a column that an older release lacks is unknown there."""
        cursor = self._connection.cursor()
        if not files:
            cursor.register("empty_table", empty)
            cursor.execute(f"CREATE OR REPLACE TABLE {view} AS FROM empty_table")
            cursor.unregister("empty_table")
            return
        listed = f"read_parquet([{', '.join(map(_quoted, files))}])"
        there = {row[0] for row in cursor.execute(f"DESCRIBE FROM {listed}").fetchall()}
        columns = (
            _name(name) if name in there else f"NULL AS {_name(name)}"
            for name in empty.column_names
        )
        chosen = ", ".join(columns)
        cursor.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT {chosen} FROM {listed}")  # noqa: S608

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Give a connection of its own to the same tables, as each thread needs one."""
        return self._connection.cursor()


@contextmanager
def _timed(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt a cursor's work after so many seconds; the caller gets ``QueryTooLongError``."""
    timer = threading.Timer(seconds, cursor.interrupt)
    until = time.monotonic() + seconds
    timer.start()
    message = f"The query was stopped after {seconds:g} seconds"
    try:
        yield
    except duckdb.InterruptException as error:
        raise QueryTooLongError(message) from error
    except (duckdb.OutOfMemoryException, OSError) as error:  # Arrow gives it the second name
        raise QueryTooLongError("The query needs more memory than this page may use") from error
    finally:
        timer.cancel()
    # An interruption between two queries of the same work is lost.
    if time.monotonic() > until:
        raise QueryTooLongError(message)


@dataclass(frozen=True)
class Tables:
    """The tables of one release, to be asked with SQL that names them as ``{pairs}``."""

    database: Database
    schema: str
    release: Release

    def rows(self, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
        """Ask for rows as dictionaries. Raises ``QueryTooLongError``."""
        cursor = self.database.cursor()
        with _timed(cursor, self.database.seconds):
            found = cursor.execute(self._named(sql), list(parameters))
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def row(self, sql: str, parameters: Parameters = ()) -> dict[str, Any] | None:
        """Ask for the first row; ``None`` when there is none."""
        return next(iter(self.rows(sql, parameters)), None)

    def number(self, sql: str, parameters: Parameters = ()) -> int:
        """Ask for one number."""
        row = self.row(sql, parameters)
        return int(next(iter(row.values())) or 0) if row else 0

    def table(
        self, sql: str, parameters: Parameters = (), chosen: pa.Table | None = None
    ) -> pa.Table:
        """Ask for a whole result as Arrow; the query may name the rows ``chosen``.

        Raises ``QueryTooLongError``; it may take longer than what a page asks.
        """
        cursor = self.database.cursor()
        if chosen is not None:
            cursor.register("chosen", chosen)
        with _timed(cursor, DOWNLOAD_SECONDS):
            return cursor.sql(self._named(sql), params=list(parameters)).to_arrow_table()

    def _named(self, sql: str) -> str:
        return sql.format_map({name: f"{_name(self.schema)}.{_name(name)}" for name in TABLES})


def _quoted(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    """Write a text as an SQL identifier."""
    return '"' + text.replace('"', '""') + '"'
