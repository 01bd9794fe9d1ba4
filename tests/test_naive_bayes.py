"""Our reading of py3langid's model answers as the package does, to the last bit."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from cleaners.naive_bayes import shares


@cache
def package() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "42 %",
        "a",
        "MEDIANTE UN COMUNICADO",
        "Syi’ah Rafidhoh yang gemar menghina istri dan sahabat Nabi",
        "Otkad je digitalnog svijeta i vijeka, korisnici računala maštali su o tome",
        "Ово је реченица. Ovo je rečenica.",
        "台積電高雄廠啟用再生水系統",
        "È vero: e\u0301te\u0301",
        "\ud800 half a pair",
        "Som en viktig samfunnsaktør har TINE et ansvar for å hjelpe foreldre. " * 40,
    ],
)
def test_sentences(text: str) -> None:
    assert [*shares(text).items()] == package().rank(text)


@given(st.text() | st.text("abcdehinort éñçå"))
def test_any_text(text: str) -> None:
    assert [*shares(text).items()] == package().rank(text)
