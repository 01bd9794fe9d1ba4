"""Where a page's own headline and summary stand among its lines, and which headings lead away.

Above its article a page repeats its title; its summary often is how the article begins; and the
headings of other articles are links. Each line is placed beside these three. No word of any
language is asked, only whether two places on the page say the same.
"""

from __future__ import annotations

import numpy as np

from cleaners import native
from cleaners.boilerplate import characters
from cleaners.boilerplate import words as words_
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.sheet import Matrix, Sheet
from cleaners.boilerplate.tree import TAGS, Tree
from cleaners.boilerplate.vocabulary import VOCABULARY

_PLACE = ("after", "steps", "words", "text", "lines")
COLUMNS = (
    "alike", "title_found", *(f"title_{name}" for name in _PLACE),
    "said", "said_of", "said_most", "said_length", *(f"said_{name}" for name in _PLACE),
    "head_found", "head_linked", "head_level", "head_distance", "head_alike", "head_words",
    "head_lines", "head_steps", "head_group", "head_group_words", "head_group_linked",
    "head_group_text", "heads", "heads_linked",
)  # fmt: skip
"""The measures, in the order of their rows: of the title, of the summary, of the heading above."""

_SENTENCE_END = SHAPE.index("sentence_end")
_IN_TITLE, _OF_TITLE = VOCABULARY.index("in_title"), VOCABULARY.index("of_title")
_measure_anchors = native.kernel(
    "measure_anchors", native.NOTHING, native.ARRAY, native.COUNT, native.ARRAY, native.COUNT,
    native.ARRAY, native.COUNT, *[native.ARRAY] * 5, *[native.COUNT] * 2, *[native.ARRAY] * 3,
    native.COUNT, native.ARRAY, native.COUNT, *[native.ARRAY] * 2,
)  # fmt: skip


def measure(sheet: Sheet, tree: Tree, summary: str) -> Matrix:
    """Measure the lines of an HTML page: one row a measure, in the order of ``COLUMNS``.

    ``summary`` is how the page sums itself up, empty where it does not.
    """
    lines = len(sheet.words)
    said = words_.cut(characters.read([summary])).hashes
    slots = 1 << (2 * len(said) + 1).bit_length()
    found = np.empty((len(COLUMNS), lines), np.float32)
    _measure_anchors(
        tree.elements,
        len(tree),
        tree.spans,
        lines,
        tree.chain,
        tree.groups,
        sheet.words,
        sheet.lines.link_density,
        sheet.own[_SENTENCE_END],
        sheet.vocabulary[_IN_TITLE],
        sheet.vocabulary[_OF_TITLE],
        TAGS["h1"],
        int(sheet.lines.paths[0] == "head/title"),
        sheet.tokens.starts,
        sheet.tokens.hashes,
        said,
        len(said),
        np.zeros(slots, np.uint64),
        slots,
        np.empty(7 * len(tree) + 2 * lines + 1),
        found,
    )
    return found
