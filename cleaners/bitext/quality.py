"""How far a segment pair can be trusted: a score of 0-1 and the findings behind it.

Rules find what can be named (``checks``). From findings, lengths, names and sentence vectors
(``evidence``), one logistic regression for each kind of damage (a name swapped, words dropped, the
wrong sentence …) tells how likely a pair has it rather than being sound; the score is the chance of
having none. Where a language pair has no sentence vectors, the weights trained without them are
used. Scores of different language pairs are not comparable to the last digit, and no score here
sees style: it separates broken pairs from sound ones.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from cleaners.bitext import evidence
from cleaners.bitext.checks import check
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.tables import FOLDER
from cleaners.bitext.embedding import Space, embed_in, space
from cleaners.records import Finding, Quality

WEIGHTS = FOLDER / "weights.json"
BLOCKING = frozenset({"major", "critical"})
# A pair with a critical finding is worth nothing, whatever the rest looks like.
WORTHLESS = 0.01
# Pairs embedded together: enough to keep the model busy, few enough to keep memory small.
BATCH = 64


class _Damage(NamedTuple):
    """The log-odds that a pair is sound rather than damaged in one way: weights by evidence."""

    weights: Mapping[str, float]
    intercept: float


class _Model(NamedTuple):
    """The kinds of damage, and what evidence counts whatever the damage is, in log-odds."""

    damages: Sequence[_Damage]
    always: Mapping[str, float]


def assess(source: str, target: str, source_language: str, target_language: str) -> Quality:
    """Assess one segment pair; languages are BCP-47 tags.

    >>> quality = assess("工作坊共有160名學生。", "1.600 mahasiswa ikut serta.", "zh-Hant", "id")
    >>> [finding.code for finding in quality.findings]
    ['accuracy/mistranslation:number']
    >>> accepts(quality)
    False
    """
    return assess_all([Pair(source, target, source_language, target_language)])[0]


def assess_all(pairs: Sequence[Pair], *, vectors: bool = True) -> list[Quality]:
    """Assess many segment pairs: the same answers as one by one, at the cost of one embedding.

    Args:
        pairs: Any number of pairs, of any languages.
        vectors: Whether sentence vectors are compared, too; without them it is faster and coarser.
    """
    findings = [check(pair) for pair in pairs]
    found = [evidence.plain(pair, these) for pair, these in zip(pairs, findings, strict=True)]
    spaces: dict[Space, list[int]] = defaultdict(list)
    for i, pair in enumerate(pairs):
        chosen = space([pair.source_language, pair.target_language])
        if vectors and chosen in _models() and not _worthless(findings[i]):
            spaces[chosen].append(i)
    scores = [_score(_models()["rules"], these) for these in found]
    for chosen, indices in spaces.items():
        for start in range(0, len(indices), BATCH):
            batch = indices[start : start + BATCH]
            compared = _compare([pairs[i] for i in batch], chosen)
            for i, seen in zip(batch, compared, strict=True):
                scores[i] = _score(_models()[chosen], found[i] | seen)
    return [
        Quality(WORTHLESS if _worthless(these) else score, these)
        for score, these in zip(scores, findings, strict=True)
    ]


def accepts(quality: Quality, minimum: float = 0.5) -> bool:
    """Tell whether a pair is worth publishing: a high enough score and nothing grave found."""
    grave = any(finding.severity in BLOCKING for finding in quality.findings)
    return quality.score >= minimum and not grave


def _worthless(findings: Sequence[Finding]) -> bool:
    return any(finding.severity == "critical" for finding in findings)


def _compare(pairs: Sequence[Pair], chosen: Space) -> list[dict[str, float]]:
    """Give the evidence from vectors for some pairs of one space."""
    pieces = [evidence.pieces(pair) for pair in pairs]
    texts = sorted({text for these in pieces for text in these})
    rows = {text: row for row, text in enumerate(texts)}
    vectors = embed_in(chosen, texts)
    return [
        evidence.from_vectors(vectors[np.array([rows[text] for text in these])]) for these in pieces
    ]


def _score(model: _Model, seen: Mapping[str, float]) -> float:
    """Give the chance that a pair is sound: damages exclude each other, and so do their odds."""
    odds = sum(math.exp(-_bounded(_sum(damage, seen))) for damage in model.damages)
    total = sum(weight * seen[kind] for kind, weight in model.always.items()) - math.log(odds)
    return round(1 / (1 + math.exp(-_bounded(total))), 4)


def _sum(damage: _Damage, seen: Mapping[str, float]) -> float:
    return damage.intercept + sum(weight * seen[kind] for kind, weight in damage.weights.items())


def _bounded(log_odds: float) -> float:
    return max(-30.0, min(30.0, log_odds))


@cache
def _models() -> dict[str, _Model]:
    """Read the trained weights: without vectors (``rules``) and for each space of vectors."""
    models = json.loads(WEIGHTS.read_text("utf-8"))
    return {
        name: _Model([_Damage(**damage) for damage in model["damages"].values()], model["always"])
        for name, model in models.items()
    }
