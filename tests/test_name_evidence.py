# ruff: noqa: E501 - a case is read best on one line
"""What is evidence that a broken name means a known one, and what is not."""

from __future__ import annotations

import pytest

from cleaners import rules
from cleaners.artifacts.repair import repair
from cleaners.edits import line_spans
from cleaners.records import Block, Page

RULES = rules.load()


def repaired(text: str, language: str) -> str:
    blocks = tuple(Block(start, end) for start, end in line_spans(text))
    return repair(Page(text, blocks, language=language), RULES).page.text


FAR = (
    "LeBron James, Stephen Curry, Roger Federer, Rafael Nadal, Usain Bolt and Lewis Hamilton were praised.\n"
    + "Rain fell again. " * 40
)

KEEPS = [
    # a short name that only the far end of a long page speaks for
    ("en", FAR + "The hardness follows from a result of Feige on random formulas."),
    # the rest of a given name with a hyphen
    ("en", "The film director Chia-Chen Kuo works in Hollywood."),
    # renderings in small letters are prose, whatever the page is about
    (
        "fr",
        "Marine Le Pen a sorti son parti de son image, disent François Hollande, Nicolas Sarkozy, Pedro Sánchez, Giorgia Meloni et Viktor Orbán.",
    ),
    ("de", "Der neun Lager lange Weg zum Hafen von Hongkong kostete Zeit, sagt die Reederei."),
]


@pytest.mark.parametrize(("language", "text"), KEEPS)
def test_what_only_looks_like_a_name_stays(language: str, text: str) -> None:
    assert repaired(text, language) == text
