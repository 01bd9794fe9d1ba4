"""Which line breaks of a flattened page are those of text wrapped at a fixed width."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cleaners.columns import Columns
from cleaners.records import Edit
from cleaners.rejoining import (
    CJK_CHARACTER,
    LOWER,
    STEP,
    WIDE_CHARACTER,
    is_finished,
    may_be_wide,
    space,
)

# Widths at which programs wrap text (the kernel finds lines of about these).
NARROWEST = 40
WIDEST = 130


def wraps(lines: Columns) -> list[Edit]:
    """Find the line breaks of text wrapped at a fixed width, as edits on the page's text.

    Text is wrapped when each line, but for the last, had no room for the next line's first word.
    """
    edits = []
    for first, end in lines.look.wrapped:
        texts = [lines.line(index) for index in range(first, end)]
        if not _is_wrapped(texts):
            continue
        for index, (before, after) in enumerate(pairwise(texts), first):
            left, right = lines.ends[index], lines.starts[index + 1]
            between = space(before, after)
            edits.append(Edit(STEP, "wrapped", left, right, lines.text[left:right], between))
    return edits


def _is_wrapped(lines: Sequence[str]) -> bool:
    widths = [_width(line) for line in lines]
    width = max(widths)
    if not NARROWEST <= width <= WIDEST or widths[-1] > width:
        return False
    # A word that did not fit is shorter than a quarter of the line; it is the line that decides.
    full = all(
        used + 1 + min(_first_word(lower), width // 4) > width
        for used, lower in zip(widths, lines[1:], strict=False)
    )
    going_on = sum(
        1
        for before, after in pairwise(lines)
        if not is_finished(before) and (LOWER.match(after) or WIDE_CHARACTER.match(after))
    )
    return full and going_on * 3 >= len(lines) - 1


def _width(text: str) -> int:
    """Give the columns that a text takes: characters of East Asian scripts take two."""
    wide = sum(1 for _ in CJK_CHARACTER.finditer(text)) if may_be_wide(text) else 0
    return len(text) + wide


def _first_word(line: str) -> int:
    """Give the width of what would have had to fit: a word, or one wide character and a mark."""
    if CJK_CHARACTER.match(line):
        return 4
    return _width(line.split(maxsplit=1)[0])
