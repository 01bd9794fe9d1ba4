"""Which rows a sample holds: chosen by a hash, so that anybody draws the same ones."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable


def drawn(identifiers: Iterable[str], count: int, seed: int) -> list[str]:
    """Choose identifiers by a hash of seed and identifier, in the order of the draw.

    >>> drawn(["a", "b", "c"], 2, 0) == drawn(["c", "b", "a"], 3, 0)[:2]
    True
    """
    return heapq.nsmallest(count, identifiers, key=lambda one: _place(one, seed))


def _place(identifier: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}\0{identifier}".encode("utf-8", "surrogatepass")).digest()
