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
from cleaners.artifacts.scene import (
    HAN,
    LITERAL,
    LONGEST_ADDRESS,
    LONGEST_FORM,
    NEAR,
    PARENTHESIS,
    SENTENCE_START,
    Places,
    Scene,
    names_concept,
)

BESIDE = 45
"""Characters within which a canonical form makes the other a gloss of it."""

NAMING_BEFORE, NAMING_AFTER = 24, 16
"""Characters before and after a form in which a naming verb speaks about the form."""

CONSUMER = frozenset({"retail", "materials", "health"})
"""Fields whose companies may sell what other companies do not."""

_ARTICLE = regex.compile(r"(?<!\p{L})(?:an?|the) $")

_GLOSS_BETWEEN = regex.compile(r"\s?[(（\[,]?\s?(?:[\p{L} ]{0,24}[:：]?\s?)?[\"“«]?")

_ALIAS = regex.compile(r"\b(?:or|alias|aka|dit|ou|o|oder|или|hay|tức|atau|né)\b")

_TABLE = regex.compile(r"[|\t→⇒=]|\s[—–]\s")

_STAYING = frozenset({"address", "gloss", "talked about", "quoted"})
"""Reasons for which nothing of a name may change."""

_CLAUSE = regex.compile(r"[.!?;,\n]")

_HYPHENED = regex.compile(r"[-‐‑][\p{Ll}\p{Lu}]")

_HYPHEN_BEFORE = regex.compile(r"(?r)\p{Lu}\p{L}*[-‐‑]")

_ELIDED = regex.compile(r"\p{L}['’]$")

_OPENING = "\"'“”„«‹「『‘’»›"

_CLOSING = "\"'“”»›」』’‘«‹"

_PAIRED = frozenset("“«„")

_PHRASE_END = regex.compile(r"(?: \p{Ll}[\p{L}'’-]+){1,3}\s?[”»“]")

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
    elif _is_gloss(found, scene, concept):
        reason = "gloss"
    elif _is_named(found, scene, language):
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


def is_discussed(found: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether the text speaks of the name itself, or explains another form of it with it."""
    return _is_gloss(found, scene, scene.concept(found)) or _is_named(found, scene, language)


def _contradicted(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    match = PARENTHESIS.match(scene.text, found.end)
    return bool(match and HAN.search(match.group(1)) and not names_concept(concept, match.group(1)))


def _is_gloss(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    """Tell whether the form only explains the concept's right form beside it, or is explained."""
    reach = BESIDE + LONGEST_FORM
    for right in scene.rights_at.beginning(found.start - reach, found.end + BESIDE):
        if right.form.concept != concept.id:
            continue
        first, second = sorted([(right.start, right.end), (found.start, found.end)])
        between = scene.text[first[1] : second[0]]
        if second[0] - first[1] > BESIDE or "\n" in between:
            continue
        alias = any(c in between for c in "(（[") or _ALIAS.search(between)
        if _TABLE.search(between) or (alias and _GLOSS_BETWEEN.fullmatch(between)):
            return True
    if _in_gloss(found, scene, concept):
        return True
    opened = scene.text[max(0, found.start - 1) : found.start] in ("(", "（", "[", "【")
    closed = scene.text[found.end : found.end + 2].strip()[:1] in (")", "）", "]", "】", "/")
    if opened and closed:
        return True
    return found.form.origin == "source" and (opened or closed or _is_explained(found, scene))


def _in_gloss(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    """Tell whether the form is in a parenthesis that opens right after the concept's right form."""
    before = scene.text[max(0, found.start - LONGEST_ADDRESS) : found.start].rpartition("\n")[2]
    depth = max(before.rfind("("), before.rfind("（"))
    if depth < 0 or ")" in before[depth:] or "）" in before[depth:]:
        return False
    opening = found.start - len(before) + depth
    return any(
        right.form.concept == concept.id and 0 <= opening - right.end <= 2
        for right in scene.rights_at.beginning(opening - LONGEST_FORM, opening)
    )


def _is_explained(found: Occurrence, scene: Scene) -> bool:
    """Tell whether a parenthesis right after source characters says how they are read."""
    return PARENTHESIS.match(scene.text, found.end) is not None


def _is_named(found: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether the sentence speaks of the form; not of a quoted phrase that it begins.

    It does so by a naming verb beside it or beside another form of the same concept (*called
    Yingweida there and Huida here*), or by words that only talk about names.
    """
    if _begins_phrase(found, scene):
        return False
    discussing = scene.context.discussing.get(language)
    if discussing and any(
        discussing.search(part) for part in sentence(found, scene.worded(language))
    ):
        return True
    naming = scene.context.naming.get(language)
    if naming is None:
        return False
    first = found.start - len(sentence(found, scene.folded)[0])
    beside = [
        other
        for other in scene.candidates_at.beginning(first, found.start - 1)
        if other.form.concept == found.form.concept and other.end <= found.start
    ]
    return any(_is_named_itself(one, scene, naming) for one in (found, *beside))


def _is_named_itself(found: Occurrence, scene: Scene, naming: regex.Pattern[str]) -> bool:
    before = scene.folded[max(0, found.start - NAMING_BEFORE) : found.start]
    after = scene.folded[found.end : found.end + NAMING_AFTER]
    before = _CLAUSE.split(before)[-1]
    after = _CLAUSE.split(after)[0]
    return bool(naming.search(before) or naming.search(after))


def _begins_phrase(found: Occurrence, scene: Scene) -> bool:
    """Tell whether quotation marks open before a name and close some small words after it."""
    opened = scene.text[max(0, found.start - 1) : found.start]
    return opened in _PAIRED and _PHRASE_END.match(scene.text, found.end) is not None


def _vetoed(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    around = scene.folded[max(0, found.start - NEAR) : found.end + NEAR]
    return any(fold(word) in around for word in concept.veto)


def _means_another(found: Occurrence, scene: Scene, concept: Concept, language: str) -> bool:
    """Tell whether the sentence gives the name a vocation or wares that the concept has not.

    Other forms of the name beside it, or the source characters, say that it is meant all the same.
    """
    person = concept.kind == "person"
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
    if concept.kind == "person" and (
        _HYPHENED.match(after) or _HYPHEN_BEFORE.match(scene.text, 0, found.start)
    ):
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
