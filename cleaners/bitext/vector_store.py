"""What encoders computed, kept on disk by text and model, so that it is computed once.

One SQLite file for each model in the user's cache folder. It only saves time: what is read from it
is bit for bit what would be computed, several processes may use it at once, and where it cannot be
written or is damaged, everything works without it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from cleaners.bitext.vectors import Array, Pooled
from cleaners.rules import cache_folder

# Beyond this, the older half of a file goes: some 200,000 sentences of 512 dimensions stay.
MOST_BYTES: Final = 1 << 29
# Files of other models, or of other versions of one, that are kept beside.
MOST_FILES: Final = 4
# Keys in one question: SQLite allows 32,766.
KEYS_AT_ONCE: Final = 500
# Seconds to wait for another process that writes.
PATIENCE: Final = 10.0

_TABLE = (
    "CREATE TABLE IF NOT EXISTS vectors "
    "(key BLOB PRIMARY KEY, total BLOB NOT NULL, tokens INTEGER NOT NULL, edges BLOB NOT NULL)"
)


class VectorStore:
    """The sums of one model by key: texts, or what joins two texts."""

    def __init__(self, file: Path, most_bytes: int = MOST_BYTES) -> None:
        """Use a file, which need not exist yet."""
        self._file = file
        self._most_bytes = most_bytes
        self._works = True

    def load(self, keys: Iterable[bytes]) -> dict[bytes, Pooled]:
        """Give what is kept under these keys."""
        asked = list(keys)
        found: dict[bytes, Pooled] = {}
        if not self._works or not self._file.exists():
            return found
        try:
            with closing(self._connected()) as database:
                for start in range(0, len(asked), KEYS_AT_ONCE):
                    some = asked[start : start + KEYS_AT_ONCE]
                    marks = ",".join("?" * len(some))
                    rows = database.execute(
                        f"SELECT key, total, tokens, edges FROM vectors WHERE key IN ({marks})",  # noqa: S608 - only marks
                        some,
                    )
                    found.update((key, _pooled(*row)) for key, *row in rows)
        except sqlite3.Error:
            self._works = False
        return found

    def save(self, fresh: Mapping[bytes, Pooled]) -> None:
        """Keep sums; where there is too much, the older half of all goes first."""
        if not self._works or not fresh:
            return
        try:
            if not self._file.exists():
                _make_room(self._file)
            with closing(self._connected()) as database, database:
                database.execute(_TABLE)
                database.executemany(
                    "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?, ?)",
                    [(key, *_columns(pooled)) for key, pooled in fresh.items()],
                )
                if self._size(database) > self._most_bytes:
                    database.execute(
                        "DELETE FROM vectors WHERE rowid <= "
                        "(SELECT (min(rowid) + max(rowid)) / 2 FROM vectors)"
                    )
        except (sqlite3.Error, OSError):
            self._works = False

    def _connected(self) -> sqlite3.Connection:
        """Open the file; a new one is made ready for readers beside a writer."""
        database = sqlite3.connect(self._file, timeout=PATIENCE)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        return database

    @staticmethod
    def _size(database: sqlite3.Connection) -> int:
        """Count the bytes in use; what was deleted is free for what comes."""
        pages, free, size = (
            database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)


def text_key(text: str) -> bytes:
    """Name a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:20]


def border_key(border: tuple[str, str]) -> bytes:
    """Name what joins two texts."""
    return hashlib.sha256(b"join" + text_key(border[0]) + text_key(border[1])).digest()[:20]


def _columns(pooled: Pooled) -> tuple[bytes, int, bytes]:
    edges = np.array([len(pooled.head), *pooled.head, *pooled.tail], dtype="<i4")
    return pooled.total.astype("<f4").tobytes(), pooled.tokens, edges.tobytes()


def _pooled(total: bytes, tokens: int, edges: bytes) -> Pooled:
    many, *ids = np.frombuffer(edges, dtype="<i4").tolist()
    sums: Array = np.frombuffer(total, dtype="<f4").astype(np.float32)
    return Pooled(sums, tokens, tuple(ids[:many]), tuple(ids[many:]))


def _make_room(file: Path) -> None:
    """Make the folder, and delete the files that were not written to for longest."""
    file.parent.mkdir(parents=True, exist_ok=True)
    there = sorted(file.parent.glob("*.sqlite3"), key=lambda one: (-one.stat().st_mtime, one.name))
    for old in there[MOST_FILES - 1 :]:
        for path in (old, *(old.with_name(f"{old.name}-{end}") for end in ("wal", "shm"))):
            path.unlink(missing_ok=True)


def open_store(fingerprint: str) -> VectorStore:
    """Give the store of a model; ``fingerprint`` names all that decides its vectors."""
    return _store(cache_folder() / "embeddings" / f"{fingerprint}.sqlite3", os.getpid())


@lru_cache(maxsize=16)
def _store(file: Path, process: int) -> VectorStore:
    del process
    return VectorStore(file)
