"""Lines that flattening cut are joined again; Markdown marks and runs of white space go."""

from __future__ import annotations

import re

from cleaners.edits import edit_page
from cleaners.records import Cleaned, Edit, Page
from cleaners.rules import Rules

_SPACES = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")


def rejoin(page: Page, rules: Rules) -> Cleaned:
    """Collapse runs of spaces."""
    del rules
    edits = [
        Edit("layout", "space-run", match.start(), match.end(), match[0], " ")
        for match in _SPACES.finditer(page.text)
    ]
    return Cleaned(edit_page(page, edits), tuple(edits))
