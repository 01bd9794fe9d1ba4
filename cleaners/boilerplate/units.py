"""Lines that belong together share one fate: the lines of a verse, the items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cleaners import native
from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.reasons import ITEM, SENTENCE, TABLE_ROW, Reasons
from cleaners.boilerplate.shape import SHAPE

# An item of a list of like lines has at most so many words; so many make a list.
_ITEM_WORDS = 5
_LIST = 3
# Without a line that introduces it, a list is surer to be one when it is longer.
_BARE_LIST = 5
# An element of which this share is kept is kept whole.
_ENOUGH = 1 / 3
_INTRODUCTION_WORDS = 4
# Where it stays by itself, and what follows the list does, a shorter one will do.
_SHORT_INTRODUCTION = 2
_MOSTLY = 0.5
# Below this the weights may remove the last sentence of a page.
_HOPELESS = -6.0
# A page with no more than this share of other boilerplate has hardly any.
_CLEAN = 0.05
# A page of more lines must be sentences for this share of its words to be saved by them.
_SHORT_PAGE = 30
_ITEM_TAGS = frozenset({"li", "td", "th", "dt", "dd", "option", "a", "nav"})
_VERSE_END = re.compile(r"[,;:.!?…—–，；：。！？、،؛؟।]$")
_VERSE_WORDS = (1.5, 12.0)
_SENTENCES = SHAPE.index("sentences")
_find_lists = native.kernel(
    "find_lists", native.COUNT, native.ARRAY, native.COUNT, *[native.ARRAY] * 3,
    *[native.COUNT] * 2, native.ARRAY,
)  # fmt: skip


def settle(  # noqa: PLR0913, PLR0917 - all that is known of the lines
    lines: Lines,
    measured: Measured,
    scores: Scores,
    kept: list[bool],
    proofs: list[str],
    found: Reasons,
) -> None:
    """Let what belongs together be kept or removed as one (changes ``kept`` and ``proofs``).

    ``found`` are the reasons to look closer at some lines.
    """
    page = _Page(lines, measured, measured.words.tolist(), found)
    for first, end in _elements(lines):
        _share_fate(page, kept, proofs, first, end)
    for first, end in lists(lines, found, ITEM):
        if end - first >= _BARE_LIST and not _introduced(page, kept, proofs, first, end):
            _share_fate(page, kept, proofs, first, end)
    for first, end in lists(lines, found, TABLE_ROW):
        if _introduced(page, kept, proofs, first, end):
            kept[first - 1 : end + 1] = [True] * (end + 1 - (first - 1))
            proofs[first - 1 : end + 1] = [""] * (end + 1 - (first - 1))
    if not any(kept):
        _keep_last_sentences(page, scores, kept, proofs)
    else:
        _keep_sentences_of_a_clean_page(page, kept, proofs)
    _keep_a_page_of_verses(page, kept, proofs)


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """A page's lines, their lengths in words, and the reasons to look closer at some."""

    lines: Lines
    measured: Measured
    words: list[float]
    found: Reasons

    def is_sentence(self, index: int) -> bool:
        """Tell whether a line is a sentence of its own, no link and no known phrase."""
        return bool(self.found.bits[index] & SENTENCE)


def _elements(lines: Lines) -> list[tuple[int, int]]:
    """Give the runs of lines that one element holds, cut at its line breaks."""
    if not lines.marked_up:
        return []
    return [
        (first, end)
        for first, end in _runs(lines)
        if lines.paths[first] and lines.paths[first].rsplit("/", 1)[-1] not in _ITEM_TAGS
    ]


def _runs(lines: Lines) -> list[tuple[int, int]]:
    """Give the runs of two and more lines without an empty line between, with the same markup."""
    apart = (lines.gaps[1:] > 0) | ~lines.same_path | ~lines.same_css
    cuts = [0, *(apart.nonzero()[0] + 1).tolist(), len(lines)]
    return [(first, end) for first, end in pairwise(cuts) if end - first > 1]


def lists(lines: Lines, found: Reasons, reason: int) -> Sequence[tuple[int, int]]:
    """Give the runs of items of one kind, equally spaced; ``reason`` tells the items.

    >>> from cleaners.boilerplate.lines import Line
    >>> lines = Lines.of([Line("Öl"), Line("Salz"), Line("Mehl"), Line("Alles mischen.", 1)])
    >>> lists(lines, Reasons(np.array([ITEM, ITEM, ITEM, 0], np.uint32), ITEM), ITEM)
    [(0, 3)]
    """
    if not found.every & reason:
        return []
    runs = np.empty((len(lines), 2), np.int64)
    count = _find_lists(
        found.bits, reason, lines.gaps, lines.path_numbers, lines.css_numbers, len(lines), _LIST,
        runs,
    )  # fmt: skip
    return [(first, end) for first, end in runs[:count].tolist()]


def _introduced(page: _Page, kept: Sequence[bool], proofs: list[str], first: int, end: int) -> bool:
    """Tell whether a sentence with a colon announces a list, and text goes on below it."""
    texts, words = page.lines.texts, page.words
    if not first or end == len(texts) or not texts[first - 1].endswith((":", "：")):
        return False
    framed = kept[first - 1] and kept[end]
    least = _SHORT_INTRODUCTION if framed else _INTRODUCTION_WORDS
    if proofs[first - 1] or proofs[end] or words[first - 1] < least:
        return False
    sentences = page.measured.sheet.own[_SENTENCES, first - 1]
    says = sentences > 0 or words[first - 1] >= RUNNING_TEXT or any(kept[: first - 1])
    # On a short page the sentence that goes on below is enough.
    says |= framed or (kept[end] and len(texts) <= _SHORT_PAGE)
    linked = np.count_nonzero(page.lines.link_density[first:end] > _MOSTLY)
    return bool(says and page.is_sentence(end) and linked <= (end - first) / 2)


def _share_fate(page: _Page, kept: list[bool], proofs: Sequence[str], first: int, end: int) -> None:
    """Keep all lines of a unit that nothing proves boilerplate, or none."""
    if not any(kept[first:end]):
        return
    free = [i for i in range(first, end) if not proofs[i]]
    total = sum(page.words[i] for i in free)
    stays = sum(page.words[i] for i in free if kept[i])
    whole = stays >= _ENOUGH * total and stays > 0
    for index in free:
        kept[index] = whole


def _keep_sentences_of_a_clean_page(page: _Page, kept: list[bool], proofs: Sequence[str]) -> None:
    """Keep every sentence of a page that has hardly any boilerplate to be confused with."""
    sentences = [i for i in page.found.lines(SENTENCE) if not kept[i] and not proofs[i]]
    others = kept.count(False) - (page.lines.paths[0] == "head/title" and not kept[0])
    if others - len(sentences) <= _CLEAN * len(kept):
        for index in sentences:
            kept[index] = True


def _keep_last_sentences(
    page: _Page, scores: Scores, kept: list[bool], proofs: Sequence[str]
) -> None:
    """Keep the sentences and verses of a page of which nothing else would stay.

    In a long page of other things a stray sentence is no article.
    """
    lines = page.lines
    for index in page.found.lines(SENTENCE):
        kept[index] = not proofs[index] and bool(scores[index] > _HOPELESS)
    said = sum(words for words, stays in zip(page.words, kept, strict=True) if stays)
    if len(lines) > _SHORT_PAGE and said < _ENOUGH * sum(page.words):
        kept[:] = [False] * len(kept)
    for first, end in _runs(lines):
        if _is_verse(page, proofs, first, end):
            kept[first:end] = [True] * (end - first)
    if not any(kept):
        return
    top = kept.index(True) - 1
    if top >= 0 and lines.paths[top].endswith("/h1") and not proofs[top]:
        kept[top] = bool(lines.link_density[top] < _MOSTLY)


def _keep_a_page_of_verses(page: _Page, kept: list[bool], proofs: Sequence[str]) -> None:
    """Keep a poem without marks: short lines, a page of them, none a link or known phrase.

    Only markup can tell that a short line is no link.
    """
    lines = page.lines
    first = int(bool(len(lines)) and lines.paths[0] == "head/title")
    least, most = _VERSE_WORDS
    said = page.words[first:]
    if (
        lines.marked_up
        and _LIST <= len(said) <= _SHORT_PAGE
        and not any(proofs[first:])
        and all(least <= words <= most for words in said)
        and sum(said) > _ITEM_WORDS * len(said) * _MOSTLY
        and not lines.link_density[first:].any()
        and bool((page.measured.hits.covered[first:] < _MOSTLY).all())
    ):
        kept[first:] = [True] * len(said)


def _is_verse(page: _Page, proofs: Sequence[str], first: int, end: int) -> bool:
    """Tell whether lines are verses: a few words each, and most end in a mark."""
    least, most = _VERSE_WORDS
    run = slice(first, end)
    return (
        not any(proofs[run])
        and all(least <= words <= most for words in page.words[run])
        and bool((page.lines.link_density[run] <= _MOSTLY).all())
        and bool((page.measured.hits.covered[run] < _MOSTLY).all())
        and sum(bool(_VERSE_END.search(text)) for text in page.lines.texts[run]) * 2 >= end - first
    )
