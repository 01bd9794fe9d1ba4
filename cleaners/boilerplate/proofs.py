"""What proves a line boilerplate, whatever the weights think of it: phrases, shapes, rows.

A proof names the kind and its evidence (``ticker/shape``). A line that the weights are sure of, or
that stands between two paragraphs, needs more than a phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate import trails
from cleaners.boilerplate.characters import IDEOGRAPHS
from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.folding import TOKEN, fold, tokens
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.phrases import CREDIT_WORDS, LABEL_SIGNS, Hit, Phrases
from cleaners.boilerplate.shape import COUNTER, SHAPE, TICKER, ends_sentence, weight

Flags = NDArray[np.bool_]

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
# A name in a credit has no more words, nor ideographs.
_LONGEST_NAME = 3
_MARKED = re.compile(r"\w{1,8}\s*[:：/／=＝|｜]")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_LABELLED = re.compile(r"[^:：]{1,40}[:：]\s*(.*)", re.DOTALL)
_CLAUSES = re.compile(r"[，；;。]|[,:：]\s+[^\W\d_A-Z]|\.\s")
_LONGEST_SOURCE = 12
_LONGEST_STOPPED = 4
_LONGEST_HEADING = 20
_LONGEST_LISTED = 30


def prove(lines: Lines, measured: Measured, scores: Scores, phrases: Phrases) -> list[str]:
    """Give for each line the kind and evidence that prove it boilerplate, empty where none do."""
    proofs = [""] * len(lines)
    opens = _prove_lines(lines, measured, scores, proofs)
    _spare_ordinary_words(lines, measured, phrases, proofs)
    _spare_prose(lines, measured, scores, proofs, opens)
    trails.prove(lines, measured, phrases, proofs)
    running = measured.words >= RUNNING_TEXT
    sandwiched = running[:-2] & running[2:] & (scores[1:-1] > 0)
    for index in (np.flatnonzero(sandwiched) + 1).tolist():
        proof = proofs[index]
        if proof and proof.split("/")[0] not in _ALWAYS and not proof.endswith("/shape"):
            proofs[index] = ""
    _prove_rows(measured, proofs)
    _prove_lists(measured, scores, proofs)
    _prove_replies(lines, measured, proofs)
    return proofs


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """What a phrase of each kind proves, by the kind's number; the last row is for none.

    ``most_words`` bounds the lines that a phrase at their start proves (-1: none).
    """

    most_words: NDArray[np.float64]
    always: Flags
    whole: Flags


@lru_cache(maxsize=4)
def _kinds(names: tuple[str, ...]) -> _Kinds:
    rows = (*names, "")
    return _Kinds(
        np.array([_STARTS.get(name, -1) for name in rows], np.float64),
        np.array([name in _ALWAYS for name in rows]),
        np.array([name in _WHOLE and name != "language_picker" for name in rows]),
    )


def _prove_lines(lines: Lines, measured: Measured, scores: Scores, proofs: list[str]) -> Flags:
    """Prove single lines by their shape or their phrases; flag those that only open with one."""
    hits = measured.hits
    kinds = _kinds(hits.names)
    sure = scores > SURE
    whole = hits.covered > WHOLE
    opens = measured.words <= kinds.most_words[hits.first]
    opens &= kinds.always[hits.first] | ~sure | whole
    known = whole & kinds.whole[hits.kind] & (~sure | kinds.always[hits.kind])
    for index in np.flatnonzero(opens | known).tolist():
        kind = hits.first[index] if opens[index] else hits.kind[index]
        proofs[index] = f"{hits.name(kind)}/phrase"
    for index in _shape_candidates(measured):
        if shape := _shape_proof(lines.texts[index], sure=bool(sure[index])):
            proofs[index] = shape
    origin = (hits.first == hits.number("byline")) | (hits.last == hits.number("time_ago"))
    for index in np.flatnonzero(origin).tolist():
        proofs[index] = proofs[index] or _origin_proof(
            lines, measured, index, sure=bool(sure[index])
        )
    return np.asarray(opens & ~whole)


def _shape_candidates(measured: Measured) -> list[int]:
    """Give the lines that may be a ticker, a counter or a row of hashtags."""
    characters = measured.sheet.characters
    first = characters.codes.take(characters.starts)
    tagged = (first == ord("#")) | (first == ord("$"))
    return np.flatnonzero(tagged | (measured.sheet.own[SHAPE.index("ticker")] > 0)).tolist()


def _spare_ordinary_words(
    lines: Lines, measured: Measured, phrases: Phrases, proofs: list[str]
) -> None:
    """Take the proof from lines that begin with "Date" and the like without a colon or a date."""
    own = measured.sheet.own
    dated = (own[SHAPE.index("date")] > 0) | (own[SHAPE.index("clock")] > 0)
    byline = measured.hits.first == measured.hits.number("byline")
    for index in np.flatnonzero(byline & ~dated).tolist():
        if proofs[index] == "byline/phrase":
            text, opening = fold(lines.texts[index]), int(measured.hits.opening[index])
            opened = tokens(text)[:opening]
            if opened in phrases.signed and not _is_signed(text, opening):
                proofs[index] = ""


def _is_signed(folded: str, opening: int) -> bool:
    """Tell whether a sign follows on the first words, or a space on ideographs."""
    *_, last = islice(TOKEN.finditer(folded), opening)
    rest = folded[last.end() :]
    spaced = rest[:1].isspace() and _IDEOGRAPH.match(last[0]) is not None
    return spaced or rest.lstrip().startswith(LABEL_SIGNS)


def _spare_prose(
    lines: Lines, measured: Measured, scores: Scores, proofs: list[str], opens: Flags
) -> None:
    """Take the proof from lines that only begin with a phrase and then say something about it."""
    candidates = [i for i in np.flatnonzero(opens).tolist() if proofs[i].endswith("/phrase")]
    if not candidates:
        return
    ends = measured.sheet.ends
    text = np.flatnonzero((measured.words >= RUNNING_TEXT) & (scores > 0) & ends)
    proven = [bool(proof) for proof in proofs]
    for index in candidates:
        hit = measured.hits[index]
        inside = bool(len(text)) and bool(text[0] < index < text[-1])
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


def _prove_rows(measured: Measured, proofs: list[str]) -> None:
    """Prove names of languages boilerplate where a row of them stands."""
    hits = measured.hits
    flags = (hits.kind == hits.number("language_picker")) & (hits.covered > WHOLE)
    for start, end in runs(flags):
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


def _prove_lists(measured: Measured, scores: Scores, proofs: list[str]) -> None:
    """Prove the headlines below a label like "Related articles" boilerplate with it."""
    label = "related_headlines/phrase"
    if label not in proofs:
        return
    listed = ~measured.sheet.ends & (measured.words <= _LONGEST_LISTED) & (scores < SURE)
    below = False
    for index, may_follow in enumerate(listed.tolist()):
        if proofs[index] == label:
            below = True
        elif below and (proofs[index] or may_follow):
            proofs[index] = proofs[index] or "related_headlines/label-above"
        else:
            below = False


def _prove_replies(lines: Lines, measured: Measured, proofs: list[str]) -> None:
    """Prove short replies boilerplate: what stands between the buttons of one post and the next."""
    hits = measured.hits
    bars = (hits.covered > WHOLE) & (hits.kind == hits.number("share_bar"))
    for first, second in pairwise(i for i in np.flatnonzero(bars).tolist() if proofs[i]):
        between = range(first + 1, second)
        if 2 <= len(between) <= 4 and (measured.words[first + 1 : second] <= 30).all():
            header = lines.texts[first + 1]
            if len(header) <= 60 and not ends_sentence(header):
                for index in between:
                    proofs[index] = proofs[index] or "reader_comment/between-buttons"
