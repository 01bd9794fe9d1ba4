"""The lines of a text, found in C: where they are, and which come from which after edits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.records import Edit

Codes = NDArray[np.uint32]

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
    """Give the code points of a text, an array that is shared: nobody writes to it.

    >>> code_points("a台").tolist()
    [97, 21488]
    """
    return np.frombuffer(bytearray(text.encode("utf-32-le", "surrogatepass")), np.uint32)


def cut(text: str) -> tuple[list[int], list[int]]:
    r"""Give the starts and the ends of a text's non-blank lines.

    Lines are cut at ``\n`` only; white space at their ends is left out.

    >>> cut("a b \n\n  c")
    ([0, 8], [3, 9])
    """
    starts, ends = np.empty((2, text.count("\n") + 1), np.int64)
    count = _cut_lines(code_points(text), len(text), starts, ends)
    return starts[:count].tolist(), ends[:count].tolist()


def marked(
    text: str, starts: Sequence[int], ends: Sequence[int], signs: str, marks: str
) -> list[int]:
    r"""Give the lines that begin with a sign, or have a mark among the next three characters.

    >>> marked("un\n1) deux\n- trois", [0, 3, 11], [2, 10, 18], "-*", ".)")
    [1, 2]
    """
    lines = np.array([starts, ends], np.int64)
    found = np.empty(len(starts), np.int64)
    count: int = _find_marked(
        *(code_points(text), *lines, len(starts)),
        *(code_points(signs), len(signs)),
        *(code_points(marks), len(marks), found),
    )
    numbers: list[int] = found[:count].tolist()
    return numbers


def carry(
    text: str, starts: Sequence[int], ends: Sequence[int], edits: Sequence[Edit]
) -> tuple[list[int], list[int], list[int]]:
    """Give the lines of a text after edits, and of each the old line with most of its characters.

    ``starts`` and ``ends`` are the lines before; the edits are ordered and disjoint.
    """
    old = np.array([starts, ends], np.int64)
    changes = np.array(
        [
            [edit.start for edit in edits],
            [edit.end for edit in edits],
            [len(edit.after) for edit in edits],
        ],
        np.int64,
    )
    found = np.empty((3, text.count("\n") + 1), np.int64)
    count = _carry_lines(
        *(code_points(text), len(text)), *(old, len(starts)), *(changes, len(edits)), *found
    )
    new_starts, new_ends, sources = found[:, :count].tolist()
    return new_starts, new_ends, sources
