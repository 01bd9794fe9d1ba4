"""Case endings of names in Latin letters: found on a wrong name, put on the right one.

Polish, Czech and their neighbours add endings to a name in a consonant (``Huang Renxunem``),
Finnish joins them with ``i``. What such an ending would become on a name in a vowel is not tried:
the right name then stands without one.
"""

from __future__ import annotations

from collections.abc import Mapping

import regex

_LAST_CONSONANT = regex.compile(r"[bcdfghjklmnpqrstvwxzčćđłńśšžřťďň]$", regex.IGNORECASE)
_SLAVIC = r"(?:owi|ovi|iem|em|om|ie|ě|a|u|e)"
_PATTERNS: Mapping[str, str] = {
    **dict.fromkeys(("pl", "cs", "sk", "hr", "sr", "bs", "sl"), _SLAVIC),
    "fi": r"i?(?:n|lla|llä|ssa|ssä|sta|stä|lle|lta|ltä|na|nä|ksi|in)",
    "et": r"(?:ile|ilt|il|iga|is|ist|isse|i)",
    "hu": r"(?:nak|nek|val|vel|ot|et|t|ban|ben|tól|től|ról|ről|hoz|hez|höz)",
    "lt": r"(?:as|o|ui|ą|u|e)",
    "lv": r"(?:s|a|am|u|ā)",
    "sv": r"s",
    "da": r"s",
    "nb": r"s",
}
_ENDINGS = {
    language: regex.compile(rf"{pattern}(?![\p{{L}}\p{{M}}\p{{N}}])")
    for language, pattern in _PATTERNS.items()
}
LANGUAGES = frozenset(_ENDINGS)
SHORTEST = 8
"""A name of one word needs so many letters: an ending makes shorter ones look like words."""


def ending_at(folded: str, start: int, end: int, language: str) -> str:
    """Give the case ending that follows a name at ``start:end`` of a folded text, or nothing.

    >>> ending_at("z huang renxunem rozmawiali", 2, 14, "pl")
    'em'
    """
    pattern = _ENDINGS.get(language)
    name = folded[start:end]
    if pattern is None or (" " not in name and len(name) < SHORTEST):
        return ""
    if not _LAST_CONSONANT.search(name):
        return ""
    match = pattern.match(folded, end)
    return str(match.group()) if match else ""


def declined(name: str, ending: str, language: str) -> str:
    """Put a case ending on a name: on its last word, in Slavic languages on every word.

    >>> declined("Jensen Huang", "em", "pl"), declined("Jensen Huang", "in", "fi")
    ('Jensenem Huangiem', 'Jensen Huangin')
    >>> declined("TSMC", "in", "fi"), declined("Lisa Su", "a", "pl"), declined("AMD", "em", "pl")
    ('TSMC:n', 'Lisa Su', 'AMD')
    """
    *others, last = name.split(" ")
    short = last.isupper() and len(last) < SHORTEST
    if short:
        return f"{name}:{ending.removeprefix('i')}" if language == "fi" else name
    if not _LAST_CONSONANT.search(last):
        return name + ending.removeprefix("i") if language == "fi" else name
    slavic = _PATTERNS[language] == _SLAVIC
    words = [*others, last] if slavic else [last]
    done = [_joined(word, ending, language) for word in words]
    return " ".join(done if slavic else [*others, *done])


def _joined(word: str, ending: str, language: str) -> str:
    if not _LAST_CONSONANT.search(word):
        return word
    if language == "pl" and ending in ("em", "iem"):
        ending = "iem" if word[-1] in "kg" else "em"
    return word + ending
