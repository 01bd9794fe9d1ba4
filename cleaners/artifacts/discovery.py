"""What discovery proposes: names that look broken, what they may be meant for, and why.

A candidate is no rule: it changes nothing before a person has accepted it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from cleaners.artifacts.forms import fold
from cleaners.artifacts.lexicon import Kind
from cleaners.artifacts.romanisation import simplified

ClueKind = Literal[
    "original", "reading", "hybrid", "versions", "gloss", "likeness", "residue", "role", "alone"
]
CLUES: dict[ClueKind, str] = {
    "original": "the paired original has the right form where this stands",
    "reading": "spells out the characters that the original has there",
    "hybrid": "mixes systems of romanisation, as no person does",
    "versions": "other versions of the same sentence have the right form there",
    "gloss": "the right form stands in brackets beside the name",
    "likeness": "sounds like another name of the same document",
    "residue": "letters of the source language were left standing",
    "role": "somebody else's name in the same office",
    "alone": "nothing in the paired original accounts for the name",
}
"""The kinds of evidence, with what each says."""


@dataclass(frozen=True, slots=True)
class Clue:
    """One kind of evidence: how often it was seen, and in how many documents."""

    kind: ClueKind
    times: int
    documents: int


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the wrong form, and the sentence that it renders where that is known."""

    path: str
    language: str
    text: str
    original: str = ""
    original_language: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form that may be wrong, and the concept that it may stand for.

    ``wrong`` is spelt as it was found most often; ``canonical`` the proposed right form, empty when
    nobody knows; ``source`` the name in the language it comes from, empty when unknown;
    ``languages`` primary tags of the documents that have the wrong form, sorted; ``score`` ranks
    candidates, higher first, and has no other meaning.
    """

    id: str
    wrong: str
    canonical: str
    source: str
    kind: Kind
    languages: tuple[str, ...]
    score: float
    times: int
    documents: int
    clues: tuple[Clue, ...] = ()
    examples: tuple[Example, ...] = ()


def candidate_id(wrong: str, canonical: str, source: str = "") -> str:
    """Name a candidate by what it says: 12 digits, the same from run to run.

    >>> candidate_id("Huida", "NVIDIA", "輝達") == candidate_id("huida", "Nvidia", "辉达")
    True
    """
    target = simplified(source) or fold(canonical)
    return hashlib.sha256(f"{fold(wrong)}\0{target}".encode()).hexdigest()[:12]
