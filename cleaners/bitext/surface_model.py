"""Vectors of what can be seen without a model: numbers, names, words that look alike.

For languages that no installed model knows. Honest but poor: two texts are near when they share
numbers, Latin-script names, cognates or Chinese characters; paraphrase is invisible.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from cleaners.bitext.vectors import Array, Pooled

DIMENSION: Final = 1024
# Numbers and names are rarer and surer than three letters in common.
NUMBER_WEIGHT: Final = 3.0
NAME_WEIGHT: Final = 2.0
LETTERS_WEIGHT: Final = 0.3
HAN_WEIGHT: Final = 0.5

_TOKEN = re.compile(r"\d[\d.,]*\d|\d|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+")


class SurfaceEncoder:
    """Adds up hashed features; needs no data."""

    dimension = DIMENSION

    def pool(self, texts: Sequence[str]) -> list[Pooled]:
        """Sum up the features of each text."""
        return [self._pool(text) for text in texts]

    def join(self, borders: Sequence[tuple[Pooled, Pooled]]) -> Array:
        """Give zeros: nothing happens at a border."""
        return np.zeros((len(borders), DIMENSION), dtype=np.float32)

    def finish(self, totals: Array, counts: Array) -> Array:
        """Give the L2-normalised sums; zero where there was nothing to see."""
        del counts
        norms = np.linalg.norm(totals, axis=1, keepdims=True)
        return np.asarray(totals / np.maximum(norms, 1e-6), dtype=np.float32)

    @staticmethod
    def run_tokens(counts: Array, sentences: int) -> Array:
        """Give the counts unchanged."""
        del sentences
        return counts

    def _pool(self, text: str) -> Pooled:
        total = np.zeros(DIMENSION, dtype=np.float32)
        tokens = _TOKEN.findall(_without_marks(text))
        for token in tokens:
            for feature, weight in _features(token):
                hashed = zlib.crc32(feature.encode("utf-8"))
                total[hashed % DIMENSION] += weight if hashed & 0x80000000 else -weight
        return Pooled(total, len(tokens))


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def _features(token: str) -> list[tuple[str, float]]:
    if token[0].isdigit():
        return [(re.sub(r"\D", "", token), NUMBER_WEIGHT)]
    if "\u3400" <= token <= "\u9fff":
        return [(token, HAN_WEIGHT)]
    folded = f"<{token.casefold()}>"
    features = [(folded[i : i + 3], LETTERS_WEIGHT) for i in range(len(folded) - 2)]
    if token[0].isupper() and len(token) > 2:
        features.append((folded, NAME_WEIGHT))
    return features


@cache
def load() -> SurfaceEncoder:
    """Give the encoder of this process."""
    return SurfaceEncoder()
