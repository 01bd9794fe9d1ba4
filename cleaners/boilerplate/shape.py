"""What can be measured of one line by itself: length, punctuation, digits, how it starts and ends.

Lines are measured all at once; the few that may be a ticker are looked at one by one.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.characters import (
    CLOSERS,
    FINAL,
    IDEOGRAPH,
    IDEOGRAPHS,
    MEASURED,
    Characters,
)
from cleaners.boilerplate.hits import Hits
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.words import Tokens

Flags = NDArray[np.bool_]

SHAPE = (
    "words", "sentence_end", "colon_end", "sentences", "commas", "digits", "initials", "capitals",
    "token_length", "separators", "symbols", "bullet", "lower_start", "contact", "clock", "date",
    "ticker", "covered", "whole", "menu", "social", "notice", "promotion", "origin", "related",
    "endonym", "first_hit", "gap", "question", "quote_start",
)  # fmt: skip
"""The measures, in the order of their rows."""

MENU_KINDS = frozenset({"menu", "footer", "language_picker", "copyright"})
SOCIAL_KINDS = frozenset({"share_bar", "comment_box", "see_original", "see_translation"})
NOTICE_KINDS = frozenset({"disclaimer", "cookie_notice", "press_boilerplate", "source_credit"})
PROMOTION_KINDS = frozenset({"app_promotion", "newsletter", "advertisement"})
ORIGIN_KINDS = frozenset({"byline", "time_ago", "reading_time", "caption"})
RELATED_KINDS = frozenset({"related_headlines"})

TICKER = re.compile(
    r"(?:\$?[A-Z][A-Z0-9./]{1,11}(?:\s+Perp)?(?:\s+[$€£¥]?\d[\d,.]*)?\s*[+\-−–]?\d+(?:[.,]\d+)?\s?%\s*)+"
)
COUNTER = re.compile(r"\d+\s*/\s*\d{2,4}")
# An ideograph carries about as much as 0.6 words of a spaced script.
IDEOGRAPH_WORDS = 0.6
_WORDS, _TICKER = SHAPE.index("words"), SHAPE.index("ticker")
_measure = native.kernel(
    "measure_shape", native.NOTHING, *[native.ARRAY] * 15, native.COUNT, *[native.ARRAY] * 2
)
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")


def listed(characters: str) -> Flags:
    """Make a table that says of the code points up to U+FFFF whether they are listed."""
    table = np.zeros(1 << 16, bool)
    table[[ord(character) for character in characters]] = True
    return table


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, in any script.

    >>> ends_sentence("他说：“好的。”"), ends_sentence("À lire aussi")
    (True, False)
    """
    stripped = text.rstrip().rstrip(CLOSERS).rstrip()
    return bool(stripped) and stripped[-1] in FINAL


def weight(line: tuple[str, ...], text: str) -> float:
    """Give a line's length in words; ideographs count by their share of a word."""
    ideographs = len(_IDEOGRAPH.findall(text)) if not text.isascii() else 0
    return len(line) - ideographs * (1 - IDEOGRAPH_WORDS)


def weights(characters: Characters, tokens: Tokens) -> NDArray[np.float64]:
    """Give the lines' lengths in words; long lines are measured on their start."""
    words = tokens.count - characters.counts[IDEOGRAPH] * (1 - IDEOGRAPH_WORDS)
    return np.asarray(words * np.maximum(1.0, characters.lengths / MEASURED))


def endings(lines: Lines, characters: Characters, own: NDArray[np.float32]) -> Flags:
    """Tell which whole lines end a sentence; ``own`` knows it of those that were not cut."""
    ends = own[SHAPE.index("sentence_end")] > 0
    for index in (characters.lengths > MEASURED).nonzero()[0].tolist():
        ends[index] = ends_sentence(lines.texts[index])
    return np.asarray(ends)


def measure(
    lines: Lines,
    characters: Characters,
    tokens: Tokens,
    hits: Hits,
    words: NDArray[np.float64],
) -> NDArray[np.float32]:
    """Measure each line by itself: one row a measure, in the order of ``SHAPE``."""
    own = np.empty((len(SHAPE), len(characters)), np.float32)
    asked = np.empty(len(characters), bool)
    _measure(
        characters.codes, characters.classes, characters.starts, characters.ends,
        characters.counts, characters.lengths, tokens.starts, tokens.hashes, tokens.length,
        hits.covered, hits.kind, hits.first, hits.kinds, lines.gaps, _groups(hits.names),
        len(characters), own, asked,
    )  # fmt: skip
    own[_WORDS] = np.log1p(words)
    for index in asked.nonzero()[0].tolist():
        own[_TICKER, index] = _is_ticker(lines.texts[index])
    return own


@lru_cache(maxsize=4)
def _groups(names: tuple[str, ...]) -> NDArray[np.int64]:
    """Give the kinds of phrases that are measured as one, as bits, and the number of endonyms."""
    groups = (
        MENU_KINDS, SOCIAL_KINDS, NOTICE_KINDS, PROMOTION_KINDS, ORIGIN_KINDS, RELATED_KINDS,
    )  # fmt: skip
    bits = [sum(1 << bit for bit, name in enumerate(names) if name in group) for group in groups]
    endonyms = names.index("language_picker") if "language_picker" in names else -2
    return np.array([*bits, endonyms], np.int64)


def _is_ticker(text: str) -> bool:
    return TICKER.fullmatch(text) is not None or COUNTER.fullmatch(text) is not None
