"""Names in Chinese characters as other alphabets spell their sound: Cyrillic and Arabic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

import regex

from cleaners.artifacts import romanisation
from cleaners.artifacts.romanisation import READINGS_LIMIT, respell, surname_lengths

MOST_ARABIC = 8
"""How many ways to spell the sounds of one name in Arabic letters are looked for."""
FEW_ARABIC = 3
"""The same for a part of a name, and for names that have no right form in Arabic."""
MOST_MIXED = 2000
"""Of so many mixtures of the ways to spell each sound, the likeliest are taken."""
SPLIT = (2, 4)
"""A name of so few to so many syllables, with no dot and no surname, is also cut in two words."""
_VOWELS = frozenset("аэоеиуюяё")
_BEGINS = regex.compile("(?<![^ -])ъ")


def cyrillic(source: str, language: str, *, person: bool) -> set[str]:
    """Give the Cyrillic spellings (Palladius) of a name, for ``ru`` or ``uk``.

    >>> "хуан жэньсюнь" in cyrillic("黃仁勳", "ru", person=True)
    True
    >>> "біань" in cyrillic("幣安", "uk", person=False)
    True
    >>> "ма сыкэ" in cyrillic("馬斯克", "ru", person=False)
    True
    """
    forms = _russian(source, person=person)
    if language == "uk":
        return {form for text in forms for form in _ukrainian(text)}
    return {*forms}


@lru_cache(maxsize=64)  # asked for twice: Ukrainian follows from it
def _russian(source: str, *, person: bool) -> frozenset[str]:
    forms: set[str] = set()
    for words in _read(source, person=person):
        spelt = [[respell(s, "palladius") for s in word] for word in words]
        for variant in _variants(spelt):
            forms |= set(_arranged(source, variant, person=person))
            parted = [_parted(word) for word in variant]
            if parted != variant:
                arranged = _arranged(source, parted, person=person)
                forms |= {_BEGINS.sub("", text) for text in arranged}
    return frozenset(forms)


def _parted(syllables: Sequence[str]) -> list[str]:
    """Set a hard sign before a vowel after ``н``, so that it is not read with it: *Жэньъао*."""
    return [
        f"ъ{one}" if before.endswith("н") and one[0] in _VOWELS else one
        for before, one in zip(("", *syllables), syllables, strict=False)
    ]


def _read(source: str, *, person: bool) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Give the syllables of the words of a name, in each of its readings."""
    for words in islice(product(*romanisation.readings_of(source, person=person)), READINGS_LIMIT):
        if words:
            yield tuple(tuple(s.replace("ü", "u") for s in word) for word in words)


def _variants(words: Sequence[Sequence[str]]) -> Iterator[list[list[str]]]:
    """Give spellings with ``э`` kept, written ``е`` after the soft sound only, and throughout."""
    seen = []
    for steps in ((), (("энь", "ень"),), (("хуэй", "хуи"), ("э", "е"))):
        variant = [[*word] for word in words]
        for before, after in steps:
            variant = [[s.replace(before, after) for s in word] for word in variant]
        if variant not in seen:
            seen.append(variant)
            yield variant


def _arranged(source: str, words: Sequence[Sequence[str]], *, person: bool) -> Iterator[str]:
    """Join and cut syllables as Slavic languages write names; ``source`` tells the surname."""
    if len(words) > 1:
        yield " ".join("".join(word) for word in words)
        return
    syllables = words[0]
    for cut in surname_lengths(source) if person and len(syllables) > 1 else ():
        surname, given = "".join(syllables[:cut]), syllables[cut:]
        yield from (f"{surname} {''.join(given)}", f"{surname} {' '.join(given)}")
        yield from (f"{''.join(given)} {surname}", f"{surname} {'-'.join(given)}")
    if not person or len(syllables) > 2:
        yield "".join(syllables)
    shortest, longest = SPLIT
    if not person and shortest <= len(syllables) <= longest:
        for cut in range(1, len(syllables)):
            yield f"{''.join(syllables[:cut])} {''.join(syllables[cut:])}"


def _ukrainian(text: str) -> Iterator[str]:
    plain = text.replace("э", "е").replace("ы", "и").replace("ъ", "'")
    yield plain.replace("и", "і")
    yield plain


def arabic(source: str, *, person: bool, ways: int = MOST_ARABIC) -> list[str]:
    """Give the spellings in Arabic letters that follow from pinyin, folded, the likeliest first.

    ``ways`` is how many spellings of the sounds are tried, the likeliest.

    >>> "هويدا" in arabic("輝達", person=False)
    True
    >>> {"هوانغ رينشون", "هوانغ رينكسون", "هوانج رينشون"} <= {*arabic("黃仁勳", person=True)}
    True
    """
    forms: dict[str, None] = {}
    for words in islice(_read(source, person=person), 2):
        for spelt in islice(_in_arabic(words), ways):
            if len(spelt) > 1:
                forms[" ".join("".join(word) for word in spelt)] = None
            else:
                forms |= dict.fromkeys(_arabic_words(source, spelt[0], person=person))
    return list(forms | dict.fromkeys(form.replace("نغ", "نج") for form in forms))


def _in_arabic(words: Sequence[Sequence[str]]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Spell syllables, a sound always in the same way; the likeliest ways first."""
    spelt = [[romanisation.parts(syllable, "arabic") for syllable in word] for word in words]
    ways = {part: part.split("|") for word in spelt for parts in word for part in parts}
    numbers = product(*(range(len(choices)) for choices in ways.values()))
    for chosen in sorted(islice(numbers, MOST_MIXED), key=sum):
        letters = {part: ways[part][number] for part, number in zip(ways, chosen, strict=True)}
        yield tuple(
            tuple("".join(letters[part] for part in parts) for parts in word) for word in spelt
        )


def _arabic_words(source: str, syllables: Sequence[str], *, person: bool) -> Iterator[str]:
    """Give the words of a name: cut after the surname, or anywhere; or each syllable alone."""
    cuts = surname_lengths(source) if person else range(1, len(syllables))
    for cut in cuts:
        if 0 < cut < len(syllables):
            yield f"{''.join(syllables[:cut])} {''.join(syllables[cut:])}"
    if not person or len(syllables) == 1:
        yield "".join(syllables)
    if len(syllables) > 2:
        yield " ".join(syllables)
