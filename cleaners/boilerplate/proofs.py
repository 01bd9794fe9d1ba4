"""What proves a line boilerplate, whatever the weights think of it: phrases, shapes, rows.

A proof names the kind and its evidence (``ticker/shape``). A line that the weights are sure of, or
that stands between two paragraphs, needs more than a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.lines import Line
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.phrases import CREDIT_WORDS, Hit
from cleaners.boilerplate.shape import COUNTER, TICKER, ends_sentence, weight

# The weights are this sure of a line before a lone phrase may no longer remove it.
SURE = 3.0
HASHTAGS = re.compile(r"(?:[#$][^\s#$]+\s*)+")
# Phrases that a line holds only when it is boilerplate, at its start or as the whole of it.
_STARTS = {
    "cookie_notice": 60,
    "copyright": 40,
    "app_promotion": 14,
    "newsletter": 14,
    "see_original": 5,
    "source_credit": 30,
    "disclaimer": 90,
    "press_boilerplate": 60,
}
_WHOLE = frozenset(
    {
        "share_bar", "comment_box", "see_translation", "reading_time", "time_ago", "menu", "footer",
        "advertisement", "related_headlines", "caption", "language_picker", "newsletter",
        "app_promotion", "cookie_notice", "see_original", "copyright", "byline",
    }
)  # fmt: skip
# Of these even a line that the weights like is not the article's.
_ALWAYS = frozenset({"see_original", "cookie_notice", "copyright", "app_promotion", "disclaimer"})
_ROW = 3
WHOLE = 0.99
# A sentence of which a phrase is less than this is about the phrase as likely as it is one.
_MOSTLY = 0.5
# At the head and the foot of an article it must be less still, and the weights must like it.
_HARDLY = 0.34
# Between paragraphs such a sentence goes only next to other boilerplate, and only where the
# weights are not fond of it.
_NOT_FOND = 1.5
_QUOTES = "\"'“”„«»‹›「『《〈‘’"
_NAMED = re.compile(r"([^:：?？–—]{2,60}?)\s*[:：?？–—]\s*(\S.*)", re.DOTALL)
_LABELLED = re.compile(r"[^:：]{1,40}[:：]\s*(.*)", re.DOTALL)
_CLAUSES = re.compile(r"[，；;。]|[,:：]\s+[^\W\d_A-Z]|\.\s")
_LONGEST_SOURCE = 12
_LONGEST_STOPPED = 4
_LONGEST_HEADING = 20


def prove(lines: Sequence[Line], measured: Measured, scores: Scores) -> list[str]:
    """Give for each line the kind and evidence that prove it boilerplate, empty where none do."""
    running = measured.words >= RUNNING_TEXT
    proofs = [
        _proof(line, measured, index, sure=bool(scores[index] > SURE))
        for index, line in enumerate(lines)
    ]
    _spare_prose(lines, measured, scores, proofs)
    for index in range(1, len(lines) - 1):
        kind = proofs[index].split("/")[0]
        sandwiched = running[index - 1] and running[index + 1] and scores[index] > 0
        if sandwiched and kind not in _ALWAYS and not proofs[index].endswith("/shape"):
            proofs[index] = ""
    _prove_rows(measured, proofs)
    _prove_lists(lines, measured, scores, proofs)
    _prove_replies(lines, measured, proofs)
    return proofs


def _spare_prose(
    lines: Sequence[Line], measured: Measured, scores: Scores, proofs: list[str]
) -> None:
    """Take the proof from lines that only begin with a phrase and then say something about it."""
    text = [
        bool(measured.words[i] >= RUNNING_TEXT and scores[i] > 0 and ends_sentence(line.text))
        for i, line in enumerate(lines)
    ]
    proven = [bool(proof) for proof in proofs]
    for index, line in enumerate(lines):
        hit = measured.rows[index]
        if not proofs[index].endswith("/phrase") or hit.first not in _STARTS or hit.covered > WHOLE:
            continue
        inside = any(text[:index]) and any(text[index + 1 :])
        among = any(proven[max(index - 1, 0) : index] + proven[index + 1 : index + 2])
        liked = not among or scores[index] > _NOT_FOND
        says = ends_sentence(line.text) and hit.covered < _MOSTLY
        quoted = line.text[:1] in _QUOTES and ends_sentence(line.text)
        about = says and (inside or (hit.covered < _HARDLY and scores[index] > _NOT_FOND))
        credit = proofs[index].startswith("source_credit")
        if (
            (liked and (quoted or about))
            or _is_headline(index, lines, hit)
            or (credit and not is_credit(line.text, hit))
        ):
            proofs[index] = ""


def _is_headline(index: int, lines: Sequence[Line], hit: Hit) -> bool:
    """Tell whether a headline begins with a phrase: ``Disclaimer: a history``."""
    line = lines[index]
    tag = line.path.rsplit("/", 1)[-1]
    if (index and tag not in ("title", "h1")) or line.text.endswith((".", "。")):
        return False
    named = _NAMED.fullmatch(line.text)
    if named is None or len(tokens(named[1])) != hit.opening or line.link_density > _MOSTLY:
        return False
    words = tokens(named[2])
    below = any(ends_sentence(other.text) for other in lines[index + 1 : index + 4])
    a_name = hit.first == "source_credit" and not named[2][:1].islower()
    return 2 <= len(words) <= _LONGEST_HEADING and below and not a_name


def is_credit(text: str, hit: Hit) -> bool:
    """Tell whether a line that begins like a source credit is one: short, a name, no clauses."""
    labelled = _LABELLED.match(text)
    if labelled is None or len(tokens(text[: labelled.start(1)])) > hit.opening:
        return not ends_sentence(text) or hit.held >= CREDIT_WORDS
    rest = labelled[1]
    words = weight(tokens(rest), rest)
    if ends_sentence(rest):
        return words <= _LONGEST_STOPPED
    return words <= _LONGEST_SOURCE and len(_CLAUSES.findall(rest)) <= 1


# Longer lines are no ticker, counter or row of hashtags.
_LONGEST_SHAPE = 200


def _proof(line: Line, measured: Measured, index: int, *, sure: bool) -> str:
    """Prove one line boilerplate by itself: ``kind/evidence``, or nothing."""
    return (
        _shape_proof(line.text, sure=sure)
        or _phrase_proof(measured, index, sure=sure)
        or _origin_proof(line, measured, index, sure=sure)
    )


def _shape_proof(text: str, *, sure: bool) -> str:
    if len(text) > _LONGEST_SHAPE:
        return ""
    if TICKER.fullmatch(text):
        return "ticker/shape"
    if COUNTER.fullmatch(text):
        return "comment_box/shape"
    return "share_bar/shape" if not sure and HASHTAGS.fullmatch(text) else ""


def _phrase_proof(measured: Measured, index: int, *, sure: bool) -> str:
    hit = measured.rows[index]
    whole = hit.covered > WHOLE
    opens = hit.first in _STARTS and measured.words[index] <= _STARTS[hit.first]
    if opens and (hit.first in _ALWAYS or not sure or whole):
        return f"{hit.first}/phrase"
    known = whole and hit.kind in _WHOLE and hit.kind != "language_picker"
    return f"{hit.kind}/phrase" if known and (not sure or hit.kind in _ALWAYS) else ""


def _origin_proof(line: Line, measured: Measured, index: int, *, sure: bool) -> str:
    """Prove a line that says who wrote it, or when: a name after "By", a time ago at the end.

    A headline may end in "today".
    """
    text = line.text
    hit = measured.rows[index]
    count = int(measured.sheet.tokens.count[index])
    if hit.first == "byline" and (hit.last == "reading_time" or not ends_sentence(text)):
        name = count <= 6 and not any(map(str.islower, text.split()[1:]))
        if name or (count <= 14 and hit.covered >= 0.4):
            return "byline/phrase"
    ago = hit.last == "time_ago" and count <= 8 and not sure and not ends_sentence(text)
    heads = not index or line.path.rsplit("/", 1)[-1] in ("title", "h1")
    return "byline/time-ago" if ago and (not heads or hit.covered >= _MOSTLY) else ""


def _prove_rows(measured: Measured, proofs: list[str]) -> None:
    """Prove names of languages boilerplate where a row of them stands."""
    flags = [hit.kind == "language_picker" and hit.covered > WHOLE for hit in measured.rows]
    start = 0
    while start < len(flags):
        if not flags[start]:
            start += 1
            continue
        end = start
        while end < len(flags) and flags[end]:
            end += 1
        long = any(measured.sheet.tokens.count[i] >= 3 * _ROW for i in range(start, end))
        if end - start >= _ROW or long:
            proofs[start:end] = ["language_picker/row"] * (end - start)
        start = end


def _prove_lists(
    lines: Sequence[Line], measured: Measured, scores: Scores, proofs: list[str]
) -> None:
    """Prove the headlines below a label like "Related articles" boilerplate with it."""
    below = False
    for index, line in enumerate(lines):
        if proofs[index] == "related_headlines/phrase":
            below = True
        elif below and (
            proofs[index]
            or (
                not ends_sentence(line.text)
                and measured.words[index] <= 30
                and scores[index] < SURE
            )
        ):
            proofs[index] = proofs[index] or "related_headlines/label-above"
        else:
            below = False


def _prove_replies(lines: Sequence[Line], measured: Measured, proofs: list[str]) -> None:
    """Prove short replies boilerplate: what stands between the buttons of one post and the next."""
    bars = [
        index
        for index, hit in enumerate(measured.rows)
        if hit.covered > WHOLE and hit.kind == "share_bar" and proofs[index]
    ]
    for first, second in pairwise(bars):
        between = range(first + 1, second)
        if 2 <= len(between) <= 4 and all(measured.words[i] <= 30 for i in between):
            header = lines[first + 1].text
            if len(header) <= 60 and not ends_sentence(header):
                for index in between:
                    proofs[index] = proofs[index] or "reader_comment/between-buttons"
