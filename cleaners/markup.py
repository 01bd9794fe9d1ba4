"""A page as it came becomes text in blocks, with what its markup says of it."""

from __future__ import annotations

from dataclasses import replace

from bs4 import BeautifulSoup

from cleaners import encoding
from cleaners.edits import line_spans
from cleaners.records import Block, Metadata, Page, Scrape


def flatten(scrape: Scrape) -> Page:
    """Flatten a page; raises ``encoding.UnreadableError`` when its bytes are no text."""
    content = scrape.content
    text = content
    if isinstance(content, bytes):
        text = encoding.decode(content, html=scrape.media == "html")
    if scrape.media == "html":
        return flatten_html(text, scrape.metadata)
    return flatten_text(text, scrape.metadata)


def flatten_html(html: str | BeautifulSoup, metadata: Metadata = Metadata()) -> Page:
    """Flatten HTML."""
    soup = html if isinstance(html, BeautifulSoup) else BeautifulSoup(html, "lxml")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    for tag in soup(["script", "style", "noscript", "template", "svg", "head", "textarea"]):
        tag.decompose()
    lines = [line.strip() for line in soup.get_text("\n").split("\n") if line.strip()]
    text = "\n\n".join([title, *lines] if title else lines)
    blocks = [Block(start, end) for start, end in line_spans(text)]
    if title:
        blocks[0] = replace(blocks[0], kind="title", path="head/title")
    return Page(text, tuple(blocks), replace(metadata, title=metadata.title or title or None))


def flatten_text(text: str, metadata: Metadata = Metadata()) -> Page:
    """Flatten text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Page(text, tuple(Block(start, end) for start, end in line_spans(text)), metadata)
