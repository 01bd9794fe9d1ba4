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

from cleaners import native
from cleaners.boilerplate import (
    about,
    class_names,
    containers,
    features,
    model,
    network,
    one_article,
    reasons,
    substance,
    units,
)
from cleaners.boilerplate.below_the_line import inner_ends
from cleaners.boilerplate.characters import CLOSERS
from cleaners.boilerplate.class_names import COMMENTS
from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.phrases import Phrases
from cleaners.boilerplate.proofs import prove
from cleaners.boilerplate.reasons import HEADLINE, PARTED, WORDLESS, Reasons
from cleaners.boilerplate.shape import SHAPE, ends_sentence
from cleaners.boilerplate.verdicts import Verdict, Verdicts
from cleaners.boilerplate.vocabulary import VOCABULARY
from cleaners.records import Metadata
from cleaners.rules import Rules

# Log-odds from which a line is kept; chosen on the development pages by cross-validation.
THRESHOLDS = {"html": 0.3, "text": 0.25}
# Of flattened text the network and the trees judge together; so much of it is the trees' say.
TREES_SHARE = 0.5
# Log-odds of HTML lines are too sure by this factor.
CERTAINTY = 1.2
# The line at the threshold itself stays.
_AT_LEAST = 1e-6
# How much worse than the threshold a line may be on a page of which nothing is surely boilerplate;
# the more there is, the harder it is to convince (native/reasons.c).
LENIENCE = {"html": 4.0, "text": 2.0}
# What the lines of a page without text of its own are at most.
_NOTHING = -8.0
# So many words of text make an article.
_PARAGRAPH = 40
# How sure a proof is.
_PROVEN = 0.97
_SYMBOLS = re.compile(r"[\W_]+")
_TRAIL = re.compile(r"\S\s+[>»›/]\s+\S")
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
_BREADCRUMB = _PLACES.index("breadcrumb")
_SENTENCES = SHAPE.index("sentences")
_SHARED = VOCABULARY.index("shared")
_NOT_MARKED_UP = np.empty(0, np.int64)
_keep_lines = native.kernel(
    "keep_lines", native.NOTHING, *[native.ARRAY] * 4, native.BYTES, native.COUNT, native.NUMBER,
    *[native.COUNT] * 2, *[native.ARRAY] * 2,
)  # fmt: skip
_name_lines = native.kernel(
    "name_lines", native.NOTHING, *[native.ARRAY] * 9, native.BYTES, native.COUNT,
    *[native.ARRAY] * 2, *[native.COUNT] * 4, *[native.ARRAY] * 2,
)  # fmt: skip


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
    found = reasons.find(measured, scores, titled=lines.paths[0] == "head/title")
    proofs = prove(lines, measured, scores, phrases, found)
    if about.is_article(metadata):
        _prove_comments(lines, measured, scores, proofs)
        one_article.prove(measured, scores, proofs)
    kept = _kept(lines, measured, scores, proofs)
    units.settle(lines, measured, scores, kept, proofs, found)
    _drop_foreign_edges(lines, kept, proofs, foreign)
    _drop_lone_symbols(lines, kept, found)
    headline = _headline(lines, title, measured, kept, proofs, found)
    verdicts = _verdicts(lines, measured, scores, kept, proofs, found)
    if headline >= 0:
        verdicts.put(headline, Verdict("title", kept=True))
    return Judged(verdicts, measured)


def _scores(measured: Measured, rules: Rules) -> model.Scores:
    """Judge each line by itself and its surroundings: above 0 the weights would keep it.

    On an HTML page the threshold follows from the judgement itself: the less certain it is, the
    more of the page is kept. Of flattened text without a text of its own nothing would be kept.
    """
    if measured.sheet.lines.marked_up:
        return lifted(model.load(rules, "html").score(measured), measured.words)
    scores = together(network.load(rules), model.load(rules, "text_trees"), measured)
    if substance.is_missing(measured, scores, substance.load(rules)):
        return np.minimum(scores, 0) + _NOTHING
    return scores


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


def _kept(
    lines: Lines, measured: Measured, scores: model.Scores, proofs: Sequence[str]
) -> list[bool]:
    """Decide which lines stay; the less boilerplate a page has, the more of it stays."""
    may_stay, kept = np.empty((2, len(scores)), bool)
    sheet, marked_up = measured.sheet, lines.marked_up
    lenience = LENIENCE["html" if marked_up else "text"]
    # A page's own title is no evidence of an article.
    titled = lines.paths[0] == "head/title"
    _keep_lines(
        scores, sheet.words, sheet.ends, sheet.own, bytes(map(bool, proofs)), len(scores),
        lenience, marked_up, titled, may_stay, kept,
    )  # fmt: skip
    stays: list[bool] = kept.tolist()
    return stays


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
    for index in comments.nonzero()[0].tolist():
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


def _drop_lone_symbols(lines: Lines, kept: list[bool], found: Reasons) -> None:
    """Keep a line without letters and digits only between lines that are kept."""
    for index in found.lines(WORDLESS):
        if _SYMBOLS.fullmatch(lines.texts[index]):
            before = index > 0 and kept[index - 1]
            after = index + 1 < len(lines) and kept[index + 1]
            kept[index] = before and after


_HEADLINE_REACH = 12
_LONGEST_HEADLINE = 45


def _headline(  # noqa: PLR0913, PLR0917 - all that is known of the lines
    lines: Lines,
    title: str,
    measured: Measured,
    kept: Sequence[bool],
    proofs: Sequence[str],
    found: Reasons,
) -> int:
    """Find the headline among the lines just above the article: its index, or -1."""
    if True not in kept:
        return -1
    if lines.paths[0] == "head/title":
        return 0
    first = kept.index(True)
    best, best_score = -1, 0.9
    wanted = set(tokens(title))
    short = found.bits[: first + 1].tolist()
    for index in range(max(first - _HEADLINE_REACH, 0), first + 1):
        if proofs[index] or not short[index] & HEADLINE:
            continue
        if not _like_headline(index, lines, measured, kept):
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


def _like_headline(index: int, lines: Lines, measured: Measured, kept: Sequence[bool]) -> bool:
    """Tell whether a short line can be a headline: one phrase above longer text."""
    text = lines.texts[index]
    if True not in kept[index + 1 :] or text[-1:] in ":：,，;；" or text[:1] in "-•*·@#$":
        return False
    if any(text[:end].rstrip(CLOSERS)[-1:] in ".。।۔" for end in inner_ends(text)):
        return False
    if not ends_sentence(text) or text[-1] in "?!？！…":
        return True
    # A headline that ends in a full stop: one sentence set off, above much longer paragraphs.
    rest = np.flatnonzero(kept[index + 1 :]) + index + 1
    below = measured.words[rest][measured.words[rest] >= RUNNING_TEXT]
    alone = index == 0 and lines.gaps[rest[0]] > 0 and measured.sheet.own[_SENTENCES, index] <= 1
    return bool(alone and len(below) and below.mean() > 4 * measured.words[index])


def _verdicts(  # noqa: PLR0913, PLR0917 - all that is known of the lines
    lines: Lines,
    measured: Measured,
    scores: model.Scores,
    kept: list[bool],
    proofs: Sequence[str],
    found: Reasons,
) -> Verdicts:
    """Name all lines: what they are if they stay, else why they go."""
    numbers, confidence = _named(lines, measured, scores, kept)
    names = (*measured.hits.names, *class_names.KINDS, *_PLACES, *_CONTENT_LABELS)
    by_place = len(names) - len(_CONTENT_LABELS) - len(_PLACES)
    for index in found.lines(PARTED):
        if not kept[index] and numbers[index] >= by_place and _TRAIL.search(lines.texts[index]):
            numbers[index] = by_place + _BREADCRUMB
    labels = [names[number] for number in numbers]
    evidence = ["" if stays else "sequence" for stays in kept]
    for index, proof in enumerate(proofs):
        if proof:
            labels[index], evidence[index] = proof.split("/")
            kept[index], confidence[index] = False, _PROVEN
    return Verdicts(labels, kept, evidence, confidence)


def _named(
    lines: Lines, measured: Measured, scores: model.Scores, kept: Sequence[bool]
) -> tuple[list[int], list[float]]:
    """Give the numbers of the lines' names, and how sure they are.

    What stays is named by its tag or its shape; what goes by its phrases, its class names or its
    place.
    """
    sheet, hits = measured.sheet, measured.hits
    by_tag = by_class = _NOT_MARKED_UP
    if lines.marked_up:
        tags = [_label_by_tag(path) for path in dict.fromkeys(lines.paths)]
        by_tag = np.array(tags, np.int64).take(lines.path_numbers)
        by_class = class_names.kinds(lines.class_cues[0]).take(lines.css_numbers)
    characters, count = sheet.characters, len(kept)
    numbers, certain = np.empty(count, np.int64), np.empty(count)
    _name_lines(
        hits.kind, hits.first, hits.covered, sheet.words, sheet.ends, sheet.own, scores,
        characters.codes, characters.ends, bytes(kept), lines.marked_up, by_tag, by_class,
        len(hits.names), len(class_names.KINDS), len(_PLACES), count, numbers, certain,
    )  # fmt: skip
    return numbers.tolist(), certain.tolist()


def _label_by_tag(path: str) -> int:
    """Give the number of the label that a line's own tag shows, -1 for none."""
    label = _LABEL_BY_TAG.get(path.rsplit("/", 1)[-1])
    return _CONTENT_LABELS.index(label) if label else -1
