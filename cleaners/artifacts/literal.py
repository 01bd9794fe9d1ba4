"""Literal renderings: a name translated word by word, in whole or in part.

``幣安`` becomes ``Coin Security``, ``Monnaie An`` or ``Sécurité de monnaie``; ``泰達幣`` becomes
``Taida Coin``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from cleaners.artifacts import inflection, romanisation, transcription
from cleaners.artifacts.forms import (
    LATIN_LANGUAGES,
    LITTLE,
    RENDERED_LANGUAGES,
    RISKS,
    SOME,
    STRONG,
    Form,
    Origin,
    fold,
)
from cleaners.artifacts.lexicon import Concept

UNSPACED = {"ja": ("", "・", "の"), "ko": ("", " ")}
"""What stands between the words of a rendering in the order of the characters."""
HALF_TRANSLATED = LATIN_LANGUAGES | {"ru"}
"""Languages in which a word that has no translation here may stand as it is."""
SPELT = frozenset({"ru", "uk", "ar"})
"""Languages that spell a place's name within a rendering in their own letters."""

JOINERS = {
    "fr": (" de ", " d'", " de la ", " de l'", " des ", " du "),
    "es": (" de ", " de la ", " del ", " de las "),
    "pt": (" de ", " da ", " do ", " das ", " dos "),
    "it": (" di ", " della ", " dell'", " del ", " delle ", " dei "),
}

SUFFIXES = {
    "電": "electric",
    "公司": "company",
    "集團": "group",
    "銀行": "bank",
    "交易所": "exchange",
    "證券": "securities",
    "汽車": "car",
    "大學": "university",
    "科技": "technology",
    "電子": "electronics",
    "能源": "energy",
    "幣": "coin",
}
"""Generic endings of Chinese names that machines translate, with the English gloss."""

ARABIC = {
    "electric": ("إلكتريك", "الكهربائية", "للكهرباء"),
    "company": ("شركة",),
    "group": ("مجموعة", "غروب", "جروب"),
    "bank": ("بنك", "مصرف"),
    "exchange": ("بورصة", "منصة"),
    "securities": ("للأوراق المالية",),
    "car": ("للسيارات", "موتورز"),
    "technology": ("للتكنولوجيا", "تكنولوجيا", "للتقنية"),
    "electronics": ("للإلكترونيات", "إلكترونيكس"),
    "energy": ("للطاقة", "إنرجي"),
    "coin": ("عملة", "كوين"),
}
"""The generic endings in Arabic, translated or as the English word sounds."""

RUSSIAN_ENDINGS = (
    ("ая", ("ая", "ой", "ую")),
    ("яя", ("яя", "ей", "юю")),
    ("ое", ("ое", "ого", "ому", "ым", "ом")),
    ("ее", ("ее", "его", "ему", "им", "ем")),
    ("ый", ("ый", "ого", "ому", "ым", "ом")),
    ("ий", ("ий", "его", "ему", "им", "ем", "ого", "ому", "ом")),
    ("ие", ("ие", "ия", "ию", "ием", "ии")),
    ("ия", ("ия", "ии", "ию", "ией")),
    ("а", ("а", "ы", "и", "е", "у", "ой")),
    ("я", ("я", "и", "е", "ю", "ей")),
    ("о", ("о", "а", "у", "ом", "е")),
    ("ь", ("ь", "и", "ью", "я", "ю", "ем", "е")),
)
"""Endings of the nominative and of the other cases, for the words of literal renderings."""

ADJECTIVES = frozenset({"ая", "яя", "ое", "ее", "ый", "ий"})

_AGREEMENT = (
    (("ой", "ей"), (("а", "ы"), ("я", "и"), ("ь", "и"))),
    (("ую", "юю"), (("а", "у"), ("я", "ю"), ("ь", "ь"))),
    (("ого", "его"), (("ие", "ия"), ("о", "а"))),
    (("ому", "ему"), (("ие", "ию"), ("о", "у"))),
    (("ым", "им"), (("ие", "ием"), ("о", "ом"))),
    (("ом", "ем"), (("ие", "ии"), ("о", "е"))),
)
"""For an adjective's ending, how the noun's ending changes with it."""


def literal_forms(
    concept: Concept, glosses: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[Form]:
    """Give the literal renderings of one concept in every language that has glosses."""
    yield from _calques(concept)
    for english in concept.literal:
        if " " in english:
            yield _literal_form(concept, english, "", short=False)
        words = english.split()
        for language in sorted(RENDERED_LANGUAGES | {"ru", "uk", "ar", "ja", "ko"}):
            known = _with_sounds(concept.source, words, language, glosses)
            for text in _rendered(words, language, known):
                for case in _cases(text, language):
                    yield _literal_form(concept, case, language, short=False)
            for text in _half_rendered(concept.source, words, language, glosses):
                yield _literal_form(concept, text, language, short=False)
    for source in concept.source:
        yield from _with_suffix(concept, source, glosses)


def _calques(concept: Concept) -> Iterator[Form]:
    for pairs, short in ((concept.full_calque, False), (concept.calque, _has_short(concept))):
        for language, text in pairs:
            for inflected in _cases(text, language):
                yield _literal_form(concept, inflected, language, short=short, attested=True)


def _cases(text: str, language: str) -> Iterator[str]:
    return _inflected(text) if language == "ru" else inflection.cases(text, language)


def _with_sounds(
    sources: tuple[str, ...],
    words: list[str],
    language: str,
    glosses: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Add how a language spells the words that are only spelt out: Ningde in *Ningde era*."""
    unknown = [word for word in words if word not in glosses] if language in SPELT else []
    if len(unknown) != 1 or len(words) == 1:
        return glosses
    for source in sources:
        for length in range(2, len(source)):
            spelt = romanisation.spellings(source[:length], person=False)
            if unknown[0] == next(iter(spelt), ""):
                sounds = _sounds(source[:length], language)
                return {**glosses, unknown[0]: {language: sounds}}
    return glosses


def _sounds(source: str, language: str) -> tuple[str, ...]:
    if language == "ar":
        return tuple(
            sorted(transcription.arabic(source, person=False, ways=transcription.FEW_ARABIC))
        )
    return tuple(sorted(transcription.cyrillic(source, language, person=False)))


def _has_short(concept: Concept) -> bool:
    return concept.kind == "institution" and concept.short != concept.name


def _literal_form(
    concept: Concept, text: str, language: str, *, short: bool, attested: bool = False
) -> Form:
    words = len(text.replace("-", " ").split())
    if language in UNSPACED and not attested:
        words = 2
    need = LITTLE if words > 3 else SOME if words > 1 else STRONG
    if attested and words == 3:
        need = LITTLE
    if concept.risk:
        need = max(need, RISKS[concept.risk])
    exact = text.lower() if language == "vi" else ""
    stem = language in ("ru", "uk") and words == 1
    origin: Origin = "calque" if attested else "literal"
    return Form(fold(text), concept.id, origin, need, short, language, exact, stem=stem)


def _rendered(
    words: list[str], language: str, glosses: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[str]:
    """Translate the words one by one and put them in the orders that the language has."""
    if language == "en":
        yield " ".join(words)
        if len(words) == 2:
            yield f"{words[1]} {words[0]}"
            yield f"{words[1]} of {words[0]}"
        return
    choices = [glosses.get(word, {}).get(language, (word,)) for word in words]
    if all(choice == (word,) for choice, word in zip(choices, words, strict=True)):
        return
    if language not in HALF_TRANSLATED and any(language not in glosses.get(w, {}) for w in words):
        return
    if language in UNSPACED:
        yield from _side_by_side(choices, language)
        return
    for translated in product(*choices):
        yield from _orders(translated, language)


def _orders(translated: tuple[str, ...], language: str) -> Iterator[str]:
    """Put translated words in the orders that a language has."""
    yield " ".join(translated)
    if len(translated) == 1:
        return
    first, second, reverse = translated[0], translated[1], tuple(reversed(translated))
    if language == "de":
        if len(translated) == 2:
            yield from (f"{first}{second.lower()}", f"{first}-{second}", f"{first}s{second}")
            yield f"{first}n{second}"
        return
    yield " ".join(reverse)
    if len(translated) == 2:
        for joiner in JOINERS.get(language, ()):
            yield f"{reverse[0]}{joiner}{reverse[1]}"


def _side_by_side(choices: list[tuple[str, ...]], language: str) -> Iterator[str]:
    """Put translations side by side where no spaces are needed; one word alone says nothing."""
    if len(choices) == 2:
        for first, second in product(*choices):
            for joiner in UNSPACED[language]:
                yield f"{first}{joiner}{second}"


def _half_rendered(
    sources: tuple[str, ...],
    words: list[str],
    language: str,
    glosses: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> Iterator[str]:
    """Translate one of two characters and spell the other out: 幣安 → ``Monnaie An``."""
    if len(words) != 2:
        return
    for source in sources:
        if len(source) != 2 or language not in LATIN_LANGUAGES:
            continue
        sounds = [romanisation.spellings(character, person=False) for character in source]
        if not all(sounds):
            continue
        first, second = (next(iter(sound)) for sound in sounds)
        for gloss in glosses.get(words[0], {}).get(language, (words[0],)):
            yield f"{gloss} {second}"
        for gloss in glosses.get(words[1], {}).get(language, (words[1],)):
            yield f"{first} {gloss}"


def _with_suffix(
    concept: Concept, source: str, glosses: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[Form]:
    """Spell a name out but translate its generic ending: 泰達幣 → ``Taida Coin``."""
    ending = next((e for e in SUFFIXES if source.endswith(e) and len(source) > len(e) + 1), None)
    if ending is None or concept.kind == "person":
        return
    stem = source[: -len(ending)]
    spelt = [t for t in romanisation.spellings(stem, person=False) if " " not in t and "-" not in t]
    # An institution's English name is no repair on a page in another language.
    english = concept.kind in ("institution", "place")
    for language in ("en",) if english else sorted(LATIN_LANGUAGES):
        for gloss in glosses.get(SUFFIXES[ending], {}).get(language, (SUFFIXES[ending],)):
            for text in spelt[:2]:
                orders = [f"{text} {gloss}", f"{text}-{gloss}"]
                orders += [f"{gloss} {text}", f"{gloss} de {text}"]
                for order in orders:
                    yield Form(fold(order), concept.id, "suffix", SOME, language=language)
    if not english:
        yield from _with_arabic_suffix(concept, stem, SUFFIXES[ending])
    yield from _with_russian_suffix(concept, stem, SUFFIXES[ending], glosses)


def _with_russian_suffix(
    concept: Concept,
    stem: str,
    english: str,
    glosses: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> Iterator[Form]:
    for gloss in ("монет", "компани", "бирж", "банк", "групп"):
        if glosses.get(english, {}).get("ru", ("",))[0].startswith(gloss):
            for text in sorted(transcription.cyrillic(stem, "ru", person=False)):
                for inflected in ("", "а", "ы", "у", "ой", "е", "ам", "ами", "ах", "и", "я", "ю"):
                    form = f"{gloss}{inflected} {text.rstrip('ьй')}"
                    yield Form(form, concept.id, "suffix", SOME, language="ru", stem=True)


def _with_arabic_suffix(concept: Concept, stem: str, english: str) -> Iterator[Form]:
    for gloss in ARABIC.get(english, ()):
        for text in sorted(transcription.arabic(stem, person=False, ways=transcription.FEW_ARABIC)):
            for order in (f"{text} {gloss}", f"{gloss} {text}"):
                yield Form(fold(order), concept.id, "suffix", SOME, language="ar")


def _inflected(text: str) -> Iterator[str]:
    """Give a Russian phrase in its cases: the adjectives and the first noun change together."""
    yield text
    words = text.split(" ")
    if len(words) < 2:
        return
    for number, word in enumerate(words):
        for ending, cases in RUSSIAN_ENDINGS:
            if word.endswith(ending):
                stem = word[: -len(ending)]
                for case in cases[1:]:
                    rest = _agreeing(words[number + 1 :], case) if ending in ADJECTIVES else None
                    tail = words[number + 1 :] if rest is None else rest
                    yield " ".join([*words[:number], stem + case, *tail])
                break
        else:
            for case in ("а", "у", "ом", "е"):
                yield " ".join([*words[:number], word + case, *words[number + 1 :]])
        if number == 0 and words[0][-2:] not in ADJECTIVES:
            return


def _agreeing(words: list[str], case: str) -> list[str] | None:
    """Put the noun after an inflected adjective into the same case, in its first reading."""
    if not words:
        return words
    for adjectives, nouns in _AGREEMENT:
        for ending, inflected in nouns if case in adjectives else ():
            if words[0].endswith(ending):
                return [words[0][: -len(ending)] + inflected, *words[1:]]
    return None
