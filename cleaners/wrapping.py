"""Which line breaks of a flattened page are those of text wrapped at a fixed width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaners.columns import WIDE, Columns
from cleaners.records import Edit
from cleaners.rejoining import (
    CJK_CHARACTER,
    LOWER,
    STEP,
    WIDE_CHARACTER,
    is_bulleted,
    is_finished,
    may_be_wide,
    space,
)

# Widths at which programs wrap text, and the fewest lines that show it.
NARROWEST = 40
WIDEST = 130
FEWEST_WRAPPED = 3


def wraps(lines: Columns) -> list[Edit]:
    """Find the line breaks of text wrapped at a fixed width, as edits on the page's text.

    Text is wrapped when each line, but for the last, had no room for the next line's first word.
    """
    edits = []
    runs = [run for run in lines.runs if run[1] - run[0] >= FEWEST_WRAPPED]
    stretch = 2 if runs and lines.holds & WIDE else 1
    for first, last in runs:
        for start, end in _paragraphs(lines, first, last, stretch):
            texts = lines.lines[start:end]
            if not _is_wrapped(texts):
                continue
            for index, (before, after) in enumerate(pairwise(texts), start):
                left, right = lines.ends[index], lines.starts[index + 1]
                between = space(before, after)
                edits.append(Edit(STEP, "wrapped", left, right, lines.text[left:right], between))
    return edits


def _paragraphs(lines: Columns, first: int, last: int, stretch: int) -> Iterator[tuple[int, int]]:
    """Cut a run before each bullet; give the parts that may be wrapped."""
    sizes = lines.sizes[first:last]
    # The shortest full line that there can be.
    least = (NARROWEST // stretch - NARROWEST // stretch // 4) // stretch
    full = [least <= size <= WIDEST for size in sizes]
    if not any(one and other for one, other in pairwise(full)):
        return
    items = [
        index
        for index in range(first + 1, last)
        if lines.kinds[index] != "paragraph" or is_bulleted(lines.lines[index])
    ]
    for start, end in pairwise([first, *items, last]):
        if _may_be_wrapped(sizes[start - first : end - first], stretch):
            yield start, end


def _may_be_wrapped(sizes: Sequence[int], stretch: int) -> bool:
    """Whether lines are of equal enough length; wide characters may count ``stretch`` times.

    Each but the last must leave less than a quarter of the longest free.
    """
    if len(sizes) < FEWEST_WRAPPED:
        return False
    longest = max(sizes)
    full = stretch * min(sizes[:-1]) + 1 + longest // 4 > longest
    return full and longest <= WIDEST and stretch * longest >= NARROWEST


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
