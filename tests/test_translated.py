"""Names of an English original that its translation renders word by word."""

from __future__ import annotations

import pytest

from cleaners import rules
from cleaners.artifacts.repair import repair
from cleaners.edits import line_spans
from cleaners.records import Block, Page

CASES = [
    # language, page, original, repaired
    (
        "fr",
        "Le fonds Lac d'Argent a vendu ses parts.",
        "The fund Silver Lake sold its stake.",
        "Le fonds Silver Lake a vendu ses parts.",
    ),
    (
        "fr",
        "L'organiste a joué une pièce de Ruisseau.",
        "The organist played a piece by Bach.",
        "L'organiste a joué une pièce de Bach.",
    ),
    (
        "fr",
        "Jean Boulanger a refusé.",
        "John Baker refused.",
        "John Baker a refusé.",
    ),
    (
        "es",
        "El fabricante de baterías Pico de Hierro construirá una planta.",
        "Battery maker Iron Peak will build a plant.",
        "El fabricante de baterías Iron Peak construirá una planta.",
    ),
    (
        "de",
        "Siemens und Formstahl bauen ein Werk.",
        "Siemens and Form Steel are building a plant.",
        "Siemens und Form Steel bauen ein Werk.",
    ),
    (
        "de",
        "Siemens und Eisengipfel bauen ein Werk.",
        "Siemens and Iron Peak are building a plant.",
        "Siemens und Iron Peak bauen ein Werk.",
    ),
]
JAPANESE = [
    (
        "en",
        "Equipment maker Small Forest Electric plans a plant.",
        "機器大手の小林電気は工場を計画する。",
        "Equipment maker Kobayashi Electric plans a plant.",
    ),
    (
        "en",
        "In the small forest an electric fence was built.",
        "機器大手の小林電気は工場を計画する。",
        "In the small forest an electric fence was built.",
    ),
]
KEPT = [
    ("es", "La Casa Blanca y la Corte Suprema callan.", "The White House and the Supreme Court."),
    ("fr", "L'Océan indien et la division Ouest.", "The Indian Ocean and the West division."),
    ("es", "Habló ante la Asamblea General.", "He said the General Assembly said so."),
    ("de", "Der Bäcker und John Baker kamen.", "The cook and John Baker came."),
    ("fr", "Le boulanger a refusé.", "John Baker refused."),
    ("es", "El pico de hierro del minero.", "The iron pick of the miner."),
]


def _repaired(language: str, text: str, original: str, spoken: str = "en") -> str:
    page = Page(text, tuple(Block(a, b) for a, b in line_spans(text)), language=language)
    return repair(page, rules.load(), Page(original, (), language=spoken)).page.text


@pytest.mark.parametrize(("language", "text", "original", "right"), CASES)
def test_a_translated_name_becomes_the_originals(
    language: str, text: str, original: str, right: str
) -> None:
    assert _repaired(language, text, original) == right


@pytest.mark.parametrize(("language", "text", "original"), KEPT)
def test_what_is_rightly_translated_stays(language: str, text: str, original: str) -> None:
    assert _repaired(language, text, original) == text


@pytest.mark.parametrize(("language", "text", "original", "right"), JAPANESE)
def test_a_firm_of_a_japanese_original_is_called_by_its_founder(
    language: str, text: str, original: str, right: str
) -> None:
    assert _repaired(language, text, original, "ja") == right
