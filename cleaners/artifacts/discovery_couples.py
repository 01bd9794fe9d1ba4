"""Two aligned documents as discovery sees them: their names, and what accounts for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from cleaners.artifacts.discovery import ClueKind, Example
from cleaners.artifacts.discovery_likeness import same
from cleaners.artifacts.discovery_names import (
    Name,
    names,
    unsettled,
)
from cleaners.artifacts.forms import fold

ENOUGH = 0.34
"""How surely (0-1) two names must go together to be noted."""
FEWEST_BEADS = 2
"""Sentences in which a name must recur so that characters that recur with it are its source."""
HAN = regex.compile(r"\p{Han}")
"""A Chinese character."""
Known = Callable[[str, str], Sequence[tuple[int, int]]]
"""Gives the spans of a text in a language that need no discovery: places, names of the lexicon."""


class Side(NamedTuple):
    """A document as discovery sees it; ``language`` is its BCP-47 tag's primary part."""

    document: str
    path: str
    tag: str

    @property
    def language(self) -> str:
        """The primary language."""
        return self.tag.partition("-")[0]

    def example(self, text: str, original: str = "", original_language: str = "") -> Example:
        """Give a sentence of the document, and what it renders, as the example of a doubt."""
        return Example(self.path, self.language, text, original, original_language)


@dataclass(frozen=True, slots=True)
class Couple:
    """Two aligned documents; ``original`` is the document that the other was translated from.

    It is empty where neither is known to be; ``direct`` says that one is, by what pairing guessed.
    """

    left: Side
    right: Side
    beads: Sequence[tuple[str, str]]
    original: str = ""
    direct: bool = False

    @property
    def directed(self) -> bool:
        """Whether the left side is the original of the right one."""
        return self.original == self.left.document


@dataclass(frozen=True, slots=True)
class Sighting:
    """One reason to doubt a form at one place.

    ``canonical`` and ``source`` are empty where this place does not tell; ``strength`` (0-1) says
    how surely the two belong together.
    """

    wrong: str
    clue: ClueKind
    document: str
    example: Example
    canonical: str = ""
    source: str = ""
    strength: float = 1.0
    detail: str = ""

    @property
    def language(self) -> str:
        """The language of the form."""
        return self.example.language


class Found(NamedTuple):
    """A name found in a sentence pair; ``place`` (0-1) is how far into its text it begins."""

    bead: int
    place: float
    name: Name


def sides(couple: Couple) -> Iterator[tuple[Side, list[str]]]:
    """Give both documents, each with its texts, one a bead."""
    yield couple.left, [one for one, _ in couple.beads]
    yield couple.right, [other for _, other in couple.beads]


def found_names(
    side: Side, texts: Sequence[str], words: Mapping[str, Collection[str]], known: Known
) -> list[Found]:
    """Find the names in a document's texts that need discovery.

    ``words`` are, for each language, the folded words that it writes small.
    """
    small = words.get(side.language, ())
    return [
        Found(bead, name.start / max(1, len(text)), name)
        for bead, text in enumerate(texts)
        for name in unsettled(names(text, side.language, small), known(text, side.language))
    ]


def unexplained(
    left: list[Found], right: list[Found], couple: Couple
) -> tuple[list[Found], list[Found]]:
    """Leave out the names that the other side has too, in that sentence or anywhere."""
    texts = [fold(" ".join(bead[side] for bead in couple.beads)) for side in (0, 1)]
    here: list[defaultdict[int, list[str]]] = [defaultdict(list), defaultdict(list)]
    for number, found in enumerate((left, right)):
        for one in found:
            here[number][one.bead].append(one.name.text)
    sides = couple.left.language, couple.right.language
    return (
        [one for one in left if not _explained(one, here[1][one.bead], texts[1], sides[0])],
        [one for one in right if not _explained(one, here[0][one.bead], texts[0], sides[1])],
    )


def _explained(found: Found, others: Sequence[str], text: str, language: str) -> bool:
    name = found.name.text
    return _stands_in(fold(name), text) or any(same(name, other, language) for other in others)


def _stands_in(name: str, text: str) -> bool:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (text[at - 1 : at].isalpha() and text[at - 1].isascii()) and not (
            text[end : end + 1].isalpha() and text[end].isascii()
        ):
            return True
        at = text.find(name, at + 1)
    return False


def by_bead(found: list[Found]) -> dict[int, list[Found]]:
    """Group names by the bead that they stand in."""
    beads: dict[int, list[Found]] = {}
    for one in found:
        beads.setdefault(one.bead, []).append(one)
    return beads


def sighting(  # noqa: PLR0913 - what a sighting says
    found: Found,
    couple: Couple,
    clue: ClueKind,
    canonical: str = "",
    *,
    source: str = "",
    strength: float = 1.0,
    detail: str = "",
) -> Sighting:
    """Say what is doubtful about a name of the couple's right side, with its sentence."""
    other, text = couple.beads[found.bead]
    example = couple.right.example(text, other, couple.left.language)
    if not source and HAN.search(canonical):
        source, canonical = canonical, ""
    document = couple.right.document
    return Sighting(found.name.text, clue, document, example, canonical, source, strength, detail)
