"""Whether one side says less or more than the other: cut off, left out, added."""

from __future__ import annotations

import math
import unicodedata
from functools import cache

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.spans import CLOSING, WORD, ends_properly, sentence_spans
from cleaners.bitext.checks.tables import UNSPACED, base, lengths, open_endings
from cleaners.records import Finding, Severity

# The logarithm of a good pair's length ratio varies by about 0.12 in long sentences and by more in
# short ones: its variance is near 0.12² + 4 / characters (measured on news in six language pairs).
SPREAD = 0.12**2
SHORT_SPREAD = 4.0
OMITTED, ADDED = -4.0, 4.0
UNFINISHED = -1.0


def truncation(pair: Pair) -> tuple[Finding, ...]:
    """Find a side that stops in the middle of the sentence.

    >>> pair = Pair("Один глава города уехал.", "One of the mayors has left for the", "ru", "en")
    >>> [finding.code for finding in truncation(pair)]
    ['accuracy/omission:truncated']
    """
    whole, cut = ends_properly(pair.source), ends_properly(pair.target)
    if whole == cut or "th" in (base(pair.source_language), base(pair.target_language)):
        return ()
    side = "target" if whole else "source"
    text = pair.target if whole else pair.source
    language = pair.target_language if whole else pair.source_language
    surplus = length_surplus(pair) if whole else -length_surplus(pair)
    span = (max(0, len(text.rstrip()) - 1), len(text.rstrip()))
    if ends_open(text, language) or surplus < 2 * UNFINISHED:
        message = f"the {side} breaks off: it ends without punctuation, and too early"
        return (_finding("accuracy/omission:truncated", "major", message, side, span),)
    message = f"the {side} lacks the final punctuation of the other side"
    return (_finding("fluency/punctuation", "minor", message, side, span),)


def length(pair: Pair) -> tuple[Finding, ...]:
    """Find a target far too short or too long for its source.

    >>> pair = Pair("The operators hope to take 400 trucks a day off the motorway, they said "
    ...             "on Monday after months of talks.", "Les exploitants espèrent.", "en", "fr")
    >>> [finding.code for finding in length(pair)]
    ['accuracy/omission']
    """
    surplus = length_surplus(pair)
    if surplus < OMITTED:
        message = "the target is far too short for its source"
        return (Finding("accuracy/omission", "major", message, (0, len(pair.source)), None),)
    if surplus > ADDED:
        message = "the target is far too long for its source"
        return (Finding("accuracy/addition", "major", message, None, (0, len(pair.target))),)
    return ()


def length_surplus(pair: Pair) -> float:
    """Give how much too long the target is, in standard deviations; negative is too short."""
    source = _size(pair.source) / _expected(pair.source_language, pair.source)
    target = _size(pair.target) / _expected(pair.target_language, pair.target)
    if not source or not target:
        return 9.0 * ((target > 0) - (source > 0))
    spread = math.sqrt(SPREAD + SHORT_SPREAD / math.sqrt(source * target))
    return math.log(target / source) / spread


def sentence_surplus(pair: Pair) -> int:
    """Give by how many sentences the target exceeds the source."""
    return len(sentence_spans(pair.target)) - len(sentence_spans(pair.source))


def ends_open(text: str, language: str) -> bool:
    """Tell whether a text ends on a word with which no sentence ends."""
    language = base(language)
    bare = text.rstrip(CLOSING).rstrip(",，、")
    if language in UNSPACED:
        return bare.endswith(tuple(open_endings(language)))
    last = WORD.findall(bare[-40:])[-1:]
    return bool(last) and last[0].lower() in open_endings(language)


def _size(text: str) -> int:
    return len("".join(text.split()))


@cache
def _usual(language: str) -> float:
    return lengths().get(base(language), 1.0)


def _expected(language: str, text: str) -> float:
    """Give the expected length relative to English; Latin names in CJK text count as Latin."""
    usual = _usual(language)
    if usual > 0.6:
        return usual
    dense = sum(unicodedata.category(character) == "Lo" for character in text)
    size = _size(text) or 1
    return size / (dense / usual + (size - dense))


def _finding(
    code: str, severity: Severity, message: str, side: str, span: tuple[int, int]
) -> Finding:
    if side == "source":
        return Finding(code, severity, message, source_span=span)
    return Finding(code, severity, message, target_span=span)
