"""A page that a user parsed with beautifulsoup4, flattened like any other."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, PreformattedString, Tag

from cleaners.flattening import Flattener, Line, Observer


def walk(soup: BeautifulSoup, observer: Observer) -> tuple[str, list[Line]]:
    """Flatten a parsed soup; give its ``<title>`` and its lines."""
    flattener = Flattener(observer)
    open_tags: list[tuple[Tag, list[PageElement]]] = [(soup, list(reversed(soup.contents)))]
    while open_tags:
        tag, children = open_tags[-1]
        if not children:
            open_tags.pop()
            if open_tags:
                flattener.end(tag.name)
            continue
        child = children.pop()
        if isinstance(child, Tag):
            flattener.start(child.name, _plain(child))
            open_tags.append((child, list(reversed(child.contents))))
        elif isinstance(child, NavigableString) and (
            isinstance(child, CData) or not isinstance(child, PreformattedString)
        ):
            flattener.data(child.replace("\0", ""))
    flattener.close()
    return flattener.title, flattener.lines


def _plain(tag: Tag) -> dict[str, str]:
    """Give a tag's attributes as a parser gives them: each value one string."""
    return {
        name: value if isinstance(value, str) else " ".join(value or ())
        for name, value in tag.attrs.items()
    }
