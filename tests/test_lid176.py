"""Our reading of fastText's model answers as fastText does, to the last bit."""

from functools import cache

import fasttext
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import lid176

MOST = 8


@cache
def package() -> fasttext.FastText:
    return fasttext.load_model(str(lid176.file()))


def answer(text: str) -> list[tuple[str, float]]:
    line = text.replace("\n", " ").encode("utf-8", "replace").decode()
    labels, shares = package().predict(line, MOST)
    return [*zip((label.removeprefix("__label__") for label in labels), shares, strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "42 %",
        "a",
        "<",
        "Mediante un comunicado",
        "MEDIANTE UN COMUNICADO",
        "one\0two\x0bthree\x0cfour\x1cfive\x85six",
        "Ово је реченица. Ovo je rečenica.",
        "台積電高雄廠啟用再生水系統",
        "È vero: e\u0301te\u0301",
        "\ud800 half a pair",
        "before </s> after the end of a line",
        "__label__fr this word is none",
        "Som en viktig samfunnsaktør har TINE et ansvar for å hjelpe foreldre. " * 40,
        "x" * 5000,
    ],
)
def test_sentences(text: str) -> None:
    assert lid176.shares(text, MOST) == answer(text)


@given(st.text() | st.text("abcdehinort éñçå") | st.text("абвгд етинос"))
def test_any_text(text: str) -> None:
    assert lid176.shares(text, MOST) == answer(text)


def test_fewer_languages() -> None:
    text = "Der Hafen hat heute wieder geöffnet."
    assert lid176.shares(text, 3) == lid176.shares(text, MOST)[:3]
