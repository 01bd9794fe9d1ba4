"""From concepts to forms: every spelling that the matcher should look for, with what it means.

A form is either *wrong* (it may be replaced by the concept's canonical form, given enough evidence)
or *right* (the canonical form or an allowed variant: evidence for other concepts, and what wrong
forms must not be confused with).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cleaners.artifacts import backwards, other_scripts, romanisation, transcription
from cleaners.artifacts.forms import (
    LITTLE,
    MORE,
    NOT_NEEDED,
    RISKS,
    SOME,
    STRONG,
    WITNESSED,
    Form,
    Origin,
    fold,
)
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.literal import literal_forms

FEW_NAMESAKES, SOME_NAMESAKES, MANY_NAMESAKES = 2.7, 3.25, 4.0
"""Up to how many namesakes (decadic logarithm) a name needs no, little, some evidence."""

_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")

SHORTEST_FORM = 4
"""A brand's spelling of fewer letters is not looked for."""

SHORT_FORM = 5
"""A spelling of at most this many letters is too short to stand for itself."""

LONG_PLACE = 7
"""A place's wrong name of at least this many letters is nothing else."""

LONG_FORM = 5
"""A one-word spelling of three syllables and more letters than this is nothing else."""


def forms_to_find(
    concept: Concept, glosses: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[Form]:
    """Give the wrong forms of one concept but for those that are the name itself."""
    names = [f" {fold(name)} " for name in (concept.name, concept.short, *concept.variants)]
    own = {language: fold(name) for language, name in concept.names}
    holds = concept.kind != "person"
    for form in wrong_forms(concept, glosses):
        if not _is_own(form, own.get(form.language, ""), names, holds=holds):
            yield form


def _is_own(form: Form, own: str, names: Sequence[str], *, holds: bool) -> bool:
    """Tell whether a wrong form is the name itself: what it begins with, or a longer form of it.

    ``own`` is the name in the form's language, ``names`` are all of them between spaces, folded;
    ``holds`` says that a rendering may hold the name. Ant is the beginning of Ant Group; a literal
    rendering that holds the name is it too, but for people: nicknames keep the surname. And who
    reads 三星電子 as 삼성전자 has the official name of 삼성, as 현대자동차 is that of 현대차.
    """
    if not holds and form.origin not in ("literal", "calque"):
        return False
    if form.language == "ko" and holds and own[:2] == form.text[:2]:
        return True
    if form.origin in ("spelling", "source"):
        return holds and len(own) > 1 and len(form.text) > len(own) and form.text.startswith(own)
    if form.origin not in ("literal", "calque"):
        return False
    text = f" {form.text} "
    return any(name.startswith(text) or (holds and name in text and name != text) for name in names)


def right_forms(concept: Concept) -> Iterator[Form]:
    """Give the right forms of one concept: its canonical forms and allowed variants."""
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
        yield Form(
            fold(text), concept.id, "attested", _known_need(concept, text), stem=_is_cyrillic(text)
        )
    native = {other_scripts.order_free(name) for name in (concept.name, *concept.variants)}
    for source, short in (*((s, False) for s in concept.source), *_short_sources(concept)):
        yield from _spelt(concept, source, native, short=short)
        yield from other_scripts.forms(concept, source, short=short)
    yield from _given_and_spelt(concept)
    yield from _cut_at_capitals(concept)
    yield from _spelt_back(concept)
    yield from _misread_in_japanese(concept)
    yield from literal_forms(concept, glosses)


def _cut_at_capitals(concept: Concept) -> Iterator[Form]:
    """Cut a brand's name where a capital stands in it: ``Open AI``, ``Tik Tok``."""
    words = _CAPITAL_INSIDE.sub(" ", concept.name)
    if concept.kind != "person" and " " not in concept.name and " " in words:
        yield Form(fold(words), concept.id, "hybrid", MORE)


def _known_need(concept: Concept, text: str) -> float:
    """Say how much evidence a wrong form needs that was written down by hand."""
    if concept.risk:
        return RISKS[concept.risk]
    if " " in text:
        return LITTLE
    plain = concept.kind == "place" and len(text) >= LONG_PLACE
    return NOT_NEEDED if plain else SOME


def _short_sources(concept: Concept) -> Iterator[tuple[str, bool]]:
    return ((source, True) for source in concept.short_source)


def _spelt(concept: Concept, source: str, native: set[str], *, short: bool) -> Iterator[Form]:
    """Spell a name out in Latin letters, unless its pinyin, in either order, is its right form.

    Two syllables are too little for a place or an institution: too many have such a name.
    """
    if concept.kind in ("place", "institution") and len(source) < 3:
        return
    person = concept.kind == "person" and not short
    sizes = {len(name) for name in native}
    for text, system in romanisation.spellings(source, person=person).items():
        # Most are not of the length of the name: what takes time is not asked of them.
        size = len(text) - text.count("-") - text.count("'")
        if (
            size in sizes
            and (system == "pinyin" or "-" in text or " " not in text)
            and other_scripts.order_free(text) in native
        ):
            if system == "pinyin":
                return
            continue
        if concept.short_source and system != "pinyin":
            continue
        if len(text) < SHORTEST_FORM and not person:
            continue
        human = system in ("wade-giles", "tongyong")
        origin: Origin = "human" if human else "hybrid" if system == "hybrid" else "spelling"
        yield Form(text, concept.id, origin, _need(concept, source, text, origin), short=short)


def _need(concept: Concept, source: str, text: str, origin: Origin) -> float:
    """Say how much evidence a spelling needs: by namesakes for people, by length for others."""
    if concept.risk:
        return RISKS[concept.risk]
    return (
        _person_need(source, text, origin)
        if concept.kind == "person"
        else _brand_need(source, text)
    )


def _person_need(source: str, text: str, origin: Origin) -> float:
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


def _brand_need(source: str, text: str) -> float:
    letters = len(text) - text.count(" ") - text.count("-") - text.count("'")
    if letters <= SHORT_FORM:
        return STRONG if letters < SHORT_FORM or " " in text else MORE
    if len(source) <= 2:
        return SOME if " " not in text else MORE
    return NOT_NEEDED if " " not in text and letters > LONG_FORM else LITTLE


def _given_and_spelt(concept: Concept) -> Iterator[Form]:
    """Put the right given name before the spelt-out surname: ``Vitalik Butelin``.

    Two characters may spell a name that others have: Stephen Milan.
    """
    *given, _ = concept.name.split()
    if concept.kind != "person" or not given:
        return
    for source in surnames(concept):
        need = NOT_NEEDED if len(source) > 2 else LITTLE
        spelt = romanisation.spellings(source, person=False)
        for text, system in spelt.items():
            if " " not in text and "-" not in text:
                form = f"{fold(' '.join(given))} {text}"
                if form != fold(concept.name) and system == "pinyin":
                    yield Form(form, concept.id, "hybrid", need)
        sound = romanisation.vietnamese(source)
        if sound:
            form = f"{' '.join(given).lower()} {sound}"
            yield Form(fold(form), concept.id, "spelling", need, language="vi", exact=form)
        for language in ("ru", "uk"):
            full = dict(concept.names).get(language, "").split()
            for text in sorted(transcription.cyrillic(source, language, person=False)):
                if len(full) > 1:
                    stem = text.rstrip("ьй")
                    form = f"{fold(' '.join(full[:-1]))} {stem}"
                    yield Form(form, concept.id, "hybrid", need, language=language, stem=True)


def surnames(concept: Concept) -> tuple[str, ...]:
    """Give the source forms of a person's surname: those that are known, else the last parts."""
    if concept.short_source or len(concept.name.split()) != 2:
        return concept.short_source
    pairs = (source.split("·") for source in concept.source if source.count("·") == 1)
    return tuple(dict.fromkeys(surname for _, surname in pairs if len(surname) > 1))


def _spelt_back(concept: Concept) -> Iterator[Form]:
    """Spell the name back from kana, hangul and Cyrillic: ``Iron Masuku``, ``Dzherom Pauell``."""
    if concept.kind not in ("person", "company", "exchange"):
        return
    for language, spell in (
        ("ja", backwards.romaji),
        ("ko", backwards.revised),
        ("ru", backwards.from_cyrillic),
    ):
        for text in (spell(name).strip() for own, name in concept.names if own == language):
            words = text.split()
            if len(words) > 1 and min(map(len, words)) > 1:
                yield Form(text, concept.id, "hybrid", LITTLE)
            last = words[-1] if words else ""
            person = concept.kind == "person" and concept.short_source and language != "ru"
            if len(last) > SHORT_FORM and (person or len(words) == 1):
                yield Form(last, concept.id, "hybrid", MORE, short=len(words) > 1)


def _misread_in_japanese(concept: Concept) -> Iterator[Form]:
    """Read the given name of a Japanese by its characters: ``Omori Senkei``; places as a whole."""
    own = dict(concept.names).get("ja", "")
    if not own or any(c in backwards.KANA for c in own):
        return
    if concept.kind == "place":
        for text in sorted(romanisation.japanese(own)):
            if len(text) > SHORT_FORM:
                yield Form(text, concept.id, "spelling", WITNESSED)
    elif concept.kind == "person" and concept.name.count(" ") == 1 and "-" not in concept.name:
        given, surname = fold(concept.name).split()
        for text in sorted(romanisation.japanese(own[2:]) | romanisation.japanese(own[-2:])):
            if text != given and len(text) > 2:
                yield Form(f"{surname} {text}", concept.id, "hybrid", LITTLE)
                yield Form(f"{text} {surname}", concept.id, "hybrid", LITTLE)


def _is_cyrillic(text: str) -> bool:
    return any("а" <= c <= "я" for c in text.lower())
