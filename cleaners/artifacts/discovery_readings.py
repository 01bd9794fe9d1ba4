"""Which Chinese characters a name spells out, and whether a spelling mixes systems.

``Huida`` beside a sentence with 輝達 spells these two out; ``Jenxun`` mixes Wade-Giles and pinyin,
as no person does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

import regex

from cleaners.artifacts import romanisation
from cleaners.artifacts.forms import fold

System = Literal["pinyin", "island", "mixed", "cyrillic", "vietnamese", "japanese"]
CHINESE: Final[tuple[System, ...]] = ("pinyin", "island")
"""Pinyin, and what Taiwan spells names in: Wade-Giles, Tongyong, and both mixed."""
_MIXED = frozenset([*CHINESE, "mixed"])
_EVERYWHERE = frozenset([*CHINESE, "cyrillic", "vietnamese"])
SHORTEST = 4
"""Letters of the shortest spelling that is told from chance."""
MOST_SYLLABLES = 6
_HAN_RUN = regex.compile(r"[\p{Han}·・]{2,}")
_NO_LETTER = regex.compile(r"[^\p{L}]+")
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_ENDING = regex.compile(r"(?:ью|ями|ами|ях|ах|ям|ам|ою|ей|ой|ем|ом|ю|я|е|и|ы|а|у)$")


class Reading(NamedTuple):
    """The characters at ``start:end`` of a text that a name spells out, and in which system."""

    start: int
    end: int
    characters: str
    system: System


@cache
def _latin(syllable: str) -> tuple[str, str, str]:
    """Give a pinyin syllable in pinyin, Wade-Giles and Tongyong, letters only."""
    plain = syllable.replace("ü", "u")
    wade, tongyong = (romanisation.respell(plain, s) for s in ("wade_giles", "tongyong"))
    return plain, wade.replace("'", ""), tongyong.replace("'", "")


def _spelt(syllable: str) -> Iterator[tuple[str, str]]:
    """Give the spellings of a pinyin syllable, each with its system."""
    pinyin, *others = _latin(syllable)
    yield pinyin, "pinyin"
    yield from ((text, "island") for text in others)


@lru_cache(maxsize=16384)
def _sounds(character: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Give the ways to spell a character out, each with the systems that spell it so."""
    known = romanisation.readings().get(character)
    if known is None:
        return ()
    found: defaultdict[str, set[str]] = defaultdict(set)
    for syllable in known.pinyin:
        for text, system in _spelt(syllable):
            found[text].add(system)
        cyrillic = romanisation.respell(syllable.replace("ü", "u"), "palladius")
        for text in (cyrillic, cyrillic.replace("хуэй", "хуи").replace("э", "е")):
            found[fold(text)].add("cyrillic")
    if known.vietnamese:
        found[fold(known.vietnamese)].add("vietnamese")
    for text in known.japanese:
        found[text].add("japanese")
    return tuple((text, frozenset(systems)) for text, systems in found.items())


def sounds(character: str, language: str) -> Iterator[str]:
    """Give the ways to spell a character of a text in a language out, in folded letters.

    >>> sorted(sounds("達", "ja")), "da" in set(sounds("達", "zh"))
    (['dachi', 'tatsu'], True)
    """
    spoken = _spoken(language)
    return (text for text, systems in _sounds(character) if not spoken.isdisjoint(systems))


def read(name: str, text: str, language: str) -> Reading | None:
    """Find the characters of a text that a name spells out; the longest, the first of them.

    ``language`` is that of the text: Japanese characters have Japanese readings, and no others. A
    Cyrillic name may carry a case ending. Parts of the name may stand in either order.

    >>> read("Huida", "黃仁勳：輝達將在台南設實驗室", "zh")
    Reading(start=4, end=6, characters='輝達', system='island')
    >>> read("Huang Jenxun", "黃仁勳：輝達", "zh").system
    'mixed'
    >>> read("Бианью", "币安", "zh").characters
    '币安'
    """
    for written in _arrangements(name):
        found = max(
            (
                reading
                for run in _HAN_RUN.finditer(text)
                for reading in _in_run(written, run.group(), run.start(), language)
            ),
            key=lambda one: (one.end - one.start, -one.start),
            default=None,
        )
        if found:
            return found
    return None


def _spoken(language: str) -> frozenset[System]:
    """Give the systems that spell out the characters of a language."""
    return frozenset[System](["japanese"]) if language == "ja" else _EVERYWHERE


def _arrangements(name: str) -> Iterator[str]:
    """Give the letters of a name, its words in both orders; Cyrillic also without an ending."""
    words = [_NO_LETTER.sub("", fold(word)) for word in name.split()]
    for order in (words, [*words[1:], words[0]], [words[-1], *words[:-1]]):
        letters = "".join(order)
        if len(letters) < SHORTEST:
            return
        yield letters
        if _CYRILLIC.search(letters):
            yield letters.removesuffix("ь")
            yield _ENDING.sub("", letters)
            yield _ENDING.sub("", letters) + "ь"


def _in_run(letters: str, run: str, offset: int, language: str) -> Iterator[Reading]:
    spoken = _spoken(language)
    for start in range(len(run)):
        ways: dict[int, set[frozenset[str]]] = {0: {spoken}}
        for place in range(start, min(len(run), start + MOST_SYLLABLES)):
            if run[place] in "·・":
                continue
            ways = _further(letters, run[place], ways)
            if not ways:
                break
            if place > start and len(letters) in ways:
                system = _system(ways[len(letters)])
                if system:
                    characters = run[start : place + 1].strip("·・")
                    first = offset + place + 1 - len(characters)
                    yield Reading(first, offset + place + 1, characters, system)


def _further(
    letters: str, character: str, ways: Mapping[int, set[frozenset[str]]]
) -> dict[int, set[frozenset[str]]]:
    """Spell one more character; a way is told by the systems that it fits so far.

    Where no one system fits, ``mixed`` stands for the systems of Chinese.
    """
    reached: dict[int, set[frozenset[str]]] = {}
    for at, sets in ways.items():
        for sound, systems in _sounds(character):
            if not letters.startswith(sound, at):
                continue
            chinese = not systems.isdisjoint(CHINESE)
            for so_far in sets:
                both = so_far & systems
                if not both and chinese and not so_far.isdisjoint(_MIXED):
                    both = frozenset(["mixed"])
                if both:
                    reached.setdefault(at + len(sound), set()).add(both)
    return reached


def _system(ways: set[frozenset[str]]) -> System | None:
    """Name what a spelling as a whole is: the least suspicious that fits."""
    fitting = {system for way in ways for system in way}
    order: tuple[System, ...] = (
        "island", "pinyin", "cyrillic", "vietnamese", "japanese", "mixed"
    )  # fmt: skip
    return next((system for system in order if system in fitting), None)


@cache
def _syllables() -> dict[str, frozenset[str]]:
    """Give all syllables of Chinese as each system spells them, with the systems that do."""
    table: dict[str, set[str]] = {}
    for known in romanisation.readings().values():
        for syllable in known.pinyin:
            for text, system in _spelt(syllable):
                table.setdefault(text, set()).add(system)
    return {text: frozenset(systems) for text, systems in table.items()}


def mixes_systems(word: str) -> bool:
    """Tell whether a word can only be read as Chinese syllables of different systems.

    >>> mixes_systems("Jenxun"), mixes_systems("Jen-Hsun"), mixes_systems("Renxun")
    (True, False, False)
    """
    letters = _NO_LETTER.sub("", fold(word))
    table = _syllables()
    ends: dict[int, set[frozenset[str]]] = {0: {frozenset(CHINESE)}}
    for at in range(len(letters)):
        for systems in ends.get(at, ()):
            for end in range(at + 1, min(len(letters), at + 6) + 1):
                spelt = table.get(letters[at:end])
                if spelt:
                    ends.setdefault(end, set()).add(systems & spelt)
    found = ends.get(len(letters), set())
    return len(letters) >= SHORTEST and bool(found) and not any(found)


def is_syllable(word: str) -> bool:
    """Tell whether a word is one syllable of Chinese, in any system.

    >>> is_syllable("Huang"), is_syllable("Hsu"), is_syllable("Thomas")
    (True, True, False)
    """
    return _NO_LETTER.sub("", fold(word)) in _syllables()


@cache
def _plain() -> dict[str, str]:
    """Give the pinyin of each syllable in any system; the first where there are several."""
    table: dict[str, str] = {}
    for known in romanisation.readings().values():
        for syllable in known.pinyin:
            table.setdefault(_latin(syllable)[0], _latin(syllable)[0])
    for known in romanisation.readings().values():
        for syllable in known.pinyin:
            for text in _latin(syllable)[1:]:
                table.setdefault(text, _latin(syllable)[0])
    return table


def syllables(name: str) -> tuple[str, ...]:
    """Give the Chinese syllables of a name in pinyin; nothing when it has other parts.

    Wade-Giles without its apostrophes is ambiguous: ``Chen`` stays what it is in pinyin.

    >>> syllables("Huang Jenxun") == syllables("Huang Renxun")
    True
    >>> syllables("Thomas Huang")
    ()
    """
    found: list[str] = []
    for word in regex.split(r"[\s'’‑-]+", fold(name)):
        parts = _cut(word)
        if not parts:
            return ()
        found += parts
    return tuple(found)


@lru_cache(maxsize=65536)
def _cut(word: str) -> tuple[str, ...]:
    """Cut a word into syllables, the longest first."""
    if not word:
        return ()
    for end in range(min(6, len(word)), 0, -1):
        plain = _plain().get(word[:end])
        if plain and end == len(word):
            return (plain,)
        rest = _cut(word[end:]) if plain else ()
        if plain and rest:
            return (plain, *rest)
    return ()


def spells(word: str, character: str) -> bool:
    """Tell whether a word is one way to spell a character out.

    >>> spells("Chang", "張"), spells("Morris", "張")
    (True, False)
    """
    letters = _NO_LETTER.sub("", fold(word))
    return any(letters == sound for sound, _ in _sounds(character))


def usage(reading: Reading, name: str, *, mainland: bool) -> str:
    """Say how a spelling is used: ``home`` where those who bear such names spell them so.

    People of the mainland use pinyin; those of Taiwan spell the syllables apart or with a hyphen.

    >>> usage(Reading(0, 3, "林宥嘉", "island"), "Lin Youjia", mainland=False)
    'pinyin'
    """
    if mainland:
        return "home" if reading.system in ("pinyin", "island") else reading.system
    joined = len(reading.characters) > len(_NO_LETTER.split(name))
    return "pinyin" if reading.system == "island" and joined else reading.system
