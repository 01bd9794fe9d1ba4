"""Literal renderings: a name translated word by word, in whole or in part.

``幣安`` becomes ``Coin Security``, ``Monnaie An`` or ``Sécurité de monnaie``; ``泰達幣`` becomes
``Taida Coin``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from cleaners.artifacts import heads, inflection, romanisation, transcription
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
HALF_TRANSLATED = RENDERED_LANGUAGES | {"ru"}
"""Languages in which a word that has no translation here may stand as it is."""
SPELT = frozenset({"ru", "uk", "ar"})
"""Languages that spell a place's name within a rendering in their own letters."""

JOINERS = {
    "fr": (" de ", " d'", " de la ", " de l'", " des ", " du "),
    "es": (" de ", " de la ", " del ", " de las "),
    "pt": (" de ", " da ", " do ", " das ", " dos "),
    "it": (" di ", " della ", " dell'", " del ", " delle ", " dei "),
}


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
                for case in inflection.cases(text, language):
                    yield _literal_form(concept, case, language, short=False)
            for text in _half_rendered(concept.source, words, language, glosses):
                yield _literal_form(concept, text, language, short=False)
    for source in concept.source:
        yield from heads.forms(concept, source)


def _calques(concept: Concept) -> Iterator[Form]:
    for pairs, short in ((concept.full_calque, False), (concept.calque, _has_short(concept))):
        for language, text in pairs:
            for inflected in inflection.cases(text, language):
                yield _literal_form(concept, inflected, language, short=short, attested=True)


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
    if len(words) > 2:
        choices = [choice[: 1 if language in inflection.DECLINED else 2] for choice in choices]
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
    joiners = JOINERS.get(language, ())
    for joiner in joiners if len(translated) == 2 else joiners[:2]:
        yield f"{' '.join(reverse[:-1])}{joiner}{reverse[-1]}"


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
