"""Which sentences of two texts belong together: m:n alignment in order, gaps kept.

A bead's worth is its cosine less a share of what its sides have in common with their neighbours,
times how well the lengths agree (the objective of Bertalign: Liu & Zhu 2023, "Bertalign: Improved
word embedding-based sentence alignment"), less what a sentence costs that makes the sides no more
alike, or is missing; the best sequence of beads and gaps is found inside a band around sure 1-1
pairs (``best_path``), which also tell how much longer one language says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaners.bitext.band import sure_pairs
from cleaners.bitext.bead_scores import LONGEST, Side, confidence, evidence
from cleaners.bitext.best_path import best_path
from cleaners.bitext.embedding import Space, embed_runs, meeting_space
from cleaners.bitext.vectors import Array
from cleaners.records import Bead

# Shorter sentences, and fewer of them, say little about the ratio of lengths.
SHORTEST_MEASURED: Final = 20
FEWEST_MEASURED: Final = 10


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
    for taken, given in best_path(source, target, chosen):
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
