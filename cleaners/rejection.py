"""Why a page is not published: the reason codes, how they are found, and what a person can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleaners.records import Edit, Page
from cleaners.rules import RuleFileError, Rules, read_toml, refuse_unknown, require_examples, string

# An error page says little else; a longer page that starts like one is an article about it.
ERROR_PAGE_LETTERS = 600

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


@dataclass(frozen=True, slots=True)
class ErrorPageRule:
    """A phrase with which a server says that there is no page."""

    id: str
    pattern: regex.Pattern[str]
    changes: tuple[str, ...]
    keeps: tuple[str, ...]


@lru_cache(maxsize=8)
def error_page_rules(rules: Rules) -> tuple[ErrorPageRule, ...]:
    """Read the rules of ``error_pages.toml``, all layers; a later rule of the same id replaces."""
    found: dict[str, ErrorPageRule] = {}
    for file in rules.files("error_pages"):
        data = read_toml(file)
        refuse_unknown(file, "", data, ["rule"])
        entries = data.get("rule")
        if not isinstance(entries, list):
            raise RuleFileError(file, "rule", "must be a list of [[rule]] tables")
        for given in entries:
            identifier = string(file, "rule", given, "id")
            known = ["id", "reason", "pattern", "changes", "keeps"]
            refuse_unknown(file, identifier, given, known)
            string(file, identifier, given, "reason")
            if identifier not in ADVICE:
                codes = ", ".join(sorted(ADVICE))
                raise RuleFileError(file, identifier, f"'id' must be a reason code: {codes}")
            try:
                pattern = regex.compile(string(file, identifier, given, "pattern"), regex.I)
            except regex.error as error:
                raise RuleFileError(file, identifier, f"'pattern' is no regex: {error}") from error
            changes, keeps = require_examples(file, identifier, given)
            found[identifier] = ErrorPageRule(identifier, pattern, changes, keeps)
    return tuple(found.values())


def error_page(page: Page, rules: Rules) -> str | None:
    """Give the reason code when the page is a server's error message, else ``None``.

    The page must be short, and one of its first three lines must begin with the message.
    """
    if len(page.text) > ERROR_PAGE_LETTERS:
        return None
    heads = [block.text(page.text) for block in page.blocks[:3]]
    for rule in error_page_rules(rules):
        if any(rule.pattern.match(head) for head in heads):
            return rule.id
    return None


def no_content(before: Page, after: Page, edits: Sequence[Edit]) -> str | None:
    """Give the reason code when nothing but a headline is left of a page, else ``None``."""
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
    if total and sum(kinds[kind] for kind in _MENU_KINDS) * 2 > total:
        return "only-menu"
    return "no-content"
