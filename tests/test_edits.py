"""Edits: apply and undo are exact inverses, spans map both ways, blocks follow the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.edits import (
    OffsetMap,
    apply,
    apply_steps,
    difference,
    edit_page,
    final_spans,
    line_spans,
    origin,
    undo,
    undo_steps,
)
from cleaners.records import Block, Edit, Page

TEXT = st.text(alphabet=st.sampled_from("ab \n“é黄😀\u200b"), max_size=40)


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, list[Edit], str]:
    """Draw a text, one to three steps of edits on it, and the final text."""
    text = original = draw(TEXT)
    edits: list[Edit] = []
    for number in range(draw(st.integers(1, 3))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
        step = [
            Edit(f"step{number}", "rule", start, end, text[start:end], draw(TEXT))
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        text = apply(text, step)
        edits += step
    return original, edits, text


@given(steps())
def test_undoing_all_steps_gives_the_original(drawn: tuple[str, list[Edit], str]) -> None:
    original, edits, final = drawn
    assert apply_steps(original, edits) == final
    assert undo_steps(final, edits) == original


@given(TEXT, TEXT)
def test_difference_leads_from_one_text_to_the_other(before: str, after: str) -> None:
    edits = difference("step", "rule", before, after)
    assert apply(before, edits) == after
    assert undo(after, edits) == before


def test_difference_of_long_texts_is_in_words() -> None:
    before = "mot " * 200 + "Huida"
    edits = difference("step", "rule", before, before.replace("Huida", "NVIDIA"))
    assert [(edit.before, edit.after) for edit in edits] == [("Huida", "NVIDIA")]


@given(steps())
def test_every_edit_shows_where_its_text_stands(drawn: tuple[str, list[Edit], str]) -> None:
    _, edits, final = drawn
    last = edits[-1].step if edits else ""
    for (start, end), edit in zip(final_spans(edits), edits, strict=True):
        assert 0 <= start <= end <= len(final)
        if edit.step == last:
            assert final[start:end] == edit.after


@pytest.mark.parametrize(
    ("span", "expected"),
    [((0, 2), (0, 2)), ((2, 3), (4, 5)), ((3, 5), (5, 6)), ((6, 8), (7, 9)), ((4, 7), (5, 8))],
)
def test_spans_grow_over_replacements_and_not_over_insertions(
    span: tuple[int, int], expected: tuple[int, int]
) -> None:
    edits = [
        Edit("s", "r", 2, 2, "", "XX"),
        Edit("s", "r", 3, 5, "cd", "C"),
        Edit("s", "r", 8, 8, "", "YY"),
    ]
    assert apply("ab cd ef", edits) == "abXX C efYY"
    assert OffsetMap(edits).forward(*span) == expected


def test_origin_leads_back_through_all_steps() -> None:
    edits = [Edit("one", "r", 0, 4, "menu", ""), Edit("two", "r", 1, 6, "Huida", "NVIDIA")]
    assert apply_steps("menu Huida !", edits) == " NVIDIA !"
    assert origin(1, 7, edits) == (5, 10)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit("s", "r", 0, 2, "ab", "x"), Edit("s", "r", 1, 3, "bc", "y")],
        [Edit("s", "r", 0, 2, "zz", "x")],
        [Edit("s", "r", 9, 10, "a", "x")],
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply("abcd", edits)


def blocks_of(text: str) -> tuple[Block, ...]:
    return tuple(Block(start, end) for start, end in line_spans(text))


@given(steps())
def test_each_line_of_an_edited_page_is_one_block(drawn: tuple[str, list[Edit], str]) -> None:
    original, edits, _ = drawn
    step = [edit for edit in edits if edit.step == "step0"]
    page = edit_page(Page(original, blocks_of(original)), step)
    assert [(block.start, block.end) for block in page.blocks] == line_spans(page.text)


def test_blocks_keep_their_attributes() -> None:
    page = Page("Titre\nmenu\ntexte", (Block(0, 5, "title"), Block(6, 10), Block(11, 16, "code")))
    edited = edit_page(
        page, [Edit("s", "r", 6, 11, "menu\n", ""), Edit("s", "r", 13, 13, "", "\n")]
    )
    assert [block.kind for block in edited.blocks] == ["title", "code", "code"]
