"""What proves a line boilerplate, whatever the weights think of it: phrases, shapes, rows.

A proof names the kind and its evidence (``ticker/shape``). A line that the weights are sure of, or
that stands between two paragraphs, needs more than a phrase.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate import lead_ins, trails
from cleaners.boilerplate.characters import IDEOGRAPHS
from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.folding import TOKEN, fold, tokens
from cleaners.boilerplate.hits import Hits
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.phrases import CREDIT_WORDS, LABEL_SIGNS, Hit, Phrases
from cleaners.boilerplate.reasons import (
    ALWAYS,
    BUTTONS,
    ENDONYMS,
    KNOWN,
    LIKED,
    MAY_FOLLOW,
    ONLY_OPENS,
    OPENS,
    ORIGIN,
    SANDWICHED,
    SHAPED,
    SIGNS,
    UNDATED,
    Reasons,
)
from cleaners.boilerplate.shape import COUNTER, TICKER, ends_sentence, weight

Flags = NDArray[np.bool_]

# The weights are this sure of a line before a lone phrase may no longer remove it.
SURE = 3.0
HASHTAGS = re.compile(r"(?:[#$][^\s#$]+\s*)+")
_ROW = 3
# A sentence of which a phrase is less than this is about the phrase as likely as it is one.
_MOSTLY = 0.5
# At the head and the foot of an article it must be less still, and the weights must like it.
_HARDLY = 0.34
# Between paragraphs such a sentence goes only next to other boilerplate, and only where the
# weights are not fond of it.
_NOT_FOND = 1.5
_QUOTES = "\"'“”„«»‹›「『《〈‘’"
_NAMED = re.compile(r"([^:：?？–—]{2,60}?)\s*[:：?？–—]\s*(\S.*)", re.DOTALL)
# A name in a credit has no more words, nor ideographs.
_LONGEST_NAME = 3
_MARKED = re.compile(r"\w{1,8}\s*[:：/／=＝|｜]")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_LABELLED = re.compile(r"[^:：]{1,40}[:：]\s*(.*)", re.DOTALL)
_CLAUSES = re.compile(r"[，；;。]|[,:：]\s+[^\W\d_A-Z]|\.\s")
_LONGEST_SOURCE = 12
_LONGEST_STOPPED = 4
_LONGEST_HEADING = 20


def prove(
    lines: Lines, measured: Measured, scores: Scores, phrases: Phrases, found: Reasons
) -> list[str]:
    """Give for each line the kind and evidence that prove it boilerplate, empty where none do.

    ``found`` are the reasons to look closer at some lines.
    """
    proofs = [""] * len(lines)
    _prove_lines(lines, measured, scores, found, proofs)
    for index in found.lines(UNDATED):
        _spare_ordinary_words(lines.texts[index], measured.hits, index, phrases, proofs)
    _spare_prose(lines, measured, scores, found, proofs)
    trails.prove(lines, measured, phrases, found.lines(SIGNS), proofs)
    for index in found.lines(SANDWICHED):
        proof = proofs[index]
        if proof and proof.split("/")[0] not in ALWAYS and not proof.endswith("/shape"):
            proofs[index] = ""
    _prove_rows(measured, found, proofs)
    _prove_lists(found, proofs)
    _prove_replies(lines, measured, found, proofs)
    lead_ins.prove(lines, measured, scores, phrases, proofs)
    return proofs


def _prove_lines(
    lines: Lines, measured: Measured, scores: Scores, found: Reasons, proofs: list[str]
) -> None:
    """Prove single lines by their shape or their phrases."""
    hits = measured.hits
    for index in found.lines(OPENS | KNOWN):
        kind = hits.first[index] if found.bits[index] & OPENS else hits.kind[index]
        proofs[index] = f"{hits.name(kind)}/phrase"
    for index in found.lines(SHAPED):
        if shape := _shape_proof(lines.texts[index], sure=bool(scores[index] > SURE)):
            proofs[index] = shape
    for index in found.lines(ORIGIN):
        proofs[index] = proofs[index] or _origin_proof(
            lines, measured, index, sure=bool(scores[index] > SURE)
        )


def _spare_ordinary_words(
    text: str, hits: Hits, index: int, phrases: Phrases, proofs: list[str]
) -> None:
    """Take the proof from a line that begins with "Date" and the like without a colon or a date."""
    if proofs[index] == "byline/phrase":
        folded, opening = fold(text), int(hits.opening[index])
        if tokens(folded)[:opening] in phrases.signed and not _is_signed(folded, opening):
            proofs[index] = ""


def _is_signed(folded: str, opening: int) -> bool:
    """Tell whether a sign follows on the first words, or a space on ideographs."""
    *_, last = islice(TOKEN.finditer(folded), opening)
    rest = folded[last.end() :]
    spaced = rest[:1].isspace() and _IDEOGRAPH.match(last[0]) is not None
    return spaced or rest.lstrip().startswith(LABEL_SIGNS)


def _spare_prose(
    lines: Lines, measured: Measured, scores: Scores, found: Reasons, proofs: list[str]
) -> None:
    """Take the proof from lines that only begin with a phrase and then say something about it."""
    candidates = [i for i in found.lines(ONLY_OPENS) if proofs[i].endswith("/phrase")]
    if not candidates:
        return
    ends, text = measured.sheet.ends, found.lines(LIKED)
    proven = [bool(proof) for proof in proofs]
    for index in candidates:
        hit = measured.hits[index]
        inside = bool(text) and text[0] < index < text[-1]
        among = any(proven[max(index - 1, 0) : index] + proven[index + 1 : index + 2])
        liked = not among or scores[index] > _NOT_FOND
        # Words that menus hold too are no part of the phrase.
        held = hit.held / max(int(measured.sheet.tokens.count[index]), 1)
        says = ends[index] and held < _MOSTLY
        quoted = lines.texts[index][:1] in _QUOTES and ends[index]
        about = says and (inside or (held < _HARDLY and scores[index] > _NOT_FOND))
        credit = proofs[index].startswith("source_credit")
        if (
            (liked and (quoted or about))
            or _is_headline(index, lines, hit)
            or (credit and not is_credit(lines.texts[index], hit))
        ):
            proofs[index] = ""


def _is_headline(index: int, lines: Lines, hit: Hit) -> bool:
    """Tell whether a headline begins with a phrase: ``Disclaimer: a history``."""
    line = lines[index]
    tag = line.path.rsplit("/", 1)[-1]
    if (index and tag not in ("title", "h1")) or line.text.endswith((".", "。")):
        return False
    named = _NAMED.fullmatch(line.text)
    if named is None or len(tokens(named[1])) != hit.opening or line.link_density > _MOSTLY:
        return False
    words = tokens(named[2])
    below = any(map(ends_sentence, lines.texts[index + 1 : index + 4]))
    a_name = hit.first == "source_credit" and not named[2][:1].islower()
    return 2 <= len(words) <= _LONGEST_HEADING and below and not a_name


def is_credit(text: str, hit: Hit) -> bool:
    """Tell whether a line that begins like a source credit is one: short, a name, no clauses."""
    labelled = _LABELLED.match(text)
    if labelled is None or len(tokens(text[: labelled.start(1)])) > hit.opening:
        named = len(tokens(text)) <= hit.opening + _LONGEST_NAME
        return hit.held >= CREDIT_WORDS or (named and not ends_sentence(text))
    rest = labelled[1]
    words = weight(tokens(rest), rest)
    if ends_sentence(rest):
        return words <= _LONGEST_STOPPED
    return words <= _LONGEST_SOURCE and len(_CLAUSES.findall(rest)) <= 1


# Longer lines are no ticker, counter or row of hashtags.
_LONGEST_SHAPE = 200


def _shape_proof(text: str, *, sure: bool) -> str:
    if len(text) > _LONGEST_SHAPE:
        return ""
    if TICKER.fullmatch(text):
        return "ticker/shape"
    if COUNTER.fullmatch(text):
        return "comment_box/shape"
    return "share_bar/shape" if not sure and HASHTAGS.fullmatch(text) else ""


def _origin_proof(lines: Lines, measured: Measured, index: int, *, sure: bool) -> str:
    """Prove a line that says who wrote it, or when: a name after "By", a time ago at the end.

    A headline may end in "today".
    """
    text, path = lines.texts[index], lines.paths[index]
    hit = measured.hits[index]
    count = int(measured.sheet.tokens.count[index])
    ends = bool(measured.sheet.ends[index])
    if hit.first == "byline" and (hit.last == "reading_time" or not ends):
        # A name has capitals; where a script has none, its length and a mark before it must do.
        cased = text.upper() != text.lower()
        short = cased or count <= hit.opening + _LONGEST_NAME or _MARKED.match(text) is not None
        name = count <= 6 and short and not any(map(str.islower, text.split()[1:]))
        if name or (count <= 14 and hit.covered >= 0.4):
            return "byline/phrase"
    ago = hit.last == "time_ago" and count <= 8 and not sure and not ends
    heads = not index or path.rsplit("/", 1)[-1] in ("title", "h1")
    return "byline/time-ago" if ago and (not heads or hit.covered >= _MOSTLY) else ""


def _prove_rows(measured: Measured, found: Reasons, proofs: list[str]) -> None:
    """Prove names of languages boilerplate where a row of them stands."""
    if not found.every & ENDONYMS:
        return
    for start, end in runs(found.flags(ENDONYMS)):
        long = (measured.sheet.tokens.count[start:end] >= 3 * _ROW).any()
        if end - start >= _ROW or long:
            proofs[start:end] = ["language_picker/row"] * (end - start)


def runs(flags: Flags) -> list[tuple[int, int]]:
    """Give the runs of flagged lines.

    >>> runs(np.array([True, False, True, True]))
    [(0, 1), (2, 4)]
    """
    if not flags.any():
        return []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return [(start, end) for start, end in edges.reshape(-1, 2).tolist()]


def _prove_lists(found: Reasons, proofs: list[str]) -> None:
    """Prove the headlines below a label like "Related articles" boilerplate with it."""
    label = "related_headlines/phrase"
    if label not in proofs:
        return
    below = False
    for index, may_follow in enumerate(found.flags(MAY_FOLLOW).tolist()):
        if proofs[index] == label:
            below = True
        elif below and (proofs[index] or may_follow):
            proofs[index] = proofs[index] or "related_headlines/label-above"
        else:
            below = False


def _prove_replies(lines: Lines, measured: Measured, found: Reasons, proofs: list[str]) -> None:
    """Prove short replies boilerplate: what stands between the buttons of one post and the next."""
    for first, second in pairwise(i for i in found.lines(BUTTONS) if proofs[i]):
        between = range(first + 1, second)
        if 2 <= len(between) <= 4 and (measured.words[first + 1 : second] <= 30).all():
            header = lines.texts[first + 1]
            if len(header) <= 60 and not ends_sentence(header):
                for index in between:
                    proofs[index] = proofs[index] or "reader_comment/between-buttons"
