"""The words of a page's lines as arrays: where they are, and a number for each that tells it apart.

Words are compared folded (one width, one case), as ``folding.tokens`` cuts them: each ideograph
is a token, each number is ``0``. A token is known by a 64-bit polynomial of its characters, a
sequence of tokens by one of its tokens; two that differ have the same number once in 10^19.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate import folding
from cleaners.boilerplate.characters import Characters, Indices
from cleaners.boilerplate.folding import NUMBER, fold
from cleaners.code_points import Codes, code_points

Hashes = NDArray[np.uint64]

# Odd numbers, the same as in words.c and hits.c.
_CHARACTER_BASE = 0x9E3779B97F4A7C15
_TOKEN_BASE = 0xC2B2AE3D27D4EB4F
_MASK = (1 << 64) - 1
# What the kernel gives where it cannot go on; else the table says too little.
_UNKNOWN = -1
_cut_tokens = native.kernel(
    "cut_tokens", native.COUNT, *[native.ARRAY] * 3, *[native.COUNT] * 2, *[native.ARRAY] * 8
)
_number_equals = native.kernel(
    "number_equals", native.NOTHING, native.ARRAY, native.COUNT, native.ARRAY, native.COUNT,
    native.ARRAY,
)  # fmt: skip
_fill_table = native.kernel(
    "fill_table", native.NOTHING, *[native.ARRAY] * 2, *[native.COUNT] * 2, *[native.ARRAY] * 3
)
_flag_wanted = native.kernel(
    "flag_wanted", native.NOTHING, *[native.ARRAY, native.COUNT] * 2, native.ARRAY
)


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

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.line)


def cut(characters: Characters) -> Tokens:
    """Cut the lines of a page into tokens.

    >>> from cleaners.boilerplate import characters
    >>> found = cut(characters.read(["Voir l’original", "12 评论"]))
    >>> found.line.tolist(), found.length.tolist()
    ([0, 0, 0, 1, 1, 1], [4, 1, 8, 1, 1, 1])
    """
    to, part = folding.tables()
    text = characters.codes, characters.starts, characters.ends
    lines = len(characters)
    offsets = np.empty(lines + 1, np.intp)
    while True:
        room = len(text[0])
        hashes, stems = np.empty((2, room), np.uint64)
        line, length = np.empty((2, room), np.intp)
        first = np.empty(room, np.uint32)
        tokens = offsets, line, hashes, stems, length, first
        count = _cut_tokens(*text, lines, len(characters.codes), part, to, *tokens)
        if count >= 0:
            break
        if count == _UNKNOWN:
            folding.learn(text[0])
        else:
            text = folded_whole(characters)
    return Tokens(
        offsets,
        offsets[1:] - offsets[:-1],
        line[:count],
        hashes[:count],
        stems[:count],
        classes_of(hashes[:count]),
        length[:count],
        first[:count],
    )


def folded_whole(characters: Characters) -> tuple[Codes, Indices, Indices]:
    """Put the lines with characters that do not fold one by one, folded, behind the text."""
    _, part = folding.tables()
    special = (part.take(characters.codes) > folding.SPECIAL).nonzero()[0]
    chosen = sorted({*characters.ends.searchsorted(special).tolist()})
    starts, ends = characters.starts.copy(), characters.ends.copy()
    position = len(characters.codes)
    pieces = []
    for line in chosen:
        pieces.append(fold(characters.text[starts[line] : ends[line]]))
        starts[line] = position
        position += len(pieces[-1])
        ends[line] = position
    codes = np.concatenate([characters.codes, code_points("".join(pieces))])
    return codes, starts, ends


def classes_of(hashes: Hashes) -> Indices:
    """Give each value the position of the first that equals it.

    >>> classes_of(np.array([7, 9, 7], np.uint64)).tolist()
    [0, 1, 0]
    """
    count = len(hashes)
    bits = count.bit_length() + 1
    found = np.empty(count, np.intp)
    _number_equals(hashes, count, np.empty(1 << bits, np.int32), bits, found)
    return found


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


def joined_hash(hashes: Sequence[int]) -> int:
    """Give the hash of a sequence of tokens from theirs."""
    total = 0
    for hash_ in reversed(hashes):
        total = (total * _TOKEN_BASE + hash_) & _MASK
    return total


def hash_table(
    hashes: Collection[int], values: Collection[int]
) -> tuple[Hashes, NDArray[np.int32], Hashes]:
    """Put values where kernels find them by hash; each hash once, values from 0 on.

    Gives the hashes and the values by slot, and which hashes may be there, by bit.
    """
    bits = max(len(hashes).bit_length() + 1, 4)
    keys, held = np.zeros(1 << bits, np.uint64), np.empty(1 << bits, np.int32)
    likely = np.zeros((1 << bits) // 16, np.uint64)
    wanted = np.fromiter(hashes, np.uint64, len(hashes))
    chosen = np.fromiter(values, np.int32, len(values))
    _fill_table(wanted, chosen, len(hashes), bits, keys, held, likely)
    return keys, held, likely


NUMBER_HASH = np.uint64(token_hash(NUMBER))


def hashes_of(texts: Iterable[str]) -> Hashes:
    """Give the hashes of folded tokens, each once, sorted."""
    return np.array(sorted({token_hash(text) for text in texts}), np.uint64)


def among(hashes: Hashes, wanted: Hashes) -> NDArray[np.bool_]:
    """Tell which hashes are among a few wanted ones."""
    flags = np.empty(len(hashes), bool)
    _flag_wanted(hashes, len(hashes), wanted, len(wanted), flags)
    return flags
