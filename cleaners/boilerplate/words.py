"""The words of a page's lines as arrays: where they are, and a number for each that tells it apart.

Words are compared folded (one width, one case), as ``folding.tokens`` cuts
them: each ideograph is a token, each number is ``0``. A token is known by a 64-bit polynomial of
its characters, a sequence of tokens by one of its tokens; two that differ have the same number once
in 10^19.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.characters import Characters, Codes, Indices, code_points
from cleaners.boilerplate.folding import (
    ALONE,
    BETWEEN,
    IN_EITHER,
    IN_NUMBER,
    IN_WORD,
    NUMBER,
    SPECIAL,
    fold,
    folded,
)

Hashes = NDArray[np.uint64]

# Odd numbers, so that their powers can be undone modulo 2^64.
_CHARACTER_BASE = 0x9E3779B97F4A7C15
_TOKEN_BASE = 0xC2B2AE3D27D4EB4F
_SPREAD = (0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
_MASK = (1 << 64) - 1
# What tells of a word's subject: its beginning.
STEM = 5


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of all lines, one after the other.

    Those of line ``i`` are ``starts[i]:starts[i + 1]``. Per token: ``hashes`` (equal for equal
    tokens only), ``stems`` (the same of the first five letters), ``ids`` (numbers below the count
    of tokens, equal for equal tokens only), ``line``, ``length`` in letters (1 for a number) and
    ``first``, its first code point.
    """

    starts: Indices
    count: NDArray[np.int64]
    line: Indices
    hashes: Hashes
    stems: Hashes
    ids: Indices
    length: Indices
    first: Codes
    sums: Hashes

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.line)

    def sequences(self, begin: Indices, end: Indices) -> Hashes:
        """Give the hash of each run of tokens ``begin:end``."""
        inverse = powers(_TOKEN_BASE, len(self.line) + 1)[1]
        return (self.sums.take(end) - self.sums.take(begin)) * inverse.take(begin)


def cut(characters: Characters) -> Tokens:
    """Cut the lines of a page into tokens.

    >>> from cleaners.boilerplate import characters
    >>> found = cut(characters.read(["Voir l’original", "12 评论"]))
    >>> found.line.tolist(), found.length.tolist()
    ([0, 0, 0, 1, 1, 1], [4, 1, 8, 1, 1, 1])
    """
    codes, parts, line_of = _folded(characters)
    inside = parts > BETWEEN
    alone = parts == ALONE
    change = parts[1:] != parts[:-1]
    starts = np.flatnonzero((change | alone[1:]) & inside[1:]) + 1
    ends = np.flatnonzero((change | alone[:-1]) & inside[:-1]) + 1
    power, inverse = powers(_CHARACTER_BASE, len(codes))
    sums = np.cumsum(codes * power)
    before = sums.take(starts - 1)
    undo = inverse.take(starts)
    hashes = (sums.take(ends - 1) - before) * undo
    stems = (sums.take(np.minimum(ends, starts + STEM) - 1) - before) * undo
    length = ends - starts
    first = codes.take(starts)
    numbers = parts.take(starts) == IN_NUMBER
    for values, value in (
        (hashes, NUMBER_HASH),
        (stems, NUMBER_HASH),
        (length, 1),
        (first, 48),
    ):
        values[numbers] = value
    line = line_of.take(starts)
    count = np.bincount(line, minlength=len(characters))
    offsets = np.zeros(len(count) + 1, np.intp)
    np.cumsum(count, out=offsets[1:])
    running = np.zeros(len(line) + 1, np.uint64)
    np.cumsum(hashes * powers(_TOKEN_BASE, len(line) + 1)[0][:-1], out=running[1:])
    ids = classes_of(hashes)
    return Tokens(offsets, count, line, hashes, stems, ids, length, first, running)


def classes_of(hashes: Hashes) -> Indices:
    """Give each value the position of one of its equals: equal values get equal numbers.

    >>> classes_of(np.array([7, 9, 7], np.uint64)).tolist() in ([0, 1, 0], [2, 1, 2])
    True
    """
    count = len(hashes)
    found = np.arange(count)
    left = None
    for round_ in range(count + 1):
        values = hashes if left is None else hashes[left]
        holders = found if left is None else left
        slot = _slots(values, round_)
        table = np.empty(1 << _SLOT_BITS, np.intp)
        table[slot] = holders
        holder = table.take(slot)
        same = hashes.take(holder) == values
        if left is None:
            found = holder
        else:
            found[left[same]] = holder[same]
        if same.all():
            break
        left = np.flatnonzero(~same) if left is None else left[~same]
    return found


_SLOT_BITS = 14


def _slots(values: Hashes, round_: int) -> Indices:
    """Put values into slots, differently each round."""
    spread = np.uint64((_SPREAD[0] + 2 * round_ * _SPREAD[1]) & _MASK)
    slots: Indices = ((values * spread) >> np.uint64(64 - _SLOT_BITS)).astype(np.intp)
    return slots


def token_hash(token: str) -> int:
    """Give the hash of one folded token.

    >>> from cleaners.boilerplate import characters
    >>> int(cut(characters.read(["Été"])).hashes[0]) == token_hash("été")
    True
    """
    total = 0
    for character in reversed(token):
        total = (total * _CHARACTER_BASE + ord(character)) & _MASK
    return total


def sequence_hash(sequence: Sequence[str]) -> int:
    """Give the hash of a sequence of folded tokens."""
    total = 0
    for token in reversed(sequence):
        total = (total * _TOKEN_BASE + token_hash(token)) & _MASK
    return total


NUMBER_HASH = np.uint64(token_hash(NUMBER))


def hashes_of(texts: Iterable[str]) -> Hashes:
    """Give the hashes of folded tokens, each once, sorted."""
    return np.array(sorted({token_hash(text) for text in texts}), np.uint64)


def among(hashes: Hashes, wanted: Hashes) -> NDArray[np.bool_]:
    """Tell which hashes are among a few wanted ones."""
    marked = np.zeros(1 << _SLOT_BITS, bool)
    marked[_slots(wanted, 0)] = True
    found = marked.take(_slots(hashes, 0))
    likely = np.flatnonzero(found)
    found[likely] = np.isin(hashes.take(likely), wanted)
    return found


@lru_cache(maxsize=8)
def _powers(base: int, bits: int) -> tuple[Hashes, Hashes]:
    inverse = pow(base, -1, 1 << 64)
    both = []
    for factor in (base, inverse):
        values = np.full(1 << bits, factor, np.uint64)
        values[0] = 1
        both.append(np.cumprod(values))
    return both[0], both[1]


def powers(base: int, count: int) -> tuple[Hashes, Hashes]:
    """Give the first powers of a base modulo 2^64, and those of its inverse."""
    forward, back = _powers(base, max(count - 1, 1).bit_length())
    return forward[:count], back[:count]


def _folded(characters: Characters) -> tuple[Codes, NDArray[np.uint8], Indices]:
    """Fold the text: its code points, what part of a token each is, and the line of each.

    Characters that do not fold one by one need the whole line folded.
    """
    codes, parts = folded(characters.codes)
    line_of = characters.line
    special = np.flatnonzero(parts > SPECIAL)
    if special.size:
        text = characters.text
        pieces = []
        grown = np.diff(characters.starts, append=len(text))
        position = 0
        for line in np.unique(line_of[special]).tolist():
            start, end = int(characters.starts[line]), int(characters.ends[line])
            pieces += [text[position:start], fold(text[start:end])]
            grown[line] += len(pieces[-1]) - (end - start)
            position = end
        codes, parts = folded(code_points("".join((*pieces, text[position:]))))
        parts &= SPECIAL - 1
        line_of = np.concatenate([[0], np.repeat(np.arange(len(characters)), grown)])
    return codes, _settled(parts) if (parts == IN_EITHER).any() else parts, line_of


def _settled(parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Let Indic digits continue the word before them, else be numbers."""
    either = parts == IN_EITHER
    before = np.maximum.accumulate(np.where(either, 0, np.arange(len(parts))))
    resolved = np.where(parts.take(before) == IN_WORD, IN_WORD, IN_NUMBER)
    return np.where(either, resolved, parts).astype(np.uint8)
