"""Whether one side says yes where the other says no."""

from __future__ import annotations

from typing import Literal


from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.tables import Polarity, base, polarity
from cleaners.records import Finding

Stance = Literal["negated", "possible", "plain", "unknown"]


def negation(pair: Pair) -> tuple[Finding, ...]:
    """Find a negation that stands clearly on one side and not even possibly on the other.

    >>> pair = Pair("台積電不會參與營運。", "TSMC will take part in the operation.", "zh", "en")
    >>> [finding.code for finding in negation(pair)]
    ['accuracy/mistranslation:negation']
    """
    source, source_span = stance(pair.source, pair.source_language)
    target, target_span = stance(pair.target, pair.target_language)
    if {source, target} != {"negated", "plain"}:
        return ()
    denied, plain = ("source", "target") if source == "negated" else ("target", "source")
    text, span = (
        (pair.source, source_span) if source == "negated" else (pair.target, target_span)
    )
    assert span is not None
    message = f"the {denied} is negated ({text[slice(*span)]!r}), the {plain} is not"
    code = "accuracy/mistranslation:negation"
    if denied == "source":
        return (Finding(code, "major", message, source_span=span),)
    return (Finding(code, "major", message, target_span=span),)


def stance(text: str, language: str) -> tuple[Stance, tuple[int, int] | None]:
    """Tell how a text stands to negation, and where its first word of negation is.

    >>> stance("この駅には誰もいない。", "ja")
    ('negated', (8, 10))
    >>> stance("もっと早く着くかもしれない。", "ja")[0]
    'plain'
    """
    words = polarity(base(language))
    if words is None:
        return "unknown", None
    found = _first(words, text)
    if found:
        return "negated", found
    harmless = words.exclude and words.exclude.search(text)
    return ("possible" if harmless or words.possible.search(text) else "plain"), None


def _first(words: Polarity, text: str) -> tuple[int, int] | None:
    harmless = [match.span() for match in words.exclude.finditer(text)] if words.exclude else []
    for match in words.negation.finditer(text):
        start, end = match.span()
        if not any(a <= start and end <= b for a, b in harmless):
            return start, end
    return None
