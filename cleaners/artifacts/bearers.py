"""Whose name is it: that of the lexicon's person, or of somebody who only has the same one?

How many people have a name follows from its surname and its syllables. One that few have is the
known person's unless something says otherwise: a trade or a place of daily life, kin, an accident,
a list of other people.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from cleaners.artifacts import romanisation
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.scene import NEAR, PARENTHESIS, Scene, names_concept

RARE = 3.3
"""Up to how many bearers (decadic logarithm) a name is the known one's in news of its field."""

REACH = 60
"""Characters before and after a name in which its own sentence tells a trade."""

SENTENCE = 150

_STOP = regex.compile(r"[.!?。！？؟\n]")

_MADE_UP = frozenset({"hybrid", "misspelt", "noisy", "paired", "literal", "calque"})
"""Origins of forms that nobody is called by."""

_AND = r"(?:and|et|y|e|und|dan|và|ve|i|и|та) "
_JOINED = rf"(?:, ?(?:{_AND})?| {_AND})"
_NAME = r"(?P<name>\p{Lu}\p{Ll}+ \p{Lu}[\p{Ll}'’-]+(?:-\p{L}+)?)"
_LISTED = regex.compile(rf"{_JOINED}{_NAME}(?=[,;.\s]|$)")
_NAME_BEFORE = regex.compile(rf"{_NAME}{_JOINED}$")


def sentence(found: Occurrence, text: str, reach: int = SENTENCE) -> tuple[str, str]:
    """Give a form's sentence before and after it, at most ``reach`` characters each."""
    before = _STOP.split(text[max(0, found.start - reach) : found.start])[-1]
    after = _STOP.split(text[found.end : found.end + reach])[0]
    return before, after


def is_of_daily_life(found: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether the sentence gives a person a trade or a place that the known ones do not have.

    The source characters of the concept beside it say that it is meant all the same.
    """
    words = scene.context.everyday.get(language)
    if words is None or found.form.origin in _MADE_UP:
        return False
    match = PARENTHESIS.match(scene.text, found.end)
    if match and names_concept(scene.concept(found), match.group(1)):
        return False
    return any(words.search(part) for part in sentence(found, scene.worded(language), REACH))


def is_doubtful(found: Occurrence, scene: Scene, language: str, *, private: bool = False) -> bool:
    """Tell whether the passage around a person's name speaks of daily life, or of a private one."""
    around = scene.worded(language)[max(0, found.start - NEAR) : found.end + NEAR]
    lists = [scene.context.everyday.get(language)]
    lists += [scene.context.private.get(language)] if private else []
    return any(words is not None and words.search(around) for words in lists)


def stands_alone(found: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether a name is so rare that it is the known person's without a specific cue.

    It is where few have it, nothing around it speaks of a private life, and words of the person's
    field do, or titles of those whom the news speaks of.
    """
    rare = bearers(scene.concept(found)) <= RARE
    if not rare or found.form.origin not in ("spelling", "attested"):
        return False
    if is_doubtful(found, scene, language, private=True) or _is_listed(found, scene):
        return False
    domains = scene.concept(found).domains
    if any(
        mention.domain in domains and not (mention.start < found.end and found.start < mention.end)
        for mention in scene.mentions_at.near(found.start)
    ):
        return True
    around = scene.worded(language)[max(0, found.start - NEAR) : found.end + NEAR]
    prominent = scene.context.prominent.get(language)
    return prominent is not None and prominent.search(around) is not None


def _is_listed(found: Occurrence, scene: Scene) -> bool:
    """Tell whether only names that nothing knows stand beside a form in a list."""
    after = _LISTED.match(scene.text, found.end)
    before = _NAME_BEFORE.search(scene.text, max(0, found.start - REACH), found.start)
    beside = [match.span("name") for match in (after, before) if match]
    return bool(beside) and not any(_is_known(scene, start, end) for start, end in beside)


def _is_known(scene: Scene, start: int, end: int) -> bool:
    return any(scene.rights_at.over(start, end)) or any(scene.candidates_at.over(start, end))


@lru_cache(maxsize=4096)
def bearers(concept: Concept) -> float:
    """Give how many people may have the name (decadic logarithm); many where nothing is known.

    >>> from cleaners import rules
    >>> from cleaners.artifacts import lexicon
    >>> known = lexicon.read(rules.load()).concepts
    >>> bearers(known["jensen-huang"]) < RARE < bearers(known["yao-ming"])
    True
    """
    full = [source for source in concept.source if len(source) > 2 and "·" not in source]
    return max(map(romanisation.namesakes, full), default=9.0) if full else 9.0
