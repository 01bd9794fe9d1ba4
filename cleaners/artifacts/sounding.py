"""Words of a translated page that sound like a name of its original: *Gougueule*."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

import regex

from cleaners.artifacts import romanisation
from cleaners.artifacts.forms import LATIN_LANGUAGES, fold
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.original import BRANDS, Original, form, named, words_of
from cleaners.artifacts.phonetic import inflected, skeleton
from cleaners.artifacts.scene import Scene

SHORTEST = 5
"""Shorter words are like too many others."""
SHORTEST_NAME = 6
"""One word of fewer letters sounds like too many: Ford, Friday."""
LIKE = 0.65
"""How alike (``difflib`` ratio) the letters must be besides sounding the same."""
_TOKEN = regex.compile(r"\p{Lu}[\p{L}\p{M}]*(?:['’‑-][\p{L}\p{M}]+)*")
NAMES_ALIKE = str.maketrans("r", "l")
"""Languages of East Asia mix the two up."""


def sounding(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the words that sound like a name of the original, or nearly read its characters."""
    concepts = named(scene, original)
    if not concepts:
        return
    spelt = words_of(original.text)
    tokens = list(_TOKEN.finditer(scene.text))
    for number, first in enumerate(tokens):
        for last in tokens[number : number + 2]:
            surface = scene.text[first.start() : last.end()]
            if last is not first and surface != f"{first.group()} {last.group()}":
                break
            folded = fold(surface)
            if len(folded) < SHORTEST or folded in spelt or _is_word(scene, folded):
                continue
            language = language_at(first.start())
            if language not in LATIN_LANGUAGES:
                continue
            one = [c for c in concepts if _sounds_like(folded, c, language)]
            if len(one) == 1:
                yield Occurrence(first.start(), last.end(), form(surface, one[0]))


def _is_word(scene: Scene, folded: str) -> bool:
    """Tell whether the page, or some language, uses a word in lower case."""
    if " " in folded:
        return False
    lower = regex.search(rf"(?<!\p{{L}}){regex.escape(folded)}(?!\p{{L}})", scene.text)
    return lower is not None or folded in scene.context.ordinary


def _sounds_like(folded: str, concept: Concept, language: str) -> bool:
    name = fold(concept.canonical(language) or "")
    if not name or not name.replace(" ", "").isascii() or folded == name or folded[0] != name[0]:
        return _spells(folded, concept)
    words, right = folded.split(), name.split()
    letters = SequenceMatcher(None, folded, name).ratio()
    close = letters >= LIKE and (len(right) > 1 or len(name) >= SHORTEST_NAME)
    alike = (
        close
        and len(words) == len(right)
        and all(_sound(a) == _sound(b) != "" for a, b in zip(words, right, strict=True))
    )
    return (alike and not inflected(folded, name)) or _spells(folded, concept)


def _sound(word: str) -> str:
    return skeleton(word.translate(NAMES_ALIKE))


def _spells(folded: str, concept: Concept) -> bool:
    """Tell whether a word is one letter away from the pinyin of a brand's characters."""
    if concept.kind not in BRANDS or not folded.isalpha():
        return False
    return any(
        system == "pinyin"
        and len(text) >= SHORTEST
        and text[0] == folded[0]
        and _one_letter_away(text, folded)
        for source in concept.source
        for text, system in romanisation.spellings(source, person=False).items()
    )


def _one_letter_away(one: str, other: str) -> bool:
    """Tell whether at most one letter is another, too many or too few.

    >>> _one_letter_away("taida", "teida"), _one_letter_away("taida", "tada")
    (True, True)
    >>> _one_letter_away("taida", "tieda")
    False
    """
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    first, second = one[start:], other[start:]
    return first[1:] == second[1:] or first[1:] == second or first == second[1:]
