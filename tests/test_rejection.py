"""Why pages are refused: the rule file's own examples, menus around messages, tickers."""

from __future__ import annotations

import pytest

import cleaners
from cleaners import markup, rejection
from cleaners import rules as rule_data
from cleaners.patterns import Phrase

RULES = rule_data.load()
ERROR_RULES = rejection.error_page_rules(RULES)
CHANGES = [(rule, text) for rule in ERROR_RULES for text in rule.changes]
KEEPS = [(rule, text) for rule in ERROR_RULES for text in rule.keeps]


@pytest.mark.parametrize(("rule", "text"), CHANGES, ids=lambda case: str(case)[:30])
def test_a_message_is_no_page(rule: Phrase, text: str) -> None:
    assert rejection.error_page(markup.flatten_text(text), RULES) == rule.id
    menu = f"Home\nNews\nSport\nWeather\n{text}\nContact\n© 2026 Harbor Ledger"
    assert rejection.error_page(markup.flatten_text(menu), RULES) == rule.id


@pytest.mark.parametrize(("rule", "text"), KEEPS, ids=lambda case: str(case)[:30])
def test_what_only_sounds_like_a_message_is_kept(rule: Phrase, text: str) -> None:
    assert rule.pattern.match(text) is None
    assert rejection.error_page(markup.flatten_text(text), RULES) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("抱歉，您访问的页面不存在\n返回首页", "not-found"),
        ("首頁\n新聞\n很抱歉，您造訪的頁面不存在\n回首頁\n© 2026 港口日報", "not-found"),
        ("BTC\n$67,234.12\n+2.3%\nETH\n$3,234.12\n-1.3%", "only-ticker"),
        ("SOL\n134,12 €\n+0,3 %\nBNB\n512,40 €\n-1,1 %", "only-ticker"),
        ("Home\nNews\nSport\nContact\nLog in\nAbout us", "only-menu"),
        ("", "empty"),
    ],
)
def test_the_reason_is_named(text: str, reason: str) -> None:
    assert cleaners.clean_text(text).rejected == reason


@pytest.mark.parametrize("html", ["<html><head><title>The harb", "<title>Bridge</title><p> </p>"])
def test_a_page_cut_off_has_no_content(html: str) -> None:
    assert cleaners.clean_html(html).rejected == "no-content"


@pytest.mark.parametrize(
    "text",
    [
        (
            "What the codes mean\n\n404 Not Found\nThe address is wrong.\n403 Forbidden\n"
            "The door is closed.\n500 Internal Server Error\nThe house is on fire."
        ),
        (
            "The old library\n\nIts site was closed in May, and the readers were told so by post, "
            "which took three weeks.\n\nSince then it is short:\n\nPage not found"
        ),
    ],
)
def test_a_page_about_errors_is_kept(text: str) -> None:
    below = "The town has 4,000 readers and one librarian. " * 15
    assert rejection.error_page(markup.flatten_text(f"{text}\n\n{below}"), RULES) is None
