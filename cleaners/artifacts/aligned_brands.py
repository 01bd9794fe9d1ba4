"""Brands of an original that its translation renders, told by where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from cleaners.artifacts import firms, kept_names
from cleaners.artifacts.aligned_couple import (
    Couple,
    edit_of,
    is_sense,
    is_spelling,
    letters_alike,
    whole,
)
from cleaners.artifacts.aligned_shapes import has_shape, has_twin, senses
from cleaners.artifacts.forms import fold
from cleaners.artifacts.windows import Window, windows
from cleaners.records import Edit

ENOUGH = 4
"""Points from which a run is replaced; each kind of evidence is worth one, full sense two."""
DOUBTFUL = 3
"""Points from which it is suggested."""
AUTHORITY = 0.8
"""How near the sense of a word is to that of an authority's."""
NAMING = 24
"""Characters before a run in which a naming verb speaks about the name itself."""
ALL_CAPITALS = frozenset({"en", "de", "nl"})
"""Languages that write all words of a name with capitals."""
ELSEWHERE = 60.0
"""How alike (0-100) the letters are of a name and of what spells it in another script."""
_LATIN = regex.compile(r"\p{Latin}")
_NAMES = regex.compile(r"(?<![\p{L}\p{M}])\p{Lu}[\p{L}\p{M}]{3,}")
_WORDS = regex.compile(r"[\p{L}\p{M}]+")


class _Case(NamedTuple):
    """A name and the runs that may render it, all of the same words; what speaks for it."""

    name: str
    runs: tuple[Window, ...]
    sense: int
    points: int


def brands(couple: Couple) -> Iterator[tuple[Edit, bool]]:
    """Give the edits of renderings of brands, and whether each is certain."""
    text = "\n".join(bead.source for bead in couple.beads)
    found = kept_names.brands(text, couple.spoken, couple.lexicon, firms.read(couple.rules))
    found = tuple(name for name in found if not _is_authority(couple, name))
    missing = {name: beads for name in found if (beads := couple.missing(name))}
    best = [case for name in missing if (case := _best(couple, name, missing))]
    taken: set[tuple[int, int]] = set()
    for case in sorted(best, key=lambda case: (-case.points, case.name)):
        runs = [run for run in case.runs if (run.start, run.end) not in taken]
        taken |= {(run.start, run.end) for run in runs}
        for run in runs:
            edit, known = edit_of(couple, run.start, run.end, case.name, "company")
            yield edit, known and case.points >= ENOUGH and not _is_named(couple, run)


def _is_authority(couple: Couple, name: str) -> bool:
    """Tell whether a word of a name means what only authorities are called: ``Tribunal``."""
    rows = couple.likeness(name.lower().split(), kept_names.AUTHORITIES)
    return any(max(row) >= AUTHORITY for row in rows)


def _best(couple: Couple, name: str, missing: Mapping[str, Sequence[int]]) -> _Case | None:
    """Give the runs that render a name best, or ``None``."""
    groups: defaultdict[tuple[str, ...], list[Window]] = defaultdict(list)
    own = frozenset(fold(name).split())
    for number in missing[name]:
        for window in _windows(couple, number, own):
            groups[window.key].append(window)
    ranks = senses(couple, name, [runs[0] for runs in groups.values()])
    cases = [
        case
        for runs, sense in zip(groups.values(), ranks, strict=True)
        if (case := _case(couple, name, runs, sense, missing))
    ]
    cases = [case for case in cases if not any(_comes_oftener(one, case) for one in cases)]
    ranked = sorted(cases, key=lambda case: (-case.points, -case.sense, -len(case.runs)))
    if len(ranked) > 1 and ranked[0][2:] == ranked[1][2:] and _apart(*ranked[:2]):
        return None
    return ranked[0] if ranked and ranked[0].points >= DOUBTFUL else None


def _comes_oftener(one: _Case, other: _Case) -> bool:
    """Tell whether a run stands in the other, and elsewhere besides: *Mỹ* is no part of a name."""
    first = other.runs[0]
    inside = any(first.start <= run.start and run.end <= first.end for run in one.runs)
    return inside and len(one.runs) > len(other.runs)


def _apart(one: _Case, other: _Case) -> bool:
    """Tell whether two runs share no place, so that each may render the name as well."""
    first, second = one.runs[0], other.runs[0]
    return first.bead == second.bead and not (first.start < second.end and second.start < first.end)


def _windows(couple: Couple, number: int, own: frozenset[str]) -> Iterator[Window]:
    """Give the runs of a sentence that nothing in the original explains."""
    bead = couple.beads[number]
    others = frozenset(_WORDS.findall(fold(bead.source))) - own
    names = [fold(name) for name in _NAMES.findall(bead.source) if fold(name) not in own]
    span = bead.start, bead.end
    for window in windows(couple.page.text, span, number, couple.language, others):
        rights = couple.rights.over(window.start, window.end)
        if any(one.start <= window.start and window.end <= one.end for one in rights):
            continue
        if not window.capitals and couple.language in ALL_CAPITALS:
            continue
        if any(is_spelling(name, word) for name in names for word in window.words):
            continue
        if _spell(couple, own, window.words):
            continue
        if own.issuperset(map(fold, window.words)) or couple.scene.protects(
            window.start, window.end
        ):
            continue
        yield window


def _spell(couple: Couple, own: Collection[str], words: Collection[str]) -> bool:
    """Tell whether each word of a run spells one of a name's; words that mean the same do not.

    In another script, a word that is somewhat alike is enough: *Колорадо Рокиз*.
    """
    if not any(_LATIN.search(word) for word in words):
        return any(letters_alike(one, word) >= ELSEWHERE for one in own for word in words)
    return all(
        any(
            is_spelling(one, word) and not (one != word and is_sense(one, word, couple))
            for one in own
        )
        for word in words
    )


def _case(
    couple: Couple,
    name: str,
    runs: Sequence[Window],
    sense: int,
    missing: Mapping[str, Sequence[int]],
) -> _Case | None:
    """Count what speaks for runs of the same words; ``None`` where their shape speaks against."""
    first, parts = runs[0], len(name.split())
    size = len(first.words)
    twin = any(has_twin(couple, name, run) for run in runs)
    if not has_shape(couple, name, runs, sense, twin=twin):
        return None
    written = any(run.named for run in runs)
    placed = any(_is_placed(couple, run) for run in runs)
    beads = {run.bead for run in runs}
    again = len(beads) > 1
    alone = any(sum(bead in where for where in missing.values()) == 1 for bead in beads)
    same = size == parts > 1 or couple.language == "vi"
    structure = placed and alone and written and (twin or (again and same))
    if not (sense or structure) or (parts == 1 and not placed and not first.quoted):
        return None
    if sense < 2 and _stands_elsewhere(couple, runs, missing[name]):
        return None
    return _Case(name, tuple(runs), sense, sense + written + placed + again + alone + twin)


def _is_placed(couple: Couple, run: Window) -> bool:
    """Tell whether the page calls a run a firm, or puts it in quotation marks."""
    firm = firms.read(couple.rules).stands(couple.folded, run.start, run.end, couple.language)
    slots = couple.scene.context.slots
    return firm or run.quoted or slots.head(couple.folded, run.start, couple.language)


def _stands_elsewhere(couple: Couple, runs: Sequence[Window], missing: Sequence[int]) -> bool:
    """Tell whether the page has a run where its original does not have the name."""
    words = couple.folded[runs[0].start : runs[0].end]
    here = [couple.beads[number] for number in missing]
    return any(
        not any(bead.start <= match.start() < bead.end for bead in here)
        for match in whole(words).finditer(couple.folded)
    )


def _is_named(couple: Couple, run: Window) -> bool:
    """Tell whether the page speaks about the name itself: ``means``, ``literally``."""
    naming = couple.scene.context.naming.get(couple.language)
    before = couple.folded[max(0, run.start - NAMING) : run.start]
    return naming is not None and naming.search(before) is not None
