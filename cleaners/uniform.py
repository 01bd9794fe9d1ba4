"""Ellipses and dashes: one way to write them in a document that mixes two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from cleaners.records import Edit

STEP = "typography"
DOTS, ELLIPSIS = "...", "…"
HYPHEN = "-"
EAST_ASIAN = ("zh", "ja", "ko")
_ELLIPSES = regex.compile(r"(?<=[\p{L}\p{N}»”\"’)\]])(?:(?<!\.)\.{3}(?!\.)|…)(?![….])")
# Between words only: "3 - 2" is a score, "- item" a list, "A - B" at a line's start a heading.
_DASHES = regex.compile(r"(?<=[\p{Ll}\p{M}»”\"’),] )[-–—](?= [\p{Ll}«“„\"(])")


def unify(text: str, spans: Sequence[tuple[int, int]], language: str) -> list[Edit]:
    """Find ellipses and dashes between words that a document mostly writes another way.

    A hyphen between spaces becomes the document's dash; a dash never becomes a hyphen.

    >>> text = "Well… yes… no... A port - a big one – was shut – again."
    >>> [(edit.before, edit.after) for edit in unify(text, [(0, len(text))], "en")]
    [('...', '…'), ('-', '–')]
    """
    edits: list[Edit] = []
    if not language.startswith(EAST_ASIAN) and DOTS in text and ELLIPSIS in text:
        edits += _majority(text, spans, _ELLIPSES, "ellipsis")
    if " – " in text or " — " in text:
        edits += _majority(text, spans, _DASHES, "dash")
    return edits


def _majority(
    text: str, spans: Sequence[tuple[int, int]], pattern: regex.Pattern[str], rule: str
) -> list[Edit]:
    """Write every match as most of them are; where two are as frequent, all stay."""
    found = [match for start, end in spans for match in pattern.finditer(text, start, end)]
    counted = Counter(match[0] for match in found).most_common()
    if len(counted) < 2 or counted[0][1] == counted[1][1] or counted[0][0] == HYPHEN:
        return []
    usual = counted[0][0]
    return [
        Edit(STEP, rule, match.start(), match.end(), match[0], usual)
        for match in found
        if match[0] != usual
    ]
