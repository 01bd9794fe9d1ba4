"""From an accepted candidate to an entry of the lexicon, new or widened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from cleaners.artifacts import exchange, tables
from cleaners.artifacts.discovery import Candidate
from cleaners.artifacts.forms import fold
from cleaners.artifacts.generation import wrong_forms
from cleaners.artifacts.lexicon import LANGUAGES, OWN_LANGUAGES, Concept, Lexicon
from cleaners.artifacts.romanisation import simplified
from cleaners.rules import quoted

LICENCE = "CC0-1.0"
_CHINESE = regex.compile(r"[\p{Han}·・]+")
_OWN_SCRIPT = regex.compile(r"[^\p{Latin}\P{L}]")


def entry_for(candidate: Candidate, words: Lexicon) -> Concept:
    """Give the concept that a candidate is about, with its wrong form.

    A concept of the lexicon is widened; it is found by its source form or by its right form. A form
    that a generator makes anyway is not listed.
    """
    concept = _known(candidate, words) or _new(candidate, words)
    return _with_wrong(_with_name(_with_source(concept, candidate), candidate), candidate, words)


def _known(candidate: Candidate, words: Lexicon) -> Concept | None:
    """Find the concept that a candidate names; source and right form together count most."""
    source, right = simplified(candidate.source), fold(candidate.canonical)
    found = [
        (has_source + has_name, concept)
        for concept in words.concepts.values()
        if (has_source := bool(source) and source in map(simplified, _sources(concept)))
        + (has_name := right in map(fold, _names(concept)))
    ]
    return max(found, key=lambda one: one[0], default=(0, None))[1]


def _sources(concept: Concept) -> Iterator[str]:
    yield from (*concept.source, *concept.short_source)


def _names(concept: Concept) -> Iterator[str]:
    yield from (concept.name, concept.short, *concept.variants)
    yield from (name for _, name in (*concept.names, *concept.shorts))


def _new(candidate: Candidate, words: Lexicon) -> Concept:
    """Make a concept; its id is free in the lexicon."""
    first = tables.identifier(candidate.canonical) or candidate.id
    identifier = first if first not in words.concepts else f"{first}-{candidate.id}"
    name = candidate.canonical
    return Concept(identifier, candidate.kind, name, name, licence=LICENCE)


def _with_source(concept: Concept, candidate: Candidate) -> Concept:
    source = candidate.source
    known = {simplified(one) for one in _sources(concept)}
    if not _CHINESE.fullmatch(source) or simplified(source) in known:
        return concept
    return replace(concept, source=(*concept.source, source))


def _with_name(concept: Concept, candidate: Candidate) -> Concept:
    """Add the right form in languages of another script, where the concept has none."""
    has = {language for language, _ in concept.names}
    new = [
        (language, candidate.canonical)
        for language in candidate.languages
        if language in OWN_LANGUAGES
        and language not in has
        and _OWN_SCRIPT.search(candidate.canonical)
    ]
    return replace(concept, names=(*concept.names, *new))


def _with_wrong(concept: Concept, candidate: Candidate, words: Lexicon) -> Concept:
    """Add the wrong form: per language where it is a literal rendering, else for all."""
    wrong, languages = candidate.wrong, candidate.languages
    made = {form.text for form in wrong_forms(concept, words.glosses)}
    if fold(wrong) in made:
        return concept
    spoken = [language for language in languages if language in LANGUAGES]
    sounds = {clue.kind for clue in candidate.clues} & {"reading", "hybrid", "likeness", "residue"}
    if sounds or not spoken or len(spoken) < len(languages):
        return replace(concept, wrong=(*concept.wrong, wrong))
    calques = tuple((language, wrong) for language in spoken)
    return replace(concept, full_calque=(*concept.full_calque, *calques))


def toml_entry(concept: Concept) -> str:
    """Write a concept as an inline table of TOML."""
    usual = {"status": "approved", "short": concept.name}
    columns = exchange.entry(concept)
    return _inline({key: one for key, one in columns.items() if usual.get(key) != one})


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(one)}" for key, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return quoted(str(value))
