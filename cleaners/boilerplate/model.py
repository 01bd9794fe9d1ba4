"""The trained weights: how likely each line of a page is content.

Two stages of boosted oblivious trees. The first judges a line by its own measures; the second sees
what the first thought of the lines around it, which makes the judgement one over the sequence.
``benchmarks/train_boilerplate.py`` makes the weights; reading them needs numpy only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate import containers
from cleaners.boilerplate.context import best_run
from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.sheet import Matrix, within
from cleaners.rules import RuleFileError, Rules

Scores = NDArray[np.float64]

_REACH = (1, 2, 3)
_WINDOWS = (2, 6, 15)
# Log-odds beyond this say no more.
_SURE = 6.0
_OUTSIDE = -7.0
_NEAR = 20.0
_add_trees = native.kernel(
    "add_trees", native.NOTHING, *[native.ARRAY] * 3, *[native.COUNT] * 3, *[native.ARRAY] * 2
)


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
    # Different trees ask the same: each question once, and which one each level of a tree asks.
    _asked: NDArray[np.intp] = field(init=False)
    _border: Matrix = field(init=False)
    _question: NDArray[np.intp] = field(init=False)

    def __post_init__(self) -> None:
        """Collect the questions."""
        pairs = np.stack([self.features.ravel().astype(np.float64), self.borders.ravel()])
        distinct, question = np.unique(pairs, axis=1, return_inverse=True)
        object.__setattr__(self, "_asked", distinct[0].astype(np.intp))
        object.__setattr__(self, "_border", distinct[1].astype(np.float32)[:, None])
        question = question.reshape(self.features.shape)
        object.__setattr__(self, "_question", np.ascontiguousarray(question, np.int64))

    def score(self, *blocks: Matrix) -> Scores:
        """Give the log-odds of each line of a page.

        ``blocks`` have one row a measure; the measures are numbered through all of them.
        """
        answers = self._answers(blocks)
        lines = answers.shape[1]
        scores = np.zeros(lines)
        leaf = np.empty(lines, np.uint8)
        _add_trees(
            native.place(answers),
            native.place(self._question),
            native.place(self.leaves),
            *self._question.shape,
            lines,
            native.place(leaf),
            native.place(scores),
        )
        return scores + self.bias

    def _answers(self, blocks: Sequence[Matrix]) -> NDArray[np.bool_]:
        """Answer every question for every line; the questions are in the order of the measures."""
        answers = np.empty((len(self._asked), blocks[0].shape[1]), bool)
        row = first = 0
        for block in blocks:
            last = first + len(block)
            end = int(np.searchsorted(self._asked, last))
            values = block.take(self._asked[row:end] - first, axis=0)
            np.greater(values, self._border[row:end], out=answers[row:end])
            row, first = end, last
        return answers


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
    clipped = within(first, _SURE)
    likely = 1 / (1 + np.exp(-clipped))
    mass = likely * words
    total = max(float(mass.sum()), 1.0)
    before = np.cumsum(mass) - mass
    index = np.arange(count)
    start, end = best_run(within(clipped, 2) * np.log1p(words))
    rows: list[NDArray[np.generic] | float] = [clipped, *_moved(clipped)]
    held = np.stack([mass, words, likely])
    for window in _WINDOWS:
        mass_near, words_near, likely_near = _sums(held, window)
        rows += [mass_near / np.maximum(words_near, 1), likely_near / (2 * window)]
    rows += [
        before / total,
        (total - before - mass) / total,
        (index >= start) & (index < end),
        within(index - start, _NEAR),
        within(end - 1 - index, _NEAR),
        float(likely.mean()),
        total / max(float(words.sum()), 1.0),
        float(np.log1p(total)),
        float(clipped.max()),
    ]
    found = np.empty((len(rows), count), np.float32)
    for row, values in zip(found, rows, strict=True):
        row[:] = values
    return found


def _moved(values: Scores) -> Scores:
    """Give the values of the lines around each line; one row a distance."""
    count = len(values)
    found = np.full((2 * len(_REACH), count), _OUTSIDE)
    for row, reach in enumerate(_REACH):
        if reach < count:
            found[2 * row, reach:] = values[:-reach]
            found[2 * row + 1, :-reach] = values[reach:]
    return found


def _sums(values: Scores, window: int) -> Scores:
    """Sum up the values of the lines around each line; one row a measure."""
    count = values.shape[1]
    total = np.zeros((len(values), count + 1))
    np.cumsum(values, axis=1, out=total[:, 1:])
    index = np.arange(count)
    low = np.maximum(index - window, 0)
    high = np.minimum(index + window + 1, count)
    return np.asarray(total.take(high, axis=1) - total.take(low, axis=1))


@lru_cache(maxsize=8)
def load(rules: Rules, name: str) -> Model:
    """Read the weights ``name`` (``html`` or ``text``); the last layer that has them wins."""
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
