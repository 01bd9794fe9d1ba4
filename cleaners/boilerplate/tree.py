"""The elements of a page as a tree over its lines: each holds a run of lines, and sums are cheap.

Only elements with text count. A line without elements (a page's title) hangs on a root of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.paths import by_tag
from cleaners.chains import Chains

Indices = NDArray[np.intp]

# Tags that say something of an element; all others are 0, as is what has no name.
TAGS = {
    tag: number
    for number, tag in enumerate(
        (
            "div", "p", "li", "ul", "ol", "section", "article", "main", "td", "tr", "table",
            "tbody", "aside", "nav", "header", "footer", "form", "figure", "figcaption", "h1", "h2",
            "h3", "h4", "h5", "h6", "dl", "dd", "dt", "blockquote", "pre", "body", "fieldset",
            "address", "details",
        ),
        1,
    )
}  # fmt: skip
ELEMENT = ("first", "last", "parent", "level", "tag", "wider", "group")
"""What is known of each element, in the order of the rows of ``Tree.elements``."""
_NUMBERS = by_tag(TAGS)
_count_elements = native.kernel(
    "count_elements", native.COUNT, *[native.ARRAY] * 2, native.COUNT, native.ARRAY
)
_build_tree = native.kernel(
    "build_tree", native.NOTHING, *[native.ARRAY] * 3, *[native.COUNT] * 2, *[native.ARRAY] * 5,
    native.COUNT, *[native.ARRAY] * 4,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The elements around a page's lines, numbered in document order, parents before children.

    ``elements`` (``ELEMENT`` x elements) says of each its first and last line, its parent (-1:
    none), its level and tag, the nearest element around that holds more lines (itself where there
    is none), and its group, the siblings of one tag; ``groups`` counts those. ``chain`` are the
    elements around the lines one line after the other, outermost first; ``spans`` (3 x lines) says
    of each line the innermost of them, where they begin and how many they are.
    """

    elements: Indices
    spans: Indices
    chain: Indices
    groups: int

    @classmethod
    def of(cls, lines: Lines) -> Tree:
        """Build the tree of a page's lines."""
        held, count = Chains.of(lines.elements), len(lines)
        spans = np.empty((3, count), np.intp)
        length = _count_elements(held.innermost, held.above, count, spans[2])
        highest = int(held.numbers.max(initial=0))
        chain, counts = np.empty(length, np.intp), np.empty(2, np.intp)
        elements = np.empty(len(ELEMENT) * length, np.intp)
        paths = lines.tag_paths
        _build_tree(
            held.innermost,
            held.numbers,
            held.above,
            length,
            highest,
            lines.path_numbers,
            paths.first,
            paths.tags,
            _NUMBERS,
            spans,
            count,
            np.empty(max(highest + 1, 3 * (length + 1)), np.intp),
            chain,
            elements,
            counts,
        )
        size, groups = counts.tolist()
        table = elements[: len(ELEMENT) * size].reshape(len(ELEMENT), size)
        return cls(table, spans, chain, groups)

    def __len__(self) -> int:
        """Count the elements."""
        return int(self.elements.shape[1])
