"""One decision over the sequence of a page's lines: content, headline, or which boilerplate.

The trained weights judge every line; what the phrases and shapes prove overrules them. The kind of
a removed line comes from the best evidence at hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate import (
    about,
    class_names,
    containers,
    features,
    model,
    network,
    one_article,
    units,
)
from cleaners.boilerplate.below_the_line import sentence_ends
from cleaners.boilerplate.characters import (
    CLOSERS,
    NUMERAL,
    SEPARATOR,
    SEPARATOR_CLOSER,
    UPPER,
)
from cleaners.boilerplate.class_names import COMMENTS
from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.phrases import Phrases
from cleaners.boilerplate.proofs import prove
from cleaners.boilerplate.shape import SHAPE, ends_sentence, listed
from cleaners.boilerplate.verdicts import Verdict, Verdicts
from cleaners.boilerplate.vocabulary import VOCABULARY
from cleaners.records import Metadata
from cleaners.rules import Rules

Flags = NDArray[np.bool_]

# Log-odds from which a line is kept; chosen on the development pages by cross-validation.
THRESHOLDS = {"html": 0.3, "text": 0.25}
# Of flattened text the network and the trees judge together; so much of it is the trees' say.
TREES_SHARE = 0.5
# Log-odds of HTML lines are too sure by this factor.
CERTAINTY = 1.2
# The line at the threshold itself stays.
_AT_LEAST = 1e-6
# The less of a page is surely boilerplate, the harder it is to convince: with none, a line must be
# this much worse; from this share of the lines on, the thresholds hold as they are.
LENIENCE = {"html": 4.0, "text": 2.0}
FULL_STRENGTH = 0.15
# On pages of text with more lines than these, lines that end no sentence profit no more than this.
FEW_LINES = 8
HARDLY_LENIENT = 0.5
# A page of fewer lines is judged as if it had so many: one odd line of six proves little.
_LINES_FOR_SHARE = 20
_SURELY_NOT = -2.0
# A whole sentence next to lines that stay is dropped only below this.
_NEIGHBOURLY = -1.8
# Where nothing else stays, a paragraph this long is the article unless the weights are sure.
_PARAGRAPH = 40
_LAST_RESORT = -4.0
_MOSTLY = 0.5
# How sure a proof is; log-odds beyond this make no line surer.
_PROVEN = 0.97
_SUREST = 20.0
_SYMBOLS = re.compile(r"[\W_]+")
_TRAIL = re.compile(r"\S\s+[>»›/]\s+\S")
_IS_OPEN_END = listed(",;，；、")
_CONTENT_LABELS = ("content", "heading", "list_item", "caption")
_LABEL_BY_TAG = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "list_item",
    "figcaption": "caption",
}
_PLACES = (
    "", "menu", "advertisement", "reader_comment", "related_headlines", "footer", "breadcrumb",
    "byline",
)  # fmt: skip
# A line is named by its phrases when they cover so much of it.
_NAMED = 0.4
_SENTENCE_END, _SENTENCES = SHAPE.index("sentence_end"), SHAPE.index("sentences")
_COVERED, _BULLET = SHAPE.index("covered"), SHAPE.index("bullet")
_DATE, _CLOCK = SHAPE.index("date"), SHAPE.index("clock")
_SHARED = VOCABULARY.index("shared")


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The verdicts on a page's lines, and the measures behind them."""

    verdicts: Verdicts
    measured: Measured


def judge(
    lines: Lines,
    metadata: Metadata,
    phrases: Phrases,
    rules: Rules,
    foreign: Callable[[int], bool],
) -> Judged:
    """Label every line of a page.

    ``metadata`` is what the page says of itself. ``foreign`` says whether a line is in another
    language than the page; it is asked of the lines at the edges of the article only.
    """
    title = metadata.title or ""
    measured = features.measure(lines, title, phrases, metadata)
    if not len(lines):
        return Judged(Verdicts.of(()), measured)
    scores = _scores(measured, rules)
    proofs = prove(lines, measured, scores, phrases)
    if about.is_article(metadata):
        _prove_comments(lines, measured, scores, proofs)
        one_article.prove(measured, scores, proofs)
    kept = _kept(lines, measured, scores, proofs).tolist()
    units.settle(lines, measured, scores, kept, proofs)
    _drop_foreign_edges(lines, kept, proofs, foreign)
    _drop_lone_symbols(lines, measured, kept)
    headline = _headline(lines, title, measured, kept, proofs)
    return Judged(_verdicts(lines, measured, scores, kept, proofs, headline), measured)


def _scores(measured: Measured, rules: Rules) -> model.Scores:
    """Judge each line by itself and its surroundings: above 0 the weights would keep it.

    On an HTML page the threshold follows from the judgement itself: the less certain it is, the
    more of the page is kept.
    """
    if measured.sheet.lines.marked_up:
        return lifted(model.load(rules, "html").score(measured), measured.words)
    return together(network.load(rules), model.load(rules, "text_trees"), measured)


def together(judge: network.Network, trees: model.Model, measured: Measured) -> model.Scores:
    """Judge lines of flattened text by network and trees; above 0 they would keep a line."""
    scores = judge.score(measured.columns, measured.sheet.tokens, measured.words)
    mixed = TREES_SHARE * trees.score(measured) + (1 - TREES_SHARE) * scores
    return np.asarray(mixed - THRESHOLDS["text"])


def lifted(scores: model.Scores, words: NDArray[np.float64]) -> model.Scores:
    """Put log-odds of HTML lines in relation to the page's threshold, which becomes 0."""
    certain = (scores - THRESHOLDS["html"]) / CERTAINTY
    threshold, _ = containers.best_threshold(1 / (1 + np.exp(-certain)), words + 0.3)
    return certain - math.log(threshold / (1 - threshold)) + _AT_LEAST


def _kept(lines: Lines, measured: Measured, scores: model.Scores, proofs: Sequence[str]) -> Flags:
    """Decide which lines stay; the less boilerplate a page has, the more of it stays."""
    own = measured.sheet.own
    free = np.array([not proof for proof in proofs])
    surely = np.count_nonzero(~free | (scores < _SURELY_NOT))
    share = surely / max(len(scores), _LINES_FOR_SHARE)
    lenience = LENIENCE["html" if lines.marked_up else "text"]
    lenience *= max(0.0, 1 - share / FULL_STRENGTH)
    spared = np.full(len(scores), lenience)
    if not lines.marked_up and len(scores) > FEW_LINES:
        # What is no sentence profits little: on longer pages of text it is seldom the text.
        spared[~measured.sheet.ends] = min(lenience, HARDLY_LENIENT)
    kept = (scores > -spared) & free
    # A page's own title is no evidence of an article.
    kept[0] &= lines.paths[0] != "head/title"
    free &= own[_COVERED] < _MOSTLY
    may_stay = (own[_SENTENCE_END] > 0) & (measured.words >= RUNNING_TEXT) & free
    may_stay &= scores > _NEIGHBOURLY
    for _ in range(2):
        near = np.zeros(len(kept), dtype=bool)
        near[1:] |= kept[:-1]
        near[:-1] |= kept[1:]
        kept |= near & may_stay
    if not kept.any():
        kept = (own[_SENTENCES] >= 2) & (measured.words >= _PARAGRAPH) & free
        kept &= scores > _LAST_RESORT
    return np.asarray(kept)


def _prove_comments(
    lines: Lines, measured: Measured, scores: model.Scores, proofs: list[str]
) -> None:
    """Prove what its class names call comments no part of the article that stands beside them.

    Only for a page that calls itself an article: in a forum the comments are the text.
    """
    comments = (lines.class_cues[0] & COMMENTS > 0).take(lines.css_numbers)
    if not comments.any():
        return
    article = (scores > 0) & (measured.words >= RUNNING_TEXT) & measured.sheet.ends
    if float(measured.words[article & ~comments].sum()) < _PARAGRAPH:
        return
    for index in np.flatnonzero(comments).tolist():
        proofs[index] = proofs[index] or "reader_comment/below-the-article"


def _drop_foreign_edges(
    lines: Lines, kept: list[bool], proofs: list[str], foreign: Callable[[int], bool]
) -> None:
    """Drop what stands in another language above or below the text in the page's own."""
    inside = [index for index, stays in enumerate(kept) if stays]
    above = [*takewhile(foreign, inside)]
    if len(above) == len(inside):
        return
    for index in (*above, *takewhile(foreign, reversed(inside))):
        if lines.paths[index] != "head/title":
            kept[index] = False
            proofs[index] = "advertisement/other-language"


def _drop_lone_symbols(lines: Lines, measured: Measured, kept: list[bool]) -> None:
    """Keep a line without letters and digits only between lines that are kept."""
    letters = measured.sheet.characters.counts[UPPER : NUMERAL + 1].sum(axis=0)
    for index in np.flatnonzero(letters == 0).tolist():
        if _SYMBOLS.fullmatch(lines.texts[index]):
            before = index > 0 and kept[index - 1]
            after = index + 1 < len(lines) and kept[index + 1]
            kept[index] = before and after


_HEADLINE_REACH = 12
_LONGEST_HEADLINE = 45


def _headline(
    lines: Lines,
    title: str,
    measured: Measured,
    kept: Sequence[bool],
    proofs: Sequence[str],
) -> int:
    """Find the headline among the lines just above the article: its index, or -1."""
    if True not in kept:
        return -1
    if lines.paths[0] == "head/title":
        return 0
    inside = np.flatnonzero(kept)
    first = int(inside[0])
    best, best_score = -1, 0.9
    wanted = set(tokens(title))
    for index in range(max(first - _HEADLINE_REACH, 0), first + 1):
        if proofs[index] or not _like_headline(index, lines, measured, inside):
            continue
        own = set(tokens(lines.texts[index])) if wanted else wanted
        score = (
            1.0
            + 2.0 * float(measured.sheet.vocabulary[_SHARED, index])
            + 3.0 * (len(own & wanted) / len(own | wanted) if wanted else 0.0)
            + 0.5 * (index == first)
            + 0.03 * min(float(measured.words[index]), 15.0)
            - 0.12 * (first - index)
            - 1.0 * float(measured.hits.covered[index])
        )
        if score > best_score:
            best, best_score = index, score
    return best


def _like_headline(index: int, lines: Lines, measured: Measured, inside: NDArray[np.intp]) -> bool:
    """Tell whether a line can be a headline: one short phrase above longer text."""
    text = lines.texts[index]
    words = float(measured.words[index])
    if not 1.5 <= words <= _LONGEST_HEADLINE or measured.hits.covered[index] > 0.6:
        return False
    if inside[-1] <= index or text[-1:] in ":：,，;；" or text[:1] in "-•*·@#$":
        return False
    inner = [end for end in sentence_ends(text) if end < len(text)]
    if any(text[:end].rstrip(CLOSERS)[-1:] in ".。।۔" for end in inner):
        return False
    if not ends_sentence(text) or text[-1] in "?!？！…":
        return True
    # A headline that ends in a full stop: one sentence set off, above much longer paragraphs.
    rest = inside[inside > index]
    below = measured.words[rest][measured.words[rest] >= RUNNING_TEXT]
    alone = index == 0 and lines.gaps[rest[0]] > 0 and measured.sheet.own[_SENTENCES, index] <= 1
    return bool(alone and len(below) and below.mean() > 4 * words)


def _verdicts(  # noqa: PLR0913, PLR0917 - all that is known of the lines
    lines: Lines,
    measured: Measured,
    scores: model.Scores,
    kept: list[bool],
    proofs: Sequence[str],
    headline: int,
) -> Verdicts:
    certain = 1 / (1 + np.exp(-np.minimum(np.abs(scores), _SUREST)))
    confidence: list[float] = np.round(certain, 3).tolist()
    content = _content_labels(lines, measured)
    kinds = _kinds(lines, measured, np.array(kept))
    labels = [
        one if stays else other for stays, one, other in zip(kept, content, kinds, strict=True)
    ]
    evidence = ["" if stays else "sequence" for stays in kept]
    for index, proof in enumerate(proofs):
        if proof:
            labels[index], evidence[index] = proof.split("/")
            kept[index], confidence[index] = False, _PROVEN
    found = Verdicts(labels, kept, evidence, confidence)
    if headline >= 0:
        found.put(headline, Verdict("title", kept=True))
    return found


def _content_labels(lines: Lines, measured: Measured) -> list[str]:
    """Name what each line is if it stays."""
    characters = measured.sheet.characters
    last = characters.codes.take(characters.ends - 1)
    open_end = _IS_OPEN_END.take(last, mode="clip")
    heading = (measured.words < RUNNING_TEXT) & ~measured.sheet.ends & ~open_end
    number = np.where(measured.sheet.own[_BULLET] > 0, 2, heading)
    if lines.marked_up:
        by_tag = [_label_by_tag(path) for path in dict.fromkeys(lines.paths)]
        own = np.array(by_tag).take(lines.path_numbers)
        number = np.where(own >= 0, own, number)
    return [_CONTENT_LABELS[i] for i in number.tolist()]


def _label_by_tag(path: str) -> int:
    """Give the number of the label that a line's own tag shows, -1 for none."""
    label = _LABEL_BY_TAG.get(path.rsplit("/", 1)[-1])
    return _CONTENT_LABELS.index(label) if label else -1


def _kinds(lines: Lines, measured: Measured, kept: Flags) -> list[str]:
    """Name the kind of each line if only the sequence shows it to be boilerplate."""
    hits = measured.hits
    names = (*hits.names, *class_names.KINDS, *_PLACES)
    number = _kinds_by_place(lines, measured, kept) + len(hits.names) + len(class_names.KINDS)
    if lines.marked_up:
        by_class = class_names.kinds(lines.class_cues[0]).take(lines.css_numbers)
        number = np.where(by_class >= 0, by_class + len(hits.names), number)
    named = np.where(hits.covered >= _NAMED, hits.kind, hits.first)
    return [names[i] for i in np.where(named >= 0, named, number).tolist()]


def _kinds_by_place(lines: Lines, measured: Measured, kept: Flags) -> NDArray[np.int64]:
    """Tell the ``_PLACES`` of lines by where they stand, the last that is true of each."""
    words, own = measured.words, measured.sheet.own
    inside = np.flatnonzero(kept)
    index = np.arange(len(lines))
    number = np.where(measured.sheet.ends, 3, np.where(words > 4, 4, 5))
    if inside.size:
        number[: int(inside[-1])] = 2
    number[: int(inside[0]) if inside.size else len(lines)] = 1
    counts = measured.sheet.characters.counts
    signs = counts[SEPARATOR] + counts[SEPARATOR_CLOSER] > 0
    for line in index[signs & ~kept & (words <= RUNNING_TEXT)].tolist():
        if _TRAIL.search(lines.texts[line]):
            number[line] = 6
    number[(own[_DATE] > 0) | (own[_CLOCK] > 0)] = 7
    return number
