"""One decision over the sequence of a page's lines: content, headline, or which boilerplate.

The trained weights judge every line; what the phrases and shapes prove overrules them. The kind of
a removed line comes from the best evidence at hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate import features, model
from cleaners.boilerplate.features import (
    COUNTER,
    HASHTAGS,
    RUNNING_TEXT,
    TICKER,
    Line,
    Measured,
    ends_sentence,
)
from cleaners.boilerplate.phrases import Phrases, tokens
from cleaners.rules import Rules

# Log-odds from which a line is kept; chosen on the development pages by cross-validation.
THRESHOLDS = {"html": -0.4, "text": 0.0}
# The weights are this sure of a line before a lone phrase may no longer remove it.
SURE = 3.0
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
_SYMBOLS = re.compile(r"[\W_]+")
_CSS_KINDS = (
    ("comment_box", re.compile(r"comment|disqus|respond")),
    ("related_headlines", re.compile(r"relat|recommend|popular|trending|teaser|most-|outbrain")),
    ("share_bar", re.compile(r"share|social|follow")),
    ("cookie_notice", re.compile(r"cookie|consent|gdpr")),
    ("newsletter", re.compile(r"newsletter|subscri|signup")),
    ("advertisement", re.compile(r"(?:^|[\s_-])ads?(?:$|[\s_-])|advert|sponsor|promo")),
    ("breadcrumb", re.compile(r"crumb")),
    ("byline", re.compile(r"author|byline|meta|date|posted")),
    ("caption", re.compile(r"caption|credit")),
    ("footer", re.compile(r"foot|copyright|legal")),
    ("menu", re.compile(r"nav|menu|header|sidebar|widget")),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line is, on which evidence, how sure (0-1); ``kept`` lines are the article's."""

    label: str
    kept: bool
    evidence: str = ""
    confidence: float = 1.0


def judge(lines: Sequence[Line], title: str, phrases: Phrases, rules: Rules) -> list[Verdict]:
    """Label every line of a page."""
    if not lines:
        return []
    measured = features.measure(lines, title, phrases)
    name = "html" if any(line.path for line in lines) else "text"
    scores = model.load(rules, name).score(measured.matrix, measured.words) - THRESHOLDS[name]
    proofs = _proofs(lines, measured, scores)
    kept = np.array([score > 0 for score in scores]) & np.array([not proof for proof in proofs])
    _drop_lone_symbols(lines, kept)
    headline = _headline(lines, title, measured, kept, proofs)
    return [
        _verdict(index, lines, measured, scores, kept, proofs, headline)
        for index in range(len(lines))
    ]


def _proofs(lines: Sequence[Line], measured: Measured, scores: model.Scores) -> list[str]:
    """Give for each line the kind and evidence that prove it boilerplate, empty where none do."""
    running = measured.words >= RUNNING_TEXT
    proofs = [
        _proof(line.text, measured, index, bool(scores[index] > SURE))
        for index, line in enumerate(lines)
    ]
    for index in range(1, len(lines) - 1):
        kind = proofs[index].split("/")[0]
        sandwiched = running[index - 1] and running[index + 1] and scores[index] > 0
        if sandwiched and kind not in _ALWAYS and not proofs[index].endswith("/shape"):
            proofs[index] = ""
    _prove_rows(measured, proofs)
    _prove_lists(lines, measured, scores, proofs)
    _prove_replies(lines, measured, proofs)
    return proofs


def _proof(text: str, measured: Measured, index: int, sure: bool) -> str:  # noqa: FBT001, PLR0911
    """Prove one line boilerplate by itself: ``kind/evidence``, or nothing."""
    if len(text) <= 200:
        if TICKER.fullmatch(text):
            return "ticker/shape"
        if COUNTER.fullmatch(text):
            return "comment_box/shape"
        if HASHTAGS.fullmatch(text) and not sure:
            return "share_bar/shape"
    hit = measured.hits[index]
    words = measured.words[index]
    if hit.first in _STARTS and words <= _STARTS[hit.first]:
        if hit.first in _ALWAYS or not sure or hit.covered > 0.99:
            return f"{hit.first}/phrase"
    if hit.covered > 0.99 and hit.kind in _WHOLE and hit.kind != "language_picker":
        if not sure or hit.kind in _ALWAYS:
            return f"{hit.kind}/phrase"
    line_tokens = measured.tokens[index]
    if hit.first == "byline" and len(line_tokens) <= 14 and hit.covered >= 0.4:
        if not ends_sentence(text) or hit.last == "reading_time":
            return "byline/phrase"
    if hit.last == "time_ago" and len(line_tokens) <= 8 and not sure and not ends_sentence(text):
        return "byline/time-ago"
    return ""


def _prove_rows(measured: Measured, proofs: list[str]) -> None:
    """Prove names of languages boilerplate where a row of them stands."""
    flags = [hit.kind == "language_picker" and hit.covered > 0.99 for hit in measured.hits]
    start = 0
    while start < len(flags):
        if not flags[start]:
            start += 1
            continue
        end = start
        while end < len(flags) and flags[end]:
            end += 1
        long = any(len(measured.tokens[i]) >= 3 * _ROW for i in range(start, end))
        if end - start >= _ROW or long:
            proofs[start:end] = ["language_picker/row"] * (end - start)
        start = end


def _prove_lists(
    lines: Sequence[Line], measured: Measured, scores: model.Scores, proofs: list[str]
) -> None:
    """Prove the headlines below a label like "Related articles" boilerplate with it."""
    below = False
    for index, line in enumerate(lines):
        if proofs[index] == "related_headlines/phrase":
            below = True
        elif below and (
            proofs[index]
            or (not ends_sentence(line.text) and measured.words[index] <= 30 and scores[index] < SURE)
        ):
            proofs[index] = proofs[index] or "related_headlines/label-above"
        else:
            below = False


def _prove_replies(lines: Sequence[Line], measured: Measured, proofs: list[str]) -> None:
    """Prove short replies boilerplate: what stands between the buttons of one post and the next."""
    bars = [
        index
        for index, hit in enumerate(measured.hits)
        if hit.covered > 0.99 and hit.kind == "share_bar" and proofs[index]
    ]
    for first, second in zip(bars, bars[1:], strict=False):
        between = range(first + 1, second)
        if 2 <= len(between) <= 4 and all(measured.words[i] <= 30 for i in between):
            header = lines[first + 1].text
            if len(header) <= 60 and not ends_sentence(header):
                for index in between:
                    proofs[index] = proofs[index] or "reader_comment/between-buttons"


def _drop_lone_symbols(lines: Sequence[Line], kept: NDArray[np.bool_]) -> None:
    """Keep a line without letters and digits only between lines that are kept."""
    for index, line in enumerate(lines):
        if _SYMBOLS.fullmatch(line.text):
            before = index > 0 and kept[index - 1]
            after = index + 1 < len(lines) and kept[index + 1]
            kept[index] = before and after


_HEADLINE_REACH = 12
_LONGEST_HEADLINE = 45


def _headline(
    lines: Sequence[Line],
    title: str,
    measured: Measured,
    kept: NDArray[np.bool_],
    proofs: Sequence[str],
) -> int:
    """Find the headline among the lines just above the article: its index, or -1."""
    inside = np.flatnonzero(kept)
    if not len(inside):
        return -1
    first = int(inside[0])
    if lines[0].path == "head/title":
        return 0
    candidates = range(max(first - _HEADLINE_REACH, 0), first + 1)
    best, best_score = -1, 0.0
    shared = len(features.SHAPE) + features.VOCABULARY.index("shared")
    wanted = set(tokens(title))
    for index in candidates:
        if proofs[index] or not _like_headline(index, lines, measured, inside):
            continue
        own = set(measured.tokens[index])
        score = (
            1.0
            + 2.0 * float(measured.matrix[index, shared])
            + 3.0 * (len(own & wanted) / len(own | wanted) if wanted else 0.0)
            + 0.5 * (index == first)
            + 0.03 * min(float(measured.words[index]), 15.0)
            - 0.12 * (first - index)
            - 1.0 * measured.hits[index].covered
        )
        if score > best_score:
            best, best_score = index, score
    return best if best_score > 0.9 else -1


def _like_headline(
    index: int, lines: Sequence[Line], measured: Measured, inside: NDArray[np.intp]
) -> bool:
    """Tell whether a line can be a headline: one short phrase above longer text."""
    text = lines[index].text
    words = float(measured.words[index])
    if not 1.5 <= words <= _LONGEST_HEADLINE or measured.hits[index].covered > 0.6:
        return False
    rest = [int(i) for i in inside if i > index]
    if not rest or text[-1:] in ":：,，;；" or text[:1] in "-•*·@#$":
        return False
    if not ends_sentence(text) or text[-1] in "?!？！…":
        return True
    # A headline that ends in a full stop: one sentence set off, above much longer paragraphs.
    below = [float(measured.words[i]) for i in rest if measured.words[i] >= RUNNING_TEXT]
    alone = index == 0 and lines[rest[0]].gap > 0 and measured.matrix[index, 3] <= 1
    return alone and bool(below) and sum(below) / len(below) > 4 * words


def _verdict(  # noqa: PLR0913
    index: int,
    lines: Sequence[Line],
    measured: Measured,
    scores: model.Scores,
    kept: NDArray[np.bool_],
    proofs: Sequence[str],
    headline: int,
) -> Verdict:
    sure = float(1 / (1 + np.exp(-abs(float(scores[index])))))
    if index == headline:
        return Verdict("title", kept=True)
    if proofs[index]:
        kind, evidence = proofs[index].split("/")
        return Verdict(kind, kept=False, evidence=evidence, confidence=0.97)
    if kept[index]:
        return Verdict(_content_label(lines[index], measured, index), kept=True, confidence=sure)
    kind = _kind(index, lines, measured, kept)
    return Verdict(kind, kept=False, evidence="sequence", confidence=round(sure, 3))


def _content_label(line: Line, measured: Measured, index: int) -> str:
    tags = line.path.rsplit("/", 1)[-1]
    if tags in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return "heading"
    if tags == "figcaption":
        return "caption"
    if tags == "li" or measured.matrix[index, features.SHAPE.index("bullet")]:
        return "list_item"
    short = measured.words[index] < RUNNING_TEXT and not ends_sentence(line.text)
    return "heading" if short and line.text[-1:] not in ",;，；、" else "content"


def _kind(
    index: int, lines: Sequence[Line], measured: Measured, kept: NDArray[np.bool_]
) -> str:
    """Name the kind of a line that only the sequence shows to be boilerplate."""
    hit = measured.hits[index]
    if hit.kind and hit.covered >= 0.4:
        return hit.kind
    if hit.first:
        return hit.first
    css = lines[index].css
    for kind, pattern in _CSS_KINDS:
        if css and pattern.search(css):
            return kind
    text = lines[index].text
    if re.search(r"\S\s*[>»›/]\s*\S", text) and measured.words[index] <= RUNNING_TEXT:
        return "breadcrumb"
    shape = measured.matrix[index]
    if shape[features.SHAPE.index("date")] or shape[features.SHAPE.index("clock")]:
        return "byline"
    inside = np.flatnonzero(kept)
    if not len(inside) or index < inside[0]:
        return "menu"
    if index > inside[-1]:
        if ends_sentence(text):
            return "reader_comment"
        return "related_headlines" if measured.words[index] > 4 else "footer"
    return "advertisement"
