"""Names that a translated sentence renders, told by where they stand beside the original.

No lexicon knows Copper Lantern. Where the original calls it a firm, and the sentence beside it has
*Lanterne de Cuivre* in its place, the one renders the other: by sense, by the words around it, by
coming again, and by nothing else being left over on either side. What fewer of these say is
suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaners.artifacts import context as contexts
from cleaners.artifacts import firms, kept_names
from cleaners.artifacts.aligned_brands import brands
from cleaners.artifacts.aligned_couple import (
    Bead,
    Couple,
    Likeness,
    whole,
)
from cleaners.artifacts.aligned_people import people
from cleaners.artifacts.forms import fold
from cleaners.artifacts.matching import index
from cleaners.edits import edit_page
from cleaners.records import Cleaned, Edit, Page
from cleaners.rules import Rules


def repair(
    page: Page, spoken: str, beads: Sequence[Bead], rules: Rules, likeness: Likeness
) -> Cleaned:
    """Give the page with the brands and surnames of its original in place of their renderings.

    ``spoken`` is the language of the original, ``beads`` its sentences with the page's beside them.
    """
    couple = Couple(page, spoken.partition("-")[0], beads, rules, likeness)
    if len(couple.folded) != len(page.text):
        return Cleaned(page)
    judged = [*brands(couple), *people(couple)]
    edits = _disjoint(edit for edit, certain in judged if certain)
    suggestions = _disjoint(edit for edit, certain in judged if not certain)
    if edits:
        # Offsets of a suggestion are those of the text that the edits give: the next round has it.
        suggestions = []
    return Cleaned(edit_page(page, edits), tuple(edits), tuple(suggestions))


def names(text: str, spoken: str, rules: Rules) -> tuple[str, ...]:
    """Give the brands and surnames of an original that its translation must keep."""
    lexicon, context = index(rules).lexicon, contexts.read(rules)
    people = kept_names.people(text, spoken, lexicon, context)
    return (
        *kept_names.brands(text, spoken, lexicon, firms.read(rules)),
        *(person.surname for person in people),
    )


def lacks(page: Page, original: str, spoken: str, rules: Rules) -> bool:
    """Tell whether a page has a name of its original less often, and so may render it."""
    here, there = fold(page.text), fold(original)
    return any(
        len(pattern.findall(here)) < len(pattern.findall(there))
        for pattern in (whole(fold(name)) for name in names(original, spoken, rules))
    )


def _disjoint(edits: Iterable[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
