"""Right names one small step of sound away: ``Vitalique Buterlin``, and bare second mentions.

Likeness alone never changes a name: these candidates need strong evidence, and a word of the
language that sounds alike is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from cleaners import native
from cleaners.artifacts.form_table import ROOM
from cleaners.artifacts.forms import (
    LATIN_LANGUAGES,
    LITTLE,
    NOT_NEEDED,
    STRONG,
    Form,
    fold,
)
from cleaners.artifacts.generation import surnames
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.reading import Reading, read
from cleaners.artifacts.romanisation import spellings
from cleaners.artifacts.scene import Places, Scene
from cleaners.artifacts.spans import Bitmap, distinct

LIKE = 0.6
"""How alike (``difflib`` ratio) the letters must be besides sounding the same."""
VARIED = 0.75
"""A surname so like the right one is another transcription of it: ``Zelenskij``, ``Netaniahu``."""
SHORTEST_NAME = 6
"""Companies with shorter names have too many neighbours in sound."""
SHORTEST_SOUND = 4
"""Companies with fewer consonants sound like too many words."""
SHORTEST_SURNAME = 4
LONGEST_ENDING = 3
"""Letters of the longest case ending of a name (Polish ``-owi``, Finnish ``-ssa``)."""
_FINAL_VOWELS = "aeiouy"
_NASAL = re.compile("ng(?![aeiou])")
_SIBILANT = re.compile("c(?!h)|q|x")
_SOUNDS = str.maketrans("ckqgbpdtvfwzxsrjyh", "kkkkppttfffsssl   ")
_VOWELS = re.compile(r"[aeiou]+")
_NO_LETTER = re.compile(r"[^a-z]")
_DOUBLE = re.compile(r"(.)\1+")
_LETTERS = regex.compile(r"\p{L}+(?:-\p{L}+)*")
_SHIFT = 64 - 18
"""A bitmap of sounds stays in the processor's cache."""
_WORD = regex.compile(r"\p{Lu}[\p{Latin}'’-]{2,}")

_hash_sounds = native.kernel(
    "hash_sounds",
    native.NOTHING,
    *(native.BYTES, native.ARRAY, native.ARRAY, native.COUNT, native.ARRAY),
)
_find_sounds = native.kernel(
    "find_sounds",
    native.COUNT,
    *(native.BYTES, native.ARRAY, native.ARRAY, native.COUNT),
    *(native.ARRAY, native.ARRAY, native.COUNT, native.ARRAY, native.COUNT),
)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Give the consonants of a word, those that are easily confused made one.

    >>> skeleton("Buterlin") == skeleton("Butlin") == skeleton("Buterin")
    True
    """
    plain = fold(word).replace("æ", "ae").replace("œ", "oe").replace("ph", "f").replace("qu", "k")
    plain = _NO_LETTER.sub("", plain)
    plain = plain.replace("ch", "k").replace("gu", "g").replace("rl", "l").replace("lr", "l")
    sounds = _VOWELS.sub(" ", plain).translate(_SOUNDS)
    return _DOUBLE.sub(r"\1", sounds).replace(" ", "")


class _Name(NamedTuple):
    """The concept of a name, the name folded, and what a word like it needs.

    ``right`` is the right surname of one that is spelt from the Chinese.
    """

    concept: str
    folded: str
    need: float = STRONG
    right: str = ""


@lru_cache(maxsize=4)
def _names(words: Lexicon) -> Mapping[tuple[str, ...], tuple[_Name, ...]]:
    """Give the canonical Latin names by their sounds, and the pinyin of foreigners' surnames."""
    table: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
    for concept in words.concepts.values():
        parts = concept.name.split()
        person = concept.kind == "person" and len(parts) == 2 and concept.short_source
        brand = concept.kind in ("company", "exchange") and len(parts) == 1
        sounds = tuple(skeleton(part) for part in parts)
        long = len(concept.name) >= SHORTEST_NAME and len(sounds[0]) >= SHORTEST_SOUND
        if (person and all(sounds)) or (brand and long and not concept.risk):
            need = STRONG if person else STRONG + LITTLE
            table[sounds].append(_Name(concept.id, fold(concept.name), need))
        for name in _half_spelt(concept) if concept.kind == "person" else ():
            table[tuple(map(skeleton, name.folded.split()))].append(name)
    return {sounds: tuple(names) for sounds, names in table.items()}


def _half_spelt(concept: Concept) -> Iterator[_Name]:
    """Give what a machine goes by that spells a surname half in pinyin, half as it sounds.

    維斯塔潘 is ``Weisitapan`` in pinyin and ``Vistapan`` on its way back to Verstappen: the same
    sounds. Only after the right given name: alone, too many words sound like somebody.
    """
    given, _, rest = fold(concept.name).partition(" ")
    for source in surnames(concept) if rest and " " not in rest and concept.risk != "high" else ():
        spelt = next(iter(spellings(source, person=False)), "").replace("'", "")
        plain = _NASAL.sub("n", _SIBILANT.sub("s", spelt))
        hard = plain.replace("j", "g")
        for text in dict.fromkeys((spelt, plain, plain.removesuffix("er"), hard)):
            long = len(given) > 2 and len(skeleton(text)) >= SHORTEST_SOUND
            if long and given.isalpha() and " " not in text:
                yield _Name(concept.id, f"{given} {text}", right=rest)


def sounds_like_brand(word: str, words: Lexicon) -> bool:
    """Tell whether a word could be taken for a misspelt one-word brand of the lexicon."""
    names = _names(words).get((skeleton(word),), ())
    return any(_alike(fold(word), brand.folded) for brand in names)


class _Sounds(NamedTuple):
    """The sounds of names, as bitmaps of hashes: of one-word names, and of those of two words."""

    alone: Bitmap
    pairs: Bitmap


@lru_cache(maxsize=4)
def _sounds(words: Lexicon) -> _Sounds:
    """Hash the names' own words: what sounds alike has one hash."""
    names = [one.folded.split() for found in _names(words).values() for one in found]
    return _Sounds(
        *(
            Bitmap(_hashes([name for name in names if len(name) == count]), _SHIFT)
            for count in (1, 2)
        )
    )


def _hashes(names: Sequence[Sequence[str]]) -> NDArray[np.uint64]:
    """Give the hashes of what folded names of one word or of two sound like, sorted."""
    codes = "".join(map("".join, names)).encode("utf-32-le")
    hashes = np.zeros(len(names), np.uint64)
    ends = np.cumsum([sum(map(len, name)) for name in names], dtype=np.int64)
    seconds = np.array(
        [end - len(name[1]) if name[1:] else -1 for name, end in zip(names, ends, strict=True)],
        dtype=np.int64,
    )
    _hash_sounds(codes, ends, seconds, len(names), hashes)
    return distinct(hashes)


def misspelt(
    scene: Scene, taken: Iterable[Occurrence], language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the words of a text that sound like a name of the lexicon but are not spelt so.

    Only in languages that leave names as they are: elsewhere a case ending looks like an error.
    """
    rows = _capitalised(read(scene.text), _sounds(scene.lexicon))
    occupied = Places(taken) if rows else Places(())
    for start, end, before in rows:
        if language_at(start) in LATIN_LANGUAGES:
            yield from _misspelt_at(scene, (start, end), before, occupied)


def _capitalised(page: Reading, sounds: _Sounds) -> list[list[int]]:
    """Give the words that may sound like a name: start, end, and where the one before begins.

    That is -1 where the two do not sound like a name, or something stands between them.
    """
    room = ROOM
    while True:
        rows = np.empty((room, 3), np.int64)
        found = _find_sounds(
            *(page.codes, page.plain, page.kinds, len(page.text)),
            *(sounds.alone.bytes, sounds.pairs.bytes, _SHIFT, rows, room),
        )
        if found <= room:
            listed: list[list[int]] = rows[:found].tolist()
            return listed
        room = found


def _misspelt_at(
    scene: Scene, span: tuple[int, int], previous: int, occupied: Places[Occurrence]
) -> Iterator[Occurrence]:
    """Give the brand that a word sounds like, and the person that it and the one before do.

    ``previous`` is where the word before begins, or -1.
    """
    start, end = span
    names = _names(scene.lexicon)
    word, both = scene.folded[start:end], scene.folded[previous:end]
    alone = names.get((skeleton(word),), ())
    two = names.get(tuple(map(skeleton, both.split(" "))), ()) if previous >= 0 else ()
    if all(name.folded in (word, both) for name in (*alone, *two)):
        return
    if _WORD.fullmatch(scene.text, start, end) is None or scene.text[start - 1 : start].isalnum():
        return
    if alone and not any(occupied.over(start, end)) and not _is_word(scene, word):
        yield from _candidates(word, start, alone)
    if two and not any(occupied.over(previous, end)):
        yield from _candidates(both, previous, two)


def _candidates(surface: str, start: int, names: Iterable[_Name]) -> Iterator[Occurrence]:
    for name in names:
        alike = _alike(surface, name.folded, spelt=bool(name.right))
        varied = name.right and _ratio(surface.rsplit(maxsplit=1)[-1], name.right) >= VARIED
        if alike and not varied and not inflected(surface, name.folded):
            form = Form(surface, name.concept, "misspelt", name.need)
            yield Occurrence(start, start + len(surface), form)


def _alike(word: str, name: str, *, spelt: bool = False) -> bool:
    """Tell whether the letters of a folded word are like a folded name's, but not the same.

    What is ``spelt`` from the Chinese may begin with another letter for the same sound.
    """
    plain = word.replace("æ", "ae").replace("-", "")
    same = skeleton(plain[:2])[:1] == skeleton(name[:2])[:1] if spelt else plain[:1] == name[:1]
    if not same or not name.replace(" ", "").isalpha():
        return False
    return plain != name.replace("-", "") and _ratio(plain, name) >= LIKE


def _ratio(word: str, name: str) -> float:
    return SequenceMatcher(None, word, name).ratio()


def inflected(surface: str, name: str) -> bool:
    """Tell whether folded words are a name in another case: endings added or final vowels changed.

    >>> inflected("microsoftu", "microsoft"), inflected("satye nadelle", "satya nadella")
    (True, True)
    >>> inflected("vitalique buterlin", "vitalik buterin")
    False
    """
    words, right = surface.split(), name.split()
    return len(words) == len(right) and all(map(_same_stem, words, right))


def _same_stem(word: str, right: str) -> bool:
    stem = right.rstrip(_FINAL_VOWELS)
    rest = word.removeprefix(right)
    if len(rest) < len(word):
        return len(rest) <= LONGEST_ENDING
    changed = stem != right and word.startswith(stem) and len(stem) >= SHORTEST_SURNAME - 1
    return changed and len(stem) < len(word) <= len(right) + LONGEST_ENDING


def _overlaps(found: Occurrence, occupied: Places[Occurrence]) -> bool:
    return any(occupied.over(found.start, found.end))


def _is_word(scene: Scene, plain: str) -> bool:
    """Tell whether some language has the folded word, or the word without a plural ending."""
    return plain in scene.context.ordinary or plain.rstrip("s") in scene.context.ordinary


def second_mentions(scene: Scene, taken: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """Give the bare wrong surnames that follow an accepted wrong full name: ``Butelin``."""
    occupied = Places(taken)
    surnames: dict[str, Occurrence] = {}
    for first in sorted(scene.accepted, key=lambda one: one.start):
        concept = scene.concept(first)
        words = scene.text[first.start : first.end].split()
        surname = words[-1]
        if (
            concept.kind != "person"
            or not concept.short_source
            or len(words) < 2
            or len(surname) < SHORTEST_SURNAME
            or fold(surname) == fold(concept.name.split()[-1])
        ):
            continue
        surnames.setdefault(surname, first)
    for match in _LETTERS.finditer(scene.text) if surnames else ():
        full = surnames.get(match.group())
        if full is None or match.start() < full.start:
            continue
        form = Form(fold(match.group()), full.form.concept, "misspelt", NOT_NEEDED, short=True)
        found = Occurrence(match.start(), match.end(), form)
        if not _overlaps(found, occupied):
            yield found
