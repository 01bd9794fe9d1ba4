"""The lines of a text and what they may need, against plain readings of the rules."""

from __future__ import annotations

from itertools import pairwise

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import layout_signs, markup, text_lines
from cleaners.columns import Columns
from cleaners.edits import OffsetMap, apply
from cleaners.layout_signs import Signs
from cleaners.markup import flatten_text
from cleaners.records import Edit
from cleaners.rejoining import is_bulleted, may_be_wide

TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["un mot", "Le port", " ", "  ", "\t", "\n", "\n\n", "\r", "\x1c", "\u2028", "\u00a0",
             "- ", "• ", " - ", "* ", "1) ", "o ", "(2. ", "_", "*", "](", "![", "，台北", ", ",
             ".", "x" * 19, "y" * 41, "é" * 100, "台" * 21, "```\n", "(", "»"]
        ),
        max_size=40,
    ).map("".join),
)  # fmt: skip


def plain_lines(text: str) -> list[tuple[int, int]]:
    """Cut a text at its line feeds and leave out white space and blank lines."""
    lines = []
    position = 0
    for line in text.split("\n"):
        if bare := line.strip():
            start = position + line.index(bare)
            lines.append((start, start + len(bare)))
        position += len(line) + 1
    return lines


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_lines(text: str) -> None:
    starts, ends = text_lines.cut(text).tolist()
    assert [*zip(starts, ends, strict=True)] == plain_lines(text)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_lines_that_are_not_looked_at_are_paragraphs(text: str) -> None:
    lines = text_lines.cut(text)
    starts, ends = lines.tolist()
    asked = text_lines.marked(text, lines, markup._SIGNS, markup._NUMBER_ENDS)
    for index in {*range(len(starts))} - {*asked}:
        assert markup._marked_kind(text, starts, ends, index) == "paragraph"
        assert text[starts[index]] not in "`~"


@given(TEXTS, st.lists(st.tuples(st.integers(0, 90), st.text("a \n", max_size=3)), max_size=6))
@settings(max_examples=300, deadline=None)
def test_lines_after_edits(text: str, drawn: list[tuple[int, str]]) -> None:
    places = sorted({min(place, len(text)) for place, _ in drawn})
    edits = [
        Edit("demo", "x", start, end, text[start:end], after)
        for (start, end), (_, after) in zip([*pairwise(places)][::2], drawn, strict=False)
    ]
    before = plain_lines(text)
    changed = apply(text, edits)
    lines = text_lines.cut(text)
    starts, ends, sources = text_lines.carry(changed, lines, edits).tolist()
    assert [*zip(*lines.tolist(), strict=True)] == before
    assert [*zip(starts, ends, strict=True)] == plain_lines(changed)
    carried = [OffsetMap(edits).forward(start, end) for start, end in before]
    for start, end, source in zip(starts, ends, sources, strict=True):
        shared = [min(end, right) - max(start, left) for left, right in carried]
        if max(shared, default=0) > 0:
            assert shared[source] == max(shared)


def needs_of(lines: Columns, index: int) -> int:
    """Read plainly what a line of flattened text needs by its own characters."""
    line = lines.line(index)
    if lines.kinds[index] == "code":
        return 0
    signs = layout_signs.BULLETS
    needs = {
        layout_signs.SPACES: regex.search(rf"\t|[ {layout_signs.HARD_SPACES}]{{2}}", line),
        layout_signs.STARS: line.count("*") > 1,
        layout_signs.UNDERSCORES: line.count("_") > 1,
        layout_signs.LINK: "](" in line,
        layout_signs.IMAGE: "![" in line,
        layout_signs.ITEMS: any(line.count(f" {sign} ") > 2 for sign in signs),
    }
    return sum(bit for bit, needed in needs.items() if needed)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_what_lines_need(text: str) -> None:
    lines = Columns.of(flatten_text(text), Signs())
    own = 2 * layout_signs.ITEMS - layout_signs.SPACES
    for index in range(len(lines)):
        assert int(lines.look.needs[index]) & own == needs_of(lines, index)
        gap = lines.text[lines.ends[index - 1] if index else 0 : lines.starts[index]]
        odd = gap not in (("\n", "\n\n") if index else ("",))
        assert bool(lines.look.needs[index] & layout_signs.ODD_GAP) == odd
        flat = {*lines.kinds[max(index - 1, 0) : index + 1]} <= {"paragraph", "list_item"}
        assert lines.follows(index) == (index > 0 and flat and gap.count("\n") == 1)


def could_be_wrapped(sizes: list[int], *, wide: bool) -> bool:
    """Read plainly whether lines are of equal enough length."""
    longest, stretch = max(sizes, default=0), 1 + wide
    return (
        len(sizes) > 2
        and longest <= 130
        and stretch * longest >= 40
        and stretch * min(sizes[:-1]) + 1 + longest // 4 > longest
    )


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_paragraphs_that_may_be_wrapped(text: str) -> None:
    lines = Columns.of(flatten_text(text), Signs())
    borders = [
        index
        for index in range(1, len(lines))
        if not lines.follows(index)
        or lines.kinds[index] != "paragraph"
        or is_bulleted(lines.line(index))
    ]
    found = [
        (first, end)
        for first, end in pairwise([0, *borders, len(lines)])
        if could_be_wrapped(
            [end - start for start, end in zip(lines.starts, lines.ends, strict=True)][first:end],
            wide=may_be_wide(lines.text),
        )
    ]
    assert lines.look.wrapped == found
