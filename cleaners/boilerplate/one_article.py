"""The article of a page that calls itself one, and what stands beside it.

The text of an article hangs on an element around its headline. Whatever else on such a page reads
like text - a ticker of whole sentences, the posts before and after, cards of other stories - stands
outside that element.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate import anchors
from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.tree import Tree

BESIDE = "related_headlines/beside-the-article"
# The element has so many words of the text that the weights like, and so much of all of it; both
# were chosen on the development pages, where half and double give the same.
_LEAST_WORDS = 100
_LEAST_SHARE = 0.3
# A headline that is a link is surely the page's own only when it repeats the title.
_SURELY_ALIKE = 0.8
_LINKED = 0.5
_HEADLINE_LEVEL = 3
# What scores less goes by itself, and by a better name.
_SURELY_NOT = -2.0
_TITLE_AFTER = anchors.COLUMNS.index("title_after")
_TITLE_FOUND = anchors.COLUMNS.index("title_found")
_LEVEL = anchors.COLUMNS.index("head_level")
_DISTANCE = anchors.COLUMNS.index("head_distance")


def prove(measured: Measured, scores: Scores, proofs: list[str]) -> None:
    """Prove what stands outside the element around the headline no part of the article.

    ``scores`` are above 0 for lines that the weights would keep. Nothing is proved where the page
    does not repeat its title as a heading, or where too little text hangs on it.
    """
    tree = measured.tree
    headline = _headline(measured) if tree is not None else -1
    if tree is None or headline < 0:
        return
    liked = (scores > 0) & (measured.words >= RUNNING_TEXT) & measured.sheet.ends
    first, last = _article(tree, headline, np.where(liked, measured.words, 0.0))
    for index in np.flatnonzero(scores > _SURELY_NOT).tolist():
        if not first <= index <= last and measured.sheet.lines.paths[index] != "head/title":
            proofs[index] = proofs[index] or BESIDE


def _headline(measured: Measured) -> int:
    """Find the heading that repeats the title: its line, or -1."""
    rows = measured.columns[-len(anchors.COLUMNS) :]
    found = np.flatnonzero(rows[_TITLE_AFTER] == 0)
    if not found.size:
        return -1
    line = int(found[0])
    linked = measured.sheet.lines.link_density[line] > _LINKED
    if linked and rows[_TITLE_FOUND, line] < _SURELY_ALIKE:
        return -1
    is_heading = rows[_DISTANCE, line] == 0 and 1 <= rows[_LEVEL, line] <= _HEADLINE_LEVEL
    return line if is_heading else -1


def _article(tree: Tree, headline: int, text: NDArray[np.float64]) -> tuple[int, int]:
    """Find the least element around the headline with enough text: its first and last line."""
    sums = np.concatenate([[0.0], np.cumsum(text)])
    wanted = max(_LEAST_WORDS, _LEAST_SHARE * sums[-1])
    _, start, depth = tree.spans[:, headline].tolist()
    for element in tree.chain[start : start + depth][::-1].tolist():
        first, last = tree.elements[:2, element].tolist()
        if sums[last + 1] - sums[first] >= wanted:
            return first, last
    return 0, len(text) - 1
