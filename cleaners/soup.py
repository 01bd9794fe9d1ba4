"""A page that a user parsed with beautifulsoup4, flattened like any other."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, PreformattedString, Tag

from cleaners.flattening import Flattened, flatten_events


def flatten(soup: BeautifulSoup) -> Flattened:
    """Flatten a parsed soup."""
    return flatten_events("".join(_events(soup)).encode("utf-8", "replace"))


def _events(soup: BeautifulSoup) -> Iterator[str]:
    """Write a tree down as the kernel reads it: see native/html_events.c."""
    open_tags: list[tuple[Tag, list[PageElement]]] = [(soup, list(reversed(soup.contents)))]
    while open_tags:
        tag, children = open_tags[-1]
        if not children:
            open_tags.pop()
            if open_tags:
                yield f">{tag.name}\0"
            continue
        child = children.pop()
        if isinstance(child, Tag):
            attributes = _plain(child)
            parts = [child.name, str(len(attributes))]
            parts += [part for pair in attributes.items() for part in pair]
            yield "<" + "".join(part.replace("\0", "") + "\0" for part in parts)
            open_tags.append((child, list(reversed(child.contents))))
        elif isinstance(child, NavigableString) and (
            isinstance(child, CData) or not isinstance(child, PreformattedString)
        ):
            yield f".{child.replace(chr(0), '')}\0"


def _plain(tag: Tag) -> dict[str, str]:
    """Give a tag's attributes as a parser gives them: each value one string."""
    return {
        name: value if isinstance(value, str) else " ".join(value or ())
        for name, value in tag.attrs.items()
    }
