"""The lines of a text, found in C: where they are, and which come from which after edits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners import code_points as code_points_
from cleaners import native
from cleaners.code_points import Codes
from cleaners.records import Edit

# Where lines begin and where they end: two rows.
Spans = NDArray[np.int64]

_cut_lines = native.kernel(
    "cut_lines", native.COUNT, native.ARRAY, native.COUNT, native.ARRAY, native.ARRAY
)
_carry_lines = native.kernel(
    "carry_lines",
    native.COUNT,
    *(native.ARRAY, native.COUNT),
    *(native.ARRAY, native.COUNT),
    *(native.ARRAY, native.COUNT),
    *(native.ARRAY, native.ARRAY, native.ARRAY),
)
_find_marked = native.kernel(
    "find_marked",
    native.COUNT,
    *(native.ARRAY, native.ARRAY, native.ARRAY, native.COUNT),
    *(native.ARRAY, native.COUNT),
    *(native.ARRAY, native.COUNT, native.ARRAY),
)


# A page is looked at some times in a row: as it came, and with its lines mended.
@lru_cache(maxsize=4)
def code_points(text: str) -> Codes:
    """Give the code points of a text, an array that is shared: nobody writes to it."""
    return code_points_.code_points(text)


def spans(starts: Sequence[int], ends: Sequence[int]) -> Spans:
    """Give lines as the kernels take them."""
    return np.array([*starts, *ends], np.int64).reshape(2, -1)


def cut(text: str) -> Spans:
    r"""Give the starts and the ends of a text's non-blank lines.

    Lines are cut at ``\n`` only; white space at their ends is left out.

    >>> cut("a b \n\n  c").tolist()
    [[0, 8], [3, 9]]
    """
    # A line that is not blank takes two characters, but for the last.
    found = np.empty((2, len(text) // 2 + 2), np.int64)
    count = _cut_lines(code_points(text), len(text), *found)
    return np.ascontiguousarray(found[:, :count])


def marked(text: str, lines: Spans, signs: Codes, marks: Codes) -> list[int]:
    r"""Give the lines that begin with a sign, or have a mark among the next three characters.

    >>> text = "un\n1) deux\n- trois"
    >>> marked(text, cut(text), code_points("-*"), code_points(".)"))
    [1, 2]
    """
    found = np.empty(lines.shape[1], np.int64)
    count: int = _find_marked(
        *(code_points(text), *lines, len(found)),
        *(signs, len(signs)),
        *(marks, len(marks), found),
    )
    numbers: list[int] = found[:count].tolist()
    return numbers


def carry(text: str, lines: Spans, edits: Sequence[Edit]) -> NDArray[np.int64]:
    """Give the lines of a text after edits, and of each the old line with most of its characters.

    ``lines`` are those before; the edits are ordered and disjoint. Gives three rows: starts, ends,
    and the numbers of the old lines.
    """
    borders = [place for edit in edits for place in (edit.start, edit.end, len(edit.after))]
    changes = np.array(borders, np.int64).reshape(-1, 3).T.copy()
    found = np.empty((3, text.count("\n") + 1), np.int64)
    count = _carry_lines(
        *(code_points(text), len(text)),
        # The kernel writes into these.
        *(lines.copy(), lines.shape[1]),
        *(changes, len(edits)),
        *found,
    )
    return np.ascontiguousarray(found[:, :count])
