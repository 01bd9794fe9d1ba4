"""How each line sits among its neighbours and in the page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.shape import SHAPE

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Measures of a line's shape whose neighbourhood matters.
_NEIGHBOURS = tuple(
    SHAPE.index(name)
    for name in (
        "words", "sentence_end", "sentences", "initials", "date", "covered", "menu", "social",
        "related",
    )
)  # fmt: skip
_COVERED, _WHOLE = SHAPE.index("covered"), SHAPE.index("whole")
# Of the lines farthest away only the first two of these are looked at.
_FARTHEST = 2
PLACES = 28
"""How many measures tell what is around each line and where in the page it is."""
_shift_neighbours = native.kernel(
    "shift_neighbours", native.NOTHING, native.ARRAY, *[native.COUNT] * 3, native.ARRAY
)
_measure_places = native.kernel(
    "measure_places", native.NOTHING, *[native.ARRAY] * 5, native.COUNT, *[native.ARRAY] * 2
)


def measure(
    own: NDArray[np.float32],
    common: NDArray[np.float32],
    words: Values,
    running: Flags,
    gaps: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Measure neighbours and places: one row a measure.

    ``own`` are the measures of ``shape``; ``common`` is the share of common words in each line;
    ``running`` flags the lines of running text.
    """
    count = len(words)
    chosen = len(_NEIGHBOURS) + 1
    rows = 4 * chosen + 2 * _FARTHEST
    base = np.concatenate((own[_NEIGHBOURS, :], common[None]))
    found = np.empty((rows + PLACES, count), np.float32)
    _shift_neighbours(base, chosen, _FARTHEST, count, found)
    _places(own, words, running, gaps, found[rows:])
    return found


def _places(
    own: NDArray[np.float32],
    words: Values,
    running: Flags,
    gaps: NDArray[np.int64],
    found: NDArray[np.float32],
) -> None:
    room = np.empty(4 * (len(words) + 1))
    covered, whole = own[_COVERED], own[_WHOLE]
    _measure_places(words, running, covered, whole, gaps, len(words), room, found)
