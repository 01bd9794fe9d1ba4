"""What tells running text from the rest when there is no markup: how a page's lines are woven.

Words that come again, here or near by; patterns of marks that repeat, as in lists and feeds; lines
that go on in the next; and what the page is like as a whole. All of it is counted on the page
itself, so that it holds in any language.
"""

from __future__ import annotations

import numpy as np

from cleaners import native
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.sheet import Matrix, Sheet

COLUMNS = (
    "characters", "upper", "caseless", "figures", "marks", "commas", "length_habit", "rise", "fall",
    "unevenness",
    "token_length", "token_spread", "short_tokens", "numbers", "familiar", "fresh", "likeness",
    "above", "below", "first_shared", "last_shared",
    "template", "template_before", "template_after", "template_even",
    "continues", "continued", "trails_off", "points_on", "exclaims", "open_end", "symbol_start",
    "upper_habit",
    "page_words", "page_median", "page_high", "page_ended", "page_fresh", "page_caseless",
    "page_templates", "page_run", "page_short",
)  # fmt: skip
"""The measures, in the order of their rows; ``page_…`` are the same for all lines of a page."""

_RUNNING_TEXT = 12
_SENTENCE_END, _LOWER_START = SHAPE.index("sentence_end"), SHAPE.index("lower_start")
_measure_texture = native.kernel(
    "measure_texture", native.NOTHING, *[native.ARRAY] * 17, native.COUNT, native.ARRAY,
    native.COUNT, native.ARRAY,
)  # fmt: skip


def measure(sheet: Sheet) -> Matrix:
    """Measure the lines of a page: one row a measure, in the order of ``COLUMNS``."""
    count = len(sheet.words)
    found = np.empty((len(COLUMNS), count), np.float32)
    if not count:
        return found
    characters, tokens = sheet.characters, sheet.tokens
    ended = sheet.own[_SENTENCE_END]
    bits = max(len(tokens), count).bit_length() + 1
    _measure_texture(
        characters.codes,
        characters.classes,
        characters.starts,
        characters.ends,
        characters.lengths,
        characters.counts,
        tokens.starts,
        tokens.line,
        tokens.ids,
        tokens.length,
        tokens.hashes,
        tokens.stems,
        tokens.first,
        sheet.words,
        (ended > 0) & (sheet.words >= _RUNNING_TEXT),
        ended,
        sheet.own[_LOWER_START],
        count,
        np.empty(2 * len(tokens) + 4 * count + 1 + (1 << bits), np.int64),
        bits,
        found,
    )
    return found
