"""What a replaced phrase asks of its neighbours: ``a`` or ``an``, elision, Korean particles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import regex

from cleaners.artifacts.replacement import korean_particle

_LONGEST = 7
_VOWELS: Mapping[str, str] = {
    "en": "aeiou",
    "fr": "aàâæeéèêëiîïoôœuùûü",
    "it": "aàeèéiìoòuù",
}
_FULL_AND_ELIDED = {
    "fr": {"le ": "l'", "la ": "l'", "de ": "d'", "que ": "qu'", "ne ": "n'", "se ": "s'"},
    "it": {
        **dict.fromkeys(("il ", "lo ", "la "), "l'"),
        **dict.fromkeys(("del ", "dello ", "della "), "dell'"),
        **dict.fromkeys(("al ", "allo ", "alla "), "all'"),
        **dict.fromkeys(("dal ", "dallo ", "dalla "), "dall'"),
        **dict.fromkeys(("nel ", "nello ", "nella "), "nell'"),
        **dict.fromkeys(("sul ", "sullo ", "sulla "), "sull'"),
    },
    "en": {"a ": "an "},
}
_ELIDED_AND_FULL = {
    "fr": {"d'": "de ", "qu'": "que ", "n'": "ne ", "s'": "se "},
    "en": {"an ": "a "},
}
"""Only what has one full form: ``l'`` is masculine or feminine."""
_APOSTROPHES = regex.compile("['’]")


class Agreed(NamedTuple):
    """What replaces ``start:end`` of the text, its neighbours included where they change."""

    start: int
    end: int
    after: str


def agreed(text: str, start: int, end: int, after: str, language: str) -> Agreed:
    """Make the words beside a replaced phrase agree with what replaces it.

    >>> agreed("buy a cottage coin", 6, 18, "altcoin", "en")
    Agreed(start=4, end=18, after='an altcoin')
    >>> agreed("pas de largage aérien", 7, 21, "airdrop", "fr").after
    "d'airdrop"
    >>> agreed("공중 투하를", 0, 5, "에어드롭", "ko").after
    '에어드롭을'
    """
    if language == "ko":
        particle = korean_particle(text, end, after)
        return Agreed(start, end + len(particle), after + particle)
    vowels = _VOWELS.get(language)
    if vowels is None:
        return Agreed(start, end, after)
    changes = _FULL_AND_ELIDED if after[0].lower() in vowels else _ELIDED_AND_FULL
    before = text[max(0, start - _LONGEST) : start]
    plain = _APOSTROPHES.sub("'", before)
    for found, wanted in changes.get(language, {}).items():
        place = len(plain) - len(found)
        whole = place == 0 or (place > 0 and not plain[place - 1].isalpha())
        if plain.lower().endswith(found) and whole:
            first = wanted[0].upper() if plain[place].isupper() else wanted[0]
            return Agreed(start - len(found), end, first + wanted[1:] + after)
    return Agreed(start, end, after)


def leaves_elided(text: str, start: int, after: str, language: str) -> bool:
    """Tell whether an elided article would stand before a consonant: its gender is not known.

    >>> leaves_elided("l'explosion", 2, "liquidation", "fr")
    True
    """
    vowels = _VOWELS.get(language, "")
    if language not in ("fr", "it") or after[0].lower() in vowels:
        return False
    return regex.search(r"\p{L}['’]$", text[max(0, start - 3) : start]) is not None
