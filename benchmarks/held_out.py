"""What the package makes of pages with weights that have not seen them.

``train_boilerplate`` asks for it in each fold, so that its held-out texts come from the whole
extraction, rules and all, and can be scored as any other's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaners import extract, markup
from cleaners import rules as rule_data
from cleaners.records import Metadata


def texts(mode: str, pages: Iterable[Mapping[str, str]], layer: Path) -> dict[str, str]:
    """Give the text of each page by its id; ``layer`` is a rules folder with the weights.

    ``mode`` is ``html`` or ``text``; a page has ``id``, ``url`` where known, and its content under
    the name of the mode.
    """
    rules = rule_data.load(layer)
    found = {}
    for page in pages:
        known = Metadata(url=page["url"] or None)
        content = page[mode]
        read = (
            markup.outline_html(content, known)
            if mode == "html"
            else markup.flatten_text(content, known)
        )
        # The public functions know the built-in weights only.
        found[page["id"]] = extract._extract(read, rules).text  # noqa: SLF001
    return found
