"""One entity, one spelling: within a document, and reported across documents and sites."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cleaners.artifacts.spellings import count
from cleaners.records import Block, Document, Metadata
from cleaners.rules import load
from flows import job
from flows.figures import Spelled, count_spelled
from flows.job import Outcome
from flows.published import Published
from flows.settings import Settings
from flows.spelling_counts import spellings_of

RULES = load()


def document(text: str, language: str = "en", path: str = "raw/a/x.txt") -> Document:
    blocks = (Block(0, len(text), language=language, label="content"),)
    return Document(path, path, 0, "", text, blocks, Metadata(), language)


def spelt(text: str, language: str = "en") -> dict[tuple[str, str], int]:
    counted = count(document(text, language), RULES)
    return {(one.concept, one.text): times for one, times in sorted(counted.items())}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It met Nvidia. NVIDIA grew.", {("nvidia", "NVIDIA"): 1, ("nvidia", "Nvidia"): 1}),
        ("en", "Apple pie is sweet.", {}),
        ("en", "It likes Apple and its phones.", {("apple", "Apple"): 1}),
        ("en", "See https://nvidia.com/NVIDIA and @NVIDIA.", {}),
        ("en", "Jen-Hsun Huang spoke.", {("jensen-huang", "Jen-Hsun Huang"): 1}),
        ("en", "Huang Jenxun spoke.", {}),
        ("zh", "奧馬哈（Omaha）與巴頓魯治（Baton Rouge）是城市。", {}),
        ("zh", "輝達與英偉達是同一家公司。", {("nvidia", "英偉達"): 1, ("nvidia", "輝達"): 1}),
    ],
)
def test_right_spellings_are_counted(
    language: str, text: str, expected: dict[tuple[str, str], int]
) -> None:
    assert spelt(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "preferred"),
    [
        ("zh-Hans", "他说币安上涨。", True),
        ("zh-Hant", "他說幣安上漲。", True),
        ("zh-Hant", "他說币安上漲。", False),
        ("zh", "他说币安上涨。", True),
    ],
)
def test_a_chinese_name_is_right_in_the_characters_of_its_page(
    language: str, text: str, *, preferred: bool
) -> None:
    assert [one.preferred for one in count(document(text, language), RULES)] == [preferred]


def test_full_and_short_names_are_no_two_spellings() -> None:
    counted = count(document("Elon Musk spoke. Later, Musk left."), RULES)
    assert {one.short for one in counted} == {True, False}
    rows = spellings_of([document("Elon Musk spoke. Later, Musk left.")], RULES)
    assert {row.spellings for row in rows} == {1}


def test_an_acronym_is_no_other_spelling_of_the_whole_name() -> None:
    text = "He left the United States. The U.S. and the US agreed."
    assert {
        (row.spelling.text, row.spellings) for row in spellings_of([document(text)], RULES)
    } == {
        ("United States", 1),
        ("U.S.", 2),
        ("US", 2),
    }


def test_documents_and_sites_are_counted() -> None:
    documents = [
        document("It met Nvidia.", path="raw/a/1.txt"),
        document("It met NVIDIA and Nvidia.", path="raw/a/2.txt"),
        document("It met NVIDIA twice, NVIDIA says.", path="raw/b/3.txt"),
        document("Elle a rencontré Nvidia.", "fr", "raw/b/4.txt"),
    ]
    rows = {
        (row.spelling.language, row.spelling.text): (
            *(row.times, row.documents, row.sites, row.mixed, row.spellings),
        )
        for row in spellings_of(documents, RULES)
    }
    assert rows == {
        ("en", "NVIDIA"): (3, 2, 2, 1, 2),
        ("en", "Nvidia"): (2, 2, 1, 1, 2),
        ("fr", "Nvidia"): (1, 1, 1, 0, 1),
    }
    assert spellings_of(documents, RULES) == spellings_of(documents[::-1], RULES)


TEXTS = {
    "a": "Investors met Nvidia in Paris on Monday. They praised the chips that Nvidia makes there.",
    "b": "Engineers of NVIDIA spoke in Rome on Friday. The chips of NVIDIA, they said, are late.",
}


def test_a_release_tells_of_names_that_sites_spell_differently(tmp_path: Path) -> None:
    for site, text in TEXTS.items():
        folder = tmp_path / "raw" / site
        folder.mkdir(parents=True)
        (folder / "page.txt").write_text(f"{text} " * 3, "utf-8")
    outcome = job.run(Settings(tmp_path / "raw", tmp_path / "clean"))
    assert isinstance(outcome, Outcome)
    found = count_spelled(Published(outcome.release.folder))
    assert [replace(one, spellings=tuple(sorted(one.spellings))) for one in found] == [
        Spelled("nvidia", "NVIDIA", "en", (("NVIDIA", 6, 1, 1), ("Nvidia", 6, 1, 1)), 2, 0)
    ]
    report = (outcome.release.folder / "report.html").read_text("utf-8")
    assert "Names with several spellings" in report
