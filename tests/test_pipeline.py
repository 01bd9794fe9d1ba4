"""The whole page pipeline: its laws on any text, and the two real scrapes word for word."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import cleaners
from cleaners.edits import apply_steps, line_spans
from cleaners.pipeline import clean
from cleaners.records import Document, Scrape

REPOSITORY = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
PAGES = sorted(
    file for file in (REPOSITORY / "raw").rglob("*.*") if file.suffix in {".txt", ".html"}
)

SCRAPES = ("000_812f586d864a05e3", "003_a8f161b5ef410753")

PIECES = st.sampled_from(
    [
        "Le PDG de NVIDIA, Huang Jenxun, a parlé mardi à Paris.",
        "Huida et Jen-Hsun Huang",
        "BTC-0.62%",
        "Partager",
        "• English",
        "• 日本語",
        "Home > News",
        "（前情提要：比特幣）輝達執行長黃仁勳表示，「沒有好的資料」。",
        "Â« dÃ©jÃ  vu Â»",
        "l'« IA » : 100 % — 3,5 millions…",
        "*gras* et **fort**",
        "https://example.org/Huida?x=1 @Huida #Huida",
        "Компания Биань сообщила о росте на 5%.",
        "العربية",
        "\u200bzéro\u00adlargeur",
        "0/400",
        "",
        "   ",
        "\ud800",
        "\x00\x07",
        "😀👩‍👩‍👧",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map("\n".join),
    st.lists(PIECES, max_size=5).map(" ".join),
    st.text(st.characters(), max_size=80),
)


def check_laws(document: Document) -> None:
    """Undo gives the page, replay gives the text, each line is a block, the title comes first."""
    assert apply_steps(document.page_text, document.edits) == document.content
    spans = [(block.start, block.end) for block in document.blocks]
    assert spans == line_spans(document.content)
    for segment in document.segments:
        assert document.content[segment.start : segment.end] == segment.text
    for suggestion in document.suggestions:
        assert document.content[suggestion.start : suggestion.end] == suggestion.before


@given(TEXTS)
@hypothesis_settings(max_examples=150)
def test_any_text_obeys_the_laws(text: str) -> None:
    document = cleaners.clean_text(text)
    check_laws(document)
    if text.strip():
        assert document.page_text == re.sub("\r\n?", "\n", text)


@given(TEXTS)
@hypothesis_settings(max_examples=150)
def test_cleaning_clean_text_edits_nothing(text: str) -> None:
    once = cleaners.clean_text(text)
    again = cleaners.clean_text(once.content, language=once.language)
    assert again.content == once.content


@given(st.text(st.characters(), max_size=80), st.sampled_from(["p", "li", "td", "h1", "pre"]))
@hypothesis_settings(max_examples=60)
def test_any_html_obeys_the_laws(text: str, tag: str) -> None:
    check_laws(cleaners.clean_html(f"<title>x</title><body><{tag}>{text}</{tag}><p>{text}"))


@given(st.binary(max_size=200))
@hypothesis_settings(max_examples=60)
def test_any_bytes_are_cleaned_or_rejected(data: bytes) -> None:
    check_laws(cleaners.clean_text(data))
    check_laws(cleaners.clean_html(data))


@given(TEXTS, st.sampled_from(["fr", "en", "de", "ru", "ja", "zh-Hant", "vi", "und"]))
@hypothesis_settings(max_examples=100)
def test_normalising_twice_edits_nothing_more(text: str, language: str) -> None:
    once = cleaners.normalise(text, language)
    assert cleaners.normalise(once.text, language).text == once.text


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_real_pages_obey_the_laws_and_stay_clean(file: Path) -> None:
    media = "html" if file.suffix == ".html" else "text"
    document = clean(Scrape(file.name, file.read_bytes(), media))
    check_laws(document)
    again = cleaners.clean_text(document.content, language=document.language)
    assert again.content == document.content


def folded(text: str) -> str:
    """Fold what typography may decide: white space, quote and apostrophe shapes."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[“”„«»]\\s*|\\s*»", '"', text.replace("’", "'"))
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", SCRAPES)
def test_the_real_scrapes_come_out_as_an_expert_wants_them(name: str) -> None:
    document = cleaners.clean_text((REPOSITORY / "raw" / f"{name}.txt").read_bytes())
    expected = (GOLDEN / f"{name}.expert.txt").read_text("utf-8")
    assert folded(document.content) == folded(expected)
    assert document.language == "fr"


def test_the_names_of_the_real_scrapes() -> None:
    pages = [
        REPOSITORY / "raw" / name
        for name in ("000_812f586d864a05e3.txt", "003_a8f161b5ef410753.txt")
    ]
    first, second = (cleaners.clean_text(page.read_bytes()) for page in pages)
    assert not [edit for edit in first.edits if edit.step == "names"]
    for wrong in ("Huang Jenxun", "Jen-Hsun", "Huida", "Kimmy"):
        assert wrong not in second.content
    assert second.content.count("Jensen Huang") >= 9
    assert second.mt_suspected
