"""The kernels for names against what they stand for, said plainly in Python."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.artifacts import reading
from cleaners.artifacts.forms import fold

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("abcÀÉéßüœæ ’'-_.(（[ ²ªʼ輝達々・゛ㄅひカー한İ\u0301\U00020000\U0001d4b3"),
    )
)
KINDS = {
    reading.UPPER: str.isupper,
    reading.LOWER: str.islower,
    reading.WORD: lambda one: re.fullmatch(r"[\w'’-]", one) is not None,
    reading.CAPITAL: lambda one: re.fullmatch("[A-ZÀ-ÖØ-Þ]", one) is not None,
    reading.CHINESE: lambda one: re.fullmatch("[\u3400-\u4dbf\u4e00-\u9fff]", one) is not None,
    reading.MARK: lambda one: "\u0300" <= fold(one) <= "\u036f",
}


@given(TEXTS)
def test_a_text_is_read_as_fold_folds_it(text: str) -> None:
    page = reading.read(text)
    assert page.folded == fold(text)
    assert page.plain.tobytes() == fold(text).encode("utf-32-le", "surrogatepass")
    for kind, holds in KINDS.items():
        assert [bool(one & kind) for one in page.kinds.tolist()] == [holds(one) for one in text]


@given(TEXTS)
def test_a_text_has_the_kinds_of_its_characters(text: str) -> None:
    page = reading.read(text)
    kinds = 0
    for one in page.kinds.tolist():
        kinds |= one
    assert page.has == kinds


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("a", reading.LETTER),
        ("7", reading.LETTER),
        ("²", reading.LETTER),
        ("ж", reading.LETTER),
        ("ʼ", 0),
        ("·", 0),
        ("・", 0),
        ("漢", reading.UNSPACED),
        ("ひ", reading.UNSPACED),
        ("한", reading.UNSPACED),
        ("\U00020000", reading.UNSPACED),
        ("\U00030000", 0),
        ("𝒳", reading.LETTER),
    ],
)
def test_borders_depend_on_the_folded_character(character: str, kind: int) -> None:
    borders = reading.LETTER | reading.UNSPACED
    assert reading.read(character).has & borders == kind
