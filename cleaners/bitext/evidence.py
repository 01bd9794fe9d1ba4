"""What the score of a pair stands on: plain numbers about it, none of them tied to a language.

Each is 0 where nothing is wrong, or small; the trained weights say how much each counts. Those
from vectors are only there where sentence vectors are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from cleaners.bitext.checks.coverage import length_surplus, sentence_surplus
from cleaners.bitext.checks.language import doubt
from cleaners.bitext.checks.names import Likeness, likeness
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.spans import ends_properly, sentence_spans, words
from cleaners.bitext.fluency import unnatural
from cleaners.bitext.vectors import Array
from cleaners.records import Finding

# Finding codes, and the evidence they count towards.
KINDS = {
    "accuracy/untranslated": "untranslated",
    "accuracy/mistranslation:number": "number",
    "accuracy/mistranslation:date": "date",
    "accuracy/mistranslation:negation": "negation",
    "accuracy/mistranslation:entity": "entity",
    "accuracy/mistranslation:address": "address",
    "accuracy/omission:number": "number_missing",
    "accuracy/addition:number": "number_missing",
    "accuracy/omission:address": "address",
    "accuracy/addition:address": "address",
    "accuracy/omission:truncated": "truncated",
    "accuracy/omission": "length",
    "accuracy/addition": "length",
    "fluency/duplication": "duplication",
    "fluency/markup": "residue",
    "fluency/character-encoding": "residue",
    "fluency/punctuation": "punctuation",
    "fluency/spelling:capitalisation": "capitalisation",
}
COMMAS = frozenset(",，、،;；")
QUOTES = frozenset('"“”„«»「」『』‘')
# Where names were not looked for, or there are none: as alike as they usually are.
USUAL_LIKENESS = Likeness(0.8, 0.9, 0)
FAR, MOST_SENTENCES = 2.0, 3
# Pieces of a source shorter than this many words say too little by themselves.
FEWEST_WORDS = 6
VECTOR_KINDS = ("distance", "shorter", "weakest_target")


def kinds(*, vectors: bool) -> tuple[str, ...]:
    """Give the names of the evidence, in the order of the weights."""
    return (*sorted(set(KINDS.values())), *PLAIN_KINDS, *(VECTOR_KINDS if vectors else ()))


PLAIN_KINDS = (
    "longer", "shorter_text", "far_longer", "far_shorter", "more_sentences", "fewer_sentences",
    "commas", "quotes", "ending", "names_least", "names_mean", "names_doubted", "target_doubt",
    "source_doubt", "shared_words", "unnatural",
)  # fmt: skip


def plain(pair: Pair, findings: Sequence[Finding]) -> dict[str, float]:
    """Give the evidence that needs no vectors."""
    counted = dict.fromkeys(sorted(set(KINDS.values())), 0.0)
    for finding in findings:
        kind = KINDS.get(finding.code)
        if kind:
            counted[kind] = 1.0
    surplus = length_surplus(pair)
    sentences = max(-MOST_SENTENCES, min(MOST_SENTENCES, sentence_surplus(pair)))
    names = _names(pair)
    return counted | {
        "longer": max(0.0, surplus),
        "shorter_text": max(0.0, -surplus),
        "far_longer": max(0.0, surplus - FAR),
        "far_shorter": max(0.0, -surplus - FAR),
        "more_sentences": max(0.0, float(sentences)),
        "fewer_sentences": max(0.0, -float(sentences)),
        "commas": abs(_share(pair.source, pair.target, COMMAS)),
        "quotes": float(bool(_count(pair.source, QUOTES)) != bool(_count(pair.target, QUOTES))),
        "ending": float(ends_properly(pair.source) != ends_properly(pair.target)),
        "names_least": 1 - names.least,
        "names_mean": 1 - names.mean,
        "names_doubted": max(0.0, NAMES_DOUBTED - names.least),
        "target_doubt": doubt(pair.target, pair.target_language),
        "source_doubt": doubt(pair.source, pair.source_language),
        "shared_words": _shared(pair),
        "unnatural": unnatural(pair.target, pair.target_language)
        + unnatural(pair.source, pair.source_language),
    }


NAMES_DOUBTED = 0.55


def _names(pair: Pair) -> Likeness:
    found = [
        known
        for known in (
            likeness(pair.target, pair.target_language, pair.source, pair.source_language),
            likeness(pair.source, pair.source_language, pair.target, pair.target_language),
        )
        if known
    ]
    return min(found, key=lambda known: known.least, default=USUAL_LIKENESS)


def _count(text: str, characters: frozenset[str]) -> int:
    return sum(character in characters for character in text)


def _share(source: str, target: str, characters: frozenset[str]) -> float:
    return math.log((1 + _count(target, characters)) / (1 + _count(source, characters)))


def _shared(pair: Pair) -> float:
    """Give the share of the target's small words that the source has, too."""
    target = _small_words(pair.target, pair.target_language)
    source = _small_words(pair.source, pair.source_language)
    return len(target & source) / len(target) if target else 0.0


def _small_words(text: str, language: str) -> set[str]:
    return {
        text[start:end] for start, end in words(text, language) if text[start : start + 1].islower()
    }


def pieces(pair: Pair) -> list[str]:
    """Give the texts whose vectors the evidence compares: the sides, then parts of them.

    The source and the target; the source without its first, its middle and its last third; then
    the sentences of the target where there are several.
    """
    source = _without(pair.source, pair.source_language)
    return [pair.source, pair.target, *source, *_parts(pair.target)]


def from_vectors(vectors: Array) -> dict[str, float]:
    """Give the evidence from the vectors of the pair's pieces."""
    source, target = vectors[0], vectors[1]
    cosine = float(source @ target)
    sentences = vectors[5:] @ source
    return {
        "distance": 1 - cosine,
        # A part of the source that is nearer to the target than the whole: something is missing.
        "shorter": float((vectors[2:5] @ target).max()) - cosine,
        "weakest_target": cosine - float(sentences.min()) if len(sentences) else 0.0,
    }


def _without(text: str, language: str) -> list[str]:
    spans = words(text, language)
    if len(spans) < FEWEST_WORDS:
        return [text] * 3
    first, last = (spans[len(spans) * part // 3][0] for part in (1, 2))
    return [text[first:], text[:first] + text[last:], text[:last]]


def _parts(text: str) -> list[str]:
    spans = sentence_spans(text)
    return [text[start:end] for start, end in spans] if len(spans) > 1 else []
