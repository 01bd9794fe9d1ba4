"""The elements of a page as a tree over its lines: each holds a run of lines, and sums are cheap.

Only elements with text count. A line without elements (a page's title) hangs on a root of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.lines import Lines

Values = NDArray[np.float64]
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
_SIBLING = len(TAGS) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The elements around a page's lines, numbered in document order, parents before children.

    Of each element: its first and last line, its ``parent`` (-1: none), its level and tag, the
    nearest element around that holds more lines (``wider``, itself where there is none), and its
    ``group``, the siblings of one tag; ``group_first`` is each group's first element. Of each line:
    its ``home``, the innermost element around it. ``chain`` are the elements around the lines one
    line after the other, outermost first; a line's begin at ``starts``.
    """

    first: Indices
    last: Indices
    parent: Indices
    level: Indices
    tag: Indices
    wider: Indices
    group: Indices
    group_first: Indices
    home: Indices
    chain: Indices
    starts: Indices
    depth: Indices

    @classmethod
    def of(cls, lines: Lines) -> Tree:
        """Build the tree of a page's lines."""
        held: list[tuple[int, ...]] = [numbers or (0,) for numbers in lines.elements]
        depth = np.fromiter(map(len, held), np.intp, len(held))
        numbers = np.fromiter(chain.from_iterable(held), np.intp, int(depth.sum()))
        codes = [tag_codes(path, len(own)) for path, own in zip(lines.paths, held, strict=True)]
        tags = np.frombuffer(b"".join(codes), np.uint8)
        starts = np.cumsum(depth) - depth
        line = np.repeat(np.arange(len(held)), depth)
        seen = np.zeros(int(numbers.max(initial=0)) + 1, dtype=bool)
        seen[numbers] = True
        path = (np.cumsum(seen) - 1)[numbers]
        count = int(np.count_nonzero(seen))
        level = np.arange(len(path)) - starts[line]
        above = np.empty_like(path)
        above[1:] = path[:-1]
        above[starts] = -1
        first, last, parent, levels, tag = np.zeros((5, count), np.intp)
        first[path[::-1]] = line[::-1]
        last[path] = line
        parent[path], levels[path], tag[path] = above, level, tags
        wider = _wider(parent, last - first)
        home = path[starts + depth - 1]
        siblings = (parent + 1) * _SIBLING + tag
        _, firsts, group = np.unique(siblings, return_index=True, return_inverse=True)
        return cls(
            first, last, parent, levels, tag, wider, group, firsts, home, path, starts, depth
        )

    def __len__(self) -> int:
        """Count the elements."""
        return len(self.first)

    def sums(self, values: Values) -> Values:
        """Sum up values of lines over the lines of each element; one row a kind of value."""
        total = np.zeros((len(values), values.shape[1] + 1))
        np.cumsum(values, axis=1, out=total[:, 1:])
        return np.asarray(total.take(self.last + 1, axis=1) - total.take(self.first, axis=1))

    def steps_from(self, element: int) -> Values:
        """Count for each line how many levels above an element the two first meet (0: inside)."""
        steps = int(self.level[element]) + 1
        start = int(self.starts[self.first[element]])
        around = np.zeros(len(self), np.intp)
        around[self.chain[start : start + steps]] = 1
        return (steps - np.add.reduceat(around.take(self.chain), self.starts)).astype(np.float64)

    def best_around(self, values: Values) -> Indices:
        """Give for each line the element around it with the greatest value (the outermost)."""
        along = values.take(self.chain)
        best = np.maximum.reduceat(along, self.starts)
        place = np.arange(len(along))
        place[along < np.repeat(best, self.depth)] = len(along)
        found: Indices = self.chain.take(np.minimum.reduceat(place, self.starts))
        return found


@lru_cache(maxsize=4096)
def tag_codes(path: str, count: int) -> bytes:
    """Give the tag numbers of the innermost ``count`` elements of a path, filled up with 0.

    >>> [*tag_codes("body/div", 3)] == [0, TAGS["body"], TAGS["div"]]
    True
    """
    codes = [TAGS.get(tag, 0) for tag in path.split("/")]
    return bytes([0] * (count - len(codes)) + codes[max(len(codes) - count, 0) :])


def _wider(parent: Indices, size: Indices) -> Indices:
    """Find the nearest element around each that is greater, by leaps that double."""
    everything = np.arange(len(parent))
    leap = np.where(parent >= 0, parent, everything)
    done = (size[leap] > size) | (parent < 0)
    while not done.all():
        further = leap[leap]
        stuck = done[leap]
        leap = np.where(done, leap, further)
        done |= stuck
    return leap
