"""Millions of strings to find in a text: every span that may be one is hashed and looked up.

The hash is a polynomial of the characters. Bitmaps (of how the strings begin, of whole strings)
leave almost nothing to look up: the cost depends on the text, hardly on how many strings there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Offsets = NDArray[np.int64]

BEGINNINGS = (6, 12, 20)
"""Spans of these lengths and longer are looked at only where their beginning is known."""
LONGEST = 64
"""Longer strings are not looked for."""
AT_ONCE = 4096
"""Strings are hashed for this many at a time, to bound the memory."""
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_BITS = 24
SHIFT = 64 - _BITS
"""A hash's first bits are its place in a bitmap."""
BUCKET_SHIFT = 64 - 20
"""A hash's first bits say in which bucket of the sorted hashes it is: of one or two."""
BRIEF_SHIFT = OPEN_SHIFT = 64 - 22
"""A smaller bitmap stays in the processor's cache; it is for fewer strings."""
OPENING_SHIFT = 64 - 17
"""The smallest is for those that are asked for most."""
_THREE, _SEVEN = np.uint64(3), np.uint64(7)


@lru_cache(maxsize=32)
def _powers(length: int) -> tuple[Hashes, Hashes]:
    """Give the powers of the base and of its inverse modulo 2**64."""
    up = np.full(length + 1, _BASE, dtype=np.uint64)
    down = np.full(length + 1, _INVERSE, dtype=np.uint64)
    up[0] = down[0] = 1
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


def _room(length: int) -> int:
    return 1 << max(14, (length + 1).bit_length())


class Text:
    """The hashes of all spans of a text (characters, not bytes)."""

    def __init__(self, text: str) -> None:
        """Add up the characters once."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        up, self._down = _powers(_room(len(codes)))
        self.codes = codes
        self._sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum((codes.astype(np.uint64) + 1) * up[: len(codes)], out=self._sums[1:])

    def hashes(self, starts: Offsets, ends: Offsets) -> Hashes:
        """Give the hashes of spans, 64 well-mixed bits each."""
        mixed: Hashes = (self._sums[ends] - self._sums[starts]) * self._down[starts]
        mixed ^= mixed >> np.uint64(32)
        mixed *= _MIX
        mixed ^= mixed >> np.uint64(29)
        return mixed


def hashes(texts: Sequence[str], *lengths: int) -> list[Hashes]:
    """Give the hash of each string; then, for each length, of how the strings of so many begin."""
    done: list[list[Hashes]] = [[np.zeros(0, dtype=np.uint64)] for _ in (0, *lengths)]
    for at in range(0, len(texts), AT_ONCE):
        some = texts[at : at + AT_ONCE]
        sizes = np.fromiter(map(len, some), np.int64, len(some))
        ends = np.cumsum(sizes)
        starts = ends - sizes
        joined = Text("".join(some))
        done[0].append(joined.hashes(starts, ends))
        for found, length in zip(done[1:], lengths, strict=True):
            long = starts[sizes >= length]
            found.append(joined.hashes(long, long + length))
    return [np.concatenate(found) for found in done]


def distinct(values: Hashes) -> Hashes:
    """Sort hashes and leave out repeated ones; faster than ``numpy.unique`` for so many."""
    ordered = np.sort(values)
    kept: Hashes = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return kept


class Bitmap:
    """Which hashes may be known: a bit for their first bits."""

    def __init__(self, values: Hashes, shift: int = SHIFT) -> None:
        """Set the bits; ``values`` are sorted."""
        self.bytes = np.zeros(1 << 64 - shift >> 3, dtype=np.uint8)
        if not len(values):
            return
        places = values >> np.uint64(shift)
        bits = np.left_shift(np.uint8(1), (places & _SEVEN).astype(np.uint8), dtype=np.uint8)
        rows = places >> _THREE
        firsts = np.concatenate([[0], np.nonzero(rows[1:] != rows[:-1])[0] + 1])
        self.bytes[rows[firsts]] = np.bitwise_or.reduceat(bits, firsts)


class Strings(NamedTuple):
    """What is kept of strings: their hashes, their lengths, and the hashes of how they begin.

    ``begun`` are sorted and distinct; lengths stop at 255.
    """

    keys: Hashes
    lengths: NDArray[np.uint8]
    begun: Hashes

    @classmethod
    def of(cls, texts: Sequence[str]) -> Strings:
        """Hash strings."""
        keys, *begun = hashes(texts, *BEGINNINGS)
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        return cls(keys, np.minimum(lengths, 255).astype(np.uint8), distinct(np.concatenate(begun)))

    @classmethod
    def joined(cls, parts: Sequence[Strings]) -> Strings:
        """Put strings behind each other."""
        keys, lengths, begun = (np.concatenate(column) for column in zip(*parts, strict=True))
        return cls(keys, lengths, distinct(begun))


class Table:
    """Strings by hash: ``keys`` sorted, ``brief`` those of strings shorter than any beginning.

    The entry of a string is its place in ``keys``; a string may have several.
    """

    def __init__(self, keys: Hashes, brief: Hashes, begun: Bitmap, longest: int) -> None:
        """Make what follows from the hashes."""
        self.keys = keys
        self.begun = begun
        self.longest = longest
        self._brief = brief
        self.brief = Bitmap(brief, BRIEF_SHIFT)
        self.whole = Bitmap(keys)
        firsts = np.arange(1 << 64 - BUCKET_SHIFT, dtype=np.uint64) << np.uint64(BUCKET_SHIFT)
        self.buckets = np.append(np.searchsorted(keys, firsts), len(keys)).astype(np.int32)

    def __reduce__(self) -> tuple[type[Table], tuple[Hashes, Hashes, Bitmap, int]]:
        """Keep only what the rest follows from."""
        return Table, (self.keys, self._brief, self.begun, self.longest)

    @classmethod
    def of(cls, strings: Strings) -> tuple[Table, NDArray[np.int64]]:
        """Make the table of strings, and say which string each entry is."""
        keys, lengths, begun = strings
        order = np.argsort(keys, kind="stable")
        brief = distinct(keys[lengths < BEGINNINGS[0]])
        longest = int(lengths[lengths <= LONGEST].max(initial=BEGINNINGS[0]))
        return cls(keys[order], brief, Bitmap(begun), longest), order
