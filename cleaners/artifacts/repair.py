"""Repair the names that machine translation broke on a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import regex

from cleaners.artifacts import context as contexts
from cleaners.artifacts import counterparts, evidence, guards, rephrasing, translated
from cleaners.artifacts.beside import glossed, read_aloud
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import RIGHT, UNSPACED, Languages, Named, Occurrence, index
from cleaners.artifacts.noisy import noisy
from cleaners.artifacts.original import Original
from cleaners.artifacts.phonetic import misspelt, second_mentions
from cleaners.artifacts.reading import CHINESE, Reading, read
from cleaners.artifacts.replacement import replace
from cleaners.artifacts.scene import Places, Scene
from cleaners.artifacts.unifying import may_vary, unified
from cleaners.edits import OffsetMap, edit_page
from cleaners.records import Cleaned, Edit, Page
from cleaners.rules import Rules

STEP = "names"
ROUNDS = 4
"""Accepting one form can be the evidence for another; chains longer than this were not seen."""
ORIGIN_BOOST = 0.5
"""What marks of machine translation on the page add to each form's evidence."""
SUGGEST_FROM = 0.5
"""Below this much evidence not even a suggestion is made."""

SUGGESTED = frozenset({"", "quoted", "talked about"})
"""Why a form may not be repaired, and yet be suggested."""
_BESIDE = frozenset(" -")
_RESIDUE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")


def repair(page: Page, rules: Rules, original: Page | None = None) -> Cleaned:
    """Give the page with its broken names put right; what is only likely becomes a suggestion.

    A form is changed when the evidence for its concept reaches what the form needs and nothing
    beside it forbids the change. Confidence is 0.9 at the needed evidence and grows with it. A
    Chinese page is left alone: its names are the originals. The ``original`` that the page was
    translated from decides where it is known: what it names is meant, what it does not name is not.
    """
    if page.language.partition("-")[0] == "zh":
        return Cleaned(page)
    source = None
    if original is not None:
        named = index(rules).named_in(original.text, Languages.of(original))
        language = original.language.partition("-")[0]
        source = Original(language, original.text, named)
    marked = bool(page.metadata.mt_evidence)
    edits, suggestions = _found(page.text, Languages.of(page), marked, rules, source)
    return Cleaned(edit_page(page, edits), edits, suggestions)


# The steps run again on their own result, which is mostly the same text in the same languages.
@lru_cache(maxsize=4)
def _found(
    text: str,
    language_at: Languages,
    marked: bool,  # noqa: FBT001 - the cache keeps apart what is translated by its marks
    rules: Rules,
    original: Original | None,
) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """Find the edits of a page and the suggestions, which are on the text that the edits give."""
    compiled, page = index(rules), read(text)
    words = contexts.read(rules)
    named = original.named if original else None
    occurrences, mentions, phrases = compiled.find(text, language_at, (named or Named()).all)
    wrong = [o for o in occurrences if o.form.origin not in RIGHT]
    rights = [o for o in occurrences if o.form.origin in RIGHT]
    rights = [o for o in rights if not _is_homonym(o, page.folded, words.homonyms["all"])]
    if page.has & CHINESE:
        wrong += glossed(text, compiled.lexicon, occurrences)
    if "(" in text and "vi" in language_at.spoken:
        wrong += read_aloud(text, compiled.lexicon, occurrences)
    scene = Scene(
        text,
        compiled.lexicon,
        words,
        rights,
        mentions,
        wrong,
        _boost(page, language_at.spoken[0], marked=marked),
        named,
        compiled.general,
        _others(original, compiled.lexicon, words) if original else {},
    )
    if original:
        taken = [o for o in (*occurrences, *wrong) if _may_be_meant(o, original.named)]
        found = list(counterparts.counterparts(scene, original, taken, language_at))
        wrong += found
        wrong += translated.translated(scene, original, [*taken, *found], language_at)
    if occurrences:
        wrong += misspelt(scene, occurrences, language_at)
        wrong += noisy(scene, [*occurrences, *wrong])
    if not (wrong or phrases or any(may_vary(o, text) for o in rights)):
        return (), ()
    wrong = list(_chosen(scene, wrong, language_at))
    edits, suggestions = _decided(scene, wrong, language_at)
    edits = unified(scene, edits, language_at)
    beside = rephrasing.Original(original.language, original.text) if original else None
    for edit, certain in rephrasing.rephrased(scene, phrases, beside):
        (edits if certain else suggestions).append(edit)
    edits = _disjoint(edits)
    return tuple(edits), tuple(_moved(suggestions, edits))


def _may_be_meant(found: Occurrence, named: Named) -> bool:
    """Tell whether a form is right, or one of its concepts is named in the original."""
    forms = (found.form, *found.rivals)
    return found.form.origin in RIGHT or any(one.concept in named.all for one in forms)


def _others(original: Original, known: Lexicon, words: contexts.Context) -> dict[str, Concept]:
    """Give the people and companies that only the original knows, by id."""
    return {
        **counterparts.concepts(original),
        **translated.concepts(original, known, words.slots),
    }


def _chosen(
    scene: Scene, wrong: list[Occurrence], language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give each form the concept that most speaks for; leave out those that two share equally.

    A name of the general sources that the lexicon has, too, is no other.
    """
    waiting = Places(wrong)
    for found in wrong:
        if not found.rivals:
            yield found
            continue
        ranked = sorted(
            (
                (evidence.score(one, scene, language_at(one.start), waiting), -number, one)
                for number, one in enumerate(
                    found._replace(form=form, rivals=()) for form in (found.form, *found.rivals)
                )
            ),
            reverse=True,
        )
        best = scene.concept(ranked[0][2])
        others = (one for one in ranked[1:] if scene.concept(one[2]).name != best.name)
        if all(
            ranked[0][0] > score or _are_one(scene, ranked[0][2], one) for score, _, one in others
        ):
            yield ranked[0][2]


def _are_one(scene: Scene, first: Occurrence, second: Occurrence) -> bool:
    """Tell whether two concepts are one firm under two names, as Huobi and HTX are.

    They are where one belongs to the other and what Chinese calls one begins as the other.
    """
    one, other = scene.concept(first), scene.concept(second)
    if one.id == other.id:
        return True
    if one.kind not in evidence.ORGANISATIONS or other.id not in scene.linked(one.id):
        return False
    return any(a.startswith(b) or b.startswith(a) for a in one.source for b in other.source)


def _is_homonym(right: Occurrence, folded: str, pattern: regex.Pattern[str]) -> bool:
    """Tell whether a word beside a brand's gives it an everyday meaning: ``Tesla coil``."""
    start, end = right.start, right.end
    if " " in right.form.text:
        return False
    if folded[end : end + 1] in _BESIDE and pattern.match(folded, end + 1):
        return True
    return folded[start - 1 : start] in _BESIDE and bool(
        _backwards(pattern).match(folded, 0, start - 1)
    )


@lru_cache(maxsize=4)
def _backwards(pattern: regex.Pattern[str]) -> regex.Pattern[str]:
    """Give a pattern that matches what ends at a place."""
    return regex.compile(f"(?r){pattern.pattern}")


def _boost(page: Reading, language: str, *, marked: bool) -> float:
    """Count what the page's origin says: marks of translation, Chinese left in a Latin text."""
    if marked:
        return ORIGIN_BOOST
    residue = language not in UNSPACED and page.has & CHINESE and _RESIDUE.search(page.text)
    return ORIGIN_BOOST / 2 if residue else 0.0


def _decided(
    scene: Scene, wrong: list[Occurrence], language_at: Callable[[int], str]
) -> tuple[list[Edit], list[Edit]]:
    """Accept forms, round by round, then turn the rest into suggestions where likely."""
    reasons = guards.reasons(wrong, scene, language_at)
    pending = [o for o in wrong if not reasons[o]]
    scores: dict[Occurrence, float] = {}
    for _ in range(ROUNDS):
        accepted = []
        waiting = Places(pending)
        for found in pending:
            language = language_at(found.start)
            scores[found] = evidence.score(found, scene, language, waiting)
            enough = scores[found] >= evidence.need(found, scene, language)
            if enough and evidence.suffices(found, scene, language, waiting):
                accepted.append(found)
        if not accepted:
            break
        scene.accept(accepted)
        done = set(accepted)
        pending = [o for o in pending if o not in done]
    scene.accept(list(second_mentions(scene, (*scene.rights, *wrong))))
    edits: list[Edit] = []
    suggestions: list[Edit] = []
    for found in scene.accepted:
        language = language_at(found.start)
        surplus = scores.get(found, 0.0) - evidence.need(found, scene, language)
        edit = _edit(scene, found, language, min(0.99, 0.9 + 0.03 * surplus))
        (suggestions if edit.rule.endswith("?") else edits).append(edit)
    certain = set(scene.accepted)
    unsure = [o for o in wrong if o not in certain and reasons[o] in SUGGESTED]
    suggestions += _likely(scene, unsure, scores, language_at)
    return _changing(edits), _changing(suggestions)


def _likely(
    scene: Scene,
    unsure: list[Occurrence],
    scores: dict[Occurrence, float],
    language_at: Callable[[int], str],
) -> Iterator[Edit]:
    """Suggest the forms that something speaks for, though not enough to repair them."""
    for found in unsure:
        language = language_at(found.start)
        known = found.form.concept in scene.general.numbers
        if known or evidence.is_own_word(found, scene, language):
            continue
        likely = scores.get(found) or evidence.score(found, scene, language, Places(()))
        if likely >= SUGGEST_FROM:
            yield _edit(scene, found, language, min(0.5, likely / 4))


def _changing(edits: Iterable[Edit]) -> list[Edit]:
    """Leave out edits whose form is right already, as *Путина* is beside *Путин*."""
    return [edit for edit in edits if edit.after != edit.before]


def _edit(scene: Scene, found: Occurrence, language: str, confidence: float) -> Edit:
    """Make the edit; its rule ends in ``?`` when the right form in this language is not known."""
    concept = scene.concept(found)
    made = replace(scene.text, found, concept, language, scene.context)
    rule = f"{concept.id}/{found.form.origin}"
    if made is None:
        before = scene.text[found.start : found.end]
        return Edit(STEP, rule + "?", found.start, found.end, before, concept.name, 0.4)
    before = scene.text[made.start : made.end]
    return Edit(STEP, rule, made.start, made.end, before, made.after, round(confidence, 2))


def _disjoint(edits: list[Edit]) -> list[Edit]:
    """Leave out an edit that touches one before it (an article that two forms claim)."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _moved(suggestions: list[Edit], edits: list[Edit]) -> list[Edit]:
    """Move suggestions to the edited text; those on edited places fall away."""
    offsets = OffsetMap(edits)
    moved = []
    ends = [edit.end for edit in edits]
    for suggestion in sorted(suggestions, key=lambda s: (s.start, s.end)):
        following = bisect_right(ends, suggestion.start)
        if following < len(edits) and edits[following].start < suggestion.end:
            continue
        start, end = offsets.forward(suggestion.start, suggestion.end)
        moved.append(
            Edit(
                STEP,
                suggestion.rule,
                start,
                end,
                suggestion.before,
                suggestion.after,
                suggestion.confidence,
            )
        )
    return moved
