"""Cutting text into the pieces of a SentencePiece unigram vocabulary (Kudo 2018)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

SPACE: Final = "▁"
# As SentencePiece does: an unknown character costs ten more than the rarest piece.
UNKNOWN_PENALTY: Final = 10.0


class Unigram:
    """A vocabulary of pieces with log probabilities; finds the likeliest pieces of a text."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: int) -> None:
        """Index the pieces; ``unknown`` is the number of the piece for unknown characters."""
        self._numbers = {piece: number for number, piece in enumerate(pieces) if piece}
        self._numbers.pop(pieces[unknown], None)
        self._scores = scores
        self._unknown = unknown
        self._unknown_score = min(scores) - UNKNOWN_PENALTY
        self._longest = max(map(len, pieces))
        # No piece crosses a space, so words can be cut one by one, and few words are new.
        self._cut = lru_cache(maxsize=100_000)(self._cut_word)

    def encode(self, text: str) -> list[int]:
        """Give the numbers of the text's pieces."""
        words = unicodedata.normalize("NFKC", text).split()
        return [number for word in words for number in self._cut(SPACE + word)]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        """Find the likeliest pieces by dynamic programming over the ends of pieces."""
        size = len(word)
        best = [0.0] + [float("-inf")] * size
        came: list[tuple[int, int]] = [(0, self._unknown)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self._longest) + 1):
                number = self._numbers.get(word[start:end])
                if number is None:
                    if end > start + 1:
                        continue
                    number, score = self._unknown, best[start] + self._unknown_score
                else:
                    score = best[start] + self._scores[number]
                if score > best[end]:
                    best[end], came[end] = score, (start, number)
        found = []
        end = size
        while end:
            end, number = came[end]
            found.append(number)
        return tuple(reversed(found))
