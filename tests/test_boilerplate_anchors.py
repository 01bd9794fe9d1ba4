"""Where a page's headline and summary stand, and which headings lead away."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import cleaners
from cleaners import markup
from cleaners import rules as rule_data
from cleaners.boilerplate import anchors, features, one_article, phrases, strip
from cleaners.records import Metadata

PHRASES = phrases.load(rule_data.load())
NOWHERE = -99

PAGES = {
    "en": (
        "Harbour reopens after storm",
        "The harbour reopened this morning after two days of storm.",
        ("Ferry fares rise again", "Passengers will pay a tenth more from Monday on."),
        ("Museum finds lost map", "A chart thought burned lay in the attic for decades."),
    ),
    "ru": (
        "Порт снова открыт после шторма",
        "Порт открылся этим утром после двух дней сильного шторма.",
        ("Билеты на паром дорожают", "Пассажиры будут платить на десятую часть больше."),
        ("В музее нашли карту", "Карта, которую считали сгоревшей, лежала на чердаке."),
    ),
    "zh": (
        "风暴过后港口重新开放",
        "港口在两天的风暴之后于今天早上重新开放，船只陆续进港。",
        ("渡轮票价再次上涨", "从下周一起，乘客要多付十分之一的票价。"),
        ("博物馆找到失落的地图", "大家以为烧掉的地图，其实在阁楼里放了几十年。"),
    ),
}


def measured(html: str) -> tuple[Sequence[str], Mapping[str, NDArray[np.float32]]]:
    """Give a page's lines and their measures by name."""
    page = markup.flatten_html(html, Metadata())
    lines = strip.as_lines(page)
    found = features.measure(lines, page.metadata.title or "", PHRASES, page.metadata)
    assert found.tree is not None
    rows = anchors.measure(found.sheet, found.tree, page.metadata.summary or "")
    return lines.texts, dict(zip(anchors.COLUMNS, rows, strict=True))


def news(language: str) -> str:
    """Make a page: teasers of two other articles, then its own."""
    title, text, *others = PAGES[language]
    cards = "".join(
        f"<article><h3><a href='/{i}'>{head}</a></h3><p>{said}</p></article>"
        for i, (head, said) in enumerate(others)
    )
    return (
        f"<html><head><title>{title}</title><meta name='description' content='{text}'></head><body>"
        f"<div>{cards}</div><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    )


@pytest.mark.parametrize("language", PAGES)
def test_the_headline_is_the_heading_that_repeats_the_title(language: str) -> None:
    texts, rows = measured(news(language))
    headline = len(texts) - 2
    assert rows["title_found"][0] == 1
    assert rows["title_after"].tolist() == [float(i - headline) for i in range(len(texts))]
    assert rows["title_steps"][headline] == 0
    # What stands in the same box is nearer than what stands in others.
    assert rows["title_steps"][headline + 1] < rows["title_steps"][2]
    assert rows["title_words"][headline + 1] < rows["title_words"][2]


@pytest.mark.parametrize("language", PAGES)
def test_the_summary_stands_where_the_article_begins(language: str) -> None:
    texts, rows = measured(news(language))
    assert rows["said_after"][-1] == 0
    assert rows["said"][-1] == rows["said_of"][-1] == 1
    assert rows["said"][: len(texts) - 1].max() < 0.5
    assert rows["said_most"][0] == 1


@pytest.mark.parametrize("language", PAGES)
def test_headings_of_other_articles_are_links(language: str) -> None:
    texts, rows = measured(news(language))
    teaser, own = 2, len(texts) - 1
    assert rows["head_found"].tolist() == [0.0] + [1.0] * own
    assert rows["head_linked"][teaser] == 1
    assert rows["head_linked"][own] == 0
    assert rows["head_alike"][teaser] < rows["head_alike"][own] == 1
    assert rows["head_group_linked"][teaser] == 1
    assert rows["heads_linked"][0] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Un port rouvre.</p><p>Deux navires attendent.</p>",
        "<title>Le port</title><p>Rien de tel ici.</p>",
        # Of a description of two words nothing can be found again.
        "<meta name='description' content='Le port'><p>Le port a rouvert ce matin.</p>",
    ],
)
def test_a_page_without_anchors_says_so(html: str) -> None:
    _, rows = measured(html)
    assert set(rows["title_after"].tolist()) == {NOWHERE}
    assert set(rows["said_after"].tolist()) == {NOWHERE}
    assert set(rows["head_found"].tolist()) == {0}


@given(st.lists(st.sampled_from(["h1", "h2", "p", "li", "div"]), max_size=12), st.text(max_size=60))
def test_every_page_can_be_measured(tags: list[str], text: str) -> None:
    said = text.replace("<", " ").replace("&", " ").replace("'", " ")
    body = "".join(f"<{tag}>{said} {i}</{tag}>" for i, tag in enumerate(tags))
    html = f"<title>{said}</title><meta name='description' content='{said}'>{body}<p>Fin.</p>"
    texts, rows = measured(html)
    assert all(len(row) == len(texts) for row in rows.values())
    assert all(np.isfinite(row).all() for row in rows.values())
    for name in ("alike", "said", "said_of", "head_group_linked", "heads_linked"):
        assert 0 <= rows[name].min() <= rows[name].max() <= 1


HEADLINE = "Harbour reopens after storm"
TICKER = (
    "Ministers meet in the capital to talk about the price of bread and milk.",
    "The river rose by two metres overnight, and three villages were cut off.",
    "A court in the north freed the captain who had lost his ship in May.",
)
ARTICLE = (
    "The harbour reopened this morning after two days of storm, and the first ships came in.",
    "The harbour master said that no one was hurt, and that the quay had only small damage.",
    "Fishermen had waited since Monday; some of them lost a tenth of what they earn in a year.",
    "The ferry to the islands sails again from tomorrow on, every two hours until late evening.",
    "Engineers will look at the lighthouse next week, which has been dark since the first night.",
    "The last storm of this strength, twelve years ago, had closed the port for a whole month.",
    "Insurers expect that most of the damage to boats and sheds will be paid before the summer.",
    "The town council meets on Friday to decide whether the old breakwater needs a new wall.",
)


def page_with_ticker(kind: str, tag: str) -> str:
    said = "".join(f"<li>{line}</li>" for line in TICKER)
    body = "".join(f"<p>{line}</p>" for line in ARTICLE)
    return (
        f"<title>{HEADLINE}</title><meta property='og:type' content='{kind}'>"
        f"<div><ul>{said}</ul></div><div><{tag}>{HEADLINE}</{tag}><div>{body}</div></div>"
    )


def test_an_article_hangs_on_its_headline() -> None:
    page = page_with_ticker("article", "h1")
    text = cleaners.extract_html(page).text
    assert all(line in text for line in ARTICLE)
    assert not any(line in text for line in TICKER)


@pytest.mark.parametrize(("kind", "tag"), [("website", "h1"), ("article", "p")])
def test_nothing_is_proved_of_other_pages(kind: str, tag: str) -> None:
    page = markup.flatten_html(page_with_ticker(kind, tag), Metadata())
    cleaned = strip.strip(page, rule_data.load())
    assert one_article.BESIDE not in {edit.rule for edit in cleaned.edits}


def linked(**data: str) -> str:
    said = json.dumps({"@type": "NewsArticle", **data})
    return f'<script type="application/ld+json">{said}</script>'


@pytest.mark.parametrize(
    ("head", "summary"),
    [
        ("<meta name='description' content=' The harbour\nis open. '>", "The harbour is open."),
        ("<meta name='description' content='1'><meta property='og:description' content='2'>", "2"),
        (
            linked(description="Three.", articleBody="Four. " * 200),
            "Three.\n" + " ".join(["Four."] * 200),
        ),
        # Linked data often holds only what everybody may read.
        (linked(articleBody="Read on with a subscription."), None),
        ("", None),
    ],
)
def test_a_page_sums_itself_up(head: str, summary: str | None) -> None:
    page = markup.flatten_html(f"<html><head>{head}</head><body><p>Text.</p></body>", Metadata())
    assert page.metadata.summary == summary
