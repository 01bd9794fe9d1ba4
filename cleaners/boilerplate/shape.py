"""What can be measured of one line by itself: length, punctuation, digits, how it starts and ends.

Lines are measured all at once (``reading``); the few that may be a ticker are looked at one by one.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.characters import CLOSERS, FINAL, IDEOGRAPHS

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


@lru_cache(maxsize=4)
def groups(names: tuple[str, ...]) -> NDArray[np.int64]:
    """Give the kinds of phrases that are measured as one, as bits, and the number of endonyms."""
    together = (
        MENU_KINDS, SOCIAL_KINDS, NOTICE_KINDS, PROMOTION_KINDS, ORIGIN_KINDS, RELATED_KINDS,
    )  # fmt: skip
    bits = [sum(1 << bit for bit, name in enumerate(names) if name in group) for group in together]
    endonyms = names.index("language_picker") if "language_picker" in names else -2
    return np.array([*bits, endonyms], np.int64)


def is_ticker(text: str) -> bool:
    """Tell whether a text is changes in percent, or a place in a series."""
    return TICKER.fullmatch(text) is not None or COUNTER.fullmatch(text) is not None
