"""Which sentences of two texts belong together: m:n alignment with gaps kept."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.bitext.embedding import embed
from cleaners.records import Bead


def align(
    source_sentences: Sequence[str],
    target_sentences: Sequence[str],
    source_language: str,
    target_language: str,
) -> list[Bead]:
    """Align two lists of sentences in order."""
    n, m = len(source_sentences), len(target_sentences)
    vectors = embed(
        [*source_sentences, *target_sentences],
        [source_language] * n + [target_language] * m,
    )
    cosine = vectors[:n] @ vectors[n:].T
    best = {(0, 0): (0.0, Bead((), ()))}
    for i in range(n + 1):
        for j in range(m + 1):
            choices = []
            for a, b in ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1)):
                if i >= a and j >= b and (i, j) != (0, 0):
                    score = float(cosine[i - a : i, j - b : j].mean()) if a and b else 0.0
                    gain = (score - 0.2) * (a + b) if a and b else -0.05
                    bead = Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), max(0.0, score))
                    choices.append((best[i - a, j - b][0] + gain, bead))
            if choices:
                best[i, j] = max(choices, key=lambda choice: choice[0])
    beads: list[Bead] = []
    while n or m:
        bead = best[n, m][1]
        beads.append(bead)
        n, m = n - len(bead.source), m - len(bead.target)
    return beads[::-1]
