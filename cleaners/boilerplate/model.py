"""The trained weights: how likely each line of a page is content.

Two stages of boosted oblivious trees. The first judges a line by its own measures; the second sees
what the first thought of the lines around it, which makes the judgement one over the sequence.
``benchmarks/train_boilerplate.py`` makes the weights; reading them needs numpy only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate import containers
from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.sheet import Matrix
from cleaners.rules import RuleFileError, Rules

Scores = NDArray[np.float64]

_AROUND = 22
_NO_BLOCK = np.empty((0, 0), np.float32)
_add_trees = native.kernel(
    "add_trees", native.NOTHING, *[native.ARRAY] * 3, *[native.COUNT] * 2, *[native.ARRAY] * 3,
    *[native.COUNT] * 2, native.NUMBER, native.COUNT, native.ARRAY,
)  # fmt: skip
_look_around = native.kernel(
    "look_around", native.NOTHING, *[native.ARRAY] * 2, native.COUNT, *[native.ARRAY] * 2
)


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Oblivious trees: each level of a tree asks one question of all lines.

    ``features`` and ``borders`` are trees x depth, ``leaves`` trees x 2^depth; a line's score is
    the sum of its leaves and ``bias``, in log-odds. A tree is no deeper than 8.
    """

    features: NDArray[np.int16]
    borders: NDArray[np.float32]
    leaves: NDArray[np.float32]
    bias: float

    def score(self, *blocks: Matrix) -> Scores:
        """Give the log-odds of each line of a page.

        ``blocks``, three at most, have one row a measure; the measures are numbered through all of
        them.
        """
        first, second, third = (*blocks, _NO_BLOCK, _NO_BLOCK)[:3]
        lines = first.shape[1]
        scores = np.empty(lines)
        _add_trees(
            first, second, third, len(first), len(second), self.features, self.borders, self.leaves,
            *self.features.shape, self.bias, lines, scores,
        )  # fmt: skip
        return scores


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Both stages for one kind of input."""

    first: Trees
    second: Trees

    def score(self, measured: Measured) -> Scores:
        """Give the log-odds that each line is content."""
        if not len(measured.words):
            return np.zeros(0)
        return self.second.score(*seconded(measured, self.first.score(measured.columns)))


def seconded(measured: Measured, first: Scores) -> Sequence[Matrix]:
    """Give what the second stage sees: the measures and what the first stage thought."""
    blocks = [measured.columns, around(first, measured.words)]
    if measured.tree is not None:
        blocks.append(containers.agreed(measured.tree, measured.sheet, first))
    return blocks


def around(first: Scores, words: NDArray[np.float64]) -> Matrix:
    """Describe what the first stage thought of each line, its neighbours and the page.

    One row a measure, one column a line.
    """
    count = len(first)
    found = np.empty((_AROUND, count), np.float32)
    _look_around(first, words, count, np.empty(5 * (count + 1)), found)
    return found


@lru_cache(maxsize=8)
def load(rules: Rules, name: str) -> Model:
    """Read the weights ``name`` (``html`` or ``text_trees``); the last layer that has them wins."""
    files = [file for file in rules.files("boilerplate", ".npz") if file.stem == name]
    if not files:
        raise RuleFileError(
            rules.folders[0] / "boilerplate" / f"{name}.npz",
            "",
            "is missing; train the weights",
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
