"""The nearest vectors: all are compared where they are few, else those in the nearest cells.

Many vectors are divided into about as many cells as the square root of their number, around
vectors of their own (an inverted file: Jégou, Douze & Schmid 2011, "Product quantization for
nearest neighbor search", without the quantisation). Each query looks into the cells whose centres
are nearest to it, so that the work grows as the number to the power of one and a half.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaners.bitext.vectors import Array

# Up to so many a comparison with all takes no longer than cells, and some hundredths of what
# embedding documents takes.
COMPARED_WITH_ALL: Final = 30_000
ROWS_AT_ONCE: Final = 512
# Rounds in which the centres move to the middle of their cells; more find no better ones.
ROUNDS: Final = 2
# Cells that a query looks into. Of 20,000 vectors beside 20,000 of a mean cosine of .87 the right
# one was among the four best for .992 with 8, .998 with 16; asked from both sides, for all but one.
PROBED: Final = 16


def nearest(
    queries: Array, vectors: Array, many: int, most: int = COMPARED_WITH_ALL
) -> NDArray[np.int64]:
    """Give the places of the ``many`` vectors that are nearest to each query, the nearest first.

    Both hold one L2-normalised vector a row. A row of the result ends in -1 where there are not so
    many. Up to ``most`` vectors the result is exact.

    >>> nearest(np.eye(3, dtype=np.float32)[:1], np.eye(3, dtype=np.float32)[::-1], 1).tolist()
    [[2]]
    """
    if len(vectors) <= most:
        everywhere = np.arange(len(vectors))
        found = [
            _best(queries[start : start + ROWS_AT_ONCE] @ vectors.T, everywhere, many)[0]
            for start in range(0, len(queries), ROWS_AT_ONCE)
        ]
        return np.concatenate([np.zeros((0, many), np.int64), *found])
    return _in_cells(queries, vectors, many)


def _in_cells(queries: Array, vectors: Array, many: int) -> NDArray[np.int64]:
    centres = _centres(vectors)
    cells = _members(_places(vectors, centres, 1)[:, 0], len(centres))
    askers = _members(_places(queries, centres, PROBED).ravel(), len(centres))
    places = np.full((len(queries), many), -1, dtype=np.int64)
    cosines = np.full((len(queries), many), -np.inf, dtype=np.float32)
    for cell, asking in zip(cells, askers, strict=True):
        rows = asking // PROBED
        for some in _parts(rows):
            found, near = _best(queries[some] @ vectors[cell].T, cell, many)
            both = np.hstack([cosines[some], near])
            order = np.argsort(-both, axis=1, kind="stable")[:, :many]
            cosines[some] = np.take_along_axis(both, order, axis=1)
            known = np.hstack([places[some], found])
            places[some] = np.take_along_axis(known, order, axis=1)
    return places


def _centres(vectors: Array) -> Array:
    """Give the middles of cells; they begin as vectors taken at even steps."""
    count = math.isqrt(len(vectors))
    centres = vectors[np.linspace(0, len(vectors) - 1, count).astype(np.int64)]
    for _ in range(ROUNDS):
        sums = np.zeros_like(centres)
        np.add.at(sums, _places(vectors, centres, 1)[:, 0], vectors)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(norms > 0, sums / np.maximum(norms, 1e-9), centres)
    return centres


def _places(rows: Array, centres: Array, many: int) -> NDArray[np.int64]:
    return nearest(rows, centres, many, most=len(centres))


def _members(cells: NDArray[np.int64], count: int) -> list[NDArray[np.int64]]:
    """Give for each cell the places at which its number stands."""
    order = np.argsort(cells, kind="stable")
    ends = np.searchsorted(cells[order], np.arange(1, count))
    return np.split(order, ends)


def _parts(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    return (rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE))


def _best(cosine: Array, names: NDArray[np.int64], many: int) -> tuple[NDArray[np.int64], Array]:
    """Give the names and the cosines of the ``many`` greatest of each row; of equals the first."""
    rows, columns = cosine.shape
    places = np.full((rows, many), -1, dtype=np.int64)
    best = np.full((rows, many), -np.inf, dtype=np.float32)
    kept = min(many, columns)
    if kept:
        least = np.partition(cosine, columns - kept, axis=1)[:, columns - kept]
        for row in range(rows):
            above = np.flatnonzero(cosine[row] >= least[row])
            chosen = above[np.argsort(-cosine[row, above], kind="stable")[:kept]]
            places[row, :kept] = names[chosen]
            best[row, :kept] = cosine[row, chosen]
    return places, best
