"""Why a page is not published: the reason codes, how they are found, and what a person can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from cleaners.boilerplate.features import RUNNING_TEXT
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.shape import ends_sentence, weight
from cleaners.patterns import Phrase, phrases
from cleaners.records import Edit, Page
from cleaners.rules import Rules

# An error page says little else; a longer page that starts like one is an article about it.
ERROR_PAGE_LETTERS = 600
# Below its first lines a page must have no text of its own besides the message.
_HEAD = 3
_LONGEST_MESSAGE = 240
_LONG_LINE = 30
# One text may be the message, and one the advice below it.
_TEXTS = 3
# So many short lines are a menu, so many values a ticker.
_LEAST_LINES = 3
_LINKED = 0.5
# One line of a ticker: a symbol, or a price, or a change.
_VALUE = regex.compile(
    r"\s*(?:\$?[A-Z][A-Z0-9./-]{1,11}"
    r"|(?P<number>[+\-−–▲▼]?\s*[$€£¥₿₩₽]?\s*[+\-−–]?\d[\d.,'’\s]*\s*(?:[%$€£¥₿₩₽]|USDT?|EUR)?))\s*"
)

ADVICE = {
    "empty": "Nothing to do; scrape the page again if it should hold text.",
    "binary": "Save the page as HTML or text; this file is not text.",
    "undecodable": "Name the character set in a sidecar file or save the page as UTF-8.",
    "no-content": "Only page furniture was found; scrape the article itself.",
    "only-menu": "Only menus were found; scrape the article itself, not the front page.",
    "only-ticker": "Only market tickers were found; scrape the article itself.",
    "not-found": "The server answered that the page does not exist; remove or renew the address.",
    "access-denied": "The server refused the page; scrape it with access.",
    "server-error": "The server failed; scrape the page again.",
    "internal-error": "This is a fault of the program; report it with the page.",
}

_MENU_KINDS = frozenset({"menu", "breadcrumb", "language_picker", "cookie_notice"})


def error_page_rules(rules: Rules) -> tuple[Phrase, ...]:
    """Give the phrases with which a server says that there is no page; ids are reason codes."""
    return phrases(rules, "error_pages", "rule", frozenset(ADVICE))


def error_page(page: Page, rules: Rules) -> str | None:
    r"""Give the reason code when the page is a server's error message, else ``None``.

    Its message stands on a line of its own, with nothing else around it than menus and advice; a
    page that lists several kinds of errors is about them.

    >>> from cleaners import markup, rules as rule_data
    >>> page = markup.flatten_text("首页\n抱歉，您访问的页面不存在\n返回首页")
    >>> error_page(page, rule_data.load())
    'not-found'
    """
    lines = [block.text(page.text) for block in page.blocks]
    # A page of several texts is none, whatever it says of errors.
    longest = sorted(lines, key=len, reverse=True)[:_TEXTS]
    if len(longest) == _TEXTS and all(map(_is_text, longest)):
        return None
    found: dict[str, int] = {}
    for index, line in enumerate(lines):
        if len(line) <= _LONGEST_MESSAGE:
            rule = next((r for r in error_page_rules(rules) if r.pattern.match(line)), None)
            if rule:
                found.setdefault(rule.id, index)
    if not found:
        return None
    first = min(found, key=lambda identifier: found[identifier])
    texts = sum(_is_text(line) for index, line in enumerate(lines) if index != found[first])
    at_head = len(page.text) <= ERROR_PAGE_LETTERS and found[first] < _HEAD
    return first if (at_head and texts <= 1) or (len(found) == 1 and not texts) else None


def _is_text(line: str) -> bool:
    """Tell whether a line says more than a menu does: a sentence of some length, or a long one."""
    words = weight(tokens(line), line)
    return words >= _LONG_LINE or (words >= RUNNING_TEXT and ends_sentence(line))


def no_content(before: Page, after: Page, edits: Sequence[Edit]) -> str | None:
    """Give the reason code when nothing but a headline is left of a page, else ``None``.

    Only several short lines or links make a menu; what else is removed is no content.
    """
    values = [_VALUE.fullmatch(block.text(before.text)) for block in before.blocks]
    prices = sum(1 for value in values if value and value["number"])
    if all(values) and 2 * prices >= len(values) >= _LEAST_LINES:
        return "only-ticker"
    if any(block.label != "title" for block in after.blocks):
        return None
    if not before.text.strip():
        return "empty"
    kinds = Counter[str]()
    for edit in edits:
        if edit.step == "boilerplate" and not edit.after:
            kinds[edit.rule.split("/")[0]] += len(edit.before)
    total = kinds.total()
    if total and kinds["ticker"] * 3 > total:
        return "only-ticker"
    if _has_menu(before) and sum(kinds[kind] for kind in _MENU_KINDS) * 2 > total > 0:
        return "only-menu"
    return "no-content"


def _has_menu(page: Page) -> bool:
    links = sum(block.link_density > _LINKED for block in page.blocks)
    short = [
        text
        for block in page.blocks
        if not ends_sentence(text := block.text(page.text)) and len(tokens(text)) < RUNNING_TEXT
    ]
    return links > 0 or len(short) >= _LEAST_LINES
