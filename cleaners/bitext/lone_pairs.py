"""How well two texts fit each other that came as a pair, with nothing around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cleaners.bitext.bead_scores import Evidence, confidence
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.embedding import Space, embed_in, space
from cleaners.bitext.scales import unrelated


def fit_all(pairs: Sequence[Pair]) -> list[float]:
    """Give for each pair the score (0-1) that an aligner gives such a bead; 0 with an empty side.

    >>> near, far = fit_all([
    ...     Pair("Il pleut.", "It is raining.", "fr", "en"),
    ...     Pair("Il pleut.", "He sold the house.", "fr", "en"),
    ... ])
    >>> near > far
    True
    """
    scores = [0.0] * len(pairs)
    spaces: dict[Space, list[int]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        if pair.source.strip() and pair.target.strip():
            spaces[space((pair.source_language, pair.target_language))].append(index)
    for chosen, indices in spaces.items():
        sources = embed_in(chosen, [pairs[index].source for index in indices])
        targets = embed_in(chosen, [pairs[index].target for index in indices])
        floor = unrelated(chosen)
        for index, cosine in zip(indices, (sources * targets).sum(axis=1), strict=True):
            seen = Evidence((float(cosine) - floor) / (1 - floor), 0.0, 1.0)
            scores[index] = confidence(seen, 2, chosen)
    return scores
