"""Whether one side says yes where the other says no."""

from __future__ import annotations

from typing import NamedTuple

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.tables import UNSPACED, base, polarity
from cleaners.records import Finding


class Stance(NamedTuple):
    """The span of a text's first word of negation, and how many words nearly or may negate."""

    negation: tuple[int, int] | None
    nearly: int
    possible: int


def negation(pair: Pair) -> tuple[Finding, ...]:
    """Find a negation that stands clearly on one side and not even possibly on the other.

    >>> pair = Pair("台積電不會參與營運。", "TSMC will take part in the operation.", "zh", "en")
    >>> [finding.code for finding in negation(pair)]
    ['accuracy/mistranslation:negation']
    """
    source, target = (
        stance(pair.source, pair.source_language),
        stance(pair.target, pair.target_language),
    )
    if source is None or target is None or (source.negation is None) == (target.negation is None):
        return ()
    denied, plain = (source, target) if source.negation else (target, source)
    # What may negate on the plain side is explained where the other side has as much of it.
    if plain.possible > denied.possible or plain.nearly > denied.nearly:
        return ()
    text = pair.source if denied is source else pair.target
    assert denied.negation is not None
    quoted = text[slice(*denied.negation)]
    code = "accuracy/mistranslation:negation"
    if denied is source:
        message = f"the source is negated ({quoted!r}), the target is not"
        return (Finding(code, "major", message, source_span=denied.negation),)
    message = f"the target is negated ({quoted!r}), the source is not"
    return (Finding(code, "major", message, target_span=denied.negation),)


def stance(text: str, language: str) -> Stance | None:
    """Tell how a text stands to negation; ``None`` where we do not know the language's words.

    >>> stance("この駅には誰もいない。", "ja")
    Stance(negation=(8, 10), nearly=0, possible=0)
    >>> stance("もっと早く着くかもしれない。", "ja").negation is None
    True
    """
    words = polarity(base(language))
    if words is None:
        return None
    harmless = [match.span() for match in words.exclude.finditer(text)]
    first = next(
        (
            match.span()
            for match in words.negation.finditer(text)
            if not any(a < match.end() and match.start() < b for a, b in harmless)
        ),
        None,
    )
    nearly = sum(1 for _ in words.nearly.finditer(text))
    possible = sum(1 for _ in words.possible.finditer(text))
    if first is None:
        # Phrases (no longer, not yet) may say no; parts of words (不断) do not.
        if base(language) in UNSPACED:
            possible += len(harmless)
        else:
            nearly += 2 * len(harmless)
        nearly += sum(1 for _ in words.expletive.finditer(text))
    return Stance(first, nearly, possible)
