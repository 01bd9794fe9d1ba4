"""One decision over the sequence of a page's lines: content, headline, or which boilerplate.

The trained weights judge every line; what the phrases and shapes prove overrules them. The kind of
a removed line comes from the best evidence at hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate import features, model, units
from cleaners.boilerplate.below_the_line import sentence_ends
from cleaners.boilerplate.characters import CLOSERS
from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.lines import Line, Lines
from cleaners.boilerplate.phrases import Phrases
from cleaners.boilerplate.proofs import prove
from cleaners.boilerplate.shape import SHAPE, ends_sentence
from cleaners.boilerplate.vocabulary import VOCABULARY
from cleaners.rules import Rules

# Log-odds from which a line is kept; chosen on the development pages by cross-validation.
THRESHOLDS = {"html": -0.4, "text": -0.2}
# The less of a page is surely boilerplate, the harder it is to convince: with none, a line must be
# this much worse; from this share of the lines on, the thresholds hold as they are.
LENIENCE = 2.0
FULL_STRENGTH = 0.15
# A page of fewer lines is judged as if it had so many: one odd line of six proves little.
_LINES_FOR_SHARE = 20
_SURELY_NOT = -2.0
# A whole sentence next to lines that stay is dropped only below this.
_NEIGHBOURLY = -1.8
# Where nothing else stays, a paragraph this long is the article unless the weights are sure.
_PARAGRAPH = 40
_LAST_RESORT = -4.0
_SYMBOLS = re.compile(r"[\W_]+")
_TRAIL = re.compile(r"\S\s+[>»›/]\s+\S")
_CSS_KINDS = (
    ("reader_comment", re.compile(r"comment|disqus|respond")),
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


def judge(
    page: Lines, title: str, phrases: Phrases, rules: Rules, foreign: Callable[[int], bool]
) -> list[Verdict]:
    """Label every line of a page; ``foreign`` says which are in another language than it."""
    if not len(page):
        return []
    measured = features.measure(page, title, phrases)
    name = "html" if page.marked_up else "text"
    scores = model.load(rules, name).score(measured.columns, measured.words) - THRESHOLDS[name]
    lines = [*page]
    proofs = prove(lines, measured, scores)
    kept = _kept(lines, measured, scores, proofs)
    units.settle(lines, measured, scores, kept, proofs)
    _drop_foreign_edges(lines, kept, proofs, foreign)
    _drop_lone_symbols(lines, kept)
    headline = _headline(lines, title, measured, kept, proofs)
    return [
        _verdict(index, lines, measured, kept, proofs[index], float(scores[index]))
        if index != headline
        else Verdict("title", kept=True)
        for index in range(len(lines))
    ]


def _kept(
    lines: Sequence[Line], measured: Measured, scores: model.Scores, proofs: Sequence[str]
) -> NDArray[np.bool_]:
    """Decide which lines stay; the less boilerplate a page has, the more of it stays."""
    proven = np.array([bool(proof) for proof in proofs])
    surely = int(np.count_nonzero(proven | (scores < _SURELY_NOT)))
    share = surely / max(len(scores), _LINES_FOR_SHARE)
    kept = (scores > -LENIENCE * max(0.0, 1 - share / FULL_STRENGTH)) & ~proven
    # A page's own title is no evidence of an article.
    kept &= np.array([line.path != "head/title" for line in lines])
    sentence = measured.matrix[:, SHAPE.index("sentence_end")] > 0
    covered = measured.matrix[:, SHAPE.index("covered")]
    may_stay = sentence & (measured.words >= RUNNING_TEXT) & (covered < 0.5) & ~proven
    may_stay &= scores > _NEIGHBOURLY
    for _ in range(2):
        near = np.zeros(len(kept), dtype=bool)
        near[1:] |= kept[:-1]
        near[:-1] |= kept[1:]
        kept = kept | (near & may_stay)
    if not kept.any():
        sentences = measured.matrix[:, SHAPE.index("sentences")]
        kept = (sentences >= 2) & (measured.words >= _PARAGRAPH) & (covered < 0.5) & ~proven
        kept &= scores > _LAST_RESORT
    return np.asarray(kept)


def _drop_foreign_edges(
    lines: Sequence[Line],
    kept: NDArray[np.bool_],
    proofs: list[str],
    foreign: Callable[[int], bool],
) -> None:
    """Drop what stands in another language above or below the text in the page's own."""
    inside = np.flatnonzero(kept).tolist()
    above = _foreign_run(inside, foreign)
    if len(above) == len(inside):
        return
    for index in (*above, *_foreign_run(reversed(inside), foreign)):
        if lines[index].path != "head/title":
            kept[index] = False
            proofs[index] = "advertisement/other-language"


def _foreign_run(indices: Iterable[int], foreign: Callable[[int], bool]) -> list[int]:
    """Give the first of the lines that are foreign, up to one that is not."""
    return [*takewhile(foreign, indices)]


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
    shared = len(SHAPE) + VOCABULARY.index("shared")
    wanted = set(tokens(title))
    for index in candidates:
        if proofs[index] or not _like_headline(index, lines, measured, inside):
            continue
        own = set(tokens(lines[index].text))
        score = (
            1.0
            + 2.0 * float(measured.matrix[index, shared])
            + 3.0 * (len(own & wanted) / len(own | wanted) if wanted else 0.0)
            + 0.5 * (index == first)
            + 0.03 * min(float(measured.words[index]), 15.0)
            - 0.12 * (first - index)
            - 1.0 * measured.rows[index].covered
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
    if not 1.5 <= words <= _LONGEST_HEADLINE or measured.rows[index].covered > 0.6:
        return False
    rest = [int(i) for i in inside if i > index]
    if not rest or text[-1:] in ":：,，;；" or text[:1] in "-•*·@#$":
        return False
    inner = [end for end in sentence_ends(text) if end < len(text)]
    if any(text[:end].rstrip(CLOSERS)[-1:] in ".。।۔" for end in inner):
        return False
    if not ends_sentence(text) or text[-1] in "?!？！…":
        return True
    # A headline that ends in a full stop: one sentence set off, above much longer paragraphs.
    below = [float(measured.words[i]) for i in rest if measured.words[i] >= RUNNING_TEXT]
    alone = index == 0 and lines[rest[0]].gap > 0 and measured.matrix[index, 3] <= 1
    return alone and bool(below) and sum(below) / len(below) > 4 * words


def _verdict(  # noqa: PLR0913, PLR0917 - all that is known of a line
    index: int,
    lines: Sequence[Line],
    measured: Measured,
    kept: NDArray[np.bool_],
    proof: str,
    score: float,
) -> Verdict:
    sure = round(1 / (1 + math.exp(-min(abs(score), 20.0))), 3)
    if proof:
        kind, evidence = proof.split("/")
        return Verdict(kind, kept=False, evidence=evidence, confidence=0.97)
    if kept[index]:
        return Verdict(_content_label(lines[index], measured, index), kept=True, confidence=sure)
    kind = _kind(lines[index], measured, index, kept)
    return Verdict(kind, kept=False, evidence="sequence", confidence=sure)


def _content_label(line: Line, measured: Measured, index: int) -> str:
    tags = line.path.rsplit("/", 1)[-1]
    if tags in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return "heading"
    if tags == "figcaption":
        return "caption"
    if tags == "li" or measured.matrix[index, SHAPE.index("bullet")]:
        return "list_item"
    short = measured.words[index] < RUNNING_TEXT and not ends_sentence(line.text)
    return "heading" if short and line.text[-1:] not in ",;，；、" else "content"


def _kind(line: Line, measured: Measured, index: int, kept: NDArray[np.bool_]) -> str:
    """Name the kind of a line that only the sequence shows to be boilerplate."""
    hit = measured.rows[index]
    named = hit.kind if hit.covered >= 0.4 else hit.first
    by_css = next((kind for kind, cue in _CSS_KINDS if line.css and cue.search(line.css)), "")
    return named or by_css or _kind_by_place(line, measured, index, kept)


def _kind_by_place(line: Line, measured: Measured, index: int, kept: NDArray[np.bool_]) -> str:
    words = measured.words[index]
    shape = measured.matrix[index]
    if shape[SHAPE.index("date")] or shape[SHAPE.index("clock")]:
        return "byline"
    if _TRAIL.search(line.text) and words <= RUNNING_TEXT:
        return "breadcrumb"
    inside = np.flatnonzero(kept)
    if not len(inside) or index < inside[0]:
        return "menu"
    if index < inside[-1]:
        return "advertisement"
    if ends_sentence(line.text):
        return "reader_comment"
    return "related_headlines" if words > 4 else "footer"
