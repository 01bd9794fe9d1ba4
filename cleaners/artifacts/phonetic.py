"""Right names one small step of sound away: ``Vitalique Buterlin``, and bare second mentions.

Likeness alone never changes a name: these candidates need strong evidence, and a word of the
language that sounds alike is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

import regex

from cleaners.artifacts.forms import LATIN_LANGUAGES, NOT_NEEDED, STRONG, Form, fold
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.scene import Places, Scene

LIKE = 0.6
"""How alike (``difflib`` ratio) the letters must be besides sounding the same."""
SHORTEST_NAME = 6
"""Companies with shorter names have too many neighbours in sound."""
SHORTEST_SOUND = 4
"""Companies with fewer consonants sound like too many words."""
SHORTEST_SURNAME = 4
LONGEST_ENDING = 3
"""Letters of the longest case ending of a name (Polish ``-owi``, Finnish ``-ssa``)."""
_FINAL_VOWELS = "aeiouy"
_SOUNDS = str.maketrans("ckqgbpdtvfwzxsrjyh", "kkkkppttfffsssl   ")
_VOWELS = re.compile(r"[aeiou]+")
_NO_LETTER = re.compile(r"[^a-z]")
_DOUBLE = re.compile(r"(.)\1+")
_LETTERS = regex.compile(r"\p{L}+(?:-\p{L}+)*")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]{2,}")
_WORD = regex.compile(r"\p{Lu}[\p{Latin}'’-]{2,}")


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


@lru_cache(maxsize=4)
def _names(words: Lexicon) -> Mapping[tuple[str, ...], tuple[Concept, ...]]:
    """Give the concepts by the sounds of their canonical Latin name."""
    table: dict[tuple[str, ...], list[Concept]] = defaultdict(list)
    for concept in words.concepts.values():
        parts = concept.name.split()
        person = concept.kind == "person" and len(parts) == 2 and concept.short_source
        brand = concept.kind in ("company", "exchange") and len(parts) == 1
        sounds = tuple(skeleton(part) for part in parts)
        long = len(concept.name) >= SHORTEST_NAME and len(sounds[0]) >= SHORTEST_SOUND
        if (person and all(sounds)) or (brand and long and not concept.risk):
            table[sounds].append(concept)
    return {sounds: tuple(concepts) for sounds, concepts in table.items()}


def sounds_like_brand(word: str, words: Lexicon) -> bool:
    """Tell whether a word could be taken for a misspelt one-word brand of the lexicon."""
    return any(_alike(word, brand) for brand in _names(words).get((skeleton(word),), ()))


@lru_cache(maxsize=4)
def _sounds(
    words: Lexicon,
) -> tuple[Mapping[tuple[str, ...], tuple[Concept, ...]], frozenset[str], frozenset[str]]:
    """Give the names by sound, the sounds of one-word names, and the first ones of others."""
    names = _names(words)
    alone = frozenset(sounds[0] for sounds in names if len(sounds) == 1)
    return names, alone, frozenset(sounds[0] for sounds in names if len(sounds) > 1)


def misspelt(
    scene: Scene, taken: Iterable[Occurrence], language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the words of a text that sound like a name of the lexicon but are not spelt so.

    Only in languages that leave names as they are: elsewhere a case ending looks like an error.
    """
    names, alone, first = _sounds(scene.lexicon)
    text = scene.text
    sounds = list(map(skeleton, _CAPITAL.findall(text)))
    if alone.isdisjoint(sounds) and names.keys().isdisjoint(pairwise(sounds)):
        return
    occupied = Places(taken)
    end, before, previous = -1, "", ""
    for match in _CAPITAL.finditer(text):
        sound = skeleton(match[0])
        after = before in first and (before, sound) in names and text[end : match.start()] == " "
        if (after or sound in alone) and language_at(match.start()) in LATIN_LANGUAGES:
            begins = end - len(previous) if after else -1
            yield from _misspelt_at(scene, match.span(), begins, occupied)
        end, before, previous = match.end(), sound, match[0]


def _misspelt_at(
    scene: Scene, span: tuple[int, int], previous: int, occupied: Places[Occurrence]
) -> Iterator[Occurrence]:
    """Give the brand that a word sounds like, and the person that it and the one before do.

    ``previous`` is where the word before begins, or -1.
    """
    start, end = span
    word = scene.text[start:end]
    if _WORD.fullmatch(word) is None or scene.text[max(0, start - 1) : start].isalnum():
        return
    names = _names(scene.lexicon)
    for concept in names.get((skeleton(word),), ()):
        found = _candidate(scene, start, end, concept, STRONG + 0.5)
        if found and not _overlaps(found, occupied) and not _is_word(scene, word):
            yield found
    if previous >= 0:
        sounds = tuple(skeleton(one) for one in scene.text[previous:end].split(" "))
        for concept in names.get(sounds, ()):
            found = _candidate(scene, previous, end, concept, STRONG)
            if found and not _overlaps(found, occupied):
                yield found


def _candidate(
    scene: Scene, start: int, end: int, concept: Concept, need: float
) -> Occurrence | None:
    surface = fold(scene.text[start:end])
    if not _alike(surface, concept) or inflected(surface, fold(concept.name)):
        return None
    return Occurrence(start, end, Form(surface, concept.id, "misspelt", need))


def _alike(word: str, concept: Concept) -> bool:
    """Tell whether the letters of a word are like a name's, but not the same."""
    plain = fold(word).replace("æ", "ae").replace("-", "")
    name = fold(concept.name)
    if plain[:1] != name[:1] or not name.replace(" ", "").isalpha():
        return False
    return plain != name.replace("-", "") and SequenceMatcher(None, plain, name).ratio() >= LIKE


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


def _is_word(scene: Scene, surface: str) -> bool:
    """Tell whether some language has the word, or the word without a plural ending."""
    plain = fold(surface)
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
