"""Finished work and releases on disk: storage is the truth, not any orchestrator's state.

Finished work lives in ``clean/.work/<context>/``: files named by the hash of the keys inside. Such
a file exists whole or not at all (temporary name, fsync, atomic rename), so that a killed process
leaves nothing half-done and two processes can only write the same bytes twice.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import zstandard

Payload = Mapping[str, object]


def write_atomically(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole, or not at all, whenever the process dies."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Store:
    """Finished results by key, in compressed shards.

    A shard's first line lists its keys; each further line is the JSON payload of one key.
    """

    def __init__(self, folder: Path) -> None:
        """Open the shards of a folder, which need not exist yet."""
        self._folder = folder
        self._shard_of: dict[str, Path] = {}
        for shard in sorted(folder.glob("*.jsonl.zst")):
            self._shard_of |= dict.fromkeys(_keys(shard), shard)

    def __contains__(self, key: str) -> bool:
        """Whether this result is finished."""
        return key in self._shard_of

    def save(self, results: Sequence[tuple[str, Payload]]) -> None:
        """Store results as one shard."""
        keys = [key for key, _ in results]
        name = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:32]
        lines = [json.dumps(keys), *(json.dumps(payload) for _, payload in results)]
        data = zstandard.ZstdCompressor(level=3).compress("\n".join(lines).encode("ascii"))
        shard = self._folder / f"{name}.jsonl.zst"
        write_atomically(shard, data)
        self._shard_of |= dict.fromkeys(keys, shard)

    def load(self, keys: Iterable[str]) -> Iterator[tuple[str, Payload]]:
        """Give the payloads of finished keys, shard by shard; the order is the shards'."""
        wanted = set(keys)
        for shard in sorted({self._shard_of[key] for key in wanted}):
            lines = _lines(shard)
            for key, line in zip(json.loads(next(lines)), lines, strict=True):
                if key in wanted and self._shard_of[key] == shard:
                    yield key, json.loads(line)


def _lines(shard: Path) -> Iterator[str]:
    with zstandard.open(shard, "rt", encoding="ascii") as stream:
        yield from stream


def _keys(shard: Path) -> list[str]:
    keys: list[str] = json.loads(next(_lines(shard)))
    return keys
