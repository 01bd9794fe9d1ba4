"""How a document spells the names that the lexicon knows, to compare it with other documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.artifacts import context as contexts
from cleaners.artifacts.forms import fold
from cleaners.artifacts.matching import RIGHT, Languages, Occurrence, index
from cleaners.artifacts.romanisation import simplified
from cleaners.artifacts.scene import Scene, starts_sentence
from cleaners.records import Document, Page
from cleaners.rules import Rules

FREQUENT = 4.0
"""Zipf frequency of a word that is used as such: below are names that count as words."""
LONGEST_ACRONYM = 5
_CHINESE, SIMPLIFIED, TRADITIONAL = "zh", "zh-Hans", "zh-Hant"


@dataclass(frozen=True, slots=True, order=True)
class Spelling:
    """One way to write a name: what it names, the language, whether it is a short name or acronym.

    ``preferred`` says that the lexicon has it for this language.
    """

    concept: str
    name: str
    kind: str
    language: str
    text: str
    short: bool
    preferred: bool


def count(document: Document, rules: Rules) -> Counter[Spelling]:
    """Count the right spellings of each name in a document; wrong ones are its suggestions.

    Inflected names count as the form that is inflected; what stands in an address or in code, and
    an ordinary word at the start of a sentence, do not count.

    >>> from cleaners import clean_text
    >>> from cleaners.rules import load
    >>> text = "NVIDIA grew, said Jensen Huang. Musk, too, buys from NVIDIA in great numbers."
    >>> found = count(clean_text(text, language="en"), load())
    >>> sorted((one.concept, one.text, times) for one, times in found.items())
    [('elon-musk', 'Musk', 1), ('jensen-huang', 'Jensen Huang', 1), ('nvidia', 'NVIDIA', 2)]
    """
    page = Page(document.content, document.blocks, document.metadata, document.language)
    compiled = index(rules)
    languages = Languages.of(page)
    found = compiled.find(page.text, languages)
    words = contexts.read(rules)
    rights = [one for one in found.occurrences if one.form.origin in RIGHT]
    scene = Scene(page.text, compiled.lexicon, words, rights, found.mentions)
    if languages.spoken[0] == _CHINESE:
        rights += [one for one in found.occurrences if one.form.origin == "source"]
    counted: Counter[Spelling] = Counter()
    for one in rights:
        if one.form.concept not in compiled.lexicon.concepts:
            continue  # a general name, which only an original vouches for
        if not _is_ordinary(one, scene, languages(one.start)) and not scene.protects(
            one.start, one.end
        ):
            counted[_spelling(one, scene, document.language)] += 1
    return counted


def _is_ordinary(found: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether a form may be just a word: a frequent one, at the start of a sentence."""
    frequency = scene.context.ordinary.get(fold(found.form.text), {}).get(language, 0.0)
    if language == _CHINESE:
        return frequency > 0.0
    capitals = (
        scene.text[found.start + 1 : found.end].lower() != scene.text[found.start + 1 : found.end]
    )
    return frequency >= FREQUENT and not capitals and starts_sentence(found, scene)


def _spelling(found: Occurrence, scene: Scene, language: str) -> Spelling:
    concept = scene.concept(found)
    surface = scene.text[found.start : found.end]
    exact = found.form.exact
    text = surface if not exact or surface.lower() == exact.lower() else exact
    primary = language.partition("-")[0]
    if primary == _CHINESE:
        sources = {*concept.source, *concept.short_source}
        plain = {simplified(source) for source in sources}
        preferred = text in {SIMPLIFIED: plain, TRADITIONAL: sources}.get(language, sources | plain)
    else:
        preferred = text == concept.canonical(primary, short=found.form.short)
    short = found.form.short or _is_acronym(text, concept.name)
    return Spelling(concept.id, concept.name, concept.kind, language, text, short, preferred)


def _is_acronym(text: str, name: str) -> bool:
    """Tell whether a form abbreviates a name that is longer.

    >>> _is_acronym("U.S.", "United States"), _is_acronym("BYD", "BYD"), _is_acronym("США", "USA")
    (True, False, True)
    """
    letters = text.replace(".", "")
    return letters.isupper() and len(letters) <= LONGEST_ACRONYM and text.lower() != name.lower()


def mixed(counted: Counter[Spelling]) -> Iterator[Spelling]:
    """Give the spellings beside which the document has another one of the same name.

    >>> one, other = (Spelling("x", "X", "coin", "en", text, False, True) for text in "Xx")
    >>> [spelling.text for spelling in mixed(Counter([one, other, one]))]
    ['X', 'x']
    """
    groups = Counter((one.concept, one.language, one.short) for one in counted)
    return (one for one in counted if groups[one.concept, one.language, one.short] > 1)
