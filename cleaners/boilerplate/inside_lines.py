"""What goes inside the lines that stay: where on a page to look for what ``below_the_line`` finds.

Only the lines that may hold something are read; most do not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from cleaners import native
from cleaners.boilerplate import below_the_line
from cleaners.boilerplate.below_the_line import Find
from cleaners.boilerplate.characters import IDEOGRAPH, class_table, learn
from cleaners.boilerplate.labels import Judged
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.phrases import Phrases
from cleaners.boilerplate.shape import ends_sentence
from cleaners.code_points import code_points

GLUED_HEADING = "heading/glued"
GLUED_HEADING_END = "heading/glued-end"
OWN_LINE = "related_headlines/below-the-article"
# So far up from the end of an article headlines of others and credits are looked for.
_TAIL_LINES = 3
_CREDIT_LINES = 2
_find_capitals = native.kernel(
    "find_capitals", native.COUNT, native.ARRAY, native.COUNT, *[native.ARRAY] * 2
)


def find(lines: Lines, judged: Judged, phrases: Phrases) -> list[tuple[int, Find]]:
    """Find the boilerplate inside the lines that stay, and the headings glued into them."""
    verdicts, texts = judged.verdicts, lines.texts
    body = verdicts.body()
    if not body:
        return []
    finds: list[tuple[int, Find]] = []
    headed = may_hold_headings(lines, judged, body, phrases.openers)
    low = {index: position for position, index in enumerate(reversed(body[-_TAIL_LINES:]))}
    for index in body:
        text = texts[index]
        position = low.get(index, _TAIL_LINES)
        if not position and len(body) > 1 and _ends_with_headlines(lines, judged, body):
            finds.append((index, Find(0, len(text), OWN_LINE, 0.85)))
            continue
        found = below_the_line.teasers(text, phrases) if _may_hold_teasers(text) else []
        end = len(text)
        if position < _TAIL_LINES:
            tail = _tail(
                lines,
                judged,
                body,
                index,
                phrases,
                with_credit=position < _CREDIT_LINES,
            )
            found += tail
            end = tail[0].start if tail else end
        if index in headed:
            for start, stop in below_the_line.glued_headings(text[:end], phrases.openers):
                found += _line_breaks(text, start, stop)
        if found:
            finds += [(index, one) for one in _disjoint(found)]
    return finds


def _may_hold_teasers(text: str) -> bool:
    """Tell whether a text holds what every teaser does: a parenthesis and a colon."""
    return ("(" in text or "（" in text) and (":" in text or "：" in text)


def _tail(  # noqa: PLR0913 - a line and the page around it
    lines: Lines,
    judged: Judged,
    body: Sequence[int],
    index: int,
    phrases: Phrases,
    *,
    with_credit: bool,
) -> list[Find]:
    """Find what stands behind the text of one of the last lines, in order."""
    verdicts, texts = judged.verdicts, lines.texts
    text = texts[index]
    title = verdicts.first("title")
    headline = texts[title] if title is not None and verdicts.kept[title] else ""
    credit = below_the_line.source_credit(text, headline, phrases) if with_credit else None
    above = text[: credit.start] if credit else text
    if ends_sentence(above) or not below_the_line.inner_ends(above):
        return [credit] if credit else []
    below = index + 1
    followed = below < len(lines) and not verdicts.kept[below]
    removed = "\n".join(other for other, kept in zip(texts, verdicts.kept, strict=True) if not kept)
    glued = below_the_line.glued_headlines(
        above,
        [texts[i] for i in body if i != index],
        removed,
        strong=credit is not None or followed,
        last=followed or below == len(lines),
    )
    return [one for one in (glued, credit) if one]


def _ends_with_headlines(lines: Lines, judged: Judged, body: Sequence[int]) -> bool:
    """Tell whether the last line that stays is no part of the article but headlines below it."""
    last, verdicts = body[-1], judged.verdicts
    followed = last + 1 < len(lines) and not verdicts.kept[last + 1]
    if not followed or verdicts.labels[last] != "heading":
        return False
    texts = [lines.texts[index] for index in body]
    return ends_sentence(texts[-2]) and below_the_line.foreign_to(texts[-1], texts[:-1])


def may_hold_headings(
    lines: Lines, judged: Judged, body: Sequence[int], openers: frozenset[str]
) -> set[int]:
    """Give the lines with a place where a glued heading may end.

    That is, in scripts with capitals, a word that begins sentences, with a capital, behind a letter
    or digit and before a small letter; in long text of ideographs any place.
    """
    ideographs = judged.measured.sheet.characters.counts[IDEOGRAPH].tolist()
    found = {index for index in body if ideographs[index] > below_the_line.WIDE_TEXT}
    lengths = judged.measured.sheet.characters.lengths.tolist()
    long = [index for index in body if lengths[index] >= below_the_line.FROM_LENGTH]
    if not long:
        return found
    text = "\n".join([lines.texts[index] for index in long])
    borders = [*accumulate([lengths[index] + 1 for index in long])]
    for start, end in capitals(text):
        if text[start:end].lower() in openers:
            found.add(long[bisect_right(borders, start)])
    return found


def capitals(text: str) -> list[tuple[int, int]]:
    """Find the words with a capital between a letter or digit and a small letter: their spans.

    >>> capitals("Les talents La course. Le prix d'Anna B")
    [(12, 14)]
    """
    found = np.empty((len(text) // 2 + 1, 2), np.intp)
    codes = code_points(text)
    while (count := _find_capitals(codes, len(text), class_table(), found)) < 0:
        learn(codes)
    return [(start, end) for start, end in found[:count].tolist()]


def _line_breaks(text: str, start: int, end: int) -> list[Find]:
    """Put a heading on its own line: the white space around it becomes an empty line."""
    before = start - len(text[:start]) + len(text[:start].rstrip())
    after = end + len(text[end:]) - len(text[end:].lstrip())
    return [
        Find(before, start, GLUED_HEADING, 0.9, "\n\n"),
        Find(end, after, GLUED_HEADING_END, 0.9, "\n\n"),
    ]


def _disjoint(finds: Sequence[Find]) -> list[Find]:
    chosen: list[Find] = []
    for one in sorted(finds, key=lambda f: (f.start, f.end)):
        if not chosen or one.start >= chosen[-1].end:
            chosen.append(one)
    return chosen
