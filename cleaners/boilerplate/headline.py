"""The headline of a page: one line, first in the text, without the site's name."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.below_the_line import Find
from cleaners.boilerplate.characters import MEASURED
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.labels import Judged
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.verdicts import Verdict, Verdicts
from cleaners.boilerplate.words import Hashes, Tokens, among, hashes_of
from cleaners.records import Page

Counts = NDArray[np.int64]

_SEPARATOR = re.compile(r"\s+[|｜·•–—-]\s+|\s*[|｜]\s*|\s::\s|(?<=\w)_+(?=\w)")
_SAME = 0.8
# Longer lines are no headline again.
_LONGEST_REPEAT = 80
_ABOVE = Verdict("menu", kept=False, evidence="above-headline", confidence=0.8)
# The most different words of a headline.
_LONGEST_HEADLINE = 60
# The longest part that can be a site's name, in tokens, when nothing else proves it one.
_LONGEST_NAME = 6
_count_shared = native.kernel(
    "count_shared", native.NOTHING, *[native.ARRAY] * 3, native.COUNT, *[native.ARRAY] * 3
)


def settle(page: Page, lines: Lines, judged: Judged) -> list[tuple[int, Find]]:
    """Keep one headline: cut the site's name off the page title, remove its repeats in the body.

    Changes the verdicts; gives the edits inside lines that it takes.
    """
    verdicts = judged.verdicts
    first = verdicts.first("title")
    if first is None:
        return []
    title = lines.texts[first]
    if lines.paths[first] != "head/title":
        _drop_before(verdicts, first)
        _drop_repeats(judged, lines, first, title)
        return []
    shown = _shown_headline(title, lines, judged)
    start, end = _own_part(
        title, None if shown is None else lines.texts[shown], page.metadata.site_name
    )
    if shown is not None and not _overlaps(title[start:end], lines.texts[shown]):
        verdicts.put(first, Verdict("repeated_title", kept=False, evidence="site-name"))
        verdicts.put(shown, Verdict("title", kept=True))
        _drop_repeats(judged, lines, shown, lines.texts[shown])
        return []
    _drop_repeats(judged, lines, first, title[start:end])
    rule = "repeated_title/site-name"
    return [(first, Find(a, b, rule, 0.95)) for a, b in ((0, start), (end, len(title))) if a < b]


def _drop_before(verdicts: Verdicts, first: int) -> None:
    """Let nothing stand above the headline."""
    for index in range(first):
        if verdicts.kept[index]:
            verdicts.put(index, _ABOVE)


def _drop_repeats(judged: Judged, lines: Lines, first: int, title: str) -> None:
    verdicts, sheet = judged.verdicts, judged.measured.sheet
    counted = sheet.tokens
    if title == lines.texts[first] and len(title) <= MEASURED:
        hashes = counted.hashes[counted.starts[first] : counted.starts[first + 1]]
    else:
        hashes = hashes_of(tokens(title))
    distinct, shared = _shared(counted, hashes)
    wanted = len(set(hashes.tolist()))
    like = shared >= _SAME * np.maximum(distinct, wanted)
    like &= (distinct > 0) & (counted.count <= _LONGEST_REPEAT)
    for index in like.nonzero()[0].tolist():
        guessed = verdicts.kept[index] or verdicts.evidence[index] == "sequence"
        if index != first and guessed and _similar(tokens(title), tokens(lines.texts[index])):
            verdicts.put(index, Verdict("repeated_title", kept=False, evidence="same-words"))


def _shared(counted: Tokens, wanted: Hashes) -> tuple[Counts, Counts]:
    """Count the different tokens of each line, and those among them that are wanted."""
    distinct, shared = np.empty((2, len(counted.count)), np.int64)
    room = np.empty(len(counted), np.int64)
    flags = among(counted.hashes, wanted)
    _count_shared(counted.starts, counted.ids, flags, len(distinct), room, distinct, shared)
    return distinct, shared


def _similar(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or max(len(one), len(other)) > _LONGEST_REPEAT:
        return False
    shared = len(set(one) & set(other))
    return shared >= _SAME * max(len(set(one)), len(set(other)))


def _overlaps(title: str, shown: str) -> bool:
    own, other = set(tokens(title)), set(tokens(shown))
    return len(own & other) >= 0.4 * max(min(len(own), len(other)), 1)


def _shown_headline(title: str, lines: Lines, judged: Judged) -> int | None:
    """Find the line of the body that shows the headline: it shares its words, or it is the h1."""
    sheet, wanted = judged.measured.sheet, set(tokens(title))
    distinct, shared = _shared(sheet.tokens, hashes_of(wanted))
    shows = (shared >= _SAME * distinct) & (distinct >= max(2, 0.3 * len(wanted)))
    shows &= (distinct <= _LONGEST_HEADLINE) & (sheet.characters.lengths <= MEASURED)
    shows[0] = False
    if shows.any():
        # The most words in common; of equals the first.
        return int(np.where(shows, shared, -1).argmax())
    kept = judged.verdicts.kept
    inside = next((index for index in range(1, len(kept)) if kept[index]), len(kept))
    count = sheet.tokens.count
    headings = [
        index
        for index, path in enumerate(lines.paths[: inside + 2])
        if path.endswith("/h1") and count[index] >= 3
    ]
    return headings[-1] if headings else None


def _own_part(title: str, shown: str | None, site_name: str | None) -> tuple[int, int]:
    """Find the part of a page's title that is the headline, without the site's name around it."""
    cuts = [match.span() for match in _SEPARATOR.finditer(title)]
    parts = [(0, len(title))]
    parts += [(0, start) for start, _ in cuts] + [(end, len(title)) for _, end in cuts]
    parts += [(end, start) for _, end in cuts for start, _ in cuts if end < start]
    if shown is not None:
        wanted = set(tokens(shown))
        return max(parts, key=lambda part: (_likeness(title[slice(*part)], wanted), -part[0]))
    if not cuts:
        return 0, len(title)
    start, end = cuts[-1]
    name = tokens(title[end:])
    proven = bool(site_name) and set(name) <= set(tokens(site_name or ""))
    sign = title[start:end].strip() in "|｜_"
    if proven or (sign and len(name) <= _LONGEST_NAME and len(tokens(title[:start])) >= 3):
        return 0, start
    return 0, len(title)


def _likeness(text: str, wanted: set[str]) -> float:
    own = set(tokens(text))
    return len(own & wanted) / max(len(own | wanted), 1)
