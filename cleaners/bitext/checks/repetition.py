"""Loops: the same words again and again, as machine translation makes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.spans import words
from cleaners.records import Finding

# The longest loop looked for, in words (in characters where a language writes no spaces).
LONGEST = 24
# A run of the same short unit counts as a loop from so many letters on: "ha ha ha" does not.
FEWEST_LETTERS = 12
LATER = 2
DOUBLED_LETTERS = 5
# Words are doubled on purpose: xanh xanh, pelan pelan, yavaş yavaş.
DOUBLING = frozenset({"vi", "id", "ms", "tr", "tl", "zh", "ja", "ko", "th", "hi"})


def repetition(pair: Pair) -> tuple[Finding, ...]:
    """Find words that one side repeats at least three times in a row and the other does not.

    >>> pair = Pair("他去年來過。", "He came last year last year last year.", "zh", "en")
    >>> [finding.code for finding in repetition(pair)]
    ['fluency/duplication']
    """
    source = loop(pair.source, pair.source_language)
    target = loop(pair.target, pair.target_language)
    if target and not source:
        message = f"the target repeats {pair.target[slice(*target)]!r} over and over"
        return (Finding("fluency/duplication", "major", message, target_span=target),)
    if source and not target:
        message = f"the source repeats {pair.source[slice(*source)]!r} over and over"
        return (Finding("fluency/duplication", "major", message, source_span=source),)
    return tuple(_doubled(pair))


def loop(text: str, language: str) -> tuple[int, int] | None:
    """Give the span of the first unit that stands three times in a row."""
    spans = words(text, language)
    tokens = [text[start:end].casefold() for start, end in spans]
    if max(Counter(tokens).values(), default=0) <= LATER:
        return None
    for size in range(1, min(LONGEST, len(tokens) // 3) + 1):
        run = 0
        for at in range(size, len(tokens)):
            run = run + 1 if tokens[at] == tokens[at - size] else 0
            unit = tokens[at - size + 1 : at + 1]
            letters = sum(map(len, unit)) * 3
            if run >= LATER * size and letters >= FEWEST_LETTERS and not _numeric(unit):
                return spans[at - size + 1][0], spans[at][1]
    return None


def _numeric(unit: list[str]) -> bool:
    return all(token.isnumeric() for token in unit)


def _doubled(pair: Pair) -> Iterator[Finding]:
    """Give a long word that stands twice in a row in the target only."""
    if pair.target_language.partition("-")[0] in DOUBLING:
        return
    pattern = rf"(?<!\w)(\p{{Ll}}{{{DOUBLED_LETTERS},}}) \1(?!\w)"
    match = regex.search(pattern, pair.target)
    if match and not regex.search(r"(?<!\w)(\p{L}+)[ ,]+\1(?!\w)", pair.source):
        message = f"the target has {match[1]!r} twice"
        yield Finding("fluency/duplication", "minor", message, target_span=match.span())
