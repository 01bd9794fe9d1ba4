"""Whether the target is written as a sentence is: a capital to begin with, no stray spaces."""

from __future__ import annotations

import regex

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.spans import ends_properly
from cleaners.records import Finding

FIRST_WORD = regex.compile(r"^[^\p{L}\p{N}]*(\p{L}[\p{L}\p{M}\p{N}]*)")
# French sets ; : ! ? apart; no language sets a comma or a full stop apart.
LOOSE = regex.compile(
    r"(?<=[\p{L}\p{N}]) [,.](?=\s|$)|(?<=[\p{Ll},.;])[#$&*+/<=>@^_`{|~\\](?=\s|$)"
)


def form(pair: Pair) -> tuple[Finding, ...]:
    """Find a target sentence that begins small, or has its punctuation set apart.

    >>> form(Pair("Il est venu.", "he came.", "fr", "en"))[0].message
    'the target begins with a small letter'
    """
    findings = []
    source, target = FIRST_WORD.match(pair.source), FIRST_WORD.match(pair.target)
    whole = ends_properly(pair.source) and ends_properly(pair.target)
    # A word with a capital inside (iPhone, eBay) is written so.
    if whole and source and target and target[1].islower() and not source[1][0].islower():
        message = "the target begins with a small letter"
        code = "fluency/spelling:capitalisation"
        findings.append(Finding(code, "minor", message, target_span=target.span(1)))
    loose = LOOSE.search(pair.target)
    if loose and not LOOSE.search(pair.source):
        message = "punctuation is set apart in the target"
        findings.append(Finding("fluency/punctuation", "minor", message, target_span=loose.span()))
    return tuple(findings)
