"""Generate the spellings that a machine may give a name written in Chinese characters.

Machine translation spells an unknown Chinese name out: in pinyin, in Wade-Giles, syllable by
syllable mixed (``Huang Jenxun``), joined or hyphenated, in either order, in Cyrillic letters
(Palladius), with Sino-Vietnamese or Sino-Korean readings. Everything here is folded text (lower
case, no diacritics but the Vietnamese ones); the matcher decides about case.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product
from math import log10
from typing import Literal

from cleaners.artifacts import kana
from cleaners.artifacts.kana import INITIALS
from cleaners.rules import BUILT_IN

System = Literal[
    "pinyin", "wade-giles", "tongyong", "hybrid", "palladius", "arabic", "vietnamese", "korean"
]

FOLDER = BUILT_IN / "romanisation"
COMPOUND_SURNAMES = frozenset(
    ["歐陽", "司馬", "上官", "諸葛", "司徒", "東方", "皇甫", "尉遲", "公孫", "慕容", "夏侯", "令狐"]
)
LONGEST_HYBRID = 3
"""Longer names are spelt in one system only: mixtures of four syllables were not seen."""
LONGEST_CHINESE = 3
"""Chinese people with a surname of one character have no longer names."""
READINGS_LIMIT = 4
"""At most this many combinations of readings are tried for one name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one Chinese character sounds like; empty where the tables do not know."""

    pinyin: tuple[str, ...]
    simplified: str
    vietnamese: str
    hangul: str
    japanese: tuple[str, ...] = ()


@cache
def readings() -> Mapping[str, Reading]:
    """Read the table of character readings, and how names have some: 勒 is *le* in them, not *lei*.

    >>> readings()["勒"].pinyin, readings()["仁"].pinyin
    (('le', 'lei'), ('ren',))
    """
    lines = (FOLDER / "name_readings.tsv").read_text("utf-8").splitlines()[1:]
    in_names = dict(line.split("\t") for line in lines)
    table = {}
    for line in (FOLDER / "readings.tsv").read_text("utf-8").splitlines()[1:]:
        character, pinyin, simplified, vietnamese, hangul, japanese = line.split("\t")
        table[character] = Reading(
            tuple(in_names.get(character, pinyin).split()),
            simplified or character,
            vietnamese,
            hangul,
            tuple(japanese.split()),
        )
    return table


@cache
def _systems() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads((FOLDER / "systems.toml").read_text("utf-8"))


def simplified(text: str) -> str:
    """Give the simplified form, character by character.

    >>> simplified("輝達")
    '辉达'
    """
    table = readings()
    return "".join(table[c].simplified if c in table else c for c in text)


@cache
def _shinjitai() -> Mapping[str, str]:
    """Read the characters that Japan has simplified in its own way."""
    lines = (BUILT_IN / "romanisation" / "shinjitai.tsv").read_text("utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


def japanese_form(text: str) -> str:
    """Give traditional characters as Japanese writes them.

    >>> japanese_form("黃仁勳")
    '黄仁勲'
    """
    table = _shinjitai()
    return "".join(table.get(c, c) for c in text)


@cache
def respell(syllable: str, system: str) -> str:
    """Write a pinyin syllable in another system.

    >>> respell("xun", "wade_giles"), respell("zhi", "tongyong"), respell("hui", "palladius")
    ('hsun', 'jhih', 'хуэй')
    """
    return "".join(parts(syllable, system))


@cache
def parts(syllable: str, system: str) -> tuple[str, ...]:
    """Give what a system writes for a syllable as a whole, or for its initial and its final.

    >>> parts("ke", "palladius"), parts("wei", "palladius")
    (('к', 'э'), ('вэй',))
    """
    rules = _systems()[system]
    if syllable in rules["whole"]:
        return (rules["whole"][syllable],)
    initial = next((i for i in INITIALS if syllable.startswith(i)), "")
    final = syllable[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    return rules["initials"].get(initial, initial), rules["finals"].get(final, final)


@lru_cache(maxsize=4096)
def spellings(source: str, *, person: bool) -> Mapping[str, System]:
    """Give the Latin-letter spellings of a name in Chinese characters, with their system.

    ``person`` says that the first part is a surname, so that both orders are made. A name with a
    character that has no reading gives nothing.

    >>> spellings("輝達", person=False)["huida"]
    'pinyin'
    >>> spellings("黃仁勳", person=True)["huang jenxun"]
    'hybrid'
    """
    words = readings_of(source, person=person)
    if not words:
        return {}
    found: dict[str, System] = {}
    if len(words) > 1:
        for combination in islice(product(*words), READINGS_LIMIT):
            plain = [tuple(s.replace("ü", "u") for s in word) for word in combination]
            for chosen in product(*(("".join(word), _joined(word)) for word in plain)):
                _add(found, " ".join(chosen), "pinyin")
        return found
    cuts = surname_lengths(source) if person else (0,)
    for syllables in words[0]:
        for spelt, system in _respellings(syllables):
            given_first = system in ("pinyin", "hybrid")
            for cut in cuts:
                for form in _arrangements(spelt, cut, given_first=given_first):
                    _add(found, form, system)
    return found


def _add(found: dict[str, System], form: str, system: System) -> None:
    """Keep the first system of a form; the commonest system comes first."""
    found.setdefault(form, system)


def readings_of(source: str, *, person: bool) -> list[list[tuple[str, ...]]]:
    """Give the pinyin readings of each word of a name, the likeliest first; nothing if unknown.

    Some characters are read in their own way where they are a surname; a machine may not know.

    >>> readings_of("曾毓群", person=True)
    [[('zeng', 'yu', 'qun'), ('ceng', 'yu', 'qun')]]
    """
    words = source.replace("・", "·").split("·")
    read = [_pinyin(word, person=person and len(words) == 1) for word in words]
    return read if all(read) else []


@lru_cache(maxsize=256)
def _pinyin(part: str, *, person: bool = False) -> list[tuple[str, ...]]:
    table = readings()
    if not part or any(c not in table for c in part):
        return []
    choices = [table[c].pinyin for c in part]
    if person and part[0] in _surname_readings():
        choices[0] = tuple(dict.fromkeys((_surname_readings()[part[0]], *choices[0])))
    return list(islice(product(*choices), READINGS_LIMIT))


@cache
def _surname_readings() -> Mapping[str, str]:
    """Read how characters sound that are read in their own way as surnames."""
    lines = (FOLDER / "surname_readings.tsv").read_text("utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


def surname_lengths(source: str) -> tuple[int, ...]:
    """Give how many characters a machine may take for the surname, the likeliest first.

    Four and more are a Japanese name or spell a foreign one; three may be either.
    """
    if source[:2] in COMPOUND_SURNAMES and len(source) > 2:
        return (2,)
    if len(source) > LONGEST_CHINESE:
        return (2, 1)
    japanese = len(source) == LONGEST_CHINESE and japanese_form(source[:2]) in _japanese_surnames()
    return (1, 2) if japanese else (1,)


@cache
def _japanese_surnames() -> frozenset[str]:
    lines = (FOLDER / "japanese_names.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return frozenset(characters for characters, part, _ in rows if part == "surname")


def _respellings(syllables: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], System]]:
    """Spell syllables in each system, then in mixtures of the systems."""
    syllables = tuple(s.replace("ü", "u") for s in syllables)
    wade = tuple(respell(s, "wade_giles") for s in syllables)
    plain_wade = tuple(s.replace("'", "") for s in wade)
    tongyong = tuple(respell(s, "tongyong") for s in syllables)
    yield syllables, "pinyin"
    yield plain_wade, "wade-giles"
    yield wade, "wade-giles"
    yield tongyong, "tongyong"
    if 1 < len(syllables) <= LONGEST_HYBRID:
        choices = (dict.fromkeys(c) for c in zip(syllables, plain_wade, tongyong, strict=True))
        for mixture in product(*choices):
            if mixture not in (plain_wade, tongyong):
                yield mixture, "hybrid"


def _arrangements(syllables: tuple[str, ...], cut: int, *, given_first: bool) -> Iterator[str]:
    """Join, space and hyphenate syllables; with a surname, in both orders.

    In the older systems the given name stands first only where its bearer chose to write it so.
    """
    if not 0 < cut < len(syllables):
        yield from _joinings(syllables)
        for middle in range(1, len(syllables)):
            first, second = _joined(syllables[:middle]), _joined(syllables[middle:])
            yield f"{first} {second}"
        return
    surname, given = _joined(syllables[:cut]), syllables[cut:]
    for form in _joinings(given):
        yield f"{surname} {form}"
        if given_first:
            yield f"{form} {surname}"
    if len(syllables) > 2:
        yield _joined(syllables)


def _joinings(syllables: tuple[str, ...]) -> Iterator[str]:
    joined, plain = _joined(syllables), "".join(syllables)
    yield joined
    if plain != joined:
        yield plain
    if len(syllables) > 1:
        yield " ".join(syllables)
        yield "-".join(syllables)


def _joined(syllables: tuple[str, ...]) -> str:
    """Join syllables; an apostrophe stands before one that begins with a vowel (Bi'an)."""
    first, *rest = syllables
    return first + "".join(["'" + s if s[0] in "aeo" else s for s in rest])


def vietnamese(source: str) -> str:
    """Give the Sino-Vietnamese reading of a name; empty where a character has none.

    >>> vietnamese("黃仁勳")
    'hoàng nhân huân'
    """
    table = readings()
    words = [table[c].vietnamese if c in table else "" for c in source if c != "·"]
    return " ".join(words) if all(words) else ""


def korean(source: str, *, person: bool = False) -> str:
    """Give the Sino-Korean reading of a name in hangul; empty where a character has none.

    A word does not begin with r, nor with n before i and y; the surname 金 has its own reading.

    >>> korean("三星"), korean("李在鎔", person=True), korean("金允植", person=True)
    ('삼성', '이재용', '김윤식')
    """
    table = readings()
    sounds = [table[c].hangul if c in table else "" for c in source if c != "·"]
    if not sounds or not all(sounds):
        return ""
    first = _KIM if person and source.startswith("金") else _softened(sounds[0])
    return "".join((first, *sounds[1:]))


_KIM = "김"


def _softened(syllable: str) -> str:
    """Give a syllable of hangul as the South pronounces it at the beginning of a word."""
    letters = unicodedata.normalize("NFD", syllable)
    initial, rest = letters[0], letters[1:]
    glide = rest[:1] in "ᅣᅧᅨᅭᅲᅵ"
    if initial == "ᄅ":
        initial = "ᄋ" if glide else "ᄂ"
    elif initial == "ᄂ" and glide:
        initial = "ᄋ"
    return unicodedata.normalize("NFC", initial + rest)


def japanese(source: str) -> set[str]:
    """Give the Sino-Japanese readings of a name in Latin letters; none where one is unknown.

    >>> "shitsuran" in japanese("室蘭")
    True
    """
    table = readings()
    sounds = [table[c].japanese if c in table else () for c in source if c != "·"]
    if not all(sounds):
        return set()
    return {"".join(combination) for combination in islice(product(*sounds), READINGS_LIMIT)}


def hangul(source: str, *, person: bool) -> list[str]:
    """Give the Mandarin sound of a name in hangul; nothing where a character has no reading.

    >>> hangul("黃仁勳", person=True)
    ['황런쉰', '황 런쉰']
    """
    forms: dict[str, None] = {}
    for words in _words_aloud(source, "hangul", person=person):
        tense = [unicodedata.normalize("NFC", word) for word in words]
        plain = [unicodedata.normalize("NFC", word.translate(_PLAIN_HANGUL)) for word in words]
        for spelt in (tense, plain):
            forms |= dict.fromkeys(("".join(spelt), " ".join(spelt)))
    return list(forms)


_PLAIN_HANGUL = str.maketrans("ᄍᄊ", "ᄌᄉ")
"""Tense consonants that a machine may write plain."""


def katakana(source: str, *, person: bool) -> list[str]:
    """Give the Mandarin sound of a name in katakana; nothing where a character has no reading.

    >>> katakana("拜登", person=False)
    ['バイドン']
    >>> katakana("史考特·拜登", person=True)[0]
    'シーカオテ・バイドン'
    """
    forms: dict[str, None] = {}
    for words in _words_aloud(source, "katakana", person=person):
        if all(words):
            forms |= dict.fromkeys(kana.joined(list(words)))
    return list(forms)


def _words_aloud(source: str, system: str, *, person: bool) -> Iterator[tuple[str, ...]]:
    """Spell a name in a script that writes syllables: as one word, and cut after the surname."""
    read = readings_of(source, person=person)
    if not read:
        return
    words = [[_aloud(syllable, system) for syllable in word[0]] for word in read]
    if len(words) > 1:
        yield tuple("".join(word) for word in words)
        return
    yield ("".join(words[0]),)
    cuts = surname_lengths(source) if person else range(1, len(words[0]) - 1)
    for cut in cuts:
        if 0 < cut < len(words[0]):
            yield "".join(words[0][:cut]), "".join(words[0][cut:])


def _aloud(syllable: str, system: str) -> str:
    plain = syllable.replace("ü", "u")
    return kana.of_pinyin(plain) if system == "katakana" else respell(plain, system)


USUAL_SURNAME = 0.002
"""Share of Chinese people with a surname from which it is a usual one."""

PEOPLE = 1.4e9
"""How many people a name is drawn for, to estimate how many share its spelling."""


@cache
def _syllable_shares() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Read how often a syllable is a surname and part of a given name, as shares."""
    rows = (FOLDER / "name_syllables.tsv").read_text("utf-8").splitlines()[1:]
    cells = [row.split("\t") for row in rows]
    shares = []
    for column in (1, 2):
        total = sum(int(row[column]) for row in cells)
        shares.append({row[0]: (int(row[column]) + 0.5) / total for row in cells})
    return shares[0], shares[1]


@cache
def cyrillic_surnames() -> frozenset[str]:
    """Give the surnames that many Chinese have as Russian writes them, those of more letters.

    >>> "ма" in cyrillic_surnames(), "у" in cyrillic_surnames()
    (True, False)
    """
    surnames, _ = _syllable_shares()
    usual = (syllable for syllable, share in surnames.items() if share >= USUAL_SURNAME)
    return frozenset(
        spelt for one in usual if len(spelt := respell(one.replace("ü", "u"), "palladius")) > 1
    )


@lru_cache(maxsize=1024)
def namesakes(source: str) -> float:
    """Estimate how many people's names sound like this one: a decadic logarithm.

    Surname and given syllables are taken as independent. An unseen syllable counts as a rare one.

    >>> namesakes("黃仁勳") < 3 < namesakes("李林")
    True
    """
    surnames, given = _syllable_shares()
    read = _pinyin(source)
    if not read:
        return 0.0
    first, *rest = read[0]
    expected = PEOPLE * surnames.get(first, 1e-5)
    for syllable in rest:
        expected *= given.get(syllable, 5e-6)
    return log10(max(expected, 1e-9))
