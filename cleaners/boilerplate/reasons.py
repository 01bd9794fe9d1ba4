"""Reasons to look closer at a line, as bits of a number: found for all lines of a page at once.

Most lines of a page give no reason for most of what proves, names or saves a line; the patterns and
phrases of the other modules are tried on those that do. The kernel (native/reasons.c) counts on the
bits as they are here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.features import Measured

(
    OPENS, KNOWN, ONLY_OPENS, SHAPED, ORIGIN, UNDATED, SIGNS, SANDWICHED, ENDONYMS, MAY_FOLLOW,
    BUTTONS, LIKED, SENTENCE, ITEM, TABLE_ROW, WORDLESS, HEADLINE, PARTED,
) = (1 << bit for bit in range(18))  # fmt: skip
"""Bits of a line. Phrases: it ``OPENS`` with one that proves it, and does ``ONLY`` that; as a whole
it is ``KNOWN``, ``ENDONYMS`` or ``BUTTONS`` to share; one tells its ``ORIGIN``, and may be
``UNDATED``. Characters: it has the shape of a ticker, a counter or hashtags (``SHAPED``), has
``SIGNS`` of a trail, is ``PARTED`` by some, or is ``WORDLESS``. Place: it stands between running
text (``SANDWICHED``) or ``MAY_FOLLOW`` a label. Length and end: it is running text that the weights
``LIKED``, a ``SENTENCE``, an ``ITEM`` or ``TABLE_ROW``, or as short as a ``HEADLINE``."""

# Phrases that a line holds only when it is boilerplate, at its start or as the whole of it: those
# at its start prove lines of no more words than these.
_STARTS = {
    "cookie_notice": 60,
    "copyright": 40,
    "app_promotion": 14,
    "newsletter": 14,
    "see_original": 5,
    "source_credit": 30,
    "disclaimer": 90,
    "press_boilerplate": 60,
}
_WHOLE = frozenset(
    {
        "share_bar", "comment_box", "see_translation", "reading_time", "time_ago", "menu", "footer",
        "advertisement", "related_headlines", "caption", "newsletter", "app_promotion",
        "cookie_notice", "see_original", "copyright", "byline",
    }
)  # fmt: skip
# Of these even a line that the weights like is not the article's.
ALWAYS = frozenset({"see_original", "cookie_notice", "copyright", "app_promotion", "disclaimer"})
# A sentence may say when something was.
_MENTIONED = frozenset({"time_ago"})
_find_reasons = native.kernel(
    "find_reasons", native.COUNT, *[native.ARRAY] * 8, native.COUNT, *[native.ARRAY] * 11,
    *[native.COUNT] * 2, native.ARRAY,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """The reasons to look closer at each line of a page; ``every`` are those of all together."""

    bits: NDArray[np.uint32]
    every: int

    def lines(self, reason: int) -> list[int]:
        """Give the lines that have one of some reasons."""
        if not self.every & reason:
            return []
        found: list[int] = (self.bits & reason).nonzero()[0].tolist()
        return found

    def flags(self, reason: int) -> NDArray[np.bool_]:
        """Flag the lines that have one of some reasons."""
        return np.asarray(self.bits & reason > 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """What a phrase of each kind proves, as the kernel takes it; the last row is for none."""

    most_words: NDArray[np.float64]
    powers: NDArray[np.uint8]
    named: NDArray[np.int64]


@lru_cache(maxsize=4)
def _kinds(names: tuple[str, ...]) -> _Kinds:
    rows = (*names, "")
    numbers = {name: number for number, name in enumerate(names)}
    named = ("byline", "time_ago", "language_picker", "share_bar")
    mentioned = sum(1 << numbers[name] for name in _MENTIONED & numbers.keys())
    return _Kinds(
        np.array([_STARTS.get(name, -1) for name in rows], np.float64),
        np.array([(name in ALWAYS) + 2 * (name in _WHOLE) for name in rows], np.uint8),
        np.array([*(numbers.get(name, -2) for name in named), mentioned], np.int64),
    )


def find(measured: Measured, scores: NDArray[np.float64], *, titled: bool) -> Reasons:
    """Find the reasons to look closer at each line.

    ``scores`` are above 0 for lines that the weights would keep; ``titled`` says that the first
    line is the page's own title.
    """
    sheet, hits = measured.sheet, measured.hits
    characters, tokens = sheet.characters, sheet.tokens
    kinds = _kinds(hits.names)
    bits = np.empty(len(scores), np.uint32)
    every = _find_reasons(
        hits.kind, hits.first, hits.last, hits.kinds, hits.covered, kinds.most_words, kinds.powers,
        kinds.named, len(hits.names), scores, sheet.words, sheet.ends, sheet.lines.link_density,
        sheet.own, characters.codes, characters.starts, characters.lengths, characters.counts,
        tokens.starts, tokens.hashes, titled, len(scores), bits,
    )  # fmt: skip
    return Reasons(bits, every)
