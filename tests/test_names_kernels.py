"""The kernels for names against what they stand for, said plainly in Python."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.artifacts import noisy, phonetic, reading
from cleaners.artifacts.forms import fold
from cleaners.artifacts.spans import Bitmap

LONGEST_WORD = 64

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


WORDS = st.lists(
    st.one_of(
        st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzæœ'-éA"), min_size=1, max_size=9),
        st.sampled_from(["phqu", "chgurllr", "x" * 70, "Lin", "Wang", "Tü"]),
    ).map(lambda word: word[0].upper() + word[1:]),
    min_size=1,
)
SPACED = st.tuples(WORDS, st.sampled_from([" ", "-", "  ", "\u00a0", ", ", "’"])).map(
    lambda drawn: drawn[1].join(drawn[0])
)


@given(st.one_of(SPACED, TEXTS))
def test_every_capitalised_word_is_heard(text: str) -> None:
    heard = phonetic._Sounds(_all_of(phonetic._SHIFT), _all_of(phonetic._SHIFT))
    expected = []
    end, begin = -1, -1
    for word in re.finditer(r"[A-ZÀ-ÖØ-Þ][\w'’-]{2,}", text):
        after = end >= 0 and text[end : word.start()] == " "
        expected.append([word.start(), word.end(), begin if after else -1])
        begin, end = word.span()
    assert phonetic._capitalised(reading.read(text), heard) == expected


@given(WORDS)
def test_words_that_sound_alike_have_one_hash(words: list[str]) -> None:
    short = [word for word in map(fold, words) if len(word) <= LONGEST_WORD]
    hashes = [int(phonetic._hashes([[word]])[0]) for word in short]
    sounds = [phonetic.skeleton(word) for word in short]
    for sound, code in zip(sounds, hashes, strict=True):
        same = [other for other, one in zip(hashes, sounds, strict=True) if one == sound]
        assert set(same) == {code}
    assert len(set(hashes)) == len(set(sounds))


@given(st.one_of(SPACED, TEXTS))
def test_every_name_of_two_or_three_syllables_is_seen(text: str) -> None:
    page = reading.read(text)
    expected = [match.start() for match in noisy._NAME.finditer(text)]
    assert noisy._names(page, _all_of(noisy._SHIFT)) == expected


def _all_of(shift: int) -> Bitmap:
    bitmap = Bitmap(np.zeros(0, np.uint64), shift)
    bitmap.bytes[:] = 0xFF
    return bitmap
