"""Must a form stay whatever the evidence?

It must where it is quoted, talked about, glossed, part of a longer name or of an address, or where
other source characters stand beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from cleaners.artifacts import bearers, romanisation
from cleaners.artifacts.bearers import sentence
from cleaners.artifacts.forms import SOME, fold
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.naming import BESIDE, ends_with, is_gloss, is_named
from cleaners.artifacts.scene import (
    HAN,
    LITERAL,
    NEAR,
    PARENTHESIS,
    SENTENCE_START,
    Places,
    Scene,
    names_concept,
)

CONSUMER = frozenset({"retail", "materials", "health"})
"""Fields whose companies may sell what other companies do not."""

BEHIND_CLITIC = 5
"""Letters of the shortest Arabic form that is told from the end of a longer word."""

_ARABIC = regex.compile(r"\p{Arabic}")

_WATERS = frozenset("河江溪湖海山峰嶺川潭")

_ARTICLE = regex.compile(r"(?<!\p{L})(?:an?|the) $")

_STAYING = frozenset({"address", "gloss", "talked about", "quoted"})
"""Reasons for which nothing of a name may change."""

_HYPHENED = regex.compile(r"[-‐‑][\p{Ll}\p{Lu}]")

_HYPHEN_BEFORE = regex.compile(r"(?r)\p{Lu}\p{L}*[-‐‑]")

_ELIDED = regex.compile(r"\p{L}['’]$")

_OPENING = "\"'“”„«‹「『‘’»›"

_CLOSING = "\"'“”»›」』’‘«‹"

_LATIN_WORD = regex.compile(r"[\p{Latin}\p{Cyrillic}][\p{L}'’-]*")

# After five letters a full stop ends a sentence, not an abbreviation.
_WORD_BEFORE = regex.compile(r"([\p{Latin}\p{Cyrillic}][\p{L}'’.-]*)(?<!\p{L}{5}\.) $")


def reasons(
    found: Sequence[Occurrence], scene: Scene, language_at: Callable[[int], str]
) -> dict[Occurrence, str]:
    """Give for each form why it must stay, or an empty string.

    What is a part of a longer name that must stay does so too: *Сыкэ*, Cisco, in *Ма Сыкэ*.
    """
    given = {one: forbidden(one, scene, language_at(one.start)) for one in found}
    staying = Places([one for one, reason in given.items() if reason in _STAYING])
    for one, reason in given.items():
        if not reason and any(
            longer.start <= one.start and one.end <= longer.end
            for longer in staying.over(one.start, one.end)
            if longer.end - longer.start > one.end - one.start
        ):
            given[one] = "part of another"
    return given


def forbidden(found: Occurrence, scene: Scene, language: str) -> str:
    """Give the reason why a form must stay whatever the evidence, or an empty string."""
    concept = scene.concept(found)
    if scene.protects(found.start, found.end):
        reason = "address"
    elif scene.named is not None and concept.id not in (*scene.named.all, *scene.others):
        reason = "not in the original"
    elif _contradicted(found, scene, concept):
        reason = "other source characters"
    elif is_gloss(found, scene, concept, language):
        reason = "gloss"
    elif is_named(found, scene, language):
        reason = "talked about"
    elif _vetoed(found, scene, concept):
        reason = "veto word"
    elif _means_another(found, scene, concept, language):
        reason = "another"
    elif found.form.origin in LITERAL and _is_everyday(found, scene, language):
        reason = "everyday word"
    elif _is_longer(found, scene, concept, language):
        reason = "longer name"
    else:
        reason = "quoted" if _is_quoted(found, scene, concept, language) else ""
    return reason


def _contradicted(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    match = PARENTHESIS.match(scene.text, found.end)
    return bool(match and HAN.search(match.group(1)) and not names_concept(concept, match.group(1)))


def _vetoed(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    around = scene.folded[max(0, found.start - NEAR) : found.end + NEAR]
    return any(fold(word) in around for word in concept.veto)


def _means_another(found: Occurrence, scene: Scene, concept: Concept, language: str) -> bool:
    """Tell whether the sentence gives the name a vocation or wares that the concept has not.

    Other forms of the name beside it, or the source characters, say that it is meant all the same.
    """
    person = concept.kind == "person"
    if concept.kind == "place" and _is_water(found, scene, concept, language):
        return True
    if person and bearers.is_of_daily_life(found, scene, language):
        return True
    if "culture" in concept.domains or (not person and not CONSUMER.isdisjoint(concept.domains)):
        return False
    words = (scene.context.vocations if person else scene.context.wares).get(language)
    if words is None or found.form.origin in ("hybrid", "misspelt"):
        return False
    reach = BESIDE if person else 2 * BESIDE
    before, after = sentence(found, scene.folded, reach)
    match = PARENTHESIS.match(scene.text, found.end)
    own = bool(match and names_concept(concept, match.group(1)))
    return not own and bool(words.search(before) or words.search(after))


def _is_water(found: Occurrence, scene: Scene, concept: Concept, language: str) -> bool:
    """Tell whether a place is called a river, a lake or a mountain, and is none."""
    waters = scene.context.waters.get(language)
    if waters is None or any(source[-1] in _WATERS for source in concept.source):
        return False
    return ends_with(waters, scene.folded[max(0, found.start - BESIDE) : found.start])


def _is_everyday(found: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether one ordinary word stands with an article, or in lower case near by.

    The article says so in English only: the Romance languages give one to companies too.
    """
    word = scene.text[found.start : found.end]
    if " " in found.form.text or "-" in found.form.text or word == word.lower() == word.upper():
        return False
    before = scene.folded[max(0, found.start - 6) : found.start]
    if language == "en" and _ARTICLE.search(before):
        return True
    if language == "de":
        return False
    around = scene.text[max(0, found.start - NEAR) : found.end + NEAR]
    return bool(regex.search(rf"(?<!\p{{L}}){regex.escape(word.lower())}(?!\p{{L}})", around))


def _is_longer(found: Occurrence, scene: Scene, concept: Concept, language: str) -> bool:
    """Tell whether the form is only a part of a longer name (``Ma Yun-jung``, ``Carlos Bian``)."""
    after = scene.text[found.end : found.end + 24]
    before_it = scene.text[max(0, found.start - 1) : found.start]
    hyphened = _HYPHENED.match(after) or _HYPHEN_BEFORE.match(scene.text, 0, found.start)
    behind = found.end - found.start < BEHIND_CLITIC and _ARABIC.match(before_it)
    if behind or (concept.kind == "person" and hyphened):
        return True
    if found.form.need < SOME or found.form.origin in LITERAL:
        return False
    follower = _LATIN_WORD.match(after[1:]) if after[:1] == " " else None
    if follower and follower.group()[0].isupper() and language != "de":
        start = found.end + 1
        if not _may_follow(scene, start, language) and not _known_at(scene, start):
            return True
    before = _WORD_BEFORE.search(scene.text, max(0, found.start - 30), found.start)
    if before and before.group(1)[0].isupper() and language != "de":
        roles = scene.context.roles.get(language) or scene.context.roles["all"]
        start = before.start()
        if roles.match(scene.folded, start) or _known_at(scene, start):
            return False
        begins = SENTENCE_START.search(scene.text[max(0, start - 6) : start]) or start == 0
        return not begins or _is_surname(before.group(1), concept, language)
    return False


def _is_surname(word: str, concept: Concept, language: str) -> bool:
    """Tell whether a word that begins a sentence makes a person of a brand: *Ма Сыкэ*, Musk."""
    cyrillic = concept.kind != "person" and language in ("ru", "uk")
    return cyrillic and word.lower() in romanisation.cyrillic_surnames()


def _may_follow(scene: Scene, start: int, language: str) -> bool:
    """Tell whether a capitalised word after a company's name is a generic one (Asia, Company)."""
    lists = (scene.context.generic.get(language), scene.context.generic.get("tails"))
    return any(words and words.match(scene.folded, start) for words in lists)


def _known_at(scene: Scene, position: int) -> bool:
    """Tell whether a name that the lexicon knows, or a word of its topics, covers a position."""
    end = position + 1
    return (
        any(scene.mentions_at.over(position, end))
        or any(scene.rights_at.over(position, end))
        or any(scene.candidates_at.over(position, end))
    )


def _is_quoted(found: Occurrence, scene: Scene, concept: Concept, language: str) -> bool:
    """Tell whether quotation marks hold exactly the form; Russian quotes companies by rule."""
    if language in ("ru", "uk") and concept.kind != "person":
        return False
    before = scene.text[max(0, found.start - 2) : found.start].strip()[-1:]
    after = scene.text[found.end : found.end + 2].strip()[:1]
    if scene.text[found.end : found.end + 2] in ("'s", "’s"):
        return False
    elided = _ELIDED.search(scene.text, max(0, found.start - 3), found.start)
    if before in "'’" and elided:
        return False
    return bool(before and after) and before in _OPENING and after in _CLOSING
