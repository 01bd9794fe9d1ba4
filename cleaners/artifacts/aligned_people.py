"""Surnames of an original that its translation renders after the given name."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaners.artifacts import kept_names
from cleaners.artifacts.aligned_couple import (
    Bead,
    Couple,
    edit_of,
    is_sense,
    is_spelling,
    whole,
)
from cleaners.artifacts.forms import fold
from cleaners.records import Edit

SURNAME = 0.45
"""How near the sense of a surname is to that of its translation, after the same given name."""
UNINFLECTED = frozenset({"en", "fr", "es", "pt", "it", "de", "nl", "id", "vi"})
"""Languages that leave a surname as it is."""
_WORDS = regex.compile(r"[\p{L}\p{M}]+")


def people(couple: Couple) -> Iterator[tuple[Edit, bool]]:
    """Give the edits of surnames that are translated after the given name, and then alone."""
    if couple.language not in UNINFLECTED:
        return
    text = "\n".join(bead.source for bead in couple.beads)
    there = frozenset(_WORDS.findall(fold(text)))
    people = kept_names.people(text, couple.spoken, couple.lexicon, couple.scene.context)
    for given, surname in people:
        missing = couple.missing(surname)
        wrong: dict[str, bool] = {}
        for number in missing:
            bead = couple.beads[number]
            if not whole(fold(f"{given} {surname}")).search(fold(bead.source)):
                continue
            for match in _after(given, couple.page.text, bead):
                other = match.group(1)
                if fold(other) not in there:
                    wrong.setdefault(other, _renders(couple, surname, other))
        for other, certain in wrong.items():
            pattern = regex.compile(rf"(?<![\p{{L}}'’-]){regex.escape(other)}(?![\p{{L}}-])")
            for number in missing:
                bead = couple.beads[number]
                for match in pattern.finditer(couple.page.text, bead.start, bead.end):
                    edit, known = edit_of(couple, match.start(), match.end(), surname, "person")
                    yield edit, known and certain


def _after(given: str, text: str, bead: Bead) -> list[regex.Match[str]]:
    """Find the one capitalised word, or *La* and another, that follows a given name."""
    pattern = regex.compile(
        rf"(?<![\p{{L}}'’-]){regex.escape(given)} "
        r"((?:(?:La|Le|Il|El|Der|Die) )?\p{Lu}[\p{Latin}\p{M}]+)(?![\p{L}'’-])(?! \p{Lu})"
    )
    return list(pattern.finditer(text, bead.start, bead.end))


def _renders(couple: Couple, surname: str, other: str) -> bool:
    """Tell whether a word translates a surname, and is not another spelling of it."""
    plain, word = surname.lower(), other.lower()
    if is_sense(plain, word, couple):
        return True
    return not is_spelling(plain, word) and couple.likeness([plain], [word])[0][0] >= SURNAME
