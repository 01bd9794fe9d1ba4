"""Lines that belong together share one fate: the lines of a verse, the items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.words import NUMBER_HASH

Flags = NDArray[np.bool_]

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
# An item with a bullet may say more.
_BULLET_WORDS = 12
_SENTENCE_WORDS = 2.0
# A sentence may say when something was.
_MENTIONED = frozenset({"time_ago"})
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
_COLON_END, _SENTENCES = SHAPE.index("colon_end"), SHAPE.index("sentences")
_BULLET = SHAPE.index("bullet")
_find_lists = native.kernel(
    "find_lists", native.COUNT, *[native.ARRAY] * 4, *[native.COUNT] * 2, native.ARRAY
)


def settle(
    lines: Lines,
    measured: Measured,
    scores: Scores,
    kept: list[bool],
    proofs: list[str],
) -> None:
    """Let what belongs together be kept or removed as one (changes ``kept`` and ``proofs``)."""
    page = _Page(lines, measured, measured.words.tolist(), _sentences(lines, measured))
    for first, end in _elements(lines):
        _share_fate(page, kept, proofs, first, end)
    for first, end in lists(lines, _items(page)):
        if end - first >= _BARE_LIST and not _introduced(page, kept, proofs, first, end):
            _share_fate(page, kept, proofs, first, end)
    for first, end in lists(lines, _rows(page)):
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
    """A page's lines, their lengths in words, and which are sentences."""

    lines: Lines
    measured: Measured
    words: list[float]
    sentences: list[bool]


def _sentences(lines: Lines, measured: Measured) -> list[bool]:
    """Tell which lines are sentences of their own, no links and no known phrases."""
    hits = measured.hits
    said = (hits.covered <= _MOSTLY) | (hits.kinds & ~hits.bits(_MENTIONED) == 0)
    sentences = measured.sheet.ends & (measured.words >= _SENTENCE_WORDS) & said
    found: list[bool] = (sentences & (lines.link_density < _MOSTLY)).tolist()
    if found and lines.paths[0] == "head/title":
        found[0] = False
    return found


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
    cuts = [0, *(np.flatnonzero(apart) + 1).tolist(), len(lines)]
    return [(first, end) for first, end in pairwise(cuts) if end - first > 1]


def lists(lines: Lines, item: Flags) -> Sequence[tuple[int, int]]:
    """Give the runs of items of one kind, equally spaced.

    >>> from cleaners.boilerplate.lines import Line
    >>> lines = Lines.of([Line("Öl"), Line("Salz"), Line("Mehl"), Line("Alles mischen.", 1)])
    >>> lists(lines, np.array([True, True, True, False]))
    [(0, 3)]
    """
    found = np.empty((len(lines), 2), np.int64)
    count = _find_lists(
        item, lines.gaps, lines.path_numbers, lines.css_numbers, len(lines), _LIST, found
    )
    return [(first, end) for first, end in found[:count].tolist()]


def _items(page: _Page) -> Flags:
    lines, measured = page.lines, page.measured
    colon = measured.sheet.own[_COLON_END] > 0
    item = (measured.words <= _ITEM_WORDS) & ~measured.sheet.ends & ~colon
    if lines.paths[0] == "head/title":
        item[0] = False
    return np.asarray(item)


def _rows(page: _Page) -> Flags:
    """Flag the items that a sentence may introduce: rows of a table may hold many numbers."""
    sheet, words = page.measured.sheet, page.measured.words
    numbers = np.bincount(
        sheet.tokens.line[sheet.tokens.hashes == NUMBER_HASH], minlength=len(words)
    )
    bullets = (sheet.own[_BULLET] > 0) & (words <= _BULLET_WORDS)
    rows = (words - numbers <= _ITEM_WORDS) & ~sheet.ends & (sheet.own[_COLON_END] <= 0)
    rows |= bullets & ~sheet.ends
    if page.lines.paths[0] == "head/title":
        rows[0] = False
    return np.asarray(rows)


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
    return bool(says and page.sentences[end] and linked <= (end - first) / 2)


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
    sentences = [
        index
        for index, (stays, is_sentence) in enumerate(zip(kept, page.sentences, strict=True))
        if is_sentence and not stays and not proofs[index]
    ]
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
    for index, is_sentence in enumerate(page.sentences):
        kept[index] = is_sentence and not proofs[index] and bool(scores[index] > _HOPELESS)
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
