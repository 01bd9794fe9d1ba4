"""Words of a translated page that render a brand of its original one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from cleaners.artifacts import japanese_names, meanings
from cleaners.artifacts.forms import Form, fold
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.original import BRANDS, Original, form, named
from cleaners.artifacts.scene import Scene, starts_sentence

LONGEST_RUN = 4
"""Words of the longest rendering."""
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[‑-][\p{L}\p{M}]+)*")
_SMALL = frozenset(
    {
        "of",
        "the",
        "a",
        "an",
        "and",
        "de",
        "la",
        "le",
        "les",
        "l",
        "d",
        "des",
        "du",
        "del",
        "las",
        "los",
        "el",
        "y",
        "e",
        "et",
        "di",
        "della",
        "dell",
        "dei",
        "delle",
        "da",
        "do",
        "dos",
        "das",
        "von",
        "vom",
        "der",
        "die",
        "im",
    }
)


def rendered(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the words that translate the parts of a brand's name one by one."""
    glosses = scene.lexicon.glosses
    brands = [concept for concept in named(scene, original) if concept.kind in BRANDS]
    known = {source for concept in brands for source in concept.source}
    brands += [firm for firm in japanese_names.firms(original) if known.isdisjoint(firm.source)]
    prepared: dict[tuple[str, str], list[list[frozenset[str]]]] = {}
    words = list(_WORD.finditer(scene.text)) if brands else []
    for number, first in enumerate(words):
        if not first.group()[0].isupper():
            continue
        language = language_at(first.start())
        for run in _windows(scene.text, words, number):
            content = [fold(word.group()) for word in run if fold(word.group()) not in _SMALL]
            span = Occurrence(run[0].start(), run[-1].end(), Form("", "", "paired"))
            if len(content) < 2 or not _is_title(run, span, scene):
                continue
            for concept in brands:
                key = (concept.id, language)
                if key not in prepared:
                    prepared[key] = _parts(concept, language, glosses)
                if any(meanings.renders(content, parts) for parts in prepared[key]):
                    text = scene.text[span.start : span.end]
                    yield span._replace(form=form(text, concept))
                    break


def _windows(
    text: str, words: list[regex.Match[str]], number: int
) -> Iterator[list[regex.Match[str]]]:
    """Give the runs of words from one on, the longest first, in one line without punctuation."""
    run = [words[number]]
    for word in words[number + 1 : number + 2 * LONGEST_RUN]:
        if text[run[-1].end() : word.start()] not in (" ", "'", "’", "-"):
            break
        run.append(word)
    for size in range(len(run), 1, -1):
        if fold(run[size - 1].group()) not in _SMALL:
            yield run[:size]


def _is_title(run: list[regex.Match[str]], span: Occurrence, scene: Scene) -> bool:
    """Tell whether words are written like a name: all with capitals, or one in mid-sentence."""
    content = [word.group() for word in run if fold(word.group()) not in _SMALL]
    return all(word[0].isupper() for word in content) or not starts_sentence(span, scene)


def _parts(
    concept: Concept, language: str, glosses: meanings.Glosses
) -> list[list[frozenset[str]]]:
    """Give what each part of a concept's names means, unless its own name says just that."""
    found = []
    name = concept.canonical(language) or concept.name
    for source in concept.source:
        parts = meanings.meanings(source)
        read = concept.id.startswith("original/")
        literal = not read and meanings.is_literal(name, source, language, glosses)
        if len(parts) > 1 and not literal:
            found.append([meanings.translated(part, language, glosses) for part in parts])
    return found
