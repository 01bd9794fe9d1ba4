"""The main text alone: the same that stays in a cleaned page, without any repair."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

import cleaners
from cleaners.boilerplate.kinds import UnknownKindError

ARTICLES = [
    (
        "Le port rouvre",
        "Le port a rouvert ce matin, après deux jours de tempête.",
        "Les navires attendaient au large depuis mardi, a dit la capitainerie.",
        "Accueil\nContact\nSe connecter",
        "Partager sur Facebook",
    ),
    (
        "Порт открыт",
        "Порт открыли сегодня утром после двух дней шторма и сильного ветра.",
        "Суда ждали на рейде со вторника, сообщили в управлении порта.",
        "Главная\nКонтакты\nВойти",
        "Поделиться",
    ),
    (
        "港口重新开放",
        "经过两天的风暴，港口今天早上重新开放，渡轮也恢复了航班。",
        "港务局表示，自周二以来一直有十二艘船在近海等候进港。",
        "首页\n联系我们\n登录",
        "分享到微博",
    ),
]


def html_of(title: str, first: str, second: str, menu: str, share: str) -> str:
    items = "".join(f"<li><a href='/'>{item}</a></li>" for item in menu.split("\n"))
    return (
        f"<html><head><title>{title}</title></head><body><nav><ul>{items}</ul></nav>"
        f"<article><h1>{title}</h1><p>{first}</p><p>{second}</p></article>"
        f"<div class='share'><a href='#'>{share}</a></div></body></html>"
    )


@pytest.mark.parametrize("article", ARTICLES, ids=["fr", "ru", "zh"])
def test_the_article_stays_and_nothing_else(article: tuple[str, str, str, str, str]) -> None:
    title, first, second, menu, share = article
    page = html_of(*article)
    for html in (page, page.encode(), BeautifulSoup(page, "lxml")):
        found = cleaners.extract_html(html)
        assert (found.title, found.text) == (title, f"{first}\n\n{second}")
    text = f"{menu}\n\n{title}\n\n{first}\n\n{second}\n\n{share}\n"
    found = cleaners.extract_text(text)
    assert (found.title, found.text) == (title, f"{first}\n\n{second}")
    assert cleaners.extract_text(text.encode()) == found


@pytest.mark.parametrize("article", ARTICLES, ids=["fr", "ru", "zh"])
def test_what_stays_is_what_stays_in_a_cleaned_page(
    article: tuple[str, str, str, str, str],
) -> None:
    page = html_of(*article)
    document, extraction = cleaners.clean_html(page), cleaners.extract_html(page)
    assert extraction.text.split() == document.text.split()
    assert extraction.title == document.title


def test_names_and_characters_are_left_alone() -> None:
    text = "Huang Jenxun a dit que l'Ã©tat de Huida est bon. Les actions de Huida montent depuis."
    assert cleaners.extract_text(text).text == text


def test_a_page_without_content_is_empty() -> None:
    found = cleaners.extract_text("Accueil\nContact\nSe connecter\nMentions légales\n")
    assert (found.content, found.title, found.text) == ("", "", "")
    assert cleaners.extract_html("").content == ""


def test_kinds_that_are_asked_for_stay() -> None:
    page = html_of(*ARTICLES[0])
    assert "Partager" in cleaners.extract_html(page, keep=["share_bar"]).text
    with pytest.raises(UnknownKindError):
        cleaners.extract_html(page, keep=["nonsense"])


@pytest.mark.parametrize("odd", ["\ud800", "\0", "\ufeff", "\u2028", "\U0010ffff"])
def test_odd_characters_cost_nothing_but_themselves(odd: str) -> None:
    sentence = "Le port a rouvert ce matin, après deux jours de tempête sur toute la côte."
    page = f"Accueil\n{sentence} {odd} {sentence}\nLire plus"
    assert sentence in cleaners.extract_text(page).text
    assert sentence in cleaners.extract_html(f"<p>{sentence} {odd} {sentence}</p>").text
