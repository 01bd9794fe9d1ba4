"""What the elements around the lines of an HTML page tell: candidate subtrees, repeated siblings.

An article, a list of posts and a row of cards each sit in an element of their own. A few elements
are chosen as where the text may be; each line is placed beside them, beside the elements around it
and in the greatest groups of like siblings it belongs to. No class name is asked, so that it holds
on pages of any make.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.sheet import Matrix, Sheet
from cleaners.boilerplate.tree import TAGS, Indices, Tree

Values = NDArray[np.float64]

_LEVELS = 5
_CANDIDATES = ("parents", "grandparents", "gain")
_PLACE = ("inside", "steps", "after", "before", "share", "words")
_ELEMENT = (
    "links",
    "text",
    "text_share",
    "share",
    "lines",
    "line",
    "short",
    "dates",
    "known",
    "heads",
)
_GROUPS = ("big", "near", "posts")
_GROUP_MEASURES = (
    "count", "words", "text", "links", "dates", "heads", "lines", "unevenness", "running",
    "item", "start", "order", "own", "own_text", "text_above", "words_above", "below_text",
)  # fmt: skip
COLUMNS = (
    *(f"{candidate}_{name}" for candidate in _CANDIDATES for name in _PLACE),
    "parents_mass",
    *(f"around{level}_{name}" for level in range(_LEVELS) for name in _ELEMENT),
    "opened", "closed",
    *(f"{group}_{name}" for group in _GROUPS for name in _GROUP_MEASURES),
    "depth", "from_h1", "steps_from_h1", "h1_count", "page_dates",
)  # fmt: skip
"""The measures, in the order of their rows."""


_DATE, _CLOCK, _COVERED = SHAPE.index("date"), SHAPE.index("clock"), SHAPE.index("covered")
_SENTENCE_END = SHAPE.index("sentence_end")
_AGREED = 38
# A line counts for its words and this, so that none counts for nothing.
_FOR_A_LINE = 0.3
_TREE = (native.ARRAY, native.COUNT, native.ARRAY, native.COUNT, native.ARRAY, native.COUNT)
_measure_containers = native.kernel(
    "measure_containers", native.NOTHING, *_TREE, *[native.ARRAY] * 6, native.COUNT,
    *[native.ARRAY] * 2,
)  # fmt: skip
_look_at_elements = native.kernel("look_at_elements", native.NOTHING, *_TREE, *[native.ARRAY] * 6)
_best_threshold = native.kernel(
    "best_threshold", native.NOTHING, *[native.ARRAY] * 2, native.COUNT, *[native.ARRAY] * 2
)


def measure(sheet: Sheet, tree: Tree) -> Matrix:
    """Measure the lines of an HTML page: one row a measure, in the order of ``COLUMNS``."""
    lines = len(sheet.words)
    found = np.empty((len(COLUMNS), lines), np.float32)
    _measure_containers(
        *_passed(tree),
        sheet.words,
        sheet.lines.link_density,
        sheet.own[_SENTENCE_END],
        sheet.own[_DATE],
        sheet.own[_CLOCK],
        sheet.own[_COVERED],
        TAGS["h1"],
        np.empty(48 * len(tree) + 4 * lines),
        found,
    )
    return found


def _passed(tree: Tree) -> tuple[Indices, int, Indices, int, Indices, int]:
    return tree.elements, len(tree), tree.spans, tree.spans.shape[1], tree.chain, tree.groups


def agreed(tree: Tree, sheet: Sheet, scores: Values) -> Matrix:
    """Describe what a first judgement thought of the elements around each line and their like.

    ``scores`` are log-odds of the lines. An element is worth the F1 that it alone would give, were
    the judgement right. One row a measure, one column a line.
    """
    lines = len(scores)
    found = np.empty((_AGREED, lines), np.float32)
    _look_at_elements(
        *_passed(tree),
        scores,
        sheet.words + _FOR_A_LINE,
        sheet.lines.markup_numbers,
        sheet.lines.path_numbers,
        np.empty(9 * len(tree) + 8 * lines + 1),
        found,
    )
    return found


def best_threshold(likely: Values, weight: Values) -> tuple[float, float]:
    """Find the likelihood from which lines are kept so that the page's expected F1 is greatest.

    ``weight`` is what each line counts. Gives the threshold and that F1 (Lewis, 1995: the best
    threshold is half of the best F1, so that the less certain a page is, the more of it is kept).

    >>> best_threshold(np.array([0.9, 0.6, 0.1]), np.array([10.0, 10.0, 10.0]))[0]
    0.6
    """
    found = np.zeros(2)
    _best_threshold(likely, weight, len(likely), np.empty(3 * len(likely)), found)
    threshold, expected = found.tolist()
    return threshold, expected
