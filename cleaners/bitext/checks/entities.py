"""Places, companies and people that the tables know, found in a text of any language."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

import regex

from cleaners import rules
from cleaners.artifacts import lexicon
from cleaners.artifacts.romanisation import simplified
from cleaners.bitext.checks.tables import UNSPACED, base, places

TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# A form this long may carry an ending of so many letters: Австралии, Iranian, 삼성은.
INFLECTED_FROM, LONGEST_ENDING = 5, 3
ARABIC_PREFIX = regex.compile("^(?:و|ف)?(?:ال|لل|بال|كال|ب|ل|ك)?")


class Mention(NamedTuple):
    """A known entity in a text: its concept, what kind of thing it is, and where it stands."""

    concept: str
    group: str
    start: int
    end: int


class _Form(NamedTuple):
    tokens: tuple[str, ...]
    concept: str
    group: str


def mentions(text: str, language: str) -> list[Mention]:
    """Give the known entities of a text, the longest form at each place.

    >>> [mention.concept for mention in mentions("两座矿山在澳大利亚。", "zh-Hans")]
    ['AU']
    >>> [mention.concept for mention in mentions("Zwei Minen in Österreich.", "de")]
    ['AT']
    """
    language = base(language)
    if language in UNSPACED:
        return _in_unspaced(simplified(text) if language == "zh" else text, language)
    return _in_words(text, language)


def names(concept: str) -> frozenset[str]:
    """Give all forms of a concept in Latin letters, by which a transliteration may be known."""
    return _latin_forms().get(concept, frozenset())


def _in_unspaced(text: str, language: str) -> list[Mention]:
    index = _unspaced_index(language)
    found: list[Mention] = []
    at = 0
    while at < len(text):
        best = max(
            (form for form in index.get(text[at : at + 2], ()) if text.startswith(form[0], at)),
            key=lambda form: len(form[0]),
            default=None,
        )
        if best:
            found.append(Mention(best[1], best[2], at, at + len(best[0])))
            at += len(best[0])
        else:
            at += 1
    return found


def _in_words(text: str, language: str) -> list[Mention]:
    index = _word_index(language)
    tokens = [(match.group(), *match.span()) for match in TOKEN.finditer(text)]
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        word, start, _ = tokens[at]
        form = _longest(index, tokens, at, language) if not word[0].islower() else None
        if form:
            at += len(form.tokens)
            found.append(Mention(form.concept, form.group, start, tokens[at - 1][2]))
        else:
            at += 1
    return found


def _longest(
    index: dict[str, list[_Form]], tokens: list[tuple[str, int, int]], at: int, language: str
) -> _Form | None:
    words = [_fold(word, language) for word, _, _ in tokens[at : at + 4]]
    candidates = index.get(words[0][:4], [])
    exact = [form for form in candidates if form.tokens == tuple(words[: len(form.tokens)])]
    fitting = exact or [
        form
        for form in candidates
        if len(form.tokens) <= len(words) and all(map(_same_word, form.tokens, words))
    ]
    return max(fitting, key=lambda form: len(form.tokens), default=None)


def _same_word(form: str, word: str) -> bool:
    if form == word:
        return True
    stem = form[:-1] if form[-1] in "aeiouyаеиоуыэюяьй" else form
    return (
        len(form) >= INFLECTED_FROM
        and word.startswith(stem)
        and len(word) - len(form) <= LONGEST_ENDING
    )


def _fold(word: str, language: str) -> str:
    word = word.casefold()
    return ARABIC_PREFIX.sub("", word) or word if language in ("ar", "fa") else word


@cache
def _forms(language: str) -> tuple[tuple[str, str, str], ...]:
    """Give (form, concept, group) of every entity that has a form for a language."""
    found = [
        (form, concept, _kind(concept)) for concept, tag, form in places() if base(tag) == language
    ]
    known = {concept for _, concept, _ in found}
    found += [
        (form, concept, _kind(concept))
        for concept, tag, form in places()
        if tag == "en" and concept not in known and language not in UNSPACED
    ]
    for concept in lexicon.read(rules.load()).concepts.values():
        if concept.kind in ("concept", "coin"):
            continue
        place = concept.kind == "place"
        identifier = _place_code(concept.name) if place else concept.id
        group = "person" if concept.kind == "person" else "organisation"
        group = _kind(identifier) if place else group
        own = [form for tag, form in (*concept.names, *concept.shorts) if tag == language]
        latin = [concept.name, *concept.variants]
        if group != "person":
            latin.append(concept.short)
        if language in ("zh", "ja"):
            latin += concept.source
        found += [(form, identifier, group) for form in (*own, *latin) if len(form) > 1]
    concepts: dict[str, set[str]] = defaultdict(set)
    for form, identifier, _ in found:
        concepts[simplified(form)].add(identifier)
    # 圣地亚哥 is Santiago and San Diego: what can be two things tells nothing.
    return tuple(form for form in dict.fromkeys(found) if len(concepts[simplified(form[0])]) == 1)


def _kind(place: str) -> str:
    """Tell countries, which are known by their codes, from cities and regions."""
    return "country" if len(place) == 2 and place.isupper() else "city"


@cache
def _place_code(name: str) -> str:
    """Give the concept of the place table that has this English name, or the name itself."""
    return next((concept for concept, tag, form in places() if tag == "en" and form == name), name)


@cache
def _unspaced_index(language: str) -> dict[str, tuple[tuple[str, str, str], ...]]:
    index: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for form, concept, group in _forms(language):
        written = simplified(form) if language == "zh" else form
        index[written[:2]].append((written, concept, group))
    return {start: tuple(forms) for start, forms in index.items()}


@cache
def _word_index(language: str) -> dict[str, list[_Form]]:
    index: dict[str, list[_Form]] = defaultdict(list)
    for form, concept, group in _forms(language):
        tokens = tuple(_fold(token, language) for token in TOKEN.findall(form))
        if tokens and len("".join(tokens)) > 1:
            index[tokens[0][:4]].append(_Form(tokens, concept, group))
    return index


@cache
def _latin_forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for language in ("en", "fr", "de", "es"):
        for form, concept, _ in _forms(language):
            found[concept].add(form)
    return {concept: frozenset(forms) for concept, forms in found.items()}
