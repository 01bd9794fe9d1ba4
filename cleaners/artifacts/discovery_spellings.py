"""Names of a translation that spell out characters of its original."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import regex

from cleaners.artifacts import discovery_readings
from cleaners.artifacts.discovery import ClueKind
from cleaners.artifacts.discovery_couples import (
    HAN,
    Couple,
    Found,
    Side,
    Sighting,
    sighting,
)
from cleaners.artifacts.forms import fold

PLACE_ENDINGS = frozenset("市縣县鄉乡鎮镇區区村里路街巷站山河溪湖島岛州省港灣湾橋桥")
"""Characters that follow a place's name; spelling it out is right."""
MOST_BESIDE = 2
"""Words beside those that spell characters out that may belong to the same name."""
KANA = regex.compile(r"[\p{Katakana}ー・]+")
"""A word in katakana."""


def spelt_out(found: Found, couple: Couple, words: Collection[str]) -> Iterator[Sighting]:
    """Say which characters of the original a name, or some words of it, spell out.

    Two words that spell characters out are a name by themselves; of a single one, the words beside
    it may be a part, so that both are given.
    """
    text, name = couple.beads[found.bead][0], found.name
    if not HAN.search(text) or HAN.search(name.text) or KANA.match(name.text):
        return
    taken: list[tuple[int, int]] = []
    for start, end in _parts(name.text):
        if any(first < end and start < last for first, last in taken):
            continue
        part = name.text[start:end]
        if name.covers(start, end):
            continue
        reading = discovery_readings.read(part, text, couple.left.language)
        if reading is None:
            continue
        taken.append((start, end))
        place = name.part(start, end)
        hybrid = reading.system == "mixed" and any(
            map(discovery_readings.mixes_systems, part.split())
        )
        clue: ClueKind = "hybrid" if hybrid else "reading"
        source, detail = reading.characters, _origin(reading, part, text, couple.left)
        read = found._replace(name=place)
        yield sighting(read, couple, clue, source=source, detail=detail)
        rest = (name.text[:start] + name.text[end:]).split()
        named = not any(fold(word) in words for word in rest)
        if 0 < len(rest) <= MOST_BESIDE and " " not in part and named:
            yield sighting(found, couple, clue, source=source, strength=0.4, detail=detail)


def _origin(reading: discovery_readings.Reading, part: str, text: str, original: Side) -> str:
    """Say what a reading is: a place's or a person's usual spelling, or none that people use."""
    if text[reading.end : reading.end + 1] in PLACE_ENDINGS:
        return "place"
    mainland = original.tag.startswith("zh-Hans") or original.tag == "zh"
    return discovery_readings.usage(reading, part, mainland=mainland)


def _parts(name: str) -> Iterator[tuple[int, int]]:
    """Give the spans of a name's words that stand together, the longest first."""
    words = [match.span() for match in regex.finditer(r"\S+", name)]
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            yield words[first][0], words[first + length - 1][1]
