"""Where a calque of the rules may be replaced: topic, words near, quotation, the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from cleaners.artifacts import calques
from cleaners.artifacts.agreement import agreed, leaves_elided
from cleaners.artifacts.calques import Calque
from cleaners.artifacts.matching import Phrase
from cleaners.artifacts.scene import HAN, NEAR, Scene
from cleaners.records import Edit

STEP = "names"
CERTAIN, UNSURE = 0.9, 0.5
BESIDE = 60
"""Characters on each side within which the expression in its own script explains a phrase."""
_OPENED = regex.compile(r"[\"“«„「『‘']\s?$")
_CLOSED = regex.compile(r"\s?[\"”»“」』’']")


class Original(NamedTuple):
    """The text that a page was translated from; only a Chinese one says what was rendered."""

    language: str
    text: str


class Rephrased(NamedTuple):
    """The edit for a phrase, and whether it is certain or only a suggestion."""

    edit: Edit
    certain: bool


def rephrased(
    scene: Scene, phrases: Sequence[Phrase], original: Original | None = None
) -> Iterator[Rephrased]:
    """Give the edits for the calques of a page.

    A Chinese original decides: a phrase whose source it has is meant, whatever the topic, and one
    whose source it has not is only suggested. What is quoted with its characters beside it, or
    stands in an address or code, is explained and not used.
    """
    for start, end, calque in phrases:
        if not calques.fits(scene.text, start, end, calque) or scene.protects(start, end):
            continue
        decided = _decided(calque, original)
        if decided is None and not _is_topical(scene, start, end, calque):
            continue
        certain = not calque.suggest and decided is not False
        certain = certain and not _is_explained(scene.text, start, end, calque)
        after = calques.replacement(scene.text[start:end], calque)
        first, last, after = agreed(scene.text, start, end, after, calque.language)
        if first == start and leaves_elided(scene.text, start, after, calque.language):
            certain = False
        rule = f"calque/{calque.language}/{calque.id}"
        confidence = CERTAIN if certain else UNSURE
        before = scene.text[first:last]
        yield Rephrased(Edit(STEP, rule, first, last, before, after, confidence), certain)


def _decided(calque: Calque, original: Original | None) -> bool | None:
    """Tell what the original says of a phrase; ``None`` where it says nothing."""
    if original is None or original.language != "zh" or not calque.source or calque.label:
        return None
    return calques.is_named(calque, original.text)


def _is_topical(scene: Scene, start: int, end: int, calque: Calque) -> bool:
    """Tell whether what is written around a phrase fits its rule."""
    window = scene.folded[max(0, start - NEAR) : start] + "\n" + scene.folded[end : end + NEAR]
    if calque.forbidding and calque.forbidding.search(window):
        return False
    if calque.needed and not calque.needed.search(window):
        return False
    if not calque.context:
        return True
    topics = {mention.domain for mention in scene.mentions_at.near(start)} | {
        domain
        for places in (scene.rights_at, scene.accepted_at)
        for found in places.near(start)
        for domain in scene.concept(found).domains
    }
    return not topics.isdisjoint(calque.context)


def _is_explained(text: str, start: int, end: int, calque: Calque) -> bool:
    """Tell whether a phrase is quoted beside Chinese characters: then it is talked about."""
    if calque.label or not (
        _OPENED.search(text, max(0, start - 2), start) and _CLOSED.match(text, end)
    ):
        return False
    around = text[max(0, start - BESIDE) : start] + " " + text[end : end + BESIDE]
    return calque.language not in ("ja", "ko") and HAN.search(around) is not None
