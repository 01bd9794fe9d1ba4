"""One entity, one spelling in a document: full names of people, and the case of brands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from cleaners.artifacts.lexicon import Lexicon
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.naming import is_discussed
from cleaners.artifacts.scene import Scene
from cleaners.records import Edit

STEP = "names"
_LATIN = regex.compile(r"\p{Latin}")
_OPENED = regex.compile(r"[(（\[\"“«]")
_CLOSED = regex.compile(r"\s?[)）\]\"”»(（]|[-‐]")


def may_vary(right: Occurrence, text: str) -> bool:
    """Tell whether a right form is one of several spellings that a document may mix."""
    return right.form.origin == "variant" or text[right.start : right.end] != right.form.exact


def unified(scene: Scene, edits: Sequence[Edit], language_at: Callable[[int], str]) -> list[Edit]:
    """Give the ``edits`` that repair names, and those that give one entity one spelling.

    A full-name variant of a person becomes the canonical form only where the document uses that
    too (after the repairs). A brand's case follows the document's majority; where the document
    writes it in one way only, repairs do as well.
    """
    written = _written(scene)
    repairs = [_as_written(edit, written, scene) for edit in edits]
    return [*repairs, *_full_names(scene, repairs, language_at), *_brand_case(scene, written)]


def _full_names(
    scene: Scene, edits: Sequence[Edit], language_at: Callable[[int], str]
) -> list[Edit]:
    variants = [
        found
        for found in scene.rights
        if found.form.origin == "variant" and " " in scene.text[found.start : found.end]
    ]
    if not variants:
        return []
    canonical = Counter(edit.after.lower() for edit in edits)
    canonical.update(
        scene.text[o.start : o.end].lower() for o in scene.rights if o.form.origin == "right"
    )
    unifying = []
    for found in variants:
        concept = scene.concept(found)
        if concept.kind != "person":
            continue
        surface = scene.text[found.start : found.end]
        target = next(
            (
                name
                for language in ("", found.form.language)
                if (name := concept.canonical(language)) and canonical[name.lower()]
            ),
            None,
        )
        if not target or not _LATIN.search(surface) or not _may_unify(found, scene):
            continue
        if not is_discussed(found, scene, language_at(found.start)):
            unifying.append(_unifying(found, surface, target, "variant"))
    return unifying


def _may_unify(found: Occurrence, scene: Scene) -> bool:
    """Tell whether nothing beside a variant says that it is used on purpose."""
    start, end = found.start, found.end
    if scene.protects(start, end):
        return False
    before, after = scene.text[max(0, start - 2) : start], scene.text[end : end + 2]
    return not (_OPENED.search(before) or _CLOSED.match(after))


@lru_cache(maxsize=4)
def _in_cases(words: Lexicon) -> dict[str, frozenset[str]]:
    """Give the spellings of the companies' names that are also written in another case."""
    return {
        concept.id: frozenset(
            one for one in (concept.name, *concept.variants) if one.lower() == concept.name.lower()
        )
        for concept in words.concepts.values()
        if concept.kind in ("company", "exchange")
        and any(
            one != concept.name and one.lower() == concept.name.lower() for one in concept.variants
        )
    }


def _written(scene: Scene) -> dict[str, list[tuple[Occurrence, str]]]:
    """Give where the text itself names companies that may be written in several cases, and how."""
    cases = _in_cases(scene.lexicon)
    written: dict[str, list[tuple[Occurrence, str]]] = {}
    for found in scene.rights:
        if found.form.concept in cases:
            surface = scene.text[found.start : found.end]
            if surface in cases[found.form.concept]:
                written.setdefault(found.form.concept, []).append((found, surface))
    return written


def _usual(places: Sequence[tuple[Occurrence, str]], name: str) -> str:
    """Give the spelling that most of the places have, the canonical one where they are equal."""
    counts = Counter(surface for _, surface in places)
    return max(counts, key=lambda s: (counts[s], s == name, s))


def _as_written(edit: Edit, written: dict[str, list[tuple[Occurrence, str]]], scene: Scene) -> Edit:
    """Give a repair the spelling that the document itself has for the brand."""
    identifier = edit.rule.partition("/")[0]
    if identifier not in written:
        return edit
    name = scene.known(identifier).name
    after = regex.sub(
        rf"(?<!\p{{L}}){regex.escape(name)}(?!\p{{L}})",
        _usual(written[identifier], name),
        edit.after,
    )
    return replace(edit, after=after)


def _brand_case(scene: Scene, written: dict[str, list[tuple[Occurrence, str]]]) -> list[Edit]:
    """Unify spellings of a company's name that differ only in case, to the majority's."""
    return [
        _unifying(found, surface, best, "brand-case")
        for identifier, places in written.items()
        if (best := _usual(places, scene.known(identifier).name))
        for found, surface in places
        if surface != best and not scene.protects(found.start, found.end)
    ]


def _unifying(found: Occurrence, before: str, after: str, rule: str) -> Edit:
    return Edit(STEP, f"{found.form.concept}/{rule}", found.start, found.end, before, after, 0.95)
