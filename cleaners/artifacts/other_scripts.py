"""What other scripts and languages make of a name in Chinese characters: forms read aloud.

Cyrillic, Arabic letters, kana and hangul spell the Mandarin sound; Vietnamese and Korean also read
the characters in their own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import product

from cleaners.artifacts import backwards, kana, romanisation, transcription, vietnamese
from cleaners.artifacts.forms import (
    LITTLE,
    MORE,
    NEVER,
    NOT_NEEDED,
    RISKS,
    SOME,
    STRONG,
    UNDECLINED,
    Form,
    fold,
)
from cleaners.artifacts.lexicon import Concept

LOCAL = frozenset({"culture", "retail", "health"})
"""Fields whose brands Japanese may write in the characters of their country."""

SHORTEST_KOREAN = 3
"""Names of fewer characters are not told from Chinese ones."""

_SAME_SOUND = (*zip("эыіїє", "еииие", strict=True), ("ь", ""), ("-", ""), (" ", ""))
SHORTEST_KANA = 4
"""A person's sound in fewer kana is too short to be looked for; a brand needs twice as many."""

LONG_FORM = 5
"""A one-word spelling of more letters than this is nothing else."""


@lru_cache(maxsize=4096)
def order_free(text: str) -> str:
    """Give the words of a form in alphabetical order: surname first and last are the same."""
    return " ".join(sorted(fold(text).replace("-", "").replace("'", "").split()))


def forms(concept: Concept, source: str, *, short: bool) -> Iterator[Form]:
    """Give the readings of a source form in other scripts and languages, and the form itself."""
    spellings = (source, romanisation.simplified(source), romanisation.japanese_form(source))
    for written in dict.fromkeys(spellings):
        if len(written) > 1:
            yield Form(fold(written), concept.id, "source", NEVER, short=short)
            if dict(concept.names).get("ja") != source and _foreign_in_japanese(concept):
                need = NOT_NEEDED if "ja" in dict(concept.names) else SOME
                yield Form(fold(written), concept.id, "source", need, short, "ja")
    yield from _cyrillic(concept, source, short=short)
    yield from _vietnamese(concept, source, short=short)
    yield from _arabic(concept, source, short=short)
    if len(source) > 1 and _foreign_in_korean(concept, source):
        yield from _korean(concept, source, short=short)
    if "ja" in dict(concept.names):
        yield from _in_kana(concept, source, short=short)


def _vietnamese(concept: Concept, source: str, *, short: bool) -> Iterator[Form]:
    """Give the Sino-Vietnamese reading where Vietnamese does not call the concept so.

    Three syllables that spell a foreigner's sound, and begin with no surname, are nothing else.
    """
    reading = romanisation.vietnamese(source)
    if " " not in reading or "vi" in concept.keep or _read_in_vietnamese(concept):
        return
    need = SOME if len(source) > 2 else MORE
    if concept.kind == "person" and is_spelt_by_sound(concept) and len(source) > 2:
        need = LITTLE if reading.split()[0] in vietnamese.SURNAMES else NOT_NEEDED
    if concept.risk:
        need = max(need, RISKS[concept.risk])
    yield Form(fold(reading), concept.id, "spelling", need, short, "vi", reading)


def is_spelt_by_sound(concept: Concept) -> bool:
    """Tell whether the characters only spell how a foreigner's name sounds: 拜登."""
    return any("·" in source for source in concept.source)


def _arabic(concept: Concept, source: str, *, short: bool) -> Iterator[Form]:
    person = concept.kind == "person" and not short
    long_brand = concept.kind in ("company", "exchange") and len(source) > 2 and not concept.risk
    if "ar" not in dict(concept.names) and not long_brand:
        return
    ways = transcription.MOST_ARABIC if "ar" in dict(concept.names) else transcription.FEW_ARABIC
    for text in sorted(transcription.arabic(source, person=person, ways=ways)):
        need = SOME if " " in text or len(text) > LONG_FORM else MORE
        if person and " " in text and len(source) > 2 and concept.risk is None:
            need = LITTLE if len(source) <= romanisation.LONGEST_CHINESE else NOT_NEEDED
        yield Form(text, concept.id, "spelling", need, short, "ar")


def _in_kana(concept: Concept, source: str, *, short: bool) -> Iterator[Form]:
    """Give the Mandarin sound in katakana, and for a Japanese the Latin name's.

    Japanese prints 孫正義 and ベッセント; ソン・セイギ or ベイ・センテ come from elsewhere.
    """
    own = {name for language, name in concept.names if language == "ja"}
    long_enough = SHORTEST_KANA + short if concept.kind == "person" else 2 * SHORTEST_KANA
    for text in romanisation.katakana(source, person=concept.kind == "person" and not short):
        if len(text) >= long_enough and text not in own:
            yield Form(text, concept.id, "spelling", SOME if "・" in text else MORE, short, "ja")
    if concept.kind == "person" and not short and not any(map(_is_kana, own)):
        yield from _latin_in_kana(concept)


def _latin_in_kana(concept: Concept) -> Iterator[Form]:
    """Give the katakana of a Japanese's Latin name, whose right form are the characters."""
    words = [kana.of_japanese(word) for word in fold(concept.name).replace("'", "").split()]
    if len(words) != 2 or not all(words):
        return
    for given, surname in product(*words):
        yield Form(f"{given}・{surname}", concept.id, "hybrid", NOT_NEEDED, language="ja")
        yield Form(f"{surname}・{given}", concept.id, "hybrid", LITTLE, language="ja")


def _foreign_in_korean(concept: Concept, source: str) -> bool:
    """Tell whether Korean does not write the name as its characters sound.

    It does so for places and institutions; for brands that are named by their sound it may.
    """
    if concept.kind in ("place", "institution") or "ko" in concept.keep:
        return False
    if "ko" in dict(concept.names):
        return True
    if concept.kind not in ("company", "exchange", "coin") or concept.risk:
        return False
    sounds = {order_free(text).replace(" ", "") for text in _systems(source)}
    return fold(concept.name).replace(" ", "") not in sounds


def _korean(concept: Concept, source: str, *, short: bool) -> Iterator[Form]:
    """Give the Sino-Korean reading and the Mandarin sound in hangul.

    Korean writes the people of the region by their Mandarin sound: that is right.
    """
    known = "ko" in dict(concept.names)
    reading = romanisation.korean(source, person=concept.kind == "person")
    spelt = [reading]
    if concept.kind != "person" or not _read_in_vietnamese(concept):
        spelt += romanisation.hangul(source, person=concept.kind == "person" and not short)
    for text in dict.fromkeys(spelt):
        if len(text) > 2 or (text and known and text == reading):
            need = SOME if len(text) > 2 else STRONG
            yield Form(text, concept.id, "spelling", need, short, "ko")


def _foreign_in_japanese(concept: Concept) -> bool:
    """Tell whether Japanese writes the name in kana or Latin letters, not in these characters.

    Where no Japanese form is known, brands in Latin letters do, but for those of daily life.
    """
    if concept.risk or concept.kind in ("place", "institution"):
        return False
    own = dict(concept.names).get("ja", "")
    if own:
        return own.isascii() or _is_kana(own)
    brand = concept.kind in ("company", "exchange", "coin")
    return brand and LOCAL.isdisjoint(concept.domains)


def _read_in_vietnamese(concept: Concept) -> bool:
    """Tell whether Vietnamese calls the concept by the reading of its characters.

    It does for places, institutions and the people of the region; not for brands, nor for Koreans
    or those who are known by another given name.
    """
    if concept.kind != "person":
        return concept.kind in ("place", "institution")
    if any("·" in source for source in concept.source) or _is_korean(concept):
        return False
    readings = {order_free(text) for source in concept.source for text in _systems(source)}
    return "-" in concept.name or order_free(concept.name) in readings


def _is_korean(concept: Concept) -> bool:
    """Tell whether a person's given name is the Korean reading of its characters: Jae-yong."""
    own, written = dict(concept.names).get("ko", ""), fold(concept.name).split()
    source = next(iter(concept.source), "")
    if len(source) < SHORTEST_KOREAN or len(written) < 2 or not own:
        return False
    if own[1:] != romanisation.korean(source, person=True)[1:]:
        return False
    read = "".join(backwards.revised(own[1:]).split())
    spelt = "".join(text for c in source[1:] for text in _pinyin_of(c))
    return max(_likeness(read, order) - _likeness(spelt, order) for order in _given(written)) > 0


def _given(words: list[str]) -> list[str]:
    """Give what may be the given name of written words: all but the first, all but the last."""
    return ["".join(part).replace("-", "") for part in (words[1:], words[:-1])]


def _pinyin_of(character: str) -> tuple[str, ...]:
    return romanisation.readings()[character].pinyin[:1]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _systems(source: str) -> Iterator[str]:
    return (t for t, s in romanisation.spellings(source, person=True).items() if s != "hybrid")


def _cyrillic(concept: Concept, source: str, *, short: bool) -> Iterator[Form]:
    person = concept.kind == "person" and not short
    for language in ("ru", "uk"):
        spelt = sorted(transcription.cyrillic(source, language, person=person))
        own = {_cyrillic_key(name) for other, name in concept.names if other in ("ru", "uk")}
        if language in concept.keep or (own and not own.isdisjoint(map(_cyrillic_key, spelt))):
            continue
        if person and _goes_by_pinyin(concept, source):
            continue
        for text in spelt:
            if len(text) <= 3:
                continue
            need = SOME if len(source) <= 2 else NOT_NEEDED if person and " " in text else LITTLE
            need = max(need, RISKS[concept.risk]) if concept.risk else need
            yield Form(_stem(text), concept.id, "spelling", need, short, language, stem=True)


def _stem(text: str) -> str:
    """Cut what case endings replace; a name whose rest would take none stays whole: *Лю Дэхуа*.

    >>> _stem("ван цзявэй"), _stem("вэй чжэцзя"), _stem("лю дэхуа")
    ('ван цзявэ', 'вэй чжэцз', 'лю дэхуа')
    """
    vowel = text[-1] in "ая" and len(text) > LONG_FORM and text[-2] not in UNDECLINED
    return text[:-1] if vowel or text[-1] in "ьй" else text


def _goes_by_pinyin(concept: Concept, source: str) -> bool:
    """Tell whether the pinyin of a person's name is one of its right forms: Justin Sun, Sun Yuchen.

    Then what Russian makes of that is right too.
    """
    right = {order_free(name) for name in (concept.name, *concept.variants)}
    spelt = romanisation.spellings(source, person=True).items()
    return any(order_free(text) in right for text, system in spelt if system == "pinyin")


def _cyrillic_key(name: str) -> str:
    """Make the ways to spell one sound in Russian and Ukrainian the same: Хубэй, Хубей."""
    key = fold(name)
    for letter, plain in _SAME_SOUND:
        key = key.replace(letter, plain)
    return key


def _is_kana(text: str) -> bool:
    return all(c in backwards.KANA or not c.isalpha() for c in text)
