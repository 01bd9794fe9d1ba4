"""HTML becomes lines of text and blocks in one pass over its elements.

The pass takes parser events (an element starts, ends, text between), so that the same code serves
lxml, which gives them while it parses (no tree, no limit on depth), and a BeautifulSoup tree that a
user passes. Time and memory are linear in the size of the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from lxml import etree

from cleaners.elements import (
    BLOCKS,
    BOX_GAP,
    BOXES,
    LINK_GAP,
    LINKLIKE,
    SHAPES,
    UNSEEN,
    Kind,
    fill_gaps,
    is_hidden,
)
from cleaners.records import Block

# Deeper elements keep the path of this depth plus their own tag: paths stay short on any page.
DEEPEST_PATH = 48
ANCESTORS_WITH_CSS = 5

_BLANKS = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_UNUSUAL_LINE_BREAK = re.compile(r"\r\n?")


class Line(NamedTuple):
    """A line on its way to becoming a block: ``gap`` is the line break that goes before it."""

    text: str
    gap: str
    kind: Kind
    path: str
    css: str
    link_density: float
    elements: tuple[int, ...] = ()


class Observer(Protocol):
    """Who wants to know of elements that carry metadata."""

    def element(self, tag: str, attributes: Mapping[str, str]) -> None:
        """See the start of an element of ``OBSERVED``, or of a link that is more than a link."""

    def script(self, kind: str, text: str) -> None:
        """See a script: its type (lower case) and its text."""


OBSERVED = frozenset(("html", "body", "title", "meta", "link", "base", "time", "h1", "font"))
_TELLING_ATTRIBUTES = ("id", "role", "itemprop")
_TELLING_LINK_ATTRIBUTES = ("hreflang", "rel", "onclick")

# An open block: its path, its class names, and its lines' kind and line breaks (1 or 2) around it;
# then the number of open boxes around it, last the numbers of the elements of its path.
_Frame = tuple[str, str, Kind, int, int, tuple[int, ...]]


class Flattener:
    """Collect the lines of a page from parser events.

    Its methods ``start``, ``end``, ``data`` and ``close`` are those that lxml asks of a target.
    They run for every tag of a page, hence the care for time.
    """

    def __init__(self, observer: Observer) -> None:
        """Start with an empty page."""
        self.title = ""
        self.lines: list[Line] = []
        self._observer = observer
        self._frames: list[_Frame] = [("", "", "paragraph", 2, 0, ())]
        self._opened = 0
        self._css: dict[tuple[str, ...], str] = {}
        self._pieces: list[str] = []
        self._gap = 0
        self._link_letters = 0
        self._links: list[str | None] = []
        self._linked = 0
        self._last_link: str | None = None
        self._boxes = 0
        self._loose = False
        self._after_box = ""
        self._hidden = 0
        self._sink: list[str] | None = None
        self._sink_kind = ""
        self._starts = {
            **dict.fromkeys(BLOCKS, self._open_block),
            **dict.fromkeys(UNSEEN, self._hide),
            **dict.fromkeys(BOXES, self._open_box),
            **dict.fromkeys(("img", "input", "meta", "link", "base", "wbr"), _nothing),
            "a": self._open_link,
            "br": self._break_line,
            "title": self._collect,
            "script": self._collect,
        }
        self._ends = {
            **dict.fromkeys(BLOCKS, self._close_block),
            **dict.fromkeys(BOXES, self._close_box),
            "a": self._close_link,
            # Text after </body> still belongs to the body, as in a browser.
            "html": _nothing_more,
            "body": _nothing_more,
        }

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if self._hidden:
            self._hidden += 1
            return
        if tag in OBSERVED:
            self._observer.element(tag, attributes)
        opening = self._starts.get(tag)
        if opening is not None:
            opening(tag, attributes)
        elif attributes and is_hidden(attributes):
            self._hidden = 1
        elif "-" in tag:
            self._open_box(tag, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        if self._hidden:
            self._hidden -= 1
            if not self._hidden and self._sink is not None:
                self._empty_sink(self._sink)
            return
        closing = self._ends.get(tag)
        if closing is not None:
            closing(tag)
        elif "-" in tag:
            self._close_box(tag)

    def data(self, text: str) -> None:
        """Take text between tags; it holds no NUL."""
        if self._hidden:
            if self._sink is not None:
                self._sink.append(text)
            return
        self._after_box = ""
        if text.isspace():
            if self._pieces:
                self._pieces.append(text)
            return
        self._pieces.append(text)
        if not self._boxes:
            self._loose = True
        if self._linked:
            self._link_letters += len("".join(text.split()))

    def close(self) -> None:
        """End the page."""
        if self._pieces:
            self._flush()
        if self.lines and all(line.kind == "code" for line in self.lines):
            # A browser wraps a plain-text file in one <pre>: that is text, not code.
            self.lines = [line._replace(kind="paragraph") for line in self.lines]

    def _hide(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002
        self._hidden = 1

    def _collect(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Keep the text of an element aside."""
        self._hidden = 1
        self._sink = []
        self._sink_kind = "title"
        if tag == "script":
            self._observer.element(tag, attributes)
            self._sink_kind = attributes.get("type", "").lower() or "text/javascript"

    def _empty_sink(self, sink: list[str]) -> None:
        self._sink = None
        if self._sink_kind != "title":
            self._observer.script(self._sink_kind, "".join(sink))
        elif not self.title:
            self.title = _BLANKS.sub(" ", "".join(sink)).strip()

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._pieces:
            self._flush()
        css = ""
        if attributes:
            if is_hidden(attributes) and tag not in ("html", "body"):
                # Pages hide their body only until their scripts have run.
                self._hidden = 1
                return
            css = attributes.get("class", "")
            for name in _TELLING_ATTRIBUTES:
                if name in attributes:
                    css += " " + attributes[name]
        if tag == "dialog" and "open" not in attributes:
            self._hidden = 1
            return
        path, _, parent_kind, _, _, elements = self._frames[-1]
        kind, gap = SHAPES[parent_kind].get(tag, ("paragraph", 2))
        if len(self._frames) > DEEPEST_PATH:
            path = path[: path.rindex("/")]
            elements = elements[:-1]
        if tag != "html":
            if path == "head":
                # The parser does not know that elements of HTML 5 end the head.
                path = "body"
            path = f"{path}/{tag}" if path else tag
        self._opened += 1
        self._frames.append((path, css, kind, gap, self._boxes, (*elements, self._opened)))
        self._boxes = 0
        self._gap = max(self._gap, gap)

    def _close_block(self, tag: str) -> None:  # noqa: ARG002
        if self._pieces:
            self._flush()
        if len(self._frames) > 1:
            _, _, _, gap, self._boxes, _ = self._frames.pop()
            self._gap = max(self._gap, gap)

    def _break_line(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002
        """Cut the line; two breaks in a row separate paragraphs."""
        cut = self._flush()
        self._gap = max(self._gap, 1 if cut else 2)

    def _open_link(self, tag: str, attributes: Mapping[str, str]) -> None:
        href = attributes.get("href")
        if any(name in attributes for name in _TELLING_LINK_ATTRIBUTES):
            self._observer.element(tag, attributes)
        if self._after_box == "a" and href == self._last_link:
            self._after_box = ""
        self._open_box(tag, attributes)
        if not self._hidden:
            self._links.append(href)
            self._linked += href is not None

    def _close_link(self, tag: str) -> None:
        if self._links:
            self._last_link = self._links.pop()
            self._linked -= self._last_link is not None
        self._close_box(tag)

    def _open_box(self, tag: str, attributes: Mapping[str, str]) -> None:
        if attributes and is_hidden(attributes):
            self._hidden = 1
            return
        if self._after_box:
            words = tag in LINKLIKE or self._after_box in LINKLIKE or "-" in tag
            self._pieces.append(LINK_GAP if words else BOX_GAP)
            self._after_box = ""
        self._boxes += 1

    def _close_box(self, tag: str) -> None:
        if self._boxes:
            self._boxes -= 1
        # Of nested boxes that close together, the link is what counts.
        if self._after_box not in LINKLIKE:
            self._after_box = tag

    def _flush(self) -> bool:
        """End the current line; tell whether it had any text."""
        text = "".join(self._pieces)
        letters, loose = self._link_letters, self._loose
        self._pieces, self._link_letters, self._loose, self._after_box = [], 0, False, ""
        if not text or text.isspace():
            return False
        path, _, kind, _, _, _ = self._frames[-1]
        if "\0" in text:
            text = fill_gaps(text, loose=loose)
        if kind == "code":
            return self._add_code(text, path)
        text = _BLANKS.sub(" ", text).strip()
        if text:
            density = min(letters / len(text.replace(" ", "")), 1.0) if letters else 0.0
            self._add(text, kind, path, density)
        return bool(text)

    def _add_code(self, text: str, path: str) -> bool:
        added = False
        for line in _UNUSUAL_LINE_BREAK.sub("\n", text).split("\n"):
            if line.strip():
                self._add(line.rstrip(), "code", path, 0.0)
                self._gap = 1
                added = True
            elif added:
                self._gap = 2
        return added

    def _add(self, text: str, kind: Kind, path: str, density: float) -> None:
        names = tuple([frame[1] for frame in self._frames[:-ANCESTORS_WITH_CSS:-1]])
        css = self._css.get(names)
        if css is None:
            css = self._css[names] = " ".join(" ".join(names).lower().split())
        gap = "\n" if self._gap == 1 else "\n\n"
        elements = self._frames[-1][-1]
        self.lines.append(Line(text, gap, kind, path, css, density, elements))
        self._gap = 0


def _nothing(tag: str, attributes: Mapping[str, str]) -> None:
    """Open an element that matters to an observer only."""


def _nothing_more(tag: str) -> None:
    """Leave an element open."""


def parse(html: str, observer: Observer) -> tuple[str, list[Line]]:
    """Flatten HTML text; give its ``<title>`` and its lines."""
    flattener = Flattener(observer)
    target: Any = flattener
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    parser.feed(html.replace("\0", "").encode("utf-8", "replace"))
    parser.close()
    return flattener.title, flattener.lines


def assemble(title: str, lines: list[Line]) -> tuple[str, tuple[Block, ...]]:
    """Put the lines of a page under its title, each one block."""
    if title:
        first = Line(title, "", "title", "head/title", "", 0.0)
        lines = [first, *(line._replace(gap="\n\n") for line in lines[:1]), *lines[1:]]
    pieces: list[str] = []
    blocks: list[Block] = []
    position = 0
    for line in lines:
        if blocks:
            pieces.append(line.gap)
            position += len(line.gap)
        pieces.append(line.text)
        indent = len(line.text) - len(line.text.lstrip())
        end = position + len(line.text)
        blocks.append(
            Block(
                position + indent,
                end,
                line.kind,
                line.path,
                line.css,
                line.link_density,
                elements=line.elements,
            )
        )
        position = end
    return "".join(pieces), tuple(blocks)
