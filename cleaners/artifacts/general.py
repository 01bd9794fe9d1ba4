"""Names from general sources: many, and unseen by any person, so only the original vouches.

The lines of the tables stay text until a name of theirs is met: tens of thousands cost little.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import cast

import regex

from cleaners.artifacts import backwards, romanisation, tables
from cleaners.artifacts.forms import fold
from cleaners.artifacts.lexicon import Concept, Kind
from cleaners.rules import Rules

COLUMNS = ("id", "type", "name", "source", "origin")
_HAN = regex.compile(r"\p{Han}+")
_KANA = regex.compile(r"[\p{Katakana}ー]+")
_PARTS = regex.compile(r"[·・‧]")
LONG_READING = 8
"""A Japanese reading of at least this many letters is nothing else."""
READINGS = 2
"""Of so many ways to read the characters, these are tried."""


class General:
    """Concepts by number, made from their line when asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Keep the lines as one text."""
        self._lines = tuple(lines)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._lines)

    def __getstate__(self) -> str:
        """Keep one string: thousands of small ones take long to load."""
        return "\n".join(self._lines)

    def __setstate__(self, state: str) -> None:
        """Cut the string into lines again."""
        self._lines = tuple(state.split("\n")) if state else ()

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each id."""
        return {line.partition("\t")[0]: number for number, line in enumerate(self._lines)}

    def identifier(self, number: int) -> str:
        """Give the id of a name."""
        return self._lines[number].partition("\t")[0]

    def concept(self, number: int) -> Concept:
        """Give the concept of a line."""
        identifier, kind, name, source, _ = self._lines[number].split("\t")
        return Concept(identifier, cast("Kind", kind), name, name, tuple(source.split("|")))

    def sources(self, number: int) -> list[str]:
        """Give the names of a line in their own scripts."""
        return self._lines[number].split("\t")[3].split("|")

    def forms(self, number: int) -> Iterator[str]:
        """Give the wrong forms that a machine may make of a name, folded."""
        name = fold(self._lines[number].split("\t")[2])
        for source in self.sources(number):
            if _KANA.fullmatch(_PARTS.sub("", source)):
                yield from (form for form in (backwards.romaji(source),) if form != name)
            elif _HAN.match(source):
                yield from (form for form in _readings(source) if form != name)
            else:
                yield from (form for form in (backwards.revised(source),) if form != name)


def _readings(source: str) -> Iterator[str]:
    """Spell a name out in pinyin, joined and in parts, and in Sino-Japanese.

    Two characters may be two words, or another place: only a long Japanese reading is tried.
    """
    table = romanisation.readings()
    if any(c not in table for c in _PARTS.sub("", source)):
        return
    if len(source) <= len("四文字名"):
        sounds = sorted(romanisation.japanese(source))
        yield from islice((text for text in sounds if len(text) >= LONG_READING), READINGS)
    if len(source) < 3:
        return
    parts = [[table[c].pinyin[0].replace("ü", "u") for c in part] for part in _PARTS.split(source)]
    if len(parts) > 1:
        yield " ".join("".join(part) for part in parts)
    syllables = [syllable for part in parts for syllable in part]
    yield "".join(syllables)
    yield " ".join(syllables)
    for cut in range(1, len(syllables)):
        yield f"{''.join(syllables[:cut])} {''.join(syllables[cut:])}"


@lru_cache(maxsize=8)
def read(rules: Rules) -> General:
    """Read the tables of all layers.

    Raises ``RuleFileError`` for a table with other columns.
    """
    files = rules.files("gazetteer", ".tsv")
    return General([line for file in files for line in tables.lines(file, COLUMNS)])
