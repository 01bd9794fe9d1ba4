"""Lines as they were meant: cut sentences joined, glued lists cut, stray marks and spaces gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

import regex

from cleaners.columns import Columns
from cleaners.layout_signs import (
    BULLETS,
    HARD_SPACES,
    IMAGE,
    ITEMS,
    LINK,
    ODD_GAP,
    SPACES,
    STARS,
    UNDERSCORES,
)
from cleaners.passes import compose
from cleaners.records import Cleaned, Edit, Page
from cleaners.rejoining import STEP, cuts, unfinished_words
from cleaners.rules import Rules
from cleaners.wrapping import wraps

_WORD = r"\p{Latin}\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}\p{Hangul}\p{N}"
# Asterisks that touch a word outside, or nothing but punctuation inside, are no emphasis
# ("f**k", "2*3*4", "*.txt"). Scripts without spaces have their letters on both sides.
_EMPHASIS = regex.compile(
    rf"(?<![{_WORD}*\\])(?P<open>\*{{1,3}})(?=[\p{{L}}\p{{N}}\"'“«(¿¡「『《（])"
    rf"(?P<text>[^*\n]{{1,200}})(?<=[^\s*])(?P<close>(?P=open))(?![{_WORD}*])"
)
_UNDERLINED = regex.compile(
    r"(?<![\w\\/])(?P<open>__?)(?=[\p{L}\"'“«(])(?P<text>[^_\n]*\s[^_\n]*[^\s_])"
    r"(?P<close>(?P=open))(?![\w/])"
)
_TARGET = r"\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
_IMAGE = regex.compile(rf"!\[[^\[\]\n]*\]{_TARGET}")
_LINK = regex.compile(
    rf"(?<![\\!\w\]])(?P<open>\[)(?P<text>[^\[\]\n]{{1,300}})"
    rf"(?P<close>\](?=\((?:https?:|mailto:|<|[/#.])){_TARGET})"
)
Paired = tuple[str, int, "regex.Pattern[str]"]
# Rule, which lines to look at, pattern.
_PAIRED: tuple[Paired, ...] = (
    ("markdown/emphasis", STARS, _EMPHASIS),
    ("markdown/emphasis", UNDERSCORES, _UNDERLINED),
    ("markdown/link", LINK, _LINK),
)
_MARKED = STARS | UNDERSCORES | LINK | IMAGE
_HEADING = regex.compile(r"#{1,6}[ \t]+(?=\S)")
_SPACES = re.compile(rf"[ \t{HARD_SPACES}]{{2,}}|\t")
_HARD_SPACE = re.compile(r"[\u00a0\u202f]")

# Joining lines may lay open the next cut. Real pages need three rounds, pages of code a dozen.
MOST_ROUNDS = 50

# An item of a list that was put on one line: a bullet, a label, a colon.
_ITEM = regex.compile(
    rf"(?<=\S)[ \t]+(?=(?P<bullet>[{BULLETS}]) \p{{Lu}}[^:：.!?\n]{{1,120}}[:：])"
)
FEWEST_ITEMS = 3
# Items are shorter on average where a line lists dates, tags or telephone numbers.
SHORTEST_ITEM = 40
# What stands between the last sentence and a list, if it is short and has no end: its heading.
_LEAD = regex.compile(
    r"(?<=[.!?…)»”\"。！？])(?P<gap>[ \t]+)(?P<lead>\p{Lu}[^.!?…:;。！？\n]{3,78}:?)$"
)
_STEM = regex.compile(r"\S+[ \t]+\S+")
_LEAD_REACH = 80


def rejoin(page: Page, rules: Rules) -> Cleaned:
    r"""Mend the lines of a page.

    In flattened text, lines that were cut inside a sentence are joined, and a list that was put on
    one line gets its line breaks back. Everywhere but in code, Markdown emphasis, links and heading
    marks go, and runs of white space become one space.

    >>> from cleaners.markup import flatten_text
    >>> from cleaners.rules import load
    >>> page = flatten_text("Le port, dit *plus* tard le ministre à propos de la\nréforme.")
    >>> rejoin(page, load()).page.text
    'Le port, dit plus tard le ministre à propos de la réforme.'
    """
    passes: tuple[Callable[[Columns], list[Edit]], ...] = (
        *(_white_space, _marks, _glued_lists, wraps),
        partial(cuts, rules=rules),
    )
    edits: list[Edit] = []
    lines = given = Columns.of(page, unfinished_words(rules).signs)
    # What each pass has looked at and found nothing in.
    settled: list[Columns | None] = [None] * len(passes)
    for _ in range(MOST_ROUNDS):
        before = lines.text
        for number, find in enumerate(passes):
            if settled[number] is lines:
                continue
            settled[number] = lines
            found = find(lines)
            if found:
                edits = compose(page.text, edits, found)
                lines = given.edited(page, edits)
        if lines.text == before:
            break
    return Cleaned(page if lines is given else lines.on(page), tuple(edits))


def _white_space(lines: Columns) -> list[Edit]:
    """Make runs of spaces one space, more than one empty line one, and lines start at the margin.

    Code keeps its spaces.
    """
    text, starts, ends, kinds = lines.text, lines.starts, lines.ends, lines.kinds
    edits: list[Edit] = []
    for index in lines.needing(ODD_GAP):
        end, start = ends[index - 1] if index else 0, starts[index]
        gap = text[end:start]
        wanted = "\n\n"[: gap.count("\n")] if index else ""
        if kinds[index] == "code":
            wanted += gap[gap.rfind("\n") + 1 :]
        if gap != wanted:
            edits.append(Edit(STEP, "space/lines", end, start, gap, wanted))
    end = lines.ends[-1] if len(lines) else 0
    rest = text[end:]
    if rest.strip("\n"):
        edits += _changed("space/lines", end, rest, "")
    if runs := _runs_of_spaces(lines):
        edits = sorted([*edits, *runs], key=lambda edit: (edit.start, edit.end))
    return edits


def _runs_of_spaces(lines: Columns) -> list[Edit]:
    """Make runs of spaces one space, in lines that are no code."""
    edits: list[Edit] = []
    for index in lines.needing(SPACES):
        for match in _SPACES.finditer(lines.text, lines.starts[index], lines.ends[index]):
            hard = _HARD_SPACE.findall(match[0])
            space = hard[0] if len(hard) == 1 else " "
            edits += _changed("space/run", match.start(), match[0], space)
    return edits


def _changed(rule: str, start: int, before: str, after: str) -> list[Edit]:
    if before == after:
        return []
    return [Edit(STEP, rule, start, start + len(before), before, after)]


def _marks(lines: Columns) -> list[Edit]:
    """Remove Markdown's marks of emphasis, links, images and headings; their text stays."""
    found: list[Edit] = []
    if not lines.look.all_needs & _MARKED and "#" not in lines.text:
        return found
    for rule, need, pattern in _PAIRED:
        for index in lines.needing(need):
            for match in pattern.finditer(lines.text, lines.starts[index], lines.ends[index]):
                found += _removed(rule, match, "open") + _removed(rule, match, "close")
    for index in lines.needing(IMAGE):
        for match in _IMAGE.finditer(lines.text, lines.starts[index], lines.ends[index]):
            found += _removed("markdown/image", match, 0)
    if "#" in lines.text:
        found += _heading_marks(lines)
    edits: list[Edit] = []
    for edit in sorted(found, key=lambda edit: (edit.start, -edit.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return edits


def _heading_marks(lines: Columns) -> list[Edit]:
    """Remove the marks of the headings of flattened text."""
    edits: list[Edit] = []
    for index, kind in enumerate(lines.kinds):
        if kind == "heading" and not lines.marked_up(index):
            match = _HEADING.match(lines.text, lines.starts[index], lines.ends[index])
            edits += _removed("markdown/heading", match, 0) if match else []
    return edits


def _removed(rule: str, match: regex.Match[str], group: str | int) -> list[Edit]:
    return _changed(rule, match.start(group), match[group], "")


def _glued_lists(lines: Columns) -> list[Edit]:
    """Give the items of a list that was put on one line, and the list's heading, their lines."""
    text = lines.text
    edits: list[Edit] = []
    for index in lines.needing(ITEMS):
        first, end = lines.starts[index], lines.ends[index]
        items = list(_ITEM.finditer(text, first, end))
        items = [item for item in items if item["bullet"] == items[0]["bullet"]]
        if len(items) < FEWEST_ITEMS or end - items[0].start() < SHORTEST_ITEM * len(items):
            continue
        starts = [first, *(item.end() for item in items[:-1])]
        parts = [(start, item.start()) for start, item in zip(starts, items, strict=True)]
        gaps = _lead_gaps(text, parts)
        for item, gap in zip(items, gaps, strict=True):
            if gap:
                edits += _changed("list/heading", gap[0], text[gap[0] : gap[1]], "\n\n")
            edits += _changed("list/item", item.start(), item[0], "\n")
    return edits


def _lead_gaps(text: str, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """Find the space before the heading of a list in what stands before each item, if any.

    Where the end of the sentence before it cannot be seen, a heading is known by its first words,
    which it shares with another one on the line.
    """
    leads = [_LEAD.search(text, start, end) for start, end in parts]
    stems = {stem[0] for lead in leads if lead and (stem := _STEM.match(lead["lead"]))}
    gaps: list[tuple[int, int] | None] = []
    for (start, end), lead in zip(parts, leads, strict=True):
        gap = lead.span("gap") if lead else None
        for stem in sorted(stems):
            at = text.rfind(f" {stem} ", max(start, end - _LEAD_REACH), end)
            if gap is None and at > start:
                gap = (at, at + 1)
        gaps.append(gap)
    return gaps
