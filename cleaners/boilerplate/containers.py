"""What the elements around the lines of an HTML page tell: candidate subtrees, repeated siblings.

An article, a list of posts and a row of cards each sit in an element of their own. A few elements
are chosen as where the text may be; each line is placed beside them, beside the elements around it
and in the greatest groups of like siblings it belongs to. No class name is asked, so that it holds
on pages of any make.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.sheet import Matrix, Sheet, within
from cleaners.boilerplate.tree import TAGS, Indices, Tree, Values

# Lines of at least so many words that end a sentence are text; from so many on, running text.
_TEXT = 6
_RUNNING_TEXT = 12
# In the subtree that gains most, a word that is no text costs so much.
_COST = 0.5
_SHORT = 5
_FAR = 30
_FAR_FROM_HEADLINE = 40
_AFTER = 20
_LEVELS = 5
_WIDENINGS = 6
_GROUP = 3
_SURE = 8.0
# Of the measures of a group so many come before those of its item.
_BEFORE_ITEM = 11

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


class _Elements:
    """Sums over the lines of each element."""

    def __init__(self, sheet: Sheet, tree: Tree) -> None:
        own = sheet.own
        words = sheet.words
        self.tree = tree
        self.count = len(words)
        links = sheet.lines.link_density
        ends = own[SHAPE.index("sentence_end")] > 0
        self.line_text = np.where(ends & (words >= _TEXT), words * (1 - links), 0.0)
        self.tag = tree.tag[tree.home]
        heads = (self.tag >= TAGS["h1"]) & (self.tag <= TAGS["h6"])
        dates = (own[SHAPE.index("date")] > 0) | (own[SHAPE.index("clock")] > 0)
        held = (
            words, self.line_text, words * links, np.ones(self.count),
            ends & (words >= _RUNNING_TEXT), heads, dates, words < _SHORT,
            own[SHAPE.index("covered")] * words,
        )  # fmt: skip
        (
            self.words, self.text, self.links, self.lines, self.running, self.heads, self.dates,
            self.short, self.known,
        ) = tree.sums(np.stack(held))  # fmt: skip
        self.all_words = max(float(words.sum()), 1.0)
        self.all_text = max(float(self.line_text.sum()), 1.0)


def measure(sheet: Sheet, tree: Tree) -> Matrix:
    """Measure the lines of an HTML page: one row a measure, in the order of ``COLUMNS``."""
    elements = _Elements(sheet, tree)
    found = np.empty((len(COLUMNS), elements.count), np.float32)
    end = 0
    for part in (_candidates, _around, _borders, _repeats, _headlines):
        for block in part(elements):
            rows = np.atleast_2d(block)
            start, end = end, end + len(rows)
            found[start:end] = rows
    return found


def _candidates(elements: _Elements) -> Iterator[Values | float]:
    """Place each line beside the subtrees that may hold the article."""
    tree = elements.tree
    count = len(tree)
    text = elements.line_text
    parent = tree.parent[tree.home]
    grandparent = tree.parent[np.maximum(parent, 0)]
    has_parent = parent >= 0
    has_grandparent = has_parent & (grandparent >= 0)
    direct: Values = np.bincount(tree.home, text, count).astype(np.float64)
    direct += np.bincount(parent[has_parent], text[has_parent], count)
    wide: Values = direct.astype(np.float64)
    wide += 0.5 * np.bincount(grandparent[has_grandparent], text[has_grandparent], count)
    wide *= 1 - elements.links / np.maximum(elements.words, 1)
    gain = elements.text - _COST * (elements.words - elements.text)
    chosen = (int(direct.argmax()), int(wide.argmax()), int((gain + 1e-6 * tree.level).argmax()))
    index = np.arange(elements.count)
    for element in chosen:
        first, last = tree.first[element], tree.last[element]
        yield (index >= first) & (index <= last)
        yield tree.steps_from(element)
        yield within(index - last, _FAR)
        yield within(index - first, _FAR)
        yield float(elements.text[element]) / elements.all_text
        yield float(elements.words[element]) / elements.all_words
    yield float(direct[chosen[0]]) / elements.all_text


def _around(elements: _Elements) -> Iterator[Values]:
    """Measure the innermost element around each line and the next wider ones."""
    words = np.maximum(elements.words, 1)
    lines = elements.lines
    table = np.stack(
        [
            elements.links / words,
            elements.text / words,
            elements.text / elements.all_text,
            words / elements.all_words,
            np.log1p(lines),
            np.log1p(words / lines),
            elements.short / lines,
            elements.dates / lines,
            elements.known / words,
            elements.heads / lines,
        ]
    )
    current = elements.tree.home
    for _ in range(_LEVELS):
        yield table.take(current, axis=1)
        current = elements.tree.wider[current]


def _borders(elements: _Elements) -> Iterator[Values]:
    """Count the elements that begin and end with each line."""
    tree = elements.tree
    yield np.bincount(tree.first, minlength=elements.count).astype(np.float64)
    yield np.bincount(tree.last, minlength=elements.count).astype(np.float64)


def _repeats(elements: _Elements) -> Iterator[Values]:
    """Measure the groups of like siblings around each line: the greatest, nearest, most textual."""
    tree = elements.tree
    group, firsts = tree.group, tree.group_first
    size = np.bincount(group)
    words, text, links, lines = (
        np.bincount(group, values)
        for values in (elements.words, elements.text, elements.links, elements.lines)
    )
    dates, heads, running = (
        np.bincount(group, values > 0)
        for values in (elements.dates, elements.heads, elements.running)
    )
    mean = words / size
    spread = np.bincount(group, elements.words**2) / size - mean**2
    start = tree.first[firsts]
    above = np.concatenate([[0.0], np.cumsum(elements.line_text)])[start]
    parent = np.maximum(tree.parent[tree.home], 0)
    direct = np.bincount(tree.home, elements.line_text, len(tree))
    direct += np.bincount(parent, elements.line_text, len(tree))
    end_of_text = tree.last[int(direct.argmax())]
    table = np.stack(
        [
            np.log1p(size), words / elements.all_words, text / elements.all_text,
            links / np.maximum(words, 1), dates / size, heads / size, np.log1p(lines / size),
            np.sqrt(np.maximum(spread, 0)) / np.maximum(mean, 1), running / size, np.log1p(mean),
            start / elements.count, above / elements.all_text, np.log1p(above),
            within(start - end_of_text, _AFTER),
        ]
    )  # fmt: skip
    items = np.stack(
        [
            _order(group, size) / size[group],
            np.log1p(elements.words),
            elements.text / np.maximum(elements.words, 1),
        ]
    )
    real = (size >= _GROUP) & (tree.level[firsts] > 0)
    many = real & (lines >= 2 * size)
    posts = np.where(many & (running >= 2), text * running / size, 0.0)
    values = (
        np.where(many, words, 0.0)[group],
        np.where(real[group], tree.level + 1.0, 0.0),
        posts[group],
    )
    for value in values:
        item = tree.best_around(value)
        outside = value.take(item) <= 0
        rows = table.take(group.take(item), axis=1)
        own = items.take(item, axis=1)
        rows[:, outside] = -1
        own[:, outside] = -1
        yield rows[:_BEFORE_ITEM]
        yield own
        yield rows[_BEFORE_ITEM:]


def _order(group: Indices, size: Indices) -> Indices:
    """Number the elements of each group from 0, in document order."""
    by_group = np.argsort(group, kind="stable")
    order = np.empty(len(group), np.intp)
    order[by_group] = np.arange(len(group)) - np.repeat(np.cumsum(size) - size, size)
    return order


def _headlines(elements: _Elements) -> Iterator[Values | float]:
    """Place each line below the first headline of the page."""
    tree = elements.tree
    yield tree.depth.astype(np.float64)
    headlines = np.flatnonzero(elements.tag == TAGS["h1"])
    if len(headlines):
        distance = np.arange(elements.count) - headlines[0]
        yield within(distance, _FAR_FROM_HEADLINE)
        yield tree.steps_from(int(tree.home[headlines[0]]))
    else:
        yield -99.0
        yield -1.0
    yield float(len(headlines))
    yield float(np.log1p(elements.dates.max()))


def agreed(tree: Tree, sheet: Sheet, scores: Values) -> Matrix:
    """Describe what a first judgement thought of the elements around each line and their like.

    ``scores`` are log-odds of the lines. An element is worth the F1 that it alone would give, were
    the judgement right. One row a measure, one column a line.
    """
    likely = 1 / (1 + np.exp(-within(scores, _SURE)))
    weight = sheet.words + 0.3
    mass = likely * weight
    all_mass = max(float(mass.sum()), 1e-6)
    count = len(scores)
    words, held, lines, votes = tree.sums(np.stack([weight, mass, np.ones(count), likely]))
    worth = 2 * held / (words + all_mass)
    mean = held / words
    rows: list[Values | float] = []
    table = np.stack([mean, worth, votes / lines])
    current = tree.home
    for _ in range(_WIDENINGS):
        rows += [*table.take(current, axis=1)]
        current = tree.wider[current]
    best = tree.best_around(worth)
    rows += [worth[best], mean[best], worth.max() - worth[best]]
    chosen = int(worth.argmax())
    index = np.arange(count)
    first, last = tree.first[chosen], tree.last[chosen]
    rows += [
        (index >= first) & (index <= last),
        tree.steps_from(chosen),
        float(worth[chosen]),
        float(mean[chosen]),
        within(index - last, _FAR),
        within(index - first, _FAR),
    ]
    rows += _like_siblings(tree, words, held, mean)
    for alike in (sheet.lines.markup_numbers, sheet.lines.path_numbers):
        rows += [
            (np.bincount(alike, mass) / np.bincount(alike, weight))[alike],
            np.log1p(np.bincount(alike))[alike],
        ]
    threshold, expected = best_threshold(likely, weight)
    rows += [expected, threshold, likely - threshold]
    found = np.empty((len(rows), count), np.float32)
    for place, row in zip(found, rows, strict=True):
        place[:] = row
    return found


def _like_siblings(tree: Tree, words: Values, held: Values, mean: Values) -> list[Values]:
    """Compare each line's sibling with all its like, in the greatest and the nearest group."""
    group = tree.group
    size = np.bincount(group)
    group_words = np.bincount(group, words)
    share = np.bincount(group, held) / group_words
    many = (size >= _GROUP)[group]
    rows = []
    for value in (np.where(many, group_words[group], 0.0), np.where(many, tree.level + 1.0, 0.0)):
        item = tree.best_around(value)
        inside = value[item] > 0
        of_group = share[group[item]]
        rows += [np.where(inside, of_group, -1), np.where(inside, mean[item] - of_group, 0)]
    return rows


def best_threshold(likely: Values, weight: Values) -> tuple[float, float]:
    """Find the likelihood from which lines are kept so that the page's expected F1 is greatest.

    ``weight`` is what each line counts. Gives the threshold and that F1 (Lewis, 1995: the best
    threshold is half of the best F1, so that the less certain a page is, the more of it is kept).

    >>> best_threshold(np.array([0.9, 0.6, 0.1]), np.array([10.0, 10.0, 10.0]))[0]
    0.6
    """
    order = np.argsort(-likely)
    held = np.cumsum((likely * weight)[order])
    expected = 2 * held / (np.cumsum(weight[order]) + held[-1])
    best = int(expected.argmax())
    return float(likely[order[best]]), float(expected[best])
