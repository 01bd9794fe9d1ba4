"""The article of a page that calls itself one, and what stands beside it.

The text of an article hangs on an element around its headline. Whatever else on such a page reads
like text - a ticker of whole sentences, the posts before and after, cards of other stories - stands
outside that element, or in an article of its own inside it: a reader's comment, another story.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate import anchors
from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.tree import ELEMENT, TAGS, Tree

Flags = NDArray[np.bool_]

BESIDE = "related_headlines/beside-the-article"
INNER = "related_headlines/article-within"
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
# An article has so many words of its own, outside of those within it.
_PARAGRAPH = 40
_FIRST, _LAST, _TAG = map(ELEMENT.index, ("first", "last", "tag"))
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
    if tree is None:
        return
    liked = (scores > 0) & (measured.words >= RUNNING_TEXT) & measured.sheet.ends
    text = np.where(liked, measured.words, 0.0)
    _put(proofs, _within(tree, scores, measured.words), scores, INNER)
    headline = _headline(measured)
    if headline < 0:
        return
    first, last = _article(tree, headline, text)
    outside = np.ones(len(text), dtype=bool)
    outside[first : last + 1] = False
    outside[0] &= measured.sheet.lines.paths[0] != "head/title"
    _put(proofs, outside, scores, BESIDE)


def _put(proofs: list[str], outside: Flags, scores: Scores, proof: str) -> None:
    for index in np.flatnonzero(outside & (scores > _SURELY_NOT)).tolist():
        proofs[index] = proofs[index] or proof


def _within(tree: Tree, scores: Scores, words: NDArray[np.float64]) -> Flags:
    """Flag the lines of articles inside others, where those others have a text of their own.

    An article that only holds others, as a live blog does its posts, has none.
    """
    articles = np.zeros(len(scores))
    for element in np.flatnonzero(tree.elements[_TAG] == TAGS["article"]).tolist():
        first, last = tree.elements[[_FIRST, _LAST], element].tolist()
        articles[first : last + 1] += 1
    told = (articles == 1) & (scores > 0) & (words >= RUNNING_TEXT)
    return (articles > 1) & bool(words[told].sum() >= _PARAGRAPH)


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
