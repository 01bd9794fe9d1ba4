"""Reading raw/: files of many kinds become scrapes; what cannot be read becomes a reject."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaners.records import Reject, Scrape


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file below the raw folder: path relative to it, size in bytes, SHA-256 of its bytes."""

    path: str
    size: int
    sha256: str


def list_files(folder: Path) -> list[RawFile]:
    """List the files of a raw folder, sorted by path."""
    files = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            path = file.relative_to(folder).as_posix()
            files.append(RawFile(path, len(data), hashlib.sha256(data).hexdigest()))
    return files


def read(folder: Path) -> Iterator[Scrape | Reject]:
    """Read all pages of a raw folder."""
    for file in list_files(folder):
        yield from read_file(folder, file)


def read_file(folder: Path, raw_file: RawFile) -> Iterator[Scrape | Reject]:
    """Read the pages of one file."""
    path = f"{folder.resolve().name}/{raw_file.path}"
    content = (folder / raw_file.path).read_bytes()
    yield Scrape(path, content, "html" if path.endswith((".html", ".htm")) else "text")
