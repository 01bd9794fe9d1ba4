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
    # a short mixed spelling is somebody's own name
    (
        "fr",
        "Le roi de Qin écoute le ministre Li Si, qui réforme l'empire et la politique de Chine.",
    ),
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


CHANGES = [
    # a title of the person's walk of life beside one broken word
    ("id", "Dalam pidatonya, Presiden Pulabowo mengucapkan terima kasih.", "Prabowo"),
    ("en", "Xinna, the top seed from South Tyrol, plays the tennis final in Melbourne.", "Sinner"),
    # news media are known by what they do
    ("tr", "Peng Bo'ya göre şirket iki yeni fon kurdu.", "Bloomberg'e göre"),
    ("fr", "Selon Pengbo, la banque prépare une émission.", "Selon Bloomberg"),
    # two names of one firm are no rivals
    (
        "en",
        "When trading was banned, the exchanges Fire Coin and Ouyi told users to withdraw USDT.",
        "Huobi",
    ),
    # endings agree with the new name
    ("tr", "Ma Sike'nin şirketi Tesla yeni bir araç tanıttı.", "Musk'ın"),
]


@pytest.mark.parametrize(("language", "text", "name"), CHANGES)
def test_the_words_beside_a_name_say_who_is_meant(language: str, text: str, name: str) -> None:
    assert name in repaired(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # a title of another walk of life
        ("id", "Juara dunia Pulabowo tampil di kejuaraan kampung."),
        # the end of a Vietnamese word with the word that follows
        ("vi", "Đội Giấc Mơ gặp Videoton ở UEFA Europa League vào thứ Ba tại London, nhà văn nói."),
        # a full name that many have, with a title alone
        ("en", "Chairman Wang Wei opened the village fair."),
        # what ends in a vowel takes no case ending: no dative of Chen Li
        ("ru", "Ченом Ли доволен тренер, сказал Чэнь Лиу."),
    ],
)
def test_a_title_alone_is_not_enough(language: str, text: str) -> None:
    assert repaired(text, language) == text
