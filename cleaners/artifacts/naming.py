"""Does the text speak of a name itself?

It does where a form explains another one of the same concept, or is explained (*Ma Huateng, known
abroad as Pony Ma*), where names stand in a table, and where verbs of naming speak of it.
"""

from __future__ import annotations

import regex

from cleaners.artifacts.bearers import sentence
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.scene import (
    LONGEST_ADDRESS,
    LONGEST_FORM,
    PARENTHESIS,
    Scene,
)

BESIDE = 45
"""Characters within which a canonical form makes the other a gloss of it."""

NAMING_BEFORE, NAMING_AFTER = 24, 16
"""Characters before and after a form in which a naming verb speaks about the form."""

_GLOSS_BETWEEN = regex.compile(r"\s?[(（\[,]?\s?(?:[\p{L} ]{0,24}[:：]?\s?)?[\"“«]?")

_ALIAS = regex.compile(r"\b(?:or|alias|aka|dit|ou|o|oder|или|hay|tức|atau|né)\b")

_TABLE = regex.compile(r"[|\t→⇒=]|\s[—–]\s")

_CELLS = regex.compile(r"[|\t→⇒=;；]|\s[—–/]\s|: ")
"""What parts the cells of a table's row."""

_CLAUSE = regex.compile(r"[.!?;,\n]")

_SENTENCE_END = regex.compile(r"[.!?。！？]\s|\n")

_OPENING = " \"'“”„«‹‘’"

_PAIRED = frozenset("“«„")

_PHRASE_END = regex.compile(r"(?: \p{Ll}[\p{L}'’-]+){1,3}\s?[”»“]")


def is_discussed(found: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether the text speaks of the name itself, or explains another form of it with it."""
    concept = scene.concept(found)
    return is_gloss(found, scene, concept, language) or is_named(found, scene, language)


def is_gloss(found: Occurrence, scene: Scene, concept: Concept, language: str) -> bool:
    """Tell whether the form only explains the concept's right form beside it, or is explained."""
    reach = BESIDE + LONGEST_FORM
    for right in scene.rights_at.beginning(found.start - reach, found.end + reach):
        if right.form.concept == concept.id and _explains(found, right, scene, language):
            return True
    if _in_gloss(found, scene, concept) or _in_table(found, scene, concept):
        return True
    opened = scene.text[max(0, found.start - 1) : found.start] in ("(", "（", "[", "【")
    closed = scene.text[found.end : found.end + 2].strip()[:1] in (")", "）", "]", "】", "/")
    if opened and closed:
        return True
    return found.form.origin == "source" and (opened or closed or _is_explained(found, scene))


def _explains(found: Occurrence, right: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether what stands between two forms of a concept makes one the other's gloss."""
    first, second = sorted([(right.start, right.end), (found.start, found.end)])
    between = scene.text[first[1] : second[0]]
    if "\n" in between or len(between) > 2 * BESIDE:
        return False
    folded = scene.folded[first[1] : second[0]]
    calling = scene.context.calling.get(language)
    if not _SENTENCE_END.search(between) and (
        _names_next(folded, scene, language)
        or ends_with(calling, folded)
        or (calling and calling.match(scene.folded, second[1] + 1))
    ):
        return True
    if _is_renamed(first, second, scene, language):
        return True
    if len(between) > BESIDE:
        return False
    alias = any(c in between for c in "(（[") or _ALIAS.search(between)
    return bool(_TABLE.search(between) or (alias and _GLOSS_BETWEEN.fullmatch(between)))


def _is_renamed(
    first: tuple[int, int], second: tuple[int, int], scene: Scene, language: str
) -> bool:
    """Tell whether a sentence with two forms of a concept says that it got another name."""
    renaming = scene.context.renaming.get(language)
    if renaming is None:
        return False
    before = _SENTENCE_END.split(scene.folded[max(0, first[0] - 2 * BESIDE) : first[0]])[-1]
    between = scene.folded[first[1] : second[0]]
    after = _SENTENCE_END.split(scene.folded[second[1] : second[1] + BESIDE])[0]
    return not _SENTENCE_END.search(between) and any(map(renaming.search, (before, between, after)))


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


def _in_table(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    """Tell whether another cell of the form's row holds nothing but the concept's name, too."""
    start = scene.text.rfind("\n", 0, found.start) + 1
    end = scene.text.find("\n", found.end)
    line = scene.text[start : end if end >= 0 else len(scene.text)]
    cells = _cells(line)
    if not any(line[a:b].strip() == scene.text[found.start : found.end] for a, b in cells):
        return False
    return any(_is_name(line[a:b], start + a, scene, concept, found) for a, b in cells)


def _cells(line: str) -> list[tuple[int, int]]:
    borders = [0, *(edge for match in _CELLS.finditer(line) for edge in match.span()), len(line)]
    return list(zip(borders[::2], borders[1::2], strict=True))


def _is_name(cell: str, start: int, scene: Scene, concept: Concept, found: Occurrence) -> bool:
    """Tell whether a cell is another form of the concept: right, wrong, or its characters."""
    start += len(cell) - len(cell.lstrip())
    cell = cell.strip()
    if not cell or cell == scene.text[found.start : found.end]:
        return False
    if cell in concept.source:
        return True
    places = (scene.rights_at, scene.candidates_at)
    forms = (one for place in places for one in place.beginning(start, start))
    return any(
        one.form.concept == concept.id and scene.text[one.start : one.end] == cell for one in forms
    )


def _is_explained(found: Occurrence, scene: Scene) -> bool:
    """Tell whether a parenthesis right after source characters says how they are read."""
    return PARENTHESIS.match(scene.text, found.end) is not None


def is_named(found: Occurrence, scene: Scene, language: str) -> bool:
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
    first = found.start - len(sentence(found, scene.folded)[0])
    beside = [
        other
        for other in scene.candidates_at.beginning(first, found.start - 1)
        if other.form.concept == found.form.concept and other.end <= found.start
    ]
    return any(_is_named_itself(one, scene, language) for one in (found, *beside))


def _is_named_itself(found: Occurrence, scene: Scene, language: str) -> bool:
    before = scene.folded[max(0, found.start - 2 * BESIDE) : found.start]
    after = scene.folded[found.end : found.end + NAMING_AFTER]
    before = _CLAUSE.split(before)[-1]
    after = _CLAUSE.split(after)[0]
    naming = scene.context.naming.get(language)
    return bool(naming and naming.search(after)) or _names_next(before, scene, language)


def _names_next(before: str, scene: Scene, language: str) -> bool:
    """Tell whether the words that lead to a form are about names: ``called``, ``know him as``."""
    naming = scene.context.naming.get(language)
    if naming and naming.search(before[-NAMING_BEFORE:]):
        return True
    return ends_with(scene.context.called.get(language), before)


def ends_with(words: regex.Pattern[str] | None, before: str) -> bool:
    """Tell whether words of a list stand right before a form, quotation marks aside."""
    before = before.rstrip(_OPENING)
    return words is not None and any(one.end() == len(before) for one in words.finditer(before))


def _begins_phrase(found: Occurrence, scene: Scene) -> bool:
    """Tell whether quotation marks open before a name and close some small words after it."""
    opened = scene.text[max(0, found.start - 1) : found.start]
    return opened in _PAIRED and _PHRASE_END.match(scene.text, found.end) is not None
