"""How each line sits among its neighbours and in the page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.sheet import within

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
_REACH = (1, 2, 3)
# Of the lines farthest away only the first two of these are looked at.
_FARTHEST = 2
_WINDOWS = (4, 10)
_SHORT_LINE = 5
_RUN_WORDS = (6.0, 12.0)
_FAR = 50
_NEAR = 20.0
_OUTSIDE = -1.0


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
    moved = _shifted(np.concatenate((own[_NEIGHBOURS, :], common[None])))
    return np.concatenate((moved, places(own, words, running, gaps)))


def places(
    own: NDArray[np.float32], words: Values, running: Flags, gaps: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Measure what is around each line and where in the page it is: one row a measure."""
    mass = np.where(running, words, 0.0)
    held = np.stack((mass, running, words < _SHORT_LINE, own[_COVERED]))
    return np.concatenate(
        (
            *(windowed(held, window) for window in _WINDOWS),
            _placed(words, mass, running, own, gaps),
        ),
        dtype=np.float32,
    )


def _shifted(base: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the measures of the lines around each line, -1 outside the page."""
    rows, count = base.shape
    found = np.full((2 * rows * (len(_REACH) - 1) + 2 * _FARTHEST, count), _OUTSIDE, np.float32)
    row = 0
    for reach in _REACH:
        part = base if reach < _REACH[-1] else base[:_FARTHEST]
        for shift in (-reach, reach):
            moved = found[row : row + len(part)]
            row += len(part)
            if reach < count:
                if shift > 0:
                    moved[:, :-shift] = part[:, shift:]
                else:
                    moved[:, -shift:] = part[:, :shift]
    return found


def windowed(values: Values, window: int) -> Values:
    """Give the means over the lines around each line; one row a measure.

    >>> windowed(np.array([[0.0, 3.0, 6.0]]), 1).tolist()
    [[1.5, 3.0, 4.5]]
    """
    count = values.shape[1]
    total = np.zeros((len(values), count + 1))
    np.cumsum(values, axis=1, out=total[:, 1:])
    index = np.arange(count)
    low = np.maximum(index - window, 0)
    high = np.minimum(index + window + 1, count)
    return np.asarray((total.take(high, axis=1) - total.take(low, axis=1)) / (high - low))


def _placed(
    words: Values, mass: Values, running: Flags, own: NDArray[np.float32], gaps: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Measure positions: in the page, from the nearest running text, in the best run of lines."""
    count = len(words)
    index = np.arange(count, dtype=np.float64)
    held, said = float(mass.sum()), max(float(words.sum()), 1.0)
    rows: list[Values | float] = [
        index / max(count - 1, 1),
        np.log1p(index),
        np.log1p(count - 1 - index),
        np.cumsum(mass) / max(held, 1.0),
        np.cumsum(words) / said,
        np.log1p(since(running)),
        np.log1p(since(running[::-1])[::-1]),
        float(np.log1p(count)),
        held / said,
        float(np.log1p(held)),
        float(running.mean()) if count else 0.0,
        float(own[_COVERED].mean()) if count else 0.0,
        float((gaps > 0).mean()) if count else 0.0,
        float(own[_WHOLE].mean()) if count else 0.0,
    ]
    for threshold in _RUN_WORDS:
        start, end = best_run(words - threshold)
        rows += [
            ((index >= start) & (index < end)).astype(np.float64),
            within(index - start, _NEAR),
            within(end - 1 - index, _NEAR),
        ]
    found = np.empty((len(rows), count), np.float32)
    for row, values in zip(found, rows, strict=True):
        row[:] = values
    return found


def since(flags: Flags) -> Values:
    """Count the lines since the last flagged one (0 on it; 50 where none was).

    >>> since(np.array([False, True, False, False])).tolist()
    [50.0, 0.0, 1.0, 2.0]
    """
    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, index, -_FAR))
    return np.minimum(index - last, _FAR).astype(np.float64)


def best_run(values: Values) -> tuple[int, int]:
    """Find the run of lines with the greatest sum (Finn, Kushmerick and Smyth, 2001).

    >>> best_run(np.array([-3.0, 5.0, -1.0, 4.0, -9.0]))
    (1, 4)
    """
    if not len(values):
        return 0, 0
    sums = np.concatenate([[0.0], np.cumsum(values)])
    lowest = np.minimum.accumulate(sums[:-1])
    gains = sums[1:] - lowest
    end = int(np.argmax(gains)) + 1
    if gains[end - 1] <= 0:
        return 0, 0
    start = int(np.argmin(sums[:end]))
    return start, end
