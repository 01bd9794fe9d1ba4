"""Quotation marks and apostrophes: one style in a document that mixes them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from cleaners import rules as rule_data
from cleaners.records import Edit
from cleaners.rules import RuleFileError, Rules

STEP = "typography"
CURLY_APOSTROPHE = regex.compile(r"(?<=\p{L})’(?=[\p{L}\p{N}«“])")
STRAIGHT_APOSTROPHE = regex.compile(r"(?<=\p{L})'(?=[\p{L}\p{N}«“])")
MARKS = '«»“”„"'
MARK = re.compile(f"[{MARKS}]")
SPACE = " \u00a0\u202f"
# What may stand before an opening and after a closing straight quote.
BEFORE_OPENING = SPACE + "\n\t([{—–-'’/:«“„"
AFTER_CLOSING = SPACE + "\n\t)]}—–-.,;:!?…/'’»”“"


@dataclass(frozen=True)
class Style:
    """A way to quote: opening and closing mark, with the spaces inside that belong to them."""

    name: str
    opening: str
    closing: str

    @property
    def marks(self) -> tuple[str, str]:
        """The two marks without their spaces."""
        return self.opening.strip(SPACE), self.closing.strip(SPACE)


@dataclass(frozen=True)
class Quotation:
    """A quoted stretch of a text: where its opening and its closing mark stand."""

    opening: int
    closing: int
    marks: tuple[str, str]


@cache
def styles(rules: Rules) -> Mapping[str, tuple[Style, ...]]:
    """Read the quotation styles of each language, the preferred one first."""
    found: dict[str, tuple[Style, ...]] = {}
    for file in rules.files("quotes"):
        table = rule_data.read_toml(file)
        rule_data.refuse_unknown(file, "", table, ("styles", "languages"))
        named, languages = table.get("styles", {}), table.get("languages", {})
        if not isinstance(named, dict) or not isinstance(languages, dict):
            raise RuleFileError(file, "", "write one [styles] and one [languages] table")
        for language in languages:
            names = rule_data.strings(file, f"languages.{language}", languages, language)
            if unknown := [name for name in names if name not in named]:
                raise RuleFileError(file, f"languages.{language}", f"no style {unknown[0]!r}")
            found[language] = tuple(
                Style(name, *rule_data.strings(file, f"styles.{name}", named, name))
                for name in names
            )
    return found


def apostrophes(text: str, spans: Sequence[tuple[int, int]]) -> list[Edit]:
    """Find straight apostrophes in a text that mostly writes them curly.

    >>> [edit.start for edit in apostrophes("l’été, l’hiver et l'automne", [(0, 27)])]
    [19]
    """
    if "'" not in text or "’" not in text:
        return []
    curly = sum(len(CURLY_APOSTROPHE.findall(text, start, end)) for start, end in spans)
    straight = [
        match for start, end in spans for match in STRAIGHT_APOSTROPHE.finditer(text, start, end)
    ]
    if len(straight) >= curly:
        return []
    return [Edit(STEP, "apostrophe", m.start(), m.end(), "'", "’") for m in straight]


def unify(text: str, spans: Sequence[tuple[int, int]], language: str, rules: Rules) -> list[Edit]:
    r"""Find quotations in another style than the rest of a document that mixes styles.

    >>> from cleaners.rules import load
    >>> text = 'Des “robots” et des "usines".'
    >>> [edit.after for edit in unify(text, [(0, len(text))], "fr", load())]
    ['«\xa0', '\xa0»', '«\xa0', '\xa0»']
    """
    accepted = styles(rules).get(language.partition("-")[0], ())
    if not accepted or sum(mark in text for mark in MARKS) < 2:
        return []
    places = [match.start() for match in MARK.finditer(text)]
    marked = [span for span in spans if bisect_left(places, span[0]) < bisect_left(places, span[1])]
    found = [quotation for span in marked for quotation in quotations(text, *span)]
    seen = Counter(quotation.marks for quotation in found)
    if len(seen) < 2:
        return []
    target = max(accepted, key=lambda style: (seen[style.marks], -accepted.index(style)))
    edits = []
    for quotation in found:
        inside = text[quotation.opening + 1 : quotation.closing]
        if quotation.marks != target.marks and not set("".join(target.marks)) & set(inside):
            edits += _restyled(text, quotation, target)
    return edits


def quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Find the outermost quotations of a line; none where its marks do not pair up."""
    found: list[Quotation] = []
    waiting: list[tuple[int, str]] = []
    for match in MARK.finditer(text, start, end):
        mark, position = match[0], match.start()
        if waiting and mark in _closings(waiting[-1][1]) and _may_close(text, position, end):
            opened, opening = waiting.pop()
            if not waiting:
                found.append(Quotation(opened, position, (opening, mark)))
        elif _may_open(text, position, start):
            waiting.append((position, mark))
        else:
            return []
    return [] if waiting else found


def _closings(opening: str) -> str:
    return {"«": "»", "»": "«", "“": "”", "„": "“”", "”": "”"}.get(opening, '"')


def _may_open(text: str, position: int, start: int) -> bool:
    free_before = position == start or text[position - 1] in BEFORE_OPENING
    mark = text[position]
    return free_before if mark in '"”»' else mark in "«“„"


def _may_close(text: str, position: int, end: int) -> bool:
    free_after = position + 1 >= end or text[position + 1] in AFTER_CLOSING
    return free_after if text[position] == '"' else True


def _restyled(text: str, quotation: Quotation, style: Style) -> list[Edit]:
    """Give a quotation the marks of a style, with the style's spaces in place of its own."""
    after = quotation.opening + 1
    while text[after] in SPACE:
        after += 1
    before = quotation.closing
    while before > after and text[before - 1] in SPACE:
        before -= 1
    return [
        Edit(STEP, f"quotes/{style.name}", a, b, text[a:b], new)
        for a, b, new in (
            (quotation.opening, after, style.opening),
            (before, quotation.closing + 1, style.closing),
        )
    ]
