"""Train what judges whether a flattened page has a text of its own (see ``train_boilerplate``).

A logistic regression on the facts of ``cleaners.boilerplate.substance``, which must come from
judgements on pages that the judges had not seen: of pages they learned from they are too sure. A
page counts as much as is at stake: what is lost when a page with text is given up is what would
have been right of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cleaners.boilerplate.substance import FARTHEST, Facts, PageJudge

# How strongly weights are held near nothing: empty pages are few.
HOLD = 30.0
_SMALLEST_SCALE = 1e-3
_ROUNDS = 30


@dataclass(frozen=True)
class Page:
    """The facts of a page, whether it has no text of its own, and what it counts."""

    facts: Facts
    empty: bool
    weight: float


def train(pages: Sequence[Page]) -> PageJudge:
    """Fit the weights by Newton's method."""
    facts = np.array([page.facts for page in pages])
    empty = np.array([page.empty for page in pages], np.float64)
    weights = np.array([page.weight for page in pages])
    mean = np.average(facts, axis=0, weights=weights)
    spread = np.sqrt(np.average((facts - mean) ** 2, axis=0, weights=weights))
    scale = spread + _SMALLEST_SCALE
    known = np.clip((facts - mean) / scale, -FARTHEST, FARTHEST)
    known = np.hstack([known, np.ones((len(pages), 1))])
    hold = np.append(np.full(facts.shape[1], HOLD), 0.0)
    found = np.zeros(len(hold))
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-known @ found))
        slope = known.T @ (weights * (likely - empty)) + hold * found
        bend = (known.T * (weights * likely * (1 - likely))) @ known + np.diag(hold)
        found -= np.linalg.solve(bend, slope)
    return PageJudge(mean, scale, found[:-1], float(found[-1]))


def write(judge: PageJudge, file: Path) -> None:
    """Write the weights."""
    np.savez(
        file,
        mean=judge.mean,
        scale=judge.scale,
        weights=judge.weights,
        constant=np.float64(judge.constant),
    )
