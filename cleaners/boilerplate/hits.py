"""Which phrases a page's lines hold, for all lines at once: longest first, from left to right."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate import characters, words
from cleaners.boilerplate.phrases import LONGEST_LINE, LONGEST_NAME, NO_HIT, Hit, Phrases, Table
from cleaners.boilerplate.words import Tokens

_NONE = -1
_find_phrases = native.kernel(
    "find_phrases", native.NOTHING, *[native.ARRAY] * 3, native.COUNT, *[native.ARRAY] * 2
)


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """What the phrases say about each line: the fields of ``Hit`` as columns.

    Kinds are numbers in ``names``, -1 where there is none; ``kinds`` has a bit for each.
    """

    names: tuple[str, ...]
    covered: NDArray[np.float64]
    kind: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    kinds: NDArray[np.int64]
    opening: NDArray[np.int64]
    held: NDArray[np.int64]

    @property
    def columns(self) -> NDArray[np.int64]:
        """What is said in whole numbers, one row a field."""
        columns = self.kind, self.first, self.last, self.kinds, self.opening, self.held
        return np.array(columns)

    def __getitem__(self, index: int) -> Hit:
        """Give what is known of one line."""
        if self.kind[index] == _NONE:
            return NO_HIT
        bits = int(self.kinds[index])
        return Hit(
            float(self.covered[index]),
            self.name(self.kind[index]),
            self.name(self.first[index]),
            self.name(self.last[index]),
            frozenset(name for bit, name in enumerate(self.names) if bits >> bit & 1),
            int(self.opening[index]),
            int(self.held[index]),
        )

    def name(self, kind: np.int64 | int) -> str:
        """Give the name of a kind, empty where there is none."""
        return self.names[kind] if kind >= 0 else ""

    def number(self, name: str) -> int:
        """Give the number of a kind; -2 where no phrase has it."""
        return self.names.index(name) if name in self.names else -2

    def bits(self, names: frozenset[str]) -> int:
        """Give the set of kinds as bits."""
        return sum(1 << bit for bit, name in enumerate(self.names) if name in names)


def find(tokens: Tokens, phrases: Phrases) -> Hits:
    """Cover the lines' tokens with phrases.

    Of a long line only the start is looked at: running text holds such words by chance.
    """
    lines = len(tokens.count)
    covered = np.empty(lines)
    columns = np.empty((6, lines), np.int64)
    table = handed(phrases)
    _find_phrases(table, tokens.starts, tokens.hashes, lines, covered, columns)
    return Hits(phrases.names, covered, *columns)


def of(texts: Sequence[str], phrases: Phrases) -> Hits:
    """Cover texts with phrases."""
    return find(words.cut(characters.read(texts)), phrases)


@lru_cache(maxsize=4)
def handed(phrases: Phrases) -> ctypes.Structure:
    """Give the table of phrases as the kernel takes it."""
    table = phrases.table
    sizes = {
        "first_bits": len(table.firsts).bit_length() - 1,
        "phrase_bits": len(table.phrase_kinds).bit_length() - 1,
        "kinds": len(phrases.names),
        "longest_name": LONGEST_NAME,
        "longest_line": LONGEST_LINE,
    }
    names = [field.name for field in fields(Table)]

    class Handed(ctypes.Structure):
        _fields_ = [(name, ctypes.c_void_p) for name in names] + [
            (name, ctypes.c_int64) for name in sizes
        ]

    return Handed(*(native.place(getattr(table, name)) for name in names), *sizes.values())
