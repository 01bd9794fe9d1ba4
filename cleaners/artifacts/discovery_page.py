"""What one document says by itself: names that sound alike, mixed spellings, residue, glosses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import regex

from cleaners.artifacts import discovery_readings
from cleaners.artifacts.discovery import ClueKind
from cleaners.artifacts.discovery_couples import Known, Side, Sighting
from cleaners.artifacts.discovery_likeness import alike
from cleaners.artifacts.discovery_names import CAPITAL_NOUNS, UNSPACED, Name, names, unsettled
from cleaners.artifacts.forms import fold
from cleaners.artifacts.phonetic import inflected, skeleton
from cleaners.artifacts.romanisation import simplified

SHORTEST_SOUND = 3
"""Consonants that a name must have so that one that sounds the same is no chance."""
LEAST_ALIKE = 0.6
"""How alike (0-1) the letters of two names must be besides."""
_GLOSS = regex.compile(r"\s?[(（]\s?(?P<inside>[^()（）\n]{2,40})[)）]")
_HAN = regex.compile(r"\p{Han}")
_HAN_NAME = regex.compile(r"[\p{Han}·・]{2,8}")
_BARE_HAN = regex.compile(r"\p{Han}{2,6}(?!\p{Han})")
_OPENING, _CLOSING = '(（["“«„‘「『《〈【', ')）]"”»“’」』》〉】'
_LATIN_NAME = regex.compile(r"\p{Lu}[\p{Latin}\p{M}\p{N}.&’' -]+")
_SOURCE_GLOSS = regex.compile(
    r"(?P<source>[\p{Han}·・]{2,12})[(（](?P<name>\p{Lu}[\p{Latin}\p{N}.&’' -]{1,40})[)）]"
)


class Place(NamedTuple):
    """A name and the sentence that it stands in."""

    name: Name
    text: str


def sightings(
    side: Side, sentences: Sequence[str], words: Collection[str], known: Known
) -> Iterator[Sighting]:
    """Give what the sentences of a document say about the names in it."""
    if side.language in UNSPACED:
        return
    places = [
        Place(name, text)
        for text in sentences
        for name in unsettled(names(text, side.language, words), known(text, side.language))
    ]
    yield from _mixed(side, places)
    yield from _glossed(side, places)
    yield from _residue(side, sentences)
    yield from _alike(side, places)


def source_glosses(text: str) -> Iterator[tuple[str, str]]:
    """Give what a text in Chinese characters says in brackets: characters, then the Latin name.

    Where the name begins is unknown: the characters are all that stand before the bracket.

    >>> list(source_glosses("晶片大廠輝達（NVIDIA）宣布"))
    [('晶片大廠輝達', 'NVIDIA')]
    """
    return ((m["source"], m["name"].strip()) for m in _SOURCE_GLOSS.finditer(text))


def _mixed(side: Side, places: list[Place]) -> Iterator[Sighting]:
    """Find names of two words of which one can only be read by mixing systems."""
    for place in places:
        parts = place.name.text.split()
        if len(parts) == 2 and any(map(discovery_readings.mixes_systems, parts)):
            others = [one for one in parts if not discovery_readings.mixes_systems(one)]
            if others and discovery_readings.is_syllable(others[0]):
                example = side.example(place.text)
                yield Sighting(place.name.text, "hybrid", side.document, example, detail="mixed")


def _glossed(side: Side, places: list[Place]) -> Iterator[Sighting]:
    """Find names with another form of them in brackets: characters, or a Latin name."""
    for name, text in places:
        match = _GLOSS.match(text, name.end)
        inside = match["inside"].strip() if match else ""
        example = side.example(text)
        if _HAN_NAME.fullmatch(inside):
            reading = discovery_readings.read(name.text, inside, "zh")
            if reading and reading.characters == inside:
                clue: ClueKind = "hybrid" if reading.system == "mixed" else "reading"
                detail = discovery_readings.usage(reading, name.text, mainland=False)
                yield Sighting(
                    name.text, clue, side.document, example, source=inside, detail=detail
                )
        elif _LATIN_NAME.fullmatch(inside) and not _abbreviates(inside, name.text):
            yield Sighting(name.text, "gloss", side.document, example, inside, strength=0.5)


def _abbreviates(inside: str, name: str) -> bool:
    """Tell whether a name in brackets is short for the one before, or one of its words."""
    letters = fold(inside).replace(".", "")
    initials = "".join(word[0] for word in fold(name).split())
    return inside.isupper() or letters in initials or letters in fold(name)


def _residue(side: Side, sentences: Sequence[str]) -> Iterator[Sighting]:
    """Find Chinese characters that stand in a text of another script, in no bracket."""
    for text in sentences:
        for match in _BARE_HAN.finditer(text):
            before = text[: match.start()].rstrip(" \u00a0\u202f")[-1:] or " "
            after = text[match.end() :].lstrip(" \u00a0\u202f")[:1] or " "
            if before in _OPENING or after in _CLOSING or _HAN.match(before):
                continue
            found, example = match.group(), side.example(text)
            source = simplified(found)
            yield Sighting(found, "residue", side.document, example, source=source, strength=0.5)


def _alike(side: Side, places: list[Place]) -> Iterator[Sighting]:
    """Find names that sound like another of the document but are spelt otherwise."""
    by_sound: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    first: dict[str, Place] = {}
    for place in places:
        text = place.name.text
        for sound in _sounds(text):
            by_sound[sound][text] += 1
        first.setdefault(text, place)
    seen: set[tuple[str, str]] = set()
    for spellings in by_sound.values():
        ranked = sorted(spellings, key=lambda text: (-spellings[text], text))
        for wrong in ranked[1:]:
            right = ranked[0]
            lone_noun = side.language in CAPITAL_NOUNS and " " not in wrong
            if (wrong, right) in seen or lone_noun or _is_same(wrong, right):
                continue
            seen.add((wrong, right))
            rare = spellings[wrong] < spellings[right]
            example = side.example(first[wrong].text)
            strength = 1.0 if rare else 0.4
            yield Sighting(wrong, "likeness", side.document, example, right, strength=strength)


def _sounds(name: str) -> Iterator[tuple[str, ...]]:
    """Give what a name sounds like: the consonants of its words, or its Chinese syllables."""
    words = name.split()
    bones = tuple(map(skeleton, words))
    if all(len(one) >= SHORTEST_SOUND for one in bones):
        yield bones
    if len(words) in (2, 3):
        syllables = discovery_readings.syllables(name)
        if syllables and len(syllables) > 2:
            yield ("", *sorted(syllables))


def _is_same(one: str, other: str) -> bool:
    """Tell whether two names differ by an ending or in case only, or have little in common."""
    first, second = fold(one), fold(other)
    if first == second or inflected(first, second) or inflected(second, first):
        return True
    plain = ["".join(c for c in text if c.isalnum()) for text in (first, second)]
    if alike(one, other) < LEAST_ALIKE:
        return True
    return plain[0] == plain[1] or plain[0] in plain[1] or plain[1] in plain[0]
