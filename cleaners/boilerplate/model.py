"""The trained weights: how likely each line of a page is content.

Two stages of boosted oblivious trees. The first judges a line by its own measures; the second sees
what the first thought of the lines around it, which makes the judgement one over the sequence.
``benchmarks/train_boilerplate.py`` makes the weights; reading them needs numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.features import Matrix, best_run
from cleaners.rules import RuleFileError, Rules

Scores = NDArray[np.float64]

_REACH = (1, 2, 3)
_WINDOWS = (2, 6, 15)


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Oblivious trees: each level of a tree asks one question of all lines.

    ``features`` and ``borders`` are trees x depth, ``leaves`` trees x 2^depth; a line's score is
    the sum of its leaves and ``bias``, in log-odds.
    """

    features: NDArray[np.int16]
    borders: NDArray[np.float32]
    leaves: NDArray[np.float32]
    bias: float

    def score(self, matrix: Matrix) -> Scores:
        """Give the log-odds of each row."""
        trees, depth = self.features.shape
        asked = matrix[:, self.features.reshape(-1)] > self.borders.reshape(-1)
        powers = (1 << np.arange(depth)).astype(np.uint8)
        bits = asked.reshape(len(matrix), trees, depth)
        leaf = bits.astype(np.uint8) @ powers
        return np.asarray(
            self.leaves[np.arange(trees), leaf].sum(axis=1, dtype=np.float64) + self.bias
        )


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Both stages for one kind of input."""

    first: Trees
    second: Trees

    def score(self, matrix: Matrix, words: NDArray[np.float64]) -> Scores:
        """Give the log-odds that each line is content."""
        if not len(matrix):
            return np.zeros(0)
        first = self.first.score(matrix)
        return self.second.score(np.hstack([matrix, around(first, words)]))


def around(first: Scores, words: NDArray[np.float64]) -> Matrix:
    """Describe what the first stage thought of each line, its neighbours and the page."""
    count = len(first)
    clipped = np.clip(first, -6, 6)
    likely = 1 / (1 + np.exp(-clipped))
    columns = [clipped]
    for reach in _REACH:
        for shift in (-reach, reach):
            moved = np.full(count, -7.0)
            if reach < count:
                if shift > 0:
                    moved[:-shift] = clipped[shift:]
                else:
                    moved[-shift:] = clipped[:shift]
            columns.append(moved)
    mass = likely * words
    for window in _WINDOWS:
        held = _sums(mass, window)
        columns.append(held / np.maximum(_sums(words, window), 1))
        columns.append(_sums(likely, window) / (2 * window))
    before = np.cumsum(mass) - mass
    total = max(float(mass.sum()), 1.0)
    columns += [before / total, (total - before - mass) / total]
    index = np.arange(count, dtype=np.float64)
    start, end = best_run(np.clip(clipped, -2, 2) * np.log1p(words))
    columns += [
        ((index >= start) & (index < end)).astype(float),
        np.clip(index - start, -20, 20),
        np.clip(end - 1 - index, -20, 20),
        np.full(count, likely.mean()),
        np.full(count, total / max(float(words.sum()), 1.0)),
        np.full(count, np.log1p(total)),
        np.full(count, clipped.max()),
    ]
    return np.array(columns, dtype=np.float32).T


def _sums(values: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    total = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(len(values))
    low = np.maximum(index - window, 0)
    high = np.minimum(index + window + 1, len(values))
    return np.asarray(total[high] - total[low])


@lru_cache(maxsize=8)
def load(rules: Rules, name: str) -> Model:
    """Read the weights ``name`` (``html`` or ``text``); the last layer that has them wins."""
    files = [file for file in rules.files("boilerplate", ".npz") if file.stem == name]
    if not files:
        raise RuleFileError(
            rules.folders[0] / "boilerplate" / f"{name}.npz", "", "is missing; train the weights"
        )
    with np.load(files[-1]) as data:
        stages = [
            Trees(
                data[f"{stage}_features"],
                data[f"{stage}_borders"],
                data[f"{stage}_leaves"],
                float(data[f"{stage}_bias"]),
            )
            for stage in ("first", "second")
        ]
    return Model(*stages)
