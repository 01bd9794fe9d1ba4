"""Whether two names are one name: inflected, transliterated, shortened, or misspelt."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex
from anyascii import anyascii
from rapidfuzz import fuzz

from cleaners.artifacts.forms import LATIN_LANGUAGES, fold
from cleaners.artifacts.phonetic import inflected, skeleton

ALIKE = 75.0
"""How alike (0-100) a word and its transliteration are, at the least."""
MISSPELT = 60.0
"""How alike (0-100) a word and its misspelling are, at the least."""
SHORTEST_SOUND = 3
"""Consonants from which two words that sound the same in two scripts are one."""
SHORTEST_WORD = 3
UNINFLECTED = LATIN_LANGUAGES - {"de"}
"""Languages that leave names as they are."""

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}'’-]+")
_HAN = regex.compile(r"\p{Han}")
_LATIN = regex.compile(r"\p{Latin}")
_CASELESS = regex.compile(r"[\p{Han}\p{Katakana}\p{Hiragana}\p{Hangul}\p{Arabic}]")


class Misspelt(NamedTuple):
    """The words of a name that are spelt otherwise elsewhere, and how they are spelt there."""

    start: int
    end: int
    right: str


@lru_cache(maxsize=65536)
def same(name: str, other: str, language: str) -> bool:
    """Tell whether a name in a text of a language is the other name, or a part of it.

    >>> same("Маерск", "Maersk", "ru"), same("Huang", "Jensen Huang", "fr")
    (True, True)
    >>> same("Yin Haiguang", "殷海光", "en")  # spelt out, which is another matter
    False
    >>> same("Kimmy", "Kimi", "fr"), same("Butelin", "Buterin", "en")
    (False, False)
    """
    if fold(name) == fold(other):
        return True
    if _HAN.search(name) or _HAN.search(other):
        return False
    if _sound(name) == _sound(other) != "":
        return True
    words, others = _words(name), _words(other)
    if bool(_LATIN.search(name)) != bool(_LATIN.search(other)):
        return bool(words) and all(any(_sounds_same(w, o) for o in others) for w in words)
    shared = [any(_same_word(w, o, language) for o in others) for w in words]
    found = sum(shared)
    if found == len(words) or (found and found == len(others)):
        return True
    surname = found > 1 or (found and shared[-1])
    return bool(surname) and misspelling(name, other, language) is None


def _words(name: str) -> list[str]:
    return [match.group() for match in _WORD.finditer(name.replace("・", " "))]


def _same_word(word: str, other: str, language: str) -> bool:
    one, two = fold(word), fold(other)
    if one == two:
        return len(one) >= SHORTEST_WORD or len(one) == len(two) == 1
    if language in UNINFLECTED:
        return False
    return inflected(one, two) or inflected(two, one)


def _sounds_same(word: str, other: str) -> bool:
    one, two = _sound(word), _sound(other)
    if fuzz.ratio(one, two) >= ALIKE:
        return True
    bones = skeleton(one)
    return len(bones) >= SHORTEST_SOUND and bones == skeleton(two)


def alike(name: str, other: str) -> float:
    """Say how alike (0-1) the letters of two names are, in whatever script."""
    return fuzz.ratio(_sound(name), _sound(other)) / 100


@lru_cache(maxsize=65536)
def _sound(text: str) -> str:
    return "".join(c for c in anyascii(text).lower() if c.isalpha())


@lru_cache(maxsize=65536)
def misspelling(name: str, other: str, language: str) -> Misspelt | None:
    """Find the words of a name that are nearly those of the other, in the same script.

    Acronyms are none: languages have their own. The words must stand in the same order. Where no
    word is the same, all must be alike; a single word must sound alike, too.

    >>> misspelling("L'organiste Mei Tana", "Organist Mei Tanaka", "fr")
    Misspelt(start=12, end=20, right='Mei Tanaka')
    >>> misspelling("Kurator Jonas Albrecht", "Curator Jonas Albrecht", "de") is None
    True
    """
    if _CASELESS.search(name) or _CASELESS.search(other) or (name.isupper() and other.isupper()):
        return None
    if bool(_LATIN.search(name)) != bool(_LATIN.search(other)):
        return None
    spans = [match.span() for match in _WORD.finditer(name)]
    words, others = _words(name), _words(other)
    pairs: list[tuple[int, int, bool]] = []
    left = list(range(len(others)))
    for number, word in enumerate(words):
        best = max(left, key=lambda n: (_likeness(word, others[n], language), -n), default=None)
        if best is not None and _likeness(word, others[best], language) >= MISSPELT:
            left.remove(best)
            pairs.append((number, best, _same_word(word, others[best], language)))
    exact = [is_exact for _, _, is_exact in pairs]
    places = [place for _, place, _ in pairs]
    if not pairs or all(exact) or exact[-1] or places != sorted(places):
        return None
    if not any(exact) and not len(pairs) == len(words) == len(others):
        return None
    if len(pairs) == 1 and skeleton(fold(words[0])) != skeleton(fold(others[0])):
        return None
    first = next((n for n, (_, _, exact) in enumerate(pairs) if not exact or n == 0), 0)
    start, end = spans[pairs[first][0]][0], spans[pairs[-1][0]][1]
    return Misspelt(
        start, end, " ".join(others[n] for n in sorted(two for _, two, _ in pairs[first:]))
    )


def _likeness(word: str, other: str, language: str) -> float:
    if _same_word(word, other, language):
        return 100.0
    one, two = fold(word), fold(other)
    if min(len(one), len(two)) < SHORTEST_WORD or one[0] != two[0]:
        return 0.0
    return fuzz.ratio(one, two)
