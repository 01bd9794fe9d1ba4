"""The trained network that judges the lines of flattened text: how likely each is content.

A few layers look at each line, at its neighbours further and further away, and at the page as a
whole; several networks, trained alike from other beginnings, judge together.
``benchmarks/train_boilerplate.py`` makes the weights; reading them needs numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.sheet import Matrix
from cleaners.boilerplate.words import Hashes, Tokens
from cleaners.rules import RuleFileError, Rules

Scores = NDArray[np.float64]
Weights = NDArray[np.float32]

NAME = "text"
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

    def score(self, columns: Matrix, tokens: Tokens, words: NDArray[np.float64]) -> Scores:
        """Give the log-odds that each line is content; ``columns`` has one row a measure."""
        if not len(words):
            return np.zeros(0)
        measures = (columns - self.mean) / self.scale
        np.clip(measures, -FARTHEST, FARTHEST, out=measures)
        spoken = self._spoken(tokens)
        networks = len(self.line)
        size = len(measures)
        signs = self.line[:, :, :size] @ measures
        signs += self.line[:, :, size:] @ spoken.reshape(networks, -1, len(words))
        signs = _positive(signs + self.line_constant)
        for layer, reach in enumerate(REACHES):
            seen = _positive(
                self.inwards[:, layer] @ _with_neighbours(signs, reach)
                + self.inwards_constant[:, layer]
            )
            signs += self.outwards[:, layer] @ seen
            signs += self.outwards_constant[:, layer]
            if layer == PAGE_AFTER:
                signs += self._page(signs, words)
        signs = _positive(self.weighed @ _positive(signs) + self.weighed_constant)
        found = self.judgement @ signs + self.judgement_constant
        scores: Scores = found[:, 0].astype(np.float64).mean(axis=0)
        return scores

    def _spoken(self, tokens: Tokens) -> Matrix:
        """Add up what is known of each line's first words."""
        starts = tokens.starts[:-1]
        first = np.flatnonzero(np.arange(len(tokens.line)) - starts[tokens.line] < WORDS_READ)
        rows = buckets(tokens.hashes.take(first), len(self.vocabulary))
        count = np.minimum(tokens.count, WORDS_READ)
        filled = np.flatnonzero(count)
        spoken = np.zeros((len(count), self.vocabulary.shape[1]), np.float32)
        if filled.size:
            begin = (np.cumsum(count) - count).take(filled)
            sums = np.add.reduceat(self.vocabulary.take(rows, axis=0), begin, axis=0)
            spoken[filled] = sums / np.sqrt(count.take(filled))[:, None]
        return spoken.T

    def _page(self, signs: Weights, words: NDArray[np.float64]) -> Weights:
        """Judge the page by the mean of its lines' signs, more of longer lines, and the most."""
        weight = np.log1p(words).astype(np.float32)
        weight /= max(float(weight.sum()), 1e-3)
        mean = _positive(signs) @ weight
        most = np.maximum(signs.max(axis=2), np.float32(WEAKEST))
        both = np.concatenate([mean, most], axis=1)[:, :, None]
        return _positive(self.page @ both + self.page_constant)


def _positive(values: Weights) -> Weights:
    zero = np.float32(0)
    found: Weights = np.maximum(values, zero)
    return found


def _with_neighbours(signs: Weights, reach: int) -> Weights:
    """Put under each other the signs of the lines ``reach`` above, of the line and below."""
    networks, width, count = signs.shape
    found = np.zeros((networks, 3 * width, count), np.float32)
    if reach < count:
        found[:, :width, reach:] = signs[:, :, :-reach]
        found[:, 2 * width :, :-reach] = signs[:, :, reach:]
    found[:, width : 2 * width] = signs
    return found


@lru_cache(maxsize=8)
def load(rules: Rules) -> Network:
    """Read the weights ``text.npz``; the last layer of rules that has them wins."""
    files = [file for file in rules.files("boilerplate", ".npz") if file.stem == NAME]
    if not files:
        missing = rules.folders[0] / "boilerplate" / f"{NAME}.npz"
        raise RuleFileError(missing, "", "is missing; train the weights")
    with np.load(files[-1]) as data:
        return Network(*(data[field.name].astype(np.float32) for field in fields(Network)))


def write(network: Network, file: Path) -> None:
    """Write the weights, those of the vocabulary in half precision."""
    arrays = {field.name: getattr(network, field.name) for field in fields(Network)}
    arrays["vocabulary"] = network.vocabulary.astype(np.float16)
    np.savez(file, **arrays)
