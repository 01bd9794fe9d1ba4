"""The headline of a page: one line, first in the text, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.boilerplate.below_the_line import Find
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.labels import Verdict
from cleaners.boilerplate.lines import Line
from cleaners.records import Page

_SEPARATOR = re.compile(r"\s+[|｜·•–—-]\s+|\s*[|｜]\s*|\s::\s|(?<=\w)_+(?=\w)")
_SAME = 0.8
# The longest part that can be a site's name, in tokens, when nothing else proves it one.
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Settled:
    """The verdicts with one headline in them, and the edits inside lines that it takes."""

    verdicts: list[Verdict]
    finds: list[tuple[int, Find]]


def settle(page: Page, lines: Sequence[Line], verdicts: Sequence[Verdict]) -> Settled:
    """Keep one headline: cut the site's name off the page title, remove its repeats in the body."""
    settled = list(verdicts)
    first = next((i for i, v in enumerate(verdicts) if v.label == "title"), None)
    if first is None:
        return Settled(settled, [])
    if lines[first].path != "head/title":
        _drop_before(settled, first)
        _drop_repeats(settled, lines, first, lines[first].text)
        return Settled(settled, [])
    title = lines[first].text
    shown = _shown_headline(title, lines, verdicts)
    start, end = _own_part(
        title, None if shown is None else lines[shown].text, page.metadata.site_name
    )
    if shown is not None and not _overlaps(title[start:end], lines[shown].text):
        settled[first] = Verdict("repeated_title", kept=False, evidence="site-name")
        settled[shown] = Verdict("title", kept=True)
        _drop_repeats(settled, lines, shown, lines[shown].text)
        return Settled(settled, [])
    _drop_repeats(settled, lines, first, title[start:end])
    rule = "repeated_title/site-name"
    finds = [(first, Find(a, b, rule, 0.95)) for a, b in ((0, start), (end, len(title))) if a < b]
    return Settled(settled, finds)


def _drop_before(settled: list[Verdict], first: int) -> None:
    """Let nothing stand above the headline."""
    for index in range(first):
        if settled[index].kept:
            settled[index] = Verdict("menu", kept=False, evidence="above-headline", confidence=0.8)


def _drop_repeats(settled: list[Verdict], lines: Sequence[Line], first: int, title: str) -> None:
    wanted = tokens(title)
    for index, line in enumerate(lines):
        if index != first and settled[index].kept and _similar(wanted, tokens(line.text)):
            settled[index] = Verdict("repeated_title", kept=False, evidence="same-words")


def _similar(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or max(len(one), len(other)) > 80:
        return False
    shared = len(set(one) & set(other))
    return shared >= _SAME * max(len(set(one)), len(set(other)))


def _overlaps(title: str, shown: str) -> bool:
    own, other = set(tokens(title)), set(tokens(shown))
    return len(own & other) >= 0.4 * max(min(len(own), len(other)), 1)


def _shown_headline(title: str, lines: Sequence[Line], verdicts: Sequence[Verdict]) -> int | None:
    """Find the line of the body that shows the headline: it shares its words, or it is the h1."""
    wanted = set(tokens(title))
    inside = [i for i, v in enumerate(verdicts) if v.kept and i]
    best: tuple[float, int] | None = None
    for index, line in enumerate(lines[1:], 1):
        own = set(tokens(line.text))
        if len(own) < 2 or len(own) > 60:
            continue
        shared = len(own & wanted) / len(own)
        if shared >= _SAME and len(own) >= 0.3 * len(wanted):
            key = (shared * len(own) - 0.001 * index, index)
            if best is None or key > best:
                best = key
    if best:
        return best[1]
    headings = [
        i
        for i, line in enumerate(lines)
        if line.path.endswith("/h1")
        and len(tokens(line.text)) >= 3
        and (not inside or i <= inside[0] + 1)
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
