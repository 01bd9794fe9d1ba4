"""Trails of sections in markup, and what only resembles them."""

from __future__ import annotations

import pytest

import cleaners
from cleaners.records import Document

ARTICLE = (
    "<h1>Town rebuilds its old market hall</h1>"
    "<p>The council met on Tuesday and agreed to rebuild the old market hall. Work is to begin in "
    "spring and last two years.</p>"
    "<p>Traders fear that customers will not come back. The mayor promised lower rents for the "
    "first year, but gave no figures.</p>"
)


def cleaned(body: str) -> Document:
    return cleaners.clean_html(f"<html><body>{body}</body></html>")


TRAILS = [
    '<ol class="breadcrumb"><li><a href="/">The Ledger</a></li><li>Town</li><li>Hall</li></ol>',
    '<div id="page-breadcrumbs"><div>Ledger</div><div>Stadt</div><div>Halle</div></div>',
    '<nav aria-label="Breadcrumb"><ul><li>港口日报</li><li>城市</li><li>正文</li></ul></nav>',
    '<ol itemscope itemtype="https://schema.org/BreadcrumbList"><li>Порт</li><li>Город</li></ol>',
    "<div><span>Главная</span> <span>»</span> <span>Город</span></div>",
    "<ul><li>ホーム</li><li>＞</li><li>経済</li></ul>",
]


@pytest.mark.parametrize("trail", TRAILS)
def test_a_trail_in_markup_goes_under_its_name(trail: str) -> None:
    document = cleaned(trail + ARTICLE)
    assert document.content == cleaned(ARTICLE).content
    went = {edit.rule.split("/")[0] for edit in document.edits if edit.step == "boilerplate"}
    assert went == {"breadcrumb"}


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="has-breadcrumbs">{ARTICLE}</div>',
        f'<div class="breadcrumb">{ARTICLE}</div>',
        f"{ARTICLE}<table><tr><td>Home / Away</td></tr><tr><td>3 / 1</td></tr></table>",
    ],
)
def test_what_resembles_a_trail_is_not_called_one(body: str) -> None:
    document = cleaned(body)
    assert "lower rents" in document.content
    rules = {edit.rule for edit in document.edits}
    assert not rules & {"breadcrumb/trail", "breadcrumb/css"}
