"""What tells running text from the rest when there is no markup: how a page's lines are woven.

Words that come again, here or near by; patterns of marks that repeat, as in lists and feeds; lines
that go on in the next; and what the page is like as a whole. All of it is counted on the page
itself, so that it holds in any language.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.characters import (
    BLANK,
    CLASSES,
    COMMA,
    DIGIT,
    IDEOGRAPH,
    LETTER,
    LOWER,
    SPACE,
    UPPER,
    Codes,
    Indices,
)
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.sheet import Matrix, Sheet
from cleaners.boilerplate.words import NUMBER_HASH, classes_of, powers

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]

COLUMNS = (
    "characters", "upper", "caseless", "figures", "marks", "commas", "length_habit", "rise", "fall",
    "unevenness",
    "token_length", "token_spread", "short_tokens", "numbers", "familiar", "fresh", "likeness",
    "above", "below", "first_shared", "last_shared",
    "template", "template_before", "template_after", "template_even",
    "continues", "continued", "trails_off", "points_on", "exclaims", "open_end", "symbol_start",
    "upper_habit",
    "page_words", "page_median", "page_high", "page_ended", "page_fresh", "page_caseless",
    "page_templates", "page_run", "page_short",
)  # fmt: skip
"""The measures, in the order of their rows; ``page_…`` are the same for all lines of a page."""

# From so many words on a line that ends a sentence is taken for running text.
_RUNNING_TEXT = 12
# Words of so many letters and less, and words that hardly tell of a subject.
_SHORT_TOKEN = 3
_FIRST_IDEOGRAPH = 0x3040
# A subject is carried on when its words come again within so many lines.
_NEAR = 3
# Longer lines have no template; lines of one template further apart are no list.
_LONGEST_TEMPLATE = 80
_FAR = 30
# So many lines of one template make a list; lines shorter than so many words are items.
_LIST = 5
_ITEM = 3
# In the page's best run of lines each word above this counts for it, each below against it.
_LINE_WORDS = 8
_EVENNESS_REACH = 4
_TEMPLATE_BASE = 0x9E3779B97F4A7C15
_LINE_END = CLASSES
_LETTERS = (UPPER, LOWER, LETTER, IDEOGRAPH)


def _template_classes() -> NDArray[np.uint8]:
    """Give the class that stands for each class in a template: all letters are one."""
    table = np.arange(CLASSES + 1, dtype=np.uint8)
    table[list(_LETTERS)] = LETTER
    return table


_IN_TEMPLATE = _template_classes()
_POINTING = np.array([ord(mark) for mark in "»›>→▶►"], np.uint32)
_EXCLAIMING = np.array([ord(mark) for mark in "!！"], np.uint32)
_OPEN = np.array([ord(mark) for mark in ":,;–—-，：；、"], np.uint32)
_DOT, _ELLIPSIS, _LINE_FEED = ord("."), ord("…"), ord("\n")


def measure(sheet: Sheet) -> Matrix:
    """Measure the lines of a page: one row a measure, in the order of ``COLUMNS``."""
    count = len(sheet.words)
    if not count:
        return np.zeros((len(COLUMNS), 0), np.float32)
    ends = sheet.own[SHAPE.index("sentence_end")] > 0
    running = sheet.words * (ends & (sheet.words >= _RUNNING_TEXT))
    templates = _templates(sheet)
    upper = _upper(sheet)
    rows = [
        *_letters(sheet, upper, running),
        *_tokens(sheet, running > 0),
        *_recurrence(sheet),
        *_repeats(templates),
        *_edges(sheet, ends),
        _habit(upper, running, 0.05),
    ]
    page = _page(sheet, ends, np.bincount(templates)[templates])
    found = np.empty((len(COLUMNS), count), np.float32)
    found[: len(rows)] = rows
    found[len(rows) :] = np.array(page, np.float32)[:, None]
    return found


def _upper(sheet: Sheet) -> Values:
    letters = sheet.characters.counts[list(_LETTERS)].sum(axis=0)
    upper: Values = sheet.characters.counts[UPPER] / np.maximum(letters, 1)
    return upper


def _habit(values: Values, running: Values, otherwise: float) -> Values:
    """Compare values with their mean over the page's running text."""
    total = float(running.sum())
    return values - (float((values * running).sum()) / total if total else otherwise)


def _letters(sheet: Sheet, upper: Values, running: Values) -> Sequence[Values]:
    """Measure what kinds of characters a line has, and its length beside its neighbours'."""
    counts = sheet.characters.counts
    # The line feed behind each line is counted with it.
    total = np.maximum(counts.sum(axis=0) - 1, 1)
    letters = counts[list(_LETTERS)].sum(axis=0)
    spaces = counts[BLANK] + counts[SPACE] - 1
    length = np.log1p(sheet.words)
    rise = np.zeros(len(length))
    rise[1:] = length[1:] - length[:-1]
    fall = np.zeros(len(length))
    fall[:-1] = rise[1:]
    steps = np.concatenate([[0.0], np.cumsum(np.abs(rise))])
    index = np.arange(len(length))
    low = np.maximum(index - _EVENNESS_REACH, 0)
    high = np.minimum(index + _EVENNESS_REACH + 2, len(length))
    return (
        np.log1p(total),
        upper,
        (counts[LETTER] + counts[IDEOGRAPH]) / np.maximum(letters, 1),
        counts[DIGIT] / total,
        (total - letters - counts[DIGIT] - spaces) / total,
        counts[COMMA] / np.maximum(sheet.tokens.count, 1),
        _habit(length, running, 0.0),
        rise,
        fall,
        (steps[high] - steps[low]) / (high - low),
    )


def _tokens(sheet: Sheet, running: Flags) -> Sequence[Values]:
    """Measure a line's words: how long they are, how often the page and its text have them."""
    tokens = sheet.tokens
    size = len(tokens.line)
    word = tokens.hashes != NUMBER_HASH
    length = tokens.length.astype(np.float64)
    often = np.bincount(tokens.ids, minlength=size)[tokens.ids]
    in_text = running[tokens.line]
    text = np.bincount(tokens.ids, in_text & word, minlength=size)[tokens.ids] - in_text
    content = _content(sheet)
    each = (
        length,
        length**2,
        word & (tokens.length <= _SHORT_TOKEN),
        ~word,
        np.log(often) * word,
        word & (often == 1),
        np.log1p(np.maximum(text, 0)) * content,
        content,
    )
    mean = np.zeros((len(each), len(tokens.count)))
    filled = np.flatnonzero(tokens.count)
    if filled.size:
        sums = np.add.reduceat(np.array(each, np.float64), tokens.starts.take(filled), axis=1)
        mean[:, filled] = sums / tokens.count.take(filled)
    mean[6] /= np.maximum(mean[7], 1e-3)
    spread = np.sqrt(np.maximum(mean[1] - mean[0] ** 2, 0))
    return mean[0], spread, *mean[2:7]


def _content(sheet: Sheet) -> Flags:
    """Say which tokens tell of a subject: no short words, but any ideograph."""
    long = (sheet.tokens.length > _SHORT_TOKEN) | (sheet.tokens.first >= _FIRST_IDEOGRAPH)
    content: Flags = long & (sheet.tokens.hashes != NUMBER_HASH)
    return content


def _recurrence(sheet: Sheet) -> Sequence[Values]:
    """Measure how much of a line's subject stands just above and below it.

    Also how many lines begin or end with the same word.
    """
    tokens = sheet.tokens
    count = len(sheet.words)
    content = np.flatnonzero(_content(sheet))
    stems = classes_of(tokens.stems.take(content))
    # Stable sorting of small integers takes linear time.
    order = np.argsort(stems.astype(np.uint16) if len(stems) < 1 << 16 else stems, kind="stable")
    line = tokens.line.take(content.take(order))
    stems = stems.take(order)
    apart = line[1:] - line[:-1]
    near = (stems[1:] == stems[:-1]) & (apart > 0) & (apart <= _NEAR)
    total = np.maximum(np.bincount(line, minlength=count), 1)
    above = np.bincount(line[1:][near], minlength=count) / total
    below = np.bincount(line[:-1][near], minlength=count) / total
    shared = np.zeros((2, count))
    filled = np.flatnonzero(tokens.count)
    for row, place in enumerate((tokens.starts[:-1], tokens.starts[1:] - 1)):
        ids = tokens.ids.take(place.take(filled))
        shared[row, filled] = np.log1p(np.bincount(ids)[ids])
    return above, below, *shared


def _templates(sheet: Sheet) -> Indices:
    """Number the lines by the pattern of letters, digits and marks: equal patterns, equal numbers.

    A word counts as one letter, so that ``Ann · 3 h`` and ``Per · 12 h`` are of one template.
    """
    characters = sheet.characters
    classes = _IN_TEMPLATE.take(characters.classes)
    classes[characters.codes == _LINE_FEED] = _LINE_END
    runs = np.flatnonzero(classes[1:] != classes[:-1]) + 1
    power, inverse = powers(_TEMPLATE_BASE, len(runs) + 1)
    sums = np.zeros(len(runs) + 1, np.uint64)
    np.cumsum((classes.take(runs) + 1).astype(np.uint64) * power[:-1], out=sums[1:])
    start = np.searchsorted(runs, characters.starts)
    end = np.searchsorted(runs, characters.ends)
    hashes = (sums.take(end) - sums.take(start)) * inverse.take(start)
    long = characters.lengths > _LONGEST_TEMPLATE
    hashes[long] = np.flatnonzero(long)
    return classes_of(hashes)


def _repeats(templates: Indices) -> Sequence[Values]:
    """Measure how often a line's template comes, and how far away the next ones are."""
    count = len(templates)
    order = np.argsort(templates, kind="stable")
    grouped = templates.take(order)
    same = grouped[1:] == grouped[:-1]
    apart = np.minimum(order[1:] - order[:-1], _FAR)[same]
    before = np.full(count, float(_FAR))
    after = np.full(count, float(_FAR))
    before[order[1:][same]] = apart
    after[order[:-1][same]] = apart
    even = (before == after) & (before < _FAR)
    return (
        np.log1p(np.bincount(templates)[templates]),
        before,
        after,
        even.astype(np.float64),
    )


def _edges(sheet: Sheet, ends: Flags) -> NDArray[np.bool_]:
    """Say how a line ends and starts: sentences that go on, and marks that promise more."""
    characters = sheet.characters
    count = len(ends)
    lower = sheet.own[SHAPE.index("lower_start")] > 0
    last = characters.codes.take(characters.ends - 1)
    before_last = characters.codes.take(characters.ends - 2)
    found = np.zeros((7, count), np.bool_)
    found[0, 1:] = ~ends[:-1] & lower[1:]
    found[1, :-1] = found[0, 1:]
    found[2] = (last == _ELLIPSIS) | ((last == _DOT) & (before_last == _DOT))
    found[3] = _is_any(last, _POINTING)
    found[4] = _is_any(last, _EXCLAIMING)
    found[5] = _is_any(last, _OPEN)
    found[6] = ~_is_any(characters.classes.take(characters.starts), np.array([*_LETTERS, DIGIT]))
    return found


def _is_any(codes: Codes | NDArray[np.uint8], wanted: NDArray[np.integer]) -> Flags:
    flags: Flags = (codes[:, None] == wanted).any(axis=1)
    return flags


def _page(sheet: Sheet, ends: Flags, repeats: Indices) -> Sequence[float]:
    """Measure the page as a whole: how much of it looks like running text, how much like lists."""
    words = sheet.words
    total = max(float(words.sum()), 1.0)
    lengths = np.sort(np.log1p(words))
    size = len(sheet.tokens.line)
    once = np.count_nonzero(np.bincount(sheet.tokens.ids, minlength=1) == 1)
    counts = sheet.characters.counts[list(_LETTERS)].sum(axis=1)
    sums = np.concatenate([[0.0], np.cumsum(words - _LINE_WORDS)])
    run = float((sums[1:] - np.minimum.accumulate(sums[:-1])).max())
    return (
        float(np.log1p(total)),
        float(lengths[len(words) // 2]),
        float(lengths[int(len(words) * 0.9)]),
        float(words[ends].sum()) / total,
        once / max(size, 1),
        float(counts[2] + counts[3]) / max(float(counts.sum()), 1.0),
        float((repeats >= _LIST).mean()),
        run / total,
        float((words < _ITEM).mean()),
    )
