"""Lines that belong together share one fate: the lines of a verse, the items of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.lines import Line
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.shape import SHAPE, ends_sentence

Flags = NDArray[np.bool_]

# An item of a list of like lines has at most so many words; so many make a list.
_ITEM_WORDS = 5
_LIST = 3
# Without a line that introduces it, a list is surer to be one when it is longer.
_BARE_LIST = 5
# An element of which this share is kept is kept whole.
_ENOUGH = 1 / 3
_INTRODUCTION_WORDS = 4
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


def settle(
    lines: Sequence[Line], measured: Measured, scores: Scores, kept: Flags, proofs: list[str]
) -> None:
    """Let what belongs together be kept or removed as one (changes ``kept`` and ``proofs``)."""
    for first, end in _elements(lines):
        _share_fate(measured, kept, proofs, first, end)
    for first, end in _lists(lines, measured):
        if _introduced(lines, measured, kept, proofs, first, end):
            kept[first - 1 : end + 1] = True
            proofs[first - 1 : end + 1] = [""] * (end + 1 - (first - 1))
        elif end - first >= _BARE_LIST:
            _share_fate(measured, kept, proofs, first, end)
    if not kept.any():
        _keep_last_sentences(lines, measured, scores, kept, proofs)
    else:
        _keep_sentences_of_a_clean_page(lines, measured, kept, proofs)


def is_sentence(index: int, line: Line, measured: Measured) -> bool:
    """Tell whether a line is a sentence of its own, no link and no known phrase."""
    hit = measured.rows[index]
    return (
        ends_sentence(line.text)
        and measured.words[index] >= _SENTENCE_WORDS
        and (hit.covered <= _MOSTLY or hit.kinds <= _MENTIONED)
        and line.link_density < _MOSTLY
        and line.path != "head/title"
    )


def _elements(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Give the runs of lines that one element holds, cut at its line breaks."""
    return (
        (first, end)
        for first, end in _runs(lines)
        if lines[first].path and lines[first].path.rsplit("/", 1)[-1] not in _ITEM_TAGS
    )


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Give the runs of two and more lines without an empty line between, with the same markup."""
    cuts = [0]
    for index, (before, line) in enumerate(pairwise(lines), 1):
        if line.gap or (line.path, line.css) != (before.path, before.css):
            cuts.append(index)
    cuts.append(len(lines))
    return ((first, end) for first, end in pairwise(cuts) if end - first > 1)


def _lists(lines: Sequence[Line], measured: Measured) -> Iterator[tuple[int, int]]:
    """Give the runs of short lines of one kind, equally spaced."""
    first = 0
    while first < len(lines):
        end = first
        while (
            end < len(lines)
            and _is_item(lines[end], measured, end)
            and (end < first + 2 or _alike(lines[end], lines[first + 1]))
            and (end == first or lines[end].path == lines[first].path)
        ):
            end += 1
        if end - first >= _LIST:
            yield first, end
        first = max(end, first + 1)


def _is_item(line: Line, measured: Measured, index: int) -> bool:
    return (
        measured.words[index] <= _ITEM_WORDS
        and not ends_sentence(line.text)
        and line.path != "head/title"
        and not line.text.endswith((":", "："))
    )


def _alike(line: Line, other: Line) -> bool:
    return line.gap == other.gap and line.css == other.css


def _introduced(  # noqa: PLR0913, PLR0917 - a list and the page around it
    lines: Sequence[Line], measured: Measured, kept: Flags, proofs: list[str], first: int, end: int
) -> bool:
    """Tell whether a sentence with a colon announces a list, and text goes on below it."""
    if not first or end == len(lines) or proofs[first - 1] or proofs[end]:
        return False
    above, below = lines[first - 1], lines[end]
    long = measured.words[first - 1] >= _INTRODUCTION_WORDS
    sentences = measured.matrix[first - 1, SHAPE.index("sentences")]
    says = (
        sentences > 0 or measured.words[first - 1] >= RUNNING_TEXT or bool(kept[: first - 1].any())
    )
    linked = sum(line.link_density > _MOSTLY for line in lines[first:end])
    return (
        above.text.endswith((":", "："))
        and long
        and says
        and is_sentence(end, below, measured)
        and linked <= (end - first) / 2
    )


def _share_fate(
    measured: Measured, kept: Flags, proofs: Sequence[str], first: int, end: int
) -> None:
    """Keep all lines of a unit that nothing proves boilerplate, or none."""
    free = [i for i in range(first, end) if not proofs[i]]
    total = sum(float(measured.words[i]) for i in free)
    stays = sum(float(measured.words[i]) for i in free if kept[i])
    if free:
        kept[free] = stays >= _ENOUGH * total and stays > 0


def _keep_sentences_of_a_clean_page(
    lines: Sequence[Line], measured: Measured, kept: Flags, proofs: Sequence[str]
) -> None:
    """Keep every sentence of a page that has hardly any boilerplate to be confused with."""
    sentences = [
        i
        for i, line in enumerate(lines)
        if not (kept[i] or proofs[i]) and is_sentence(i, line, measured)
    ]
    others = sum(
        not stays and line.path != "head/title" for stays, line in zip(kept, lines, strict=True)
    )
    if others - len(sentences) <= _CLEAN * len(lines):
        kept[sentences] = True


def _keep_last_sentences(
    lines: Sequence[Line], measured: Measured, scores: Scores, kept: Flags, proofs: Sequence[str]
) -> None:
    """Keep the sentences and verses of a page of which nothing else would stay.

    In a long page of other things a stray sentence is no article.
    """
    for index, line in enumerate(lines):
        fine = not proofs[index] and scores[index] > _HOPELESS
        kept[index] = fine and is_sentence(index, line, measured)
    said = float(measured.words[kept].sum())
    if len(lines) > _SHORT_PAGE and said < _ENOUGH * float(measured.words.sum()):
        kept[:] = False
    for first, end in _runs(lines):
        if _is_verse(lines, measured, proofs, first, end):
            kept[first:end] = True
    if not kept.any():
        return
    top = int(np.flatnonzero(kept)[0]) - 1
    if top >= 0 and lines[top].path.endswith("/h1") and not proofs[top]:
        kept[top] = lines[top].link_density < _MOSTLY


def _is_verse(
    lines: Sequence[Line], measured: Measured, proofs: Sequence[str], first: int, end: int
) -> bool:
    """Tell whether lines are verses: a few words each, and most end in a mark."""
    run = range(first, end)
    least, most = _VERSE_WORDS
    return (
        not any(proofs[i] or lines[i].link_density > _MOSTLY for i in run)
        and all(least <= measured.words[i] <= most for i in run)
        and all(measured.rows[i].covered < _MOSTLY for i in run)
        and sum(bool(_VERSE_END.search(lines[i].text)) for i in run) * 2 >= len(run)
    )
