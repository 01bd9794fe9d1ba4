"""What can be wrong with a segment pair: one module per idea, each check ``Pair -> findings``."""

from __future__ import annotations

from cleaners.bitext.checks.coverage import length, truncation
from cleaners.bitext.checks.form import form
from cleaners.bitext.checks.language import copied, language, untranslated
from cleaners.bitext.checks.markup import addresses, punctuation, residue
from cleaners.bitext.checks.names import entity
from cleaners.bitext.checks.numbers import numbers
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.polarity import negation
from cleaners.bitext.checks.repetition import repetition
from cleaners.records import Finding

# Whether a pair is a copy or in another language is asked first: then nothing else is worth saying.
FIRST = (copied, language)
CHECKS = (
    untranslated, numbers, entity, negation, truncation, length, repetition, residue, addresses,
    punctuation, form,
)  # fmt: skip


def check(pair: Pair) -> tuple[Finding, ...]:
    """Run all checks on a pair.

    >>> [finding.code for finding in check(Pair("他來了。", "Il est venu en 2031.", "zh", "fr"))]
    ['accuracy/addition:number']
    """
    if not pair.source.strip() or not pair.target.strip():
        side = "source" if not pair.source.strip() else "target"
        code = "accuracy/addition" if side == "source" else "accuracy/omission"
        return (Finding(code, "critical", f"the {side} is empty"),)
    first = tuple(finding for ask in FIRST for finding in ask(pair))
    if any(finding.severity == "critical" for finding in first):
        return first
    return first + tuple(finding for ask in CHECKS for finding in ask(pair))
