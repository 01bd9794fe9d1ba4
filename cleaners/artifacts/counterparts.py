"""Names of a translated page that only its original explains.

The lexicon's forms are looked for everywhere. Beside the original, which names who is meant, looser
likenesses will do: a name that sounds like one of the original's (``Gougueule``), that renders it
word by word (``Vieux Champ Électrique``), that cuts it short (``Mei Tana``), or that reads a
Japanese name by its characters (``Omori Senkei``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import regex

from cleaners.artifacts import japanese_names, romanisation
from cleaners.artifacts.forms import LATIN_LANGUAGES, fold
from cleaners.artifacts.japanese_names import misread
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import RIGHT, Occurrence
from cleaners.artifacts.original import Original, form, named, words_of
from cleaners.artifacts.rendered import rendered
from cleaners.artifacts.scene import Places, Scene
from cleaners.artifacts.sounding import NAMES_ALIKE, sounding

SHORTEST_START = 3
"""Letters that a name cut short must keep."""
SYLLABLES = 3
"""Characters of the shortest surname one of whose readings may be another."""
_PAIR = regex.compile(
    r"(?<![\p{L}'’-])\p{Lu}[\p{Latin}\p{M}'’-]+ \p{Lu}[\p{Latin}\p{M}'’-]+(?![\p{L}-])"
)
_BELONGING = frozenset(
    {"s", "n", "an", "ian", "er", "ers", "ese", "i", "ish", "us", "es", "e", "a"}
)
"""What makes another word of a name, of its people or of several: New York, New Yorker."""


def concepts(original: Original) -> Mapping[str, Concept]:
    """Give, by id, the people and firms that the original names and no lexicon knows."""
    found = {}
    for name in (*pairs(original.text), *japanese_names.people(original)):
        identifier = "original/" + fold(name).replace(" ", "-")
        found[identifier] = Concept(identifier, "person", name, name)
    return found | {firm.id: firm for firm in japanese_names.firms(original)}


def counterparts(
    scene: Scene,
    original: Original,
    taken: Iterable[Occurrence],
    language_at: Callable[[int], str],
) -> Iterator[Occurrence]:
    """Give the names of a page that stand for a name of the original, and no form covers."""
    occupied = Places(list(taken))
    for found in (
        *sounding(scene, original, language_at),
        *rendered(scene, original, language_at),
        *_altered(scene, original, language_at),
        *misread(scene, original, language_at),
    ):
        if any(occupied.over(found.start, found.end)):
            continue
        occupied = Places([*occupied.beginning(0, len(scene.text)), found])
        yield found
    for found in _nearly_read(scene, original, language_at):
        # Đức, the last syllable of Lagarde's reading, is also Germany.
        if all(one.form.origin in RIGHT for one in occupied.over(found.start, found.end)):
            yield found


def _altered(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the names of two words that cut one of the original's short."""
    if original.language not in LATIN_LANGUAGES:
        return
    names = {tuple(fold(name).split()): name for name in pairs(original.text)}
    spelt = words_of(original.text)
    for match in _PAIR.finditer(scene.text, overlapped=True):
        words = tuple(fold(match.group()).split())
        if words in names or language_at(match.start()) not in LATIN_LANGUAGES:
            continue
        if scene.text[match.end() : match.end() + 2].strip()[:1].isupper():
            continue
        for right, name in names.items():
            if _cut(words, right, spelt):
                identifier = "original/" + fold(name).replace(" ", "-")
                concept = Concept(identifier, "person", name, name)
                yield Occurrence(match.start(), match.end(), form(match.group(), concept))
                break


def _cut(words: tuple[str, ...], right: tuple[str, ...], spelt: frozenset[str]) -> bool:
    """Tell whether the last word lacks its end, or has l for r, and the first is the same."""
    if words[0] != right[0] or words[1] in spelt or not right[1].isalpha():
        return False
    end = right[1].removeprefix(words[1])
    whole = end == right[1] or len(words[1]) < SHORTEST_START
    short = not whole and bool(end) and end not in _BELONGING
    swapped = words[1].translate(NAMES_ALIKE) == right[1].translate(NAMES_ALIKE)
    return short or swapped


def pairs(text: str) -> list[str]:
    """Give the pairs of capitalised words in a Latin text, each once."""
    found = dict.fromkeys(match.group() for match in _PAIR.finditer(text, overlapped=True))
    return [name for name in found if not name.isupper()]


def _nearly_read(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the given names before a surname nearly in its Vietnamese reading: ``La Gia Đức``."""
    for concept in named(scene, original):
        given, _, surname = fold(concept.name).partition(" ")
        if concept.kind != "person" or not surname or given not in scene.folded:
            continue
        for source in concept.short_source:
            reading = fold(romanisation.vietnamese(source)).split()
            if len(reading) < SYLLABLES:
                continue
            pattern = (
                rf"(?<!\p{{L}}){regex.escape(given)}((?: \p{{L}}+){{{len(reading)}}})(?!\p{{L}})"
            )
            for match in regex.finditer(pattern, scene.folded):
                surface = scene.text[match.start() : match.end()]
                names = all(word[0].isupper() for word in surface.split())
                vietnamese = language_at(match.start()) == "vi"
                if names and vietnamese and _nearly(match.group(1).split(), reading):
                    yield Occurrence(match.start(), match.end(), form(surface, concept))


def _nearly(words: list[str], reading: list[str]) -> bool:
    """Tell whether all words but one are those of a reading, and that one begins like its own.

    >>> _nearly("la gia duc".split(), "lap gia duc".split())
    True
    >>> _nearly("la gia duc".split(), "lap gia tu".split())
    False
    """
    wrong = [(one, other) for one, other in zip(words, reading, strict=True) if one != other]
    return len(wrong) == 1 and wrong[0][0][0] == wrong[0][1][0]
