"""A page's lines read in one go, beside the steps that read single texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import native
from cleaners import rules as rule_data
from cleaners.boilerplate import characters, context, hits, phrases, reading, texture, words
from cleaners.boilerplate.characters import CLASSES, IDEOGRAPH, MEASURED
from cleaners.boilerplate.features import RUNNING_TEXT
from cleaners.boilerplate.lines import Line, Lines
from cleaners.boilerplate.shape import IDEOGRAPH_WORDS, SHAPE, ends_sentence
from cleaners.boilerplate.sheet import Sheet
from cleaners.boilerplate.strip import as_lines
from cleaners.boilerplate.vocabulary import VOCABULARY
from cleaners.markup import flatten_text

PHRASES = phrases.load(rule_data.load())
# What does not fold letter by letter stands among what does.
LINES = st.lists(
    st.text("aB1 .!?:|-。台é߽ﬁ½\u0301", min_size=1, max_size=20).filter(str.strip)
    | st.sampled_from(["Straße", "Read also: more", "查看原文", "12 Comments"]),
    max_size=12,
)


def read(texts: list[str]) -> Sheet:
    return reading.read(Lines.of(map(Line, texts)), "", PHRASES)


@given(LINES)
def test_lines_are_read_as_single_texts_are(texts: list[str]) -> None:
    sheet = read(texts)
    alone = characters.read(texts)
    cut = words.cut(alone)
    found = hits.find(cut, PHRASES)
    assert (sheet.characters.counts == alone.counts).all()
    for name in ("starts", "count", "line", "hashes", "stems", "ids", "length", "first"):
        assert (getattr(sheet.tokens, name) == getattr(cut, name)).all(), name
    assert (sheet.hits.covered == found.covered).all()
    assert (sheet.hits.columns == found.columns).all()


@given(LINES)
def test_lines_are_weighed_in_words(texts: list[str]) -> None:
    sheet = read(texts)
    wide = sheet.characters.counts[IDEOGRAPH]
    assert sheet.words == pytest.approx(sheet.tokens.count - 0.4 * wide)
    assert sheet.own[SHAPE.index("words")] == pytest.approx(np.log1p(sheet.words))
    assert sheet.ends.tolist() == [*map(ends_sentence, texts)]


def test_a_long_line_is_weighed_whole_and_ends_where_it_ends() -> None:
    text = "mot " * MEASURED + "fin."
    sheet = read(["Menu", text])
    assert sheet.words.tolist() == pytest.approx([1, len(text) / 4])
    assert sheet.ends.tolist() == [False, True]


def test_phrases_that_are_known_are_not_looked_for() -> None:
    lines = Lines.of([Line("Menu"), Line("Il a plu.")])
    nothing = hits.of(["Il a", "plu"], PHRASES)
    sheet = reading.read(lines, "", PHRASES, nothing)
    assert sheet.hits.kind.tolist() == [-1, -1]
    assert sheet.own[SHAPE.index("covered")].tolist() == [0, 0]


def test_the_kernel_measures_as_python_does() -> None:
    rows = len(SHAPE), len(VOCABULARY), context.PLACES, len(texture.COLUMNS)
    others = CLASSES, MEASURED, IDEOGRAPH_WORDS, RUNNING_TEXT
    assert reading.compiled_numbers() == (*rows, *others)


@pytest.mark.parametrize("position", range(len(reading._ALIKE)))
def test_a_kernel_compiled_for_other_measures_is_refused(
    position: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = list(reading._ALIKE)
    other[position] += 1
    monkeypatch.setattr(reading, "_ALIKE", tuple(other))
    reading._tables.cache_clear()
    with pytest.raises(native.NotBuiltError, match="measures otherwise"):
        read(["Menu"])


@pytest.mark.parametrize(
    ("text", "gaps"),
    [("a\nb", [0, 0]), ("\n\na\n\nb \n \n\nc", [2, 1, 2]), ("a", [0]), ("", [])],
)
def test_empty_lines_are_counted(text: str, gaps: list[int]) -> None:
    assert as_lines(flatten_text(text)).gaps.tolist() == gaps
