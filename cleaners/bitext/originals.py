"""Which version of a story the others were translated from.

Broken names show a translation, dates tell who came first. Where neither is known, characters
do: names in other languages that spell out Chinese or Japanese characters have come from them, and
so have characters that stand, in brackets, in a text of another script.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from statistics import fmean
from typing import Final, NamedTuple

import regex

from cleaners.artifacts.discovery_names import names, small_words
from cleaners.artifacts.discovery_readings import sounds
from cleaners.artifacts.forms import fold
from cleaners.bitext.profiles import Profile

LENDING: Final = frozenset({"zh", "ja"})
"""Languages whose characters others spell out."""
FEWEST_TRACES: Final = 2
"""Names and characters that must lead back to a version: one is chance, or a place's name."""
MOST_CHARACTERS: Final = 2_000
"""So much of a version is looked through; of others four times that, which say as much."""
SHORTEST_SPELLING: Final = 4
"""Letters of the shortest spelling of two characters that is told from chance."""
WORLD_LANGUAGE: Final = "en"
WORLD: Final = 0.5
"""What the language adds, in log odds, in which most of what is translated was written."""

_HAN_RUN = regex.compile(r"\p{Han}{2,}")
_NO_LETTER = regex.compile(r"[^\p{L}]+")

LogOdds = Callable[[str, str], float]


class Version(NamedTuple):
    """One version of a story: what pairing knows of it, and its text."""

    profile: Profile
    text: str


def original(group: Sequence[str], versions: Mapping[str, Version], log_odds: LogOdds) -> str:
    """Give the version (an identifier of the group) that the others were likely translated from.

    Signs of machine translation speak against a page most; then a date after that of another; then
    traces of a page's characters speak for it; then nearness to all others: translations are nearer
    to their original than to each other.
    """
    first = min((versions[name].profile.day or date.max for name in group), default=date.max)
    traced = {name: _traces(name, group, versions) for name in group}

    def key(name: str) -> tuple[bool, bool, int, float, str]:
        one = versions[name].profile
        near = fmean(log_odds(name, other) for other in group if other != name)
        near += WORLD * (one.language == WORLD_LANGUAGE)
        later = one.day is not None and one.day > first
        traces = traced[name] if traced[name] >= FEWEST_TRACES else 0
        return (one.translated > 0, later, -traces, -near, name)

    return min(group, key=key)


def _traces(name: str, group: Sequence[str], versions: Mapping[str, Version]) -> int:
    """Count what versions in other scripts show of the characters of one."""
    own = versions[name]
    language = own.profile.language.partition("-")[0]
    if language not in LENDING:
        return 0
    places = _places(own.text[:MOST_CHARACTERS], language)
    found: set[str] = set()
    for other in (versions[one] for one in group):
        if other.profile.language.partition("-")[0] not in LENDING:
            text = other.text[: 4 * MOST_CHARACTERS]
            found.update(run for run in _HAN_RUN.findall(text) if run in own.text)
            found.update(_spelt_out(text, other.profile.language, places))
    return len(found)


def _places(text: str, language: str) -> Mapping[str, frozenset[int]]:
    """Say where in a text the characters stand that are spelt out in a certain way."""
    places: defaultdict[str, set[int]] = defaultdict(set)
    for run in _HAN_RUN.finditer(text):
        for at, character in enumerate(run.group(), run.start()):
            for sound in sounds(character, language):
                places[sound].add(at)
    return {sound: frozenset(at) for sound, at in places.items()}


def _spelt_out(text: str, language: str, places: Mapping[str, frozenset[int]]) -> set[str]:
    """Give the names, word by word, that spell out two characters which follow each other."""
    small = set(small_words(text))
    words = {
        _NO_LETTER.sub("", word)
        for name in names(text, language, small)
        for word in fold(name.text).split()
    }
    return {
        word
        for word in words - small
        if len(word) >= SHORTEST_SPELLING
        and any(
            at + 1 in places.get(word[cut:], ())
            for cut in range(1, len(word))
            for at in places.get(word[:cut], ())
        )
    }
