"""Chinese names whose spelling a machine got nearly right: ``Lin Bairi`` for 林百里 (Lin Baili).

The surname must be right, one syllable of the given name too, and the other share its beginning or
its end. Such a name is changed only among others of its field or beside its bearer's company, and
never in a document that also has another spelling of it: that would be a brother or a colleague.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

import numpy as np

from cleaners import native
from cleaners.artifacts import romanisation
from cleaners.artifacts.form_table import ROOM
from cleaners.artifacts.forms import NOT_NEEDED, SOME, Form, fold
from cleaners.artifacts.kana import INITIALS
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import RIGHT, Occurrence
from cleaners.artifacts.reading import Reading, read
from cleaners.artifacts.scene import Places, Scene
from cleaners.artifacts.spans import Bitmap, distinct

REACH = 120
"""Characters within which other names of the field speak for this one."""
COMPANY = 60
"""Characters within which the bearer's own company does."""
OTHERS = 2
"""How many other people of the field must stand around."""
FAMILIES = (
    frozenset({"chips", "electronics", "ai", "internet"}),
    frozenset({"finance", "crypto"}),
    frozenset({"politics-us", "politics-world", "politics-europe", "politics-asia"}),
)
"""Fields whose people stand beside each other in the news."""
SYSTEMS = ("pinyin", "wade_giles", "tongyong")
_NAME = re.compile(
    r"(?<![\w'’-])([A-Z][a-zü]{1,5}) ([A-Z][a-zü]{1,10})"
    r"(?:(?:-| (?=[A-Z]))([A-Za-z][a-zü]{1,5}))??(?![\w'’-])"
)

_SHIFT = 64 - 16
"""A bitmap of surnames stays in the processor's cache."""
_hash_surnames = native.kernel(
    "hash_surnames",
    native.NOTHING,
    *(native.BYTES, native.ARRAY, native.COUNT, native.ARRAY),
)
_find_people = native.kernel(
    "find_people",
    native.COUNT,
    *(native.BYTES, native.ARRAY, native.ARRAY, native.COUNT),
    *(native.ARRAY, native.COUNT, native.ARRAY, native.COUNT),
)


@cache
def _spellings(syllable: str) -> frozenset[str]:
    plain = syllable.replace("ü", "u")
    respelt = (romanisation.respell(plain, system) for system in SYSTEMS[1:])
    return frozenset({plain, *(text.replace("'", "") for text in respelt)})


@lru_cache(maxsize=4)
def _people(words: Lexicon) -> Mapping[str, tuple[tuple[tuple[str, str], Concept], ...]]:
    """Give the people with names of three characters, by each spelling of the surname."""
    table: dict[str, list[tuple[tuple[str, str], Concept]]] = defaultdict(list)
    readings = romanisation.readings()
    for concept in words.concepts.values():
        if concept.kind != "person" or concept.status != "approved" or concept.risk == "high":
            continue
        for source in concept.source:
            if len(source) == 3 and all(c in readings for c in source):
                surname, first, second = (readings[c].pinyin[0] for c in source)
                for text in _spellings(surname):
                    table[text].append(((first, second), concept))
    return {text: tuple(people) for text, people in table.items()}


@lru_cache(maxsize=4)
def _surnames(words: Lexicon) -> Bitmap:
    """Give the spellings of the people's surnames, hashed as the kernel does."""
    codes = "".join(_people(words)).encode("utf-32-le")
    ends = np.cumsum([len(surname) for surname in _people(words)], dtype=np.int64)
    hashes = np.zeros(len(ends), np.uint64)
    _hash_surnames(codes, ends, len(ends), hashes)
    return Bitmap(distinct(hashes), _SHIFT)


def noisy(scene: Scene, taken: list[Occurrence]) -> Iterator[Occurrence]:
    """Give the names that are one syllable away from one person of the lexicon, and one only."""
    starts = _names(read(scene.text), _surnames(scene.lexicon))
    if not starts:
        return
    people = _people(scene.lexicon)
    occupied = Places(taken)
    seen = {one.form.concept for one in taken}
    for match in (_NAME.match(scene.text, start) for start in starts):
        surname = fold(match.group(1)) if match else ""
        if match is None or surname not in people:
            continue
        given = fold(match.group(2))
        second = fold(match.group(3) or "")
        splits = [(given, second)] if second else _halves(given)
        near = {
            concept.id
            for syllables, concept in people[surname]
            if any(_near(written, syllables) for written in splits)
        }
        inside = occupied.over(match.start(), match.end())
        part = all(_is_part(one, match.start(), match.end()) for one in inside)
        if len(near) != 1 or near & seen or not part:
            continue
        form = Form(fold(match.group()), near.pop(), "noisy", NOT_NEEDED)
        yield Occurrence(match.start(), match.end(), form)


def _names(page: Reading, surnames: Bitmap) -> list[int]:
    """Give where ``_NAME`` matches with a surname that may be known."""
    room = ROOM
    while True:
        rows = np.empty(room, np.int64)
        found = _find_people(
            *(page.codes, page.plain, page.kinds, len(page.text)),
            *(surnames.bytes, _SHIFT, rows, room),
        )
        if found <= room:
            starts: list[int] = rows[:found].tolist()
            return starts
        room = found


def _is_part(found: Occurrence, start: int, end: int) -> bool:
    """Tell whether a wrong form, or someone's surname, is only a part of the name at a place."""
    inside = start <= found.start and found.end <= end and found.end - found.start < end - start
    return inside and (found.form.short or found.form.origin not in RIGHT)


def _halves(given: str) -> list[tuple[str, str]]:
    return [(given[:cut], given[cut:]) for cut in range(2, len(given) - 1)]


def _near(written: tuple[str, str], syllables: tuple[str, str]) -> bool:
    """Tell whether one syllable is right and the other only begins or ends right.

    >>> _near(("bai", "ri"), ("bai", "li")), _near(("yong", "zai"), ("yong", "qing"))
    (True, False)
    """
    for right, other in ((0, 1), (1, 0)):
        if written[right] in _spellings(syllables[right]):
            return written[other] not in _spellings(syllables[other]) and any(
                _half_right(written[other], spelt) for spelt in _spellings(syllables[other])
            )
    return False


def _half_right(written: str, spelt: str) -> bool:
    """Tell whether two syllables share their consonants or their vowels, and both are syllables."""
    (initial, final), (initial_right, final_right) = _parts(written), _parts(spelt)
    vowels = final[:1] in "aeiou" and 0 < len(final) <= len("iang") and final.isascii()
    return vowels and (final == final_right or (initial == initial_right != ""))


@cache
def _parts(syllable: str) -> tuple[str, str]:
    initials = ("hs", "ts", "tz", "jh", *INITIALS)
    initial = next((i for i in initials if syllable.startswith(i)), "")
    return initial, syllable[len(initial) :]


def in_company(found: Occurrence, scene: Scene, pending: Places[Occurrence]) -> bool:
    """Tell whether the bearer's company, or others of the field, stand around a person's name.

    What waits to be decided counts where it is likely.
    Of a noisy name's company one at least must be spelt right.
    """
    concept = scene.concept(found)
    first, last = found.start - REACH, found.end + REACH
    around = [
        one
        for places in (scene.rights_at, scene.accepted_at, pending)
        for one in places.beginning(first, last)
        if one.form.concept != concept.id and (places is not pending or one.form.need <= SOME)
    ]
    linked = scene.linked(concept.id)
    beside = any(
        one.form.concept in linked and found.start - COMPANY <= one.start <= found.end + COMPANY
        for one in around
        if one.form.origin != "noisy"
    )
    fields = set(concept.domains).union(
        *(family for family in FAMILIES if not family.isdisjoint(concept.domains))
    )
    field = {
        one.form.concept
        for one in around
        if scene.concept(one).kind == "person" and not fields.isdisjoint(scene.concept(one).domains)
    }
    certain = found.form.origin != "noisy" or any(
        one.form.origin != "noisy" for one in around if one.form.concept in field
    )
    return beside or (certain and len(field) >= OTHERS)
