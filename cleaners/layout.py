"""Lines as they were meant: cut sentences joined, glued lists cut, stray marks and spaces gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from cleaners.edits import edit_page
from cleaners.passes import compose
from cleaners.records import Block, Cleaned, Edit, Page
from cleaners.rejoining import STEP, cuts, wraps
from cleaners.rules import Rules

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
Paired = tuple[str, str, "regex.Pattern[str]"]
# Rule, the character without which there is no need to look, pattern.
_PAIRED: tuple[Paired, ...] = (
    ("markdown/emphasis", "*", _EMPHASIS),
    ("markdown/emphasis", "_", _UNDERLINED),
    ("markdown/link", "](", _LINK),
)
_HEADING = regex.compile(r"#{1,6}[ \t]+(?=\S)")
# Spaces beyond ASCII; looking for each of them is faster than one pattern for all.
_HARD_SPACES = "\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_SPACES = re.compile(rf"[ \t{_HARD_SPACES}]{{2,}}|\t")
_RUN = re.compile(rf"[ \t{_HARD_SPACES}](?:[ \t{_HARD_SPACES}]|(?<=\t))")
_PLAIN_GAPS = frozenset({"\n", "\n\n"})
_HARD_SPACE = re.compile(r"[\u00a0\u202f]")

_BULLETS = "-–•*‣▪●·"
# Joining lines may lay open the next cut. Real pages need three rounds, pages of code a dozen.
MOST_ROUNDS = 50

# An item of a list that was put on one line: a bullet, a label, a colon.
_ITEM = regex.compile(
    rf"(?<=\S)[ \t]+(?=(?P<bullet>[{_BULLETS}]) \p{{Lu}}[^:：.!?\n]{{1,120}}[:：])"
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
    passes = (_white_space, _marks, _glued_lists, wraps, lambda held: cuts(held, rules))
    edits: list[Edit] = []
    current = page
    for _ in range(MOST_ROUNDS):
        before = current.text
        for find in passes:
            found = find(current)
            if found:
                edits = compose(page.text, edits, found)
                current = _with_list_items(edit_page(page, edits))
        if current.text == before:
            break
    return Cleaned(current, tuple(edits))


def _with_list_items(page: Page) -> Page:
    """Call the lines of flattened text that begin with a bullet list items."""
    text = page.text
    blocks = tuple(
        block.replace(kind="list_item")
        if text[block.start] in _BULLETS
        and block.kind == "paragraph"
        and text[block.start + 1 : block.start + 2] == " "
        else block
        for block in page.blocks
    )
    return replace(page, blocks=blocks)


def _white_space(page: Page) -> list[Edit]:
    """Make runs of spaces one space, more than one empty line one, and lines start at the margin.

    Code keeps its spaces.
    """
    edits: list[Edit] = []
    position = 0
    text = page.text
    spaced = "  " in text or "\t" in text or any(space in text for space in _HARD_SPACES)
    for block in page.blocks:
        start, end = block.start, block.end
        gap = text[position:start]
        if gap not in _PLAIN_GAPS or not position or block.kind == "code":
            breaks = min(gap.count("\n"), 2) if position else 0
            indent = gap[gap.rfind("\n") + 1 :] if block.kind == "code" else ""
            edits += _changed("space/lines", position, gap, "\n" * breaks + indent)
        if spaced and block.kind != "code" and _RUN.search(text, start, end):
            for match in _SPACES.finditer(text, start, end):
                hard = _HARD_SPACE.findall(match[0])
                edits += _changed(
                    "space/run", match.start(), match[0], hard[0] if len(hard) == 1 else " "
                )
        position = end
    rest = text[position:]
    return edits + (_changed("space/lines", position, rest, "") if rest.strip("\n") else [])


def _changed(rule: str, start: int, before: str, after: str) -> list[Edit]:
    if before == after:
        return []
    return [Edit(STEP, rule, start, start + len(before), before, after)]


def _marks(page: Page) -> list[Edit]:
    """Remove Markdown's marks of emphasis, links, images and headings; their text stays."""
    text = page.text
    paired = [entry for entry in _PAIRED if entry[1] in text]
    blocks = page.blocks if paired or "#" in text else ()
    found = [
        edit
        for block in blocks
        if block.kind != "code"
        for edit in _marks_of(
            text, block, [entry for entry in paired if _holds(text, block, entry[1])]
        )
    ]
    edits: list[Edit] = []
    for edit in sorted(found, key=lambda edit: (edit.start, -edit.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return edits


def _holds(text: str, block: Block, sign: str) -> bool:
    return text.find(sign, block.start, block.end) >= 0


def _marks_of(text: str, block: Block, paired: Sequence[Paired]) -> Iterator[Edit]:
    """Give the removals of the marks of one line, where patterns overlap, several."""
    if block.kind == "heading" and not block.path:
        match = _HEADING.match(text, block.start, block.end)
        yield from _removed("markdown/heading", match, 0) if match else []
    for rule, _, pattern in paired:
        for match in pattern.finditer(text, block.start, block.end):
            yield from _removed(rule, match, "open") + _removed(rule, match, "close")
    for match in _IMAGE.finditer(text, block.start, block.end) if _holds(text, block, "![") else ():
        yield from _removed("markdown/image", match, 0)


def _removed(rule: str, match: regex.Match[str], group: str | int) -> list[Edit]:
    return _changed(rule, match.start(group), match[group], "")


def _glued_lists(page: Page) -> list[Edit]:
    """Give the items of a list that was put on one line, and the list's heading, their lines."""
    edits: list[Edit] = []
    bullets = [sign for sign in _BULLETS if page.text.count(f" {sign} ") >= FEWEST_ITEMS]
    for block in page.blocks if bullets else ():
        if not any(
            page.text.count(f" {sign} ", block.start, block.end) >= FEWEST_ITEMS for sign in bullets
        ):
            continue
        items = list(_ITEM.finditer(page.text, block.start, block.end))
        items = [item for item in items if item["bullet"] == items[0]["bullet"]]
        if block.kind == "code" or len(items) < FEWEST_ITEMS:
            continue
        if block.end - items[0].start() < SHORTEST_ITEM * len(items):
            continue
        starts = [block.start, *(item.end() for item in items[:-1])]
        parts = [(start, item.start()) for start, item in zip(starts, items, strict=True)]
        gaps = _lead_gaps(page.text, parts)
        for item, gap in zip(items, gaps, strict=True):
            if gap:
                edits += _changed("list/heading", gap[0], page.text[gap[0] : gap[1]], "\n\n")
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
