"""One style of quotes, apostrophes and spaces in a document, after its language's custom."""

from __future__ import annotations

import re

from cleaners.edits import edit_page
from cleaners.records import Cleaned, Edit, Page
from cleaners.rules import Rules

INNER_SPACE = re.compile("(?<=«) | (?=»)")


def unify(page: Page, rules: Rules) -> Cleaned:
    """Unify the typography of a page."""
    del rules
    if page.language != "fr":
        return Cleaned(page)
    edits = tuple(
        Edit("typography", "guillemet-space", m.start(), m.end(), " ", "\u00a0")
        for m in INNER_SPACE.finditer(page.text)
    )
    return Cleaned(edit_page(page, edits), edits)
