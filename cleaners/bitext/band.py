"""Where in the table of all sentence pairs an alignment can run: a band around sure pairs."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.bitext.vectors import Array

# Up to here the whole table is looked at; it takes less than a tenth of a second.
SMALL_TABLE: Final = 60_000
# Sentences left and right of the line through the sure pairs.
SLACK: Final = 40
# Between two sure pairs further apart than this only a strip around the diagonal is looked at.
WIDEST: Final = 400
ROWS_AT_ONCE: Final = 512
# A sure pair leads over the second nearest by this share of its lead over the average sentence
# (a share, since the cosines of some models live in a narrow range).
CLEAR_LEAD: Final = 0.3
# Among fewer sentences nothing can lead.
FEWEST_SENTENCES: Final = 3


class Band(NamedTuple):
    """For each number of source sentences used, the fewest and most target sentences used."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]


def find_band(source: Array, target: Array) -> Band:
    """Find the band for two texts, given the vectors of their sentences.

    The band starts in (0, 0), ends in (all, all), and neither of its borders ever goes back.
    """
    rows, columns = len(source), len(target)
    if rows * columns <= SMALL_TABLE:
        return Band(np.zeros(rows + 1, np.int64), np.full(rows + 1, columns, np.int64))
    low, high = np.full(rows + 1, columns, np.int64), np.zeros(rows + 1, np.int64)
    points = [(0, 0), *sure_pairs(source, target), (rows, columns)]
    for (i, j), (next_i, next_j) in pairwise(points):
        if next_j - j > WIDEST:
            line = np.linspace(j, next_j, next_i - i + 1).astype(np.int64)
            first, last = line - WIDEST // 2, line + WIDEST // 2
        else:
            first, last = np.full(next_i - i + 1, j), np.full(next_i - i + 1, next_j)
        part = slice(i, next_i + 1)
        low[part] = np.minimum(low[part], first - SLACK)
        high[part] = np.maximum(high[part], last + SLACK)
    low, high = np.clip(low, 0, columns), np.clip(high, 0, columns)
    low[0], high[-1] = 0, columns
    return Band(np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high))


def sure_pairs(source: Array, target: Array) -> list[tuple[int, int]]:
    """Give sentence pairs that are each other's nearest by far, as many as are in order.

    ``source`` and ``target`` hold one L2-normalised vector a sentence (sentences x dimension).
    """
    if min(len(source), len(target)) < FEWEST_SENTENCES:
        return []
    nearest_row = np.full(len(target), -1)
    nearest_cosine = np.full(len(target), -np.inf)
    candidates = []
    for start in range(0, len(source), ROWS_AT_ONCE):
        cosine = source[start : start + ROWS_AT_ONCE] @ target.T
        rows = cosine.argmax(axis=0)
        better = cosine.max(axis=0) > nearest_cosine
        nearest_row[better] = rows[better] + start
        nearest_cosine[better] = cosine.max(axis=0)[better]
        second, best = np.partition(cosine, -2, axis=1)[:, -2:].T
        clear = best - second >= CLEAR_LEAD * (best - cosine.mean(axis=1))
        candidates += [(start + i, int(cosine[i].argmax())) for i in np.flatnonzero(clear)]
    return _longest_rise([(int(i), j) for i, j in candidates if nearest_row[j] == i])


def _longest_rise(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest chain in which both numbers rise; the pairs come with the first rising.

    >>> _longest_rise([(0, 5), (1, 1), (2, 2), (3, 9), (4, 4)])
    [(1, 1), (2, 2), (4, 4)]
    """
    ends: list[int] = []
    positions: list[int] = []
    before: list[int] = []
    for position, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(positions[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        positions[length : length + 1] = [position]
    chain = []
    position = positions[-1] if positions else -1
    while position >= 0:
        chain.append(pairs[position])
        position = before[position]
    return chain[::-1]
