"""What the tags and class names around a line say, and what else those elements hold.

All zero for flattened text, which has neither.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.class_names import PLACES
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.paths import by_tag

_TAGS = (
    frozenset({"nav", "menu"}),
    frozenset({"header"}),
    frozenset({"footer"}),
    frozenset({"aside"}),
    frozenset({"form", "button", "label", "select", "option", "fieldset", "input"}),
    frozenset({"main", "article"}),
    frozenset({"li", "ul", "ol", "dl", "dd", "dt"}),
    frozenset({"table", "td", "th", "tr"}),
    frozenset({"p"}),
    frozenset({"h1"}),
    frozenset({"h2", "h3", "h4", "h5", "h6"}),
    frozenset({"blockquote", "pre", "code"}),
    frozenset({"figure", "figcaption", "picture"}),
    frozenset({"section"}),
    frozenset({"time", "address", "small"}),
)
_KINDS = by_tag({tag: 1 << bit for bit, tags in enumerate(_TAGS) for tag in tags})
CONTAINERS = 8
CUE_ROWS = slice(1 + len(_TAGS), 1 + len(_TAGS) + 2 * len(PLACES))
ROWS = CUE_ROWS.stop + CONTAINERS
_measure = native.kernel(
    "measure_surroundings", native.NOTHING, *[native.ARRAY] * 6, native.COUNT, native.NUMBER,
    *[native.ARRAY] * 3, native.COUNT, *[native.ARRAY, native.COUNT] * 2, *[native.ARRAY] * 2,
    native.COUNT, native.ARRAY,
)  # fmt: skip


def measure(
    lines: Lines, words: NDArray[np.float64], ends: NDArray[np.bool_], least_words: float
) -> NDArray[np.float32]:
    """Measure the markup of the lines: one row a measure.

    Lines that end a sentence (``ends``) and have ``least_words`` words are running text.
    """
    count = len(lines)
    if not lines.marked_up:
        return np.zeros((ROWS, count), np.float32)
    paths = lines.tag_paths
    every, own = lines.class_cues & ((1 << len(PLACES)) - 1)
    slots = 1 << len(paths.first).bit_length()
    found = np.empty((ROWS, count), np.float32)
    _measure(
        lines.path_numbers,
        lines.css_numbers,
        lines.markup_numbers,
        words,
        ends,
        lines.link_density,
        count,
        least_words,
        paths.first,
        paths.tags,
        paths.prefixes,
        len(paths.first) - 1,
        _KINDS,
        len(_TAGS),
        every | own << len(PLACES),
        2 * len(PLACES),
        np.empty(3 * count),
        np.empty(slots + len(paths.first), np.intp),
        slots - 1,
        found,
    )
    return found
