"""How natural a sentence reads: do its words exist, and do they stand beside each other.

A bad translation often shows in itself: a word left out, two of them the wrong way round, the wrong
small word, a slip in the spelling. Counts of words and of pairs of words show most of that; where
there are none for a language, nothing is said. ``benchmarks/train_fluency.py`` makes the counts and
weights.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import regex
from numpy.typing import NDArray

from cleaners.bitext.checks.tables import FOLDER, base

SIGNS = (
    "unknown", "rarity", "rarest", "attraction", "repeated", "begins_small", "no_capitals",
    "other_script",
)  # fmt: skip
_TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)?|\p{N}+|[^\s\p{L}\p{N}]")
# What is not counted is taken for so rare (log of its share of all words), and two words that
# were never seen together for seen so often (share of all pairs) besides what was counted.
_UNSEEN = -17.8
_RARE_PAIR = 1.6e-9
# Words that stand twice in good sentences, too.
_TWICE = frozenset(("had", "that", "very", "so", "no", "bye", "ha", "many", "long", "is"))
# Beyond this far from a usual sentence, to either side, nothing more is said.
_BETTER, _WORSE = 3.0, 16.0


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What is known of a language.

    ``words`` and ``pairs`` are CRC-32s, rising, with the logarithms of their shares of all words
    and of all pairs of words; ``weights`` are one a sign, in log-odds; ``usual`` is what half of
    all good sentences reach.
    """

    words: NDArray[np.uint32]
    word_logs: NDArray[np.float16]
    pairs: NDArray[np.uint32]
    pair_logs: NDArray[np.float16]
    weights: NDArray[np.float64]
    usual: float

    def commonness(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Give the logarithm of each word's share of all words; unknown ones get minus infinity."""
        return _look_up(self.words, self.word_logs, words)

    def companionship(self, pairs: Sequence[str]) -> NDArray[np.float64]:
        """Give the same for pairs of words, written with a space between."""
        return _look_up(self.pairs, self.pair_logs, pairs)


def unnatural(text: str, language: str) -> float:
    """Tell how far a sentence is from natural, in log-odds: 0 is usual, more is worse.

    Gives 0 for a language without counts, and for text without words.

    >>> unnatural("He has been to unable sleep.", "en") > unnatural("He is unable to sleep.", "en")
    True
    >>> unnatural("Le chat dort.", "fr")
    0.0
    """
    known = load(base(language))
    if known is None:
        return 0.0
    found = signs(text, known)
    if found is None:
        return 0.0
    away = known.usual - float(found @ known.weights)
    return min(max(away, -_BETTER), _WORSE)


def signs(text: str, known: Counts) -> NDArray[np.float64] | None:
    """Measure a sentence: one number for each of ``SIGNS``; ``None`` where there are no words."""
    tokens = _TOKEN.findall(text)
    words = [token for token in tokens if token[0].isalpha()]
    if not words:
        return None
    latin = [word for word in words if word.isascii() or word[0] < "\u0250"]
    small = [word.lower() for word in latin if word[0].islower()]
    plain = [word for word in small if "'" not in word and "’" not in word and len(word) > 1]
    common = known.commonness(plain)
    rarity = -np.maximum(common, _UNSEEN)
    beside = [(one.lower(), other.lower()) for one, other in pairwise(tokens)]
    beside = [(one, other) for one, other in beside if one.isalpha() and other.isalpha()]
    return np.array(
        [
            np.count_nonzero(np.isinf(common)),
            rarity.mean() if len(rarity) else 0.0,
            rarity.max() if len(rarity) else 0.0,
            _attraction(beside, known),
            sum(one == other and one not in _TWICE for one, other in beside),
            words[0][0].islower(),
            not any(word[0].isupper() for word in words),
            len(words) - len(latin),
        ],
        float,
    )


def _attraction(beside: Sequence[tuple[str, str]], known: Counts) -> float:
    """Give how much more often than by chance the words stand beside each other, on average."""
    if not beside:
        return 0.0
    ones = known.commonness([one for one, _ in beside])
    others = known.commonness([other for _, other in beside])
    seen = np.exp(known.companionship([f"{one} {other}" for one, other in beside]))
    # The counted pairs are the frequent third of what was read.
    chance = 3 * np.exp(ones + others)
    return float(np.log((seen + _RARE_PAIR) / (chance + _RARE_PAIR)).mean())


def _look_up(
    keys: NDArray[np.uint32], logs: NDArray[np.float16], texts: Sequence[str]
) -> NDArray[np.float64]:
    wanted = np.array([zlib.crc32(text.encode()) for text in texts], np.uint32)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, logs[place].astype(float), -np.inf)


@cache
def load(language: str) -> Counts | None:
    """Read what is known of a language, if anything."""
    file = FOLDER / f"fluency-{language}.npz"
    if not file.exists():
        return None
    with np.load(file) as data:
        return Counts(
            data["words"],
            data["word_logs"],
            data["pairs"],
            data["pair_logs"],
            data["weights"],
            float(data["usual"]),
        )
