"""The trained network that judges the lines of flattened text: how likely each is content.

A few layers look at each line, at its neighbours further and further away, and at the page as a
whole; several networks, trained alike from other beginnings, judge together.
``benchmarks/train_boilerplate.py`` makes the weights; reading them needs numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.sheet import Matrix
from cleaners.boilerplate.words import Hashes, Tokens
from cleaners.rules import RuleFileError, Rules

Scores = NDArray[np.float64]
Weights = NDArray[np.float32]

NAME = "text"
# The kernel knows these; training asks for them.
# How far away the neighbours are that each layer looks at, in lines.
REACHES = (1, 2, 4, 8)
# After this layer the network looks at the page as a whole.
PAGE_AFTER = 2
# Of a line so many words are read.
WORDS_READ = 24
# Measures further than this from their mean count as so far.
FARTHEST = 4.0
# What the strongest sign on a page is at least.
WEAKEST = -5.0
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
# So many lines are looked at at once.
_LANES = 16
# What the width is a multiple of, and how many numbers a word has in all networks at most.
_ROWS, _MOST_HEARD = 8, 64
_judge_lines = native.kernel(
    "judge_lines", native.NOTHING, *[native.ARRAY] * 3, *[native.COUNT] * 2, *[native.ARRAY] * 4,
    *[native.COUNT] * 2, native.ARRAY, *[native.COUNT] * 2, *[native.ARRAY] * 3,
)  # fmt: skip


def buckets(hashes: Hashes, count: int) -> NDArray[np.intp]:
    """Give the row of ``Network.vocabulary`` for each word; ``count`` is a power of two.

    >>> buckets(np.array([0, 1, 2], np.uint64), 8192).tolist()
    [0, 5062, 1933]
    """
    shift = np.uint64(64 - (count.bit_length() - 1))
    return ((hashes * _SPREAD) >> shift).astype(np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """``k`` networks of width ``c`` side by side; each array but the first three has them first.

    ``mean`` and ``scale`` are what a line's measures are set in relation to; ``vocabulary`` holds
    for each bucket of words ``k * e`` numbers. Then come the weights and constants: of the line
    itself, of its neighbours (a layer for each of ``REACHES``: inwards ``c x 3c``, outwards
    ``c x c``), of the page, and of the judgement.
    """

    mean: Weights
    scale: Weights
    vocabulary: Weights
    line: Weights
    line_constant: Weights
    inwards: Weights
    inwards_constant: Weights
    outwards: Weights
    outwards_constant: Weights
    page: Weights
    page_constant: Weights
    weighed: Weights
    weighed_constant: Weights
    judgement: Weights
    judgement_constant: Weights
    _packed: Weights = field(init=False)

    def __post_init__(self) -> None:
        """Put the weights of each network one behind the other.

        Raises ``ValueError`` for networks of a shape that the kernel does not know.
        """
        if self.line.shape[1] % _ROWS or self.vocabulary.shape[1] > _MOST_HEARD:
            raise ValueError("a width that is no multiple of 8, or more than 64 numbers a word")
        own = [getattr(self, name).reshape(len(self.line), -1) for name in _names()[3:]]
        object.__setattr__(self, "_packed", np.ascontiguousarray(np.hstack(own), np.float32))

    def score(self, columns: Matrix, tokens: Tokens, words: NDArray[np.float64]) -> Scores:
        """Give the log-odds that each line is content; ``columns`` has one row a measure."""
        lines = len(words)
        scores = np.zeros(lines)
        if not lines:
            return scores
        networks, width, _ = self.line.shape
        measures, (buckets_, heard) = len(columns), self.vocabulary.shape
        stride = -(-lines // _LANES) * _LANES + 2 * _LANES
        _judge_lines(
            columns,
            self.mean,
            self.scale,
            measures,
            lines,
            tokens.hashes,
            tokens.starts,
            words,
            self.vocabulary,
            buckets_.bit_length() - 1,
            heard // networks,
            self._packed,
            networks,
            width,
            np.empty((measures + heard + 2 * width + 1, stride), np.float32),
            np.empty(measures + heard + 3 * width, np.intp),
            scores,
        )
        return np.asarray(scores / networks)


def _names() -> list[str]:
    return [one.name for one in fields(Network) if one.init]


@lru_cache(maxsize=8)
def load(rules: Rules) -> Network:
    """Read the weights ``text.npz``; the last layer of rules that has them wins."""
    files = [file for file in rules.files("boilerplate", ".npz") if file.stem == NAME]
    if not files:
        missing = rules.folders[0] / "boilerplate" / f"{NAME}.npz"
        raise RuleFileError(missing, "", "is missing; train the weights")
    with np.load(files[-1]) as data:
        return Network(*(data[name].astype(np.float32) for name in _names()))


def write(network: Network, file: Path) -> None:
    """Write the weights, those of the vocabulary in half precision."""
    arrays = {name: getattr(network, name) for name in _names()}
    arrays["vocabulary"] = network.vocabulary.astype(np.float16)
    np.savez(file, **arrays)
