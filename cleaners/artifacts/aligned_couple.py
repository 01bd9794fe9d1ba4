"""A page and its original, sentence by sentence, and what is known of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import regex
from anyascii import anyascii
from rapidfuzz import fuzz

from cleaners.artifacts import context as contexts
from cleaners.artifacts import meanings
from cleaners.artifacts.forms import NOT_NEEDED, Form, fold
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import RIGHT, Languages, Occurrence, index
from cleaners.artifacts.replacement import replace
from cleaners.artifacts.scene import Places, Scene
from cleaners.artifacts.translated import renderings
from cleaners.records import Edit, Page
from cleaners.rules import Rules

STEP = "names"
LIKE = 70.0
"""How alike (0-100) the letters of two surnames are that may be spellings of one: Zhuk, Schuk."""
_WORDS = regex.compile(r"[\p{L}\p{M}]+")
Likeness = Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]]
"""Gives how near the senses of texts are to those of others (cosines); zeros where not known."""


class Bead(NamedTuple):
    """A sentence of the original, and where in the page the one beside it stands."""

    source: str
    start: int
    end: int


@dataclass(frozen=True)
class Couple:
    """A page and its original, sentence by sentence, and all that is known of both."""

    page: Page
    spoken: str
    beads: Sequence[Bead]
    rules: Rules
    likeness: Likeness
    language: str = field(init=False)
    folded: str = field(init=False)
    scene: Scene = field(init=False)

    def __post_init__(self) -> None:
        """Fold the page once."""
        compiled = index(self.rules)
        object.__setattr__(self, "language", self.page.language.partition("-")[0])
        object.__setattr__(self, "folded", fold(self.page.text))
        scene = Scene(self.page.text, compiled.lexicon, contexts.read(self.rules), (), ())
        object.__setattr__(self, "scene", scene)

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon, with what the page adds."""
        return self.scene.lexicon

    @cached_property
    def rights(self) -> Places[Occurrence]:
        """Where the page has right names of the lexicon."""
        languages = Languages.of(self.page)
        found, _, _ = index(self.rules).find(self.page.text, languages, frozenset())
        return Places([one for one in found if one.form.origin in RIGHT])

    def target(self, bead: Bead) -> str:
        """Give the page's folded sentences of a bead."""
        return self.folded[bead.start : bead.end]

    def missing(self, name: str) -> list[int]:
        """Give the beads whose original has a name more often than the page."""
        pattern = whole(fold(name))
        return [
            number
            for number, bead in enumerate(self.beads)
            if len(pattern.findall(fold(bead.source))) > len(pattern.findall(self.target(bead)))
        ]


def whole(folded: str) -> regex.Pattern[str]:
    """Make what finds a folded name, but for its endings, as words of their own."""
    joined = r"[ \u00a0‑-]".join(map(regex.escape, folded.split(" ")))
    return regex.compile(rf"(?<![\p{{Latin}}\p{{M}}]){joined}(?!\p{{M}})")


def is_sense(part: str, word: str, couple: Couple) -> bool:
    """Tell whether the table of senses has a word for another."""
    part, word = fold(part), fold(word)
    if part == word:
        return True
    listed = renderings(part, couple.language, couple.lexicon)
    return any(meanings.same_word(word, one) for one in listed)


def is_spelling(one: str, other: str) -> bool:
    """Tell whether two names spell one: ``Zhuk`` and ``Schuk``."""
    return letters_alike(one, other) >= LIKE


def letters_alike(one: str, other: str) -> float:
    """Say how alike (0-100) the letters of two names are, whatever their scripts."""
    plain, word = (fold(anyascii(name)) for name in (one, other))
    return fuzz.ratio(plain, word)


def edit_of(couple: Couple, start: int, end: int, name: str, kind: str) -> tuple[Edit, bool]:
    """Make an edit, and say whether the name's form in the page's language is known."""
    identifier = "original/" + fold(name).replace(" ", "-")
    concept = Concept(identifier, "person" if kind == "person" else "company", name, name)
    text = couple.page.text
    found = Occurrence(start, end, Form(couple.folded[start:end], identifier, "paired", NOT_NEEDED))
    made = replace(text, found, concept, couple.language, couple.scene.context)
    rule = f"{identifier}/aligned"
    if made is None:
        return Edit(STEP, rule + "?", start, end, text[start:end], name, 0.4), False
    return Edit(
        STEP, rule, made.start, made.end, text[made.start : made.end], made.after, 0.9
    ), True
