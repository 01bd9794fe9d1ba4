"""From concepts to forms: every spelling that the matcher should look for, with what it means.

A form is either *wrong* (it may be replaced by the concept's canonical form, given enough evidence)
or *right* (the canonical form or an allowed variant: evidence for other concepts, and what wrong
forms must not be confused with).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal

from cleaners.artifacts import romanisation
from cleaners.artifacts.lexicon import Concept, Lexicon

Origin = Literal[
    "right", "variant", "spelling", "human", "hybrid", "attested",
    "calque", "literal", "suffix", "source", "misspelt",
]

NOT_NEEDED, LITTLE, SOME, MORE, STRONG = 0.0, 0.5, 1.0, 1.5, 2.0
"""How much evidence a form needs before it is changed; one specific cue beside it counts 1."""

RISKS: Mapping[str, float] = {"low": NOT_NEEDED, "medium": SOME, "high": STRONG}
FEW_NAMESAKES, SOME_NAMESAKES, MANY_NAMESAKES = 2.7, 3.25, 4.0
"""Decadic logarithms of how many people share a name, up to which a full name needs no, little, some evidence."""
SHORT_FORM = 5
"""A spelling of at most this many letters is too short to stand for itself."""
LONG_FORM = 5
"""A one-word spelling of three syllables and more letters than this is nothing else."""
ADJECTIVE_FIRST = frozenset({"en", "de", "ru", "uk"})
JOINERS = {
    "fr": (" de ", " d'", " de la ", " des ", " du "),
    "es": (" de ", " de la ", " del ", " de las "),
    "pt": (" de ", " da ", " do ", " das ", " dos "),
    "it": (" di ", " della ", " del ", " delle ", " dei "),
    "id": (),
    "vi": (),
}
SUFFIXES = {
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
LATIN_LANGUAGES = frozenset({"en", "fr", "es", "pt", "de", "it", "id", "vi"})


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling to look for.

    ``text`` is folded; ``exact`` the spelling that must stand there when diacritics matter
    (Vietnamese), else empty; ``language`` the only language it is looked for in, or empty;
    ``short`` says that it renders the short name; ``need`` how much evidence a change needs;
    ``stem`` that Cyrillic case endings may follow.
    """

    text: str
    concept: str
    origin: Origin
    need: float = 0.0
    short: bool = False
    language: str = ""
    exact: str = ""
    stem: bool = False


class _Folding(dict[int, int]):
    """One folded code point for one code point, so that offsets stay."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        lower = character.lower()
        folded = lower if len(lower) == 1 else character
        base = unicodedata.normalize("NFD", folded)[0]
        if base.isascii() and base.isalpha():
            folded = base
        else:
            wide = unicodedata.normalize("NFKC", folded)
            folded = wide if len(wide) == 1 and wide.isascii() else folded
        self[code] = ord(folded)
        return self[code]


_FOLDING = _Folding(
    {
        ord(a): ord(b)
        for a, b in zip("’‘ʼ´`‐‑‒\u00a0\u202f\u2009ёЁđĐøØłŁı", "'''''---   ееddoolli", strict=True)
    }
)


def fold(text: str) -> str:
    """Fold case, width and Latin diacritics, character by character: the length never changes.

    >>> fold("L’Électricité Хуэйда Ｈｕｉｄａ")
    "l'electricite хуэйда huida"
    """
    return text.translate(_FOLDING)


def all_forms(lexicon: Lexicon) -> list[Form]:
    """Give every form of every approved concept; a right form is never also a wrong one.

    Where two concepts claim a wrong form, the one defined first keeps it.
    """
    concepts = [c for c in lexicon.concepts.values() if c.status == "approved"]
    found: dict[tuple[str, str], Form] = {}
    right: set[str] = set()
    for concept in concepts:
        for form in _right_forms(concept):
            right.add(form.text)
            found.setdefault((form.text, form.language), form)
    for concept in concepts:
        for form in wrong_forms(concept, lexicon.glosses):
            if form.text not in right:
                found.setdefault((form.text, form.language), form)
    return list(found.values())


def _right_forms(concept: Concept) -> Iterator[Form]:
    for language, name in (("", concept.name), *concept.names, *concept.shorts):
        yield Form(fold(name), concept.id, "right", language=language, exact=name)
    if concept.short != concept.name:
        yield Form(fold(concept.short), concept.id, "right", short=True, exact=concept.short)
    for variant in concept.variants:
        yield Form(fold(variant), concept.id, "variant", exact=variant)


def wrong_forms(
    concept: Concept, glosses: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[Form]:
    """Give the wrong forms of one concept: attested, spelt out, read aloud, rendered literally."""
    for text in concept.wrong:
        need = RISKS[concept.risk] if concept.risk else LITTLE if " " in text else SOME
        yield Form(fold(text), concept.id, "attested", need, stem=_is_cyrillic(text))
    native = {_order_free(name) for name in (concept.name, *concept.variants)}
    for source, short in (*((s, False) for s in concept.source), *_short_sources(concept)):
        yield from _spelt(concept, source, native, short=short)
        yield from _read(concept, source, short=short)
    yield from _given_and_spelt(concept)
    yield from _literal(concept, glosses)


def _short_sources(concept: Concept) -> Iterator[tuple[str, bool]]:
    return ((source, True) for source in concept.short_source)


def _order_free(text: str) -> str:
    """Give the words of a form in alphabetical order: surname first and last are the same."""
    return " ".join(sorted(fold(text).replace("-", "").replace("'", "").split()))


def _spelt(concept: Concept, source: str, native: set[str], *, short: bool) -> Iterator[Form]:
    """Spell a name out in Latin letters, unless its pinyin, in either order, is its right form."""
    person = concept.kind == "person" and not short
    for text, system in romanisation.spellings(source, person=person).items():
        if _order_free(text) in native and (system == "pinyin" or "-" in text or " " not in text):
            if system == "pinyin":
                return
            continue
        if concept.short_source and system != "pinyin":
            continue
        human = system in ("wade-giles", "tongyong")
        origin: Origin = "human" if human else "hybrid" if system == "hybrid" else "spelling"
        yield Form(text, concept.id, origin, _need(concept, source, text, origin), short=short)


def _need(concept: Concept, source: str, text: str, origin: Origin) -> float:
    """Say how much evidence a spelling needs: by namesakes for people, by length for others."""
    if concept.risk:
        return RISKS[concept.risk]
    if concept.kind == "person":
        if " " not in text and "-" not in text:
            return MORE if len(source) < 3 else SOME
        if "·" in source:
            return NOT_NEEDED
        expected = romanisation.namesakes(source)
        if origin == "hybrid":
            expected -= 1.5
        levels = ((FEW_NAMESAKES, NOT_NEEDED), (SOME_NAMESAKES, LITTLE), (MANY_NAMESAKES, SOME))
        need = next((need for limit, need in levels if expected <= limit), STRONG)
        return max(need, SOME) if origin == "human" else need
    letters = sum(c.isalpha() for c in text)
    if letters <= SHORT_FORM:
        return STRONG if letters < SHORT_FORM or " " in text else MORE
    if len(source) <= 2:
        return SOME if " " not in text else MORE
    return NOT_NEEDED if " " not in text and letters > LONG_FORM else LITTLE


def _read(concept: Concept, source: str, *, short: bool) -> Iterator[Form]:
    """Give the readings of a source form in other scripts and languages, and the form itself."""
    person = concept.kind == "person" and not short
    full = len(source) > 2
    for written in dict.fromkeys((source, romanisation.simplified(source))):
        if len(written) > 1:
            need = SOME if len(written) > 2 else MORE
            need = max(need, RISKS[concept.risk]) if concept.risk else need
            yield Form(fold(written), concept.id, "source", need, short=short)
            if dict(concept.names).get("ja", source) != source and not concept.risk:
                yield Form(fold(written), concept.id, "source", NOT_NEEDED, short, "ja")
    for language in ("ru", "uk"):
        for text in sorted(romanisation.cyrillic(source, language, person=person)):
            if len(text) > 3 and language not in concept.keep:
                need = (NOT_NEEDED if person and " " in text else LITTLE) if full else SOME
                need = max(need, RISKS[concept.risk]) if concept.risk else need
                stem = text[:-1] if text[-1] in "ьй" else text
                yield Form(stem, concept.id, "spelling", need, short, language, stem=True)
    vietnamese = romanisation.vietnamese(source)
    if " " in vietnamese and "vi" not in concept.keep:
        need = SOME if full else MORE
        yield Form(fold(vietnamese), concept.id, "spelling", need, short, "vi", vietnamese)
    if "ar" in dict(concept.names):
        for text in sorted(romanisation.arabic(source, person=person)):
            need = SOME if " " in text else MORE
            yield Form(text, concept.id, "spelling", need, short, "ar")
    if "ko" in dict(concept.names) and len(source) > 1:
        hangul = romanisation.korean(source)
        if hangul:
            yield Form(hangul, concept.id, "spelling", SOME if full else STRONG, short, "ko")


def _given_and_spelt(concept: Concept) -> Iterator[Form]:
    """Put the right given name before the spelt-out surname: ``Vitalik Butelin``."""
    if concept.kind != "person" or not concept.short_source:
        return
    *given, _ = concept.name.split()
    for source in concept.short_source:
        spelt = romanisation.spellings(source, person=False)
        for text, system in spelt.items():
            if " " not in text and "-" not in text and given:
                form = f"{fold(' '.join(given))} {text}"
                if form != fold(concept.name) and system == "pinyin":
                    yield Form(form, concept.id, "hybrid", NOT_NEEDED)
        sound = romanisation.vietnamese(source)
        if sound and given:
            form = f"{' '.join(given).lower()} {sound}"
            yield Form(fold(form), concept.id, "spelling", NOT_NEEDED, False, "vi", form)
        for language in ("ru", "uk"):
            full = dict(concept.names).get(language, "").split()
            for text in sorted(romanisation.cyrillic(source, language, person=False)):
                if len(full) > 1:
                    stem = text.rstrip("ьй")
                    form = f"{fold(' '.join(full[:-1]))} {stem}"
                    yield Form(form, concept.id, "hybrid", NOT_NEEDED, False, language, stem=True)


def _literal(
    concept: Concept, glosses: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[Form]:
    for pairs, short in ((concept.full_calque, False), (concept.calque, _has_short(concept))):
        for language, text in pairs:
            for inflected in _inflected(text) if language in ("ru", "uk") else (text,):
                yield _literal_form(concept, inflected, language, short=short, attested=True)
    for english in concept.literal:
        if " " in english:
            yield _literal_form(concept, english, "", short=False)
        words = english.split()
        for language in sorted(LATIN_LANGUAGES | {"ru"}):
            for text in _rendered(words, language, glosses):
                for inflected in _inflected(text) if language == "ru" else (text,):
                    yield _literal_form(concept, inflected, language, short=False)
            for text in _half_rendered(concept.source, words, language, glosses):
                yield _literal_form(concept, text, language, short=False)
    for source in concept.source:
        yield from _with_suffix(concept, source, glosses)


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


ADJECTIVES = frozenset({"ая", "яя", "ое", "ее", "ый", "ий"})
_AGREEMENT = {
    **dict.fromkeys(("ой", "ей"), {"а": ("ы", "и", "е", "ой"), "я": ("и", "е"), "ь": ("и",)}),
    **dict.fromkeys(("ую", "юю"), {"а": ("у",), "я": ("ю",), "ь": ("ь",)}),
    **dict.fromkeys(("ого", "его"), {"ие": ("ия",), "о": ("а",)}),
    **dict.fromkeys(("ому", "ему"), {"ие": ("ию",), "о": ("у",)}),
    **dict.fromkeys(("ым", "им"), {"ие": ("ием",), "о": ("ом",)}),
    **dict.fromkeys(("ом", "ем"), {"ие": ("ии",), "о": ("е",)}),
}


def _agreeing(words: list[str], case: str) -> list[str] | None:
    """Put the noun after an inflected adjective into the same case, in its first reading."""
    if not words:
        return words
    for ending, cases in _AGREEMENT.get(case, {}).items():
        if words[0].endswith(ending):
            return [words[0][: -len(ending)] + cases[0], *words[1:]]
    return None


def _has_short(concept: Concept) -> bool:
    return concept.kind == "institution" and concept.short != concept.name


def _literal_form(
    concept: Concept, text: str, language: str, *, short: bool, attested: bool = False
) -> Form:
    words = len(text.replace("-", " ").split())
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
    for translated in product(*choices):
        reverse = tuple(reversed(translated))
        yield " ".join(translated)
        if len(translated) == 1:
            continue
        if language in ADJECTIVE_FIRST:
            if language == "de" and len(translated) == 2:
                first, second = translated
                yield from (f"{first}{second.lower()}", f"{first}-{second}", f"{first}s{second}")
                yield f"{first}n{second}"
            continue
        yield " ".join(reverse)
        if len(translated) == 2:
            for joiner in JOINERS[language]:
                yield f"{reverse[0]}{joiner}{reverse[1]}"


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
    for language in sorted(LATIN_LANGUAGES):
        for gloss in glosses.get(SUFFIXES[ending], {}).get(language, (SUFFIXES[ending],)):
            for text in spelt[:2]:
                orders = [f"{text} {gloss}", f"{text}-{gloss}"]
                orders += [f"{gloss} {text}", f"{gloss} de {text}"]
                for order in orders:
                    yield Form(fold(order), concept.id, "suffix", SOME, language=language)
    for gloss in ("монет", "компани", "бирж", "банк", "групп"):
        if glosses.get(SUFFIXES[ending], {}).get("ru", ("",))[0].startswith(gloss):
            for text in sorted(romanisation.cyrillic(stem, "ru", person=False)):
                for inflected in ("", "а", "ы", "у", "ой", "е", "ам", "ами", "ах", "и", "я", "ю"):
                    form = f"{gloss}{inflected} {text.rstrip('ьй')}"
                    yield Form(form, concept.id, "suffix", SOME, language="ru", stem=True)


def _is_cyrillic(text: str) -> bool:
    return any("а" <= c <= "я" for c in text.lower())

