"""The page that a page was translated from, and the names of the lexicon in it."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from cleaners.artifacts.forms import NOT_NEEDED, SOME, Form, fold
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import Named
from cleaners.artifacts.scene import Scene

BRANDS = frozenset({"company", "exchange", "coin", "product", "media"})
"""Kinds of concepts whose names are looked for by looser likenesses."""
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[‑-][\p{L}\p{M}]+)*")


@dataclass(frozen=True, slots=True)
class Original:
    """The page that a page was translated from: its language, text, and the concepts it names."""

    language: str
    text: str
    named: Named


def named(scene: Scene, original: Original) -> list[Concept]:
    """Give the people and brands of the lexicon that the original names."""
    known = (scene.known(one) for one in sorted(original.named.all))
    return [concept for concept in known if concept.kind not in ("place", "institution", "concept")]


def form(text: str, concept: Concept) -> Form:
    """Make the form; a brand needs a little, so that parts of longer names are looked at."""
    need = SOME if concept.kind in BRANDS else NOT_NEEDED
    return Form(fold(text), concept.id, "paired", need)


def words_of(text: str) -> frozenset[str]:
    """Give the folded words of a text."""
    return frozenset(fold(match.group()) for match in _WORD.finditer(text))
