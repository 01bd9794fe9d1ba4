"""HTML becomes lines of text and blocks in one pass over its elements.

The pass takes parser events (an element starts, ends, text between), so that the same code serves
lxml, which gives them while it parses (no tree, no limit on depth), and a BeautifulSoup tree that a
user passes. Time and memory are linear in the size of the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Protocol

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, PreformattedString, Tag
from lxml import etree

from cleaners.records import Block

Kind = Literal["paragraph", "heading", "list_item", "table_cell", "title", "caption", "code"]

# What a browser does not show as text, or (rt, rp) shows as a reading beside the text it repeats.
UNSEEN = frozenset((
    "style", "noscript", "template", "svg", "annotation", "annotation-xml", "textarea", "select",
    "datalist", "option", "iframe", "object", "embed", "audio", "video", "canvas", "map",
    "noframes", "applet", "rt", "rp", "rtc",
))  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LIST_ITEMS = frozenset(("li", "dt", "dd"))
CELLS = frozenset(("td", "th"))
CAPTIONS = frozenset(("figcaption", "caption", "legend"))
CODE = frozenset(("pre", "listing", "xmp", "plaintext"))
LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys(LIST_ITEMS, "list_item"),
    **dict.fromkeys(CELLS, "table_cell"),
    **dict.fromkeys(CAPTIONS, "caption"),
    **dict.fromkeys(CODE, "code"),
}
# A block inside a list item or cell that says nothing about its kind.
NEUTRAL = frozenset((
    "div", "center", "tr", "tbody", "thead", "tfoot", "colgroup", "summary", "details", "hgroup",
    "picture", "header", "footer", "search", "slot",
))  # fmt: skip
SECTIONS = frozenset((
    "html", "body", "head", "p", "section", "article", "main", "aside", "nav", "form", "fieldset",
    "blockquote", "address", "figure", "table", "hr", "dialog", "frameset", "frame", "marquee",
    "multicol",
))  # fmt: skip
BLOCKS = HEADINGS | LIST_ITEMS | CELLS | CAPTIONS | CODE | LISTS | NEUTRAL | SECTIONS
# Inline elements that sites use as boxes: neighbours of these kinds may be separate words.
BOXES = frozenset(("a", "span", "button", "label", "time", "small", "output", "data"))
LINKLIKE = frozenset(("a", "button", "label"))
# Class names by which the common frameworks keep text for screen readers only.
SCREEN_READER_CLASSES = frozenset((
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only",
    "assistive-text", "element-invisible", "u-visually-hidden", "a11y-hidden",
))  # fmt: skip
# Deeper elements keep the path of this depth plus their own tag: paths stay short on any page.
DEEPEST_PATH = 48
# A span longer than this is running text, not a menu entry or a counter.
LONGEST_LABEL = 30
ANCESTORS_WITH_CSS = 4

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINK_GAP = "\0L"
_BOX_GAP = "\0B"
_UNUSUAL_LINE_BREAK = re.compile(r"\r\n?")


class Line(NamedTuple):
    """A line on its way to becoming a block: ``gap`` is the line break that goes before it."""

    text: str
    gap: str
    kind: Kind
    path: str
    css: str
    link_density: float


class _Frame(NamedTuple):
    """An open block element: what its lines inherit, and the state to restore after it."""

    path: str
    depth: int
    css: str
    kind: Kind
    gap: int
    boxes: int


class Observer(Protocol):
    """Who wants to know of elements that carry metadata."""

    def element(self, tag: str, attributes: Mapping[str, str]) -> None:
        """See a ``html``, ``meta``, ``link``, ``base``, ``time``, ``a`` or ``h1`` element start."""

    def json_ld(self, text: str) -> None:
        """See the text of a JSON-LD script."""


_OBSERVED = frozenset(("html", "body", "meta", "link", "base", "time", "h1"))


class Flattener:
    """Collect the lines of a page from parser events.

    Its methods ``start``, ``end``, ``data`` and ``close`` are those that lxml asks of a target.
    """

    def __init__(self, observer: Observer) -> None:
        """Start with an empty page."""
        self.title = ""
        self._observer = observer
        self._lines: list[Line] = []
        self._frames = [_Frame("", 0, "", "paragraph", 2, 0)]
        self._pieces: list[str] = []
        self._link_letters = 0
        self._links: list[str | None] = []
        self._last_link: str | None = None
        self._boxes = 0
        self._loose = False
        self._gap_pending = 0
        self._after_box = ""
        self._hidden = 0
        self._sink: list[str] | None = None
        self._sink_tag = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if self._hidden:
            self._hidden += 1
            return
        if tag in _OBSERVED or (tag == "a" and ("hreflang" in attributes or "rel" in attributes)):
            self._observer.element(tag, attributes)
        if tag in BLOCKS:
            if _is_closed(tag, attributes):
                self._hidden = 1
                return
            self._open_block(tag, attributes)
        elif tag == "br":
            self._break_line()
        elif tag == "title":
            self._hide(tag)
        elif tag == "script":
            self._hide(tag if "ld+json" in attributes.get("type", "").lower() else "")
        elif tag in UNSEEN or (attributes and is_hidden(attributes)):
            self._hidden = 1
        elif tag in BOXES or "-" in tag:
            self._open_box(tag, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        if self._hidden:
            self._hidden -= 1
            if not self._hidden and self._sink is not None:
                self._empty_sink()
        elif tag in BLOCKS:
            # Text after </body> still belongs to the body, as in a browser.
            if tag not in ("html", "body"):
                self._close_block()
        elif tag in BOXES or "-" in tag:
            self._close_box(tag)

    def data(self, text: str) -> None:
        """Take text between tags."""
        if self._hidden:
            if self._sink is not None:
                self._sink.append(text)
            return
        if "\0" in text:
            text = text.replace("\0", "")
        self._after_box = ""
        self._pieces.append(text)
        if text.isspace():
            return
        if not self._boxes:
            self._loose = True
        if self._links and any(self._links):
            self._link_letters += len(_BLANKS.sub("", text))

    def close(self) -> None:
        """End the page."""
        self._flush()

    def lines(self) -> list[Line]:
        """Give the lines of the page."""
        self.close()
        lines = self._lines
        if lines and all(line.kind == "code" for line in lines):
            # A browser wraps a plain-text file in one <pre>: that is text, not code.
            lines = [line._replace(kind="paragraph") for line in lines]
        return lines

    def _hide(self, sink_tag: str) -> None:
        self._hidden = 1
        if sink_tag:
            self._sink, self._sink_tag = [], sink_tag

    def _empty_sink(self) -> None:
        text = "".join(self._sink or ()).replace("\0", "")
        self._sink = None
        if self._sink_tag == "script":
            self._observer.json_ld(text)
        elif not self.title:
            self.title = _BLANKS.sub(" ", text).strip()

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._flush()
        parent = self._frames[-1]
        kind = _kind(tag, parent.kind)
        inside = parent.kind in ("list_item", "table_cell")
        tight = kind in ("list_item", "table_cell") or (inside and (tag in LISTS or tag in NEUTRAL))
        gap = 1 if tight else 2
        if tag == "html":
            path = ""
        elif parent.depth < DEEPEST_PATH:
            path = f"{parent.path}/{tag}" if parent.path else tag
        else:
            path = parent.path.rpartition("/")[0] + "/" + tag
        depth = min(parent.depth + 1, DEEPEST_PATH) if path else 0
        names = (attributes.get("class", ""), attributes.get("id", "")) if attributes else ()
        css = " ".join(name for name in names if name)
        self._frames.append(_Frame(path, depth, css, kind, gap, self._boxes))
        self._boxes = 0
        self._gap_pending = max(self._gap_pending, gap)

    def _close_block(self) -> None:
        self._flush()
        if len(self._frames) > 1:
            frame = self._frames.pop()
            self._boxes = frame.boxes
            self._gap_pending = max(self._gap_pending, frame.gap)

    def _break_line(self) -> None:
        """Cut the line; two breaks in a row separate paragraphs."""
        cut = self._flush()
        self._gap_pending = max(self._gap_pending, 1 if cut else 2)

    def _open_box(self, tag: str, attributes: Mapping[str, str]) -> None:
        href = attributes.get("href") if tag == "a" else None
        if self._after_box:
            split_link = tag == "a" and self._after_box == "a" and href == self._last_link
            linklike = tag in LINKLIKE or self._after_box in LINKLIKE or "-" in tag
            if not split_link:
                self._pieces.append(_LINK_GAP if linklike else _BOX_GAP)
            self._after_box = ""
        if tag == "a":
            self._links.append(href)
        self._boxes += 1

    def _close_box(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._last_link = self._links.pop()
        self._boxes = max(self._boxes - 1, 0)
        # Of nested boxes that close together, the link is what counts.
        if self._after_box not in LINKLIKE:
            self._after_box = tag

    def _flush(self) -> bool:
        """End the current line; tell whether it had any text."""
        pieces, letters, loose = self._pieces, self._link_letters, self._loose
        if not pieces:
            self._after_box = ""
            return False
        self._pieces, self._link_letters, self._loose, self._after_box = [], 0, False, ""
        text = "".join(pieces)
        if text.isspace():
            return False
        frame = self._frames[-1]
        if "\0" in text:
            text = _fill_gaps(text, loose=loose)
        if frame.kind == "code":
            return self._add_code(text)
        text = _BLANKS.sub(" ", text).strip()
        if text:
            density = min(letters / len(text.replace(" ", "")), 1.0) if letters else 0.0
            self._add(text, frame.kind, density)
        return bool(text)

    def _add_code(self, text: str) -> bool:
        added = False
        for line in _UNUSUAL_LINE_BREAK.sub("\n", text).split("\n"):
            if line.strip():
                self._add(line.rstrip(), "code", 0.0)
                self._gap_pending = 1
                added = True
            elif added:
                self._gap_pending = 2
        return added

    def _add(self, text: str, kind: Kind, density: float) -> None:
        css = " ".join(
            frame.css for frame in reversed(self._frames[-ANCESTORS_WITH_CSS:]) if frame.css
        )
        css = " ".join(css.lower().split())
        gap = "\n" if self._gap_pending == 1 else "\n\n"
        self._lines.append(Line(text, gap, kind, self._frames[-1].path, css, density))
        self._gap_pending = 0


def _is_closed(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether a block is not shown. Pages hide their body until their scripts have run."""
    if tag == "dialog" and "open" not in attributes:
        return True
    return bool(attributes) and tag not in ("html", "body") and is_hidden(attributes)


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element's own attributes keep it from being shown.

    ``aria-hidden`` does not: pages set it on the whole article while a dialogue is open.
    """
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if style and _NOT_SHOWN.search(style):
        return True
    names = attributes.get("class")
    if names and ("hidden" in names or "sr-only" in names or "-reader" in names):
        return not SCREEN_READER_CLASSES.isdisjoint(names.lower().split())
    return False


def _kind(tag: str, inherited: Kind) -> Kind:
    if tag in NEUTRAL or (tag == "p" and inherited in ("list_item", "caption")):
        return inherited
    return _KINDS.get(tag, "paragraph")


def _fill_gaps(text: str, *, loose: bool) -> str:
    """Put a space where two boxes meet that a reader sees as two words, nothing elsewhere.

    ``loose``: the line also has text outside any box, so it is a sentence rather than a menu.
    """
    first, *rest = text.split("\0")
    joined = [first]
    previous = first
    for marked in rest:
        piece = marked[1:]
        between = marked[0] == _LINK_GAP[1]
        if previous and piece and previous[-1].isalnum() and piece[0].isalnum():
            words = between or _is_label_border(previous, piece)
            if words and not (loose and _is_sentence_inside(previous, piece, between=between)):
                joined.append(" ")
        joined.append(piece)
        previous = piece or previous
    return "".join(joined)


def _is_label_border(left: str, right: str) -> bool:
    """Whether two spans that touch are labels (``5`` ``comments``, ``Home`` ``News``)."""
    if max(len(left), len(right)) > LONGEST_LABEL:
        return False
    return (left[-1].islower() and right[0].isupper()) or left[-1].isdigit() != right[0].isdigit()


def _is_sentence_inside(left: str, right: str, *, between: bool) -> bool:
    """Whether boxes that touch stand inside a sentence, where scripts without spaces need none."""
    return not between or left[-1] > "\u2e7f" or right[0] > "\u2e7f"


def parse(html: str, observer: Observer) -> tuple[str, list[Line]]:
    """Flatten HTML text; give its ``<title>`` and its lines."""
    flattener = Flattener(observer)
    target: Any = flattener
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    parser.feed(html.replace("\0", "").encode("utf-8", "replace"))
    parser.close()
    return flattener.title, flattener.lines()


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
            flattener.data(str(child))
    return flattener.title, flattener.lines()


def _plain(tag: Tag) -> dict[str, str]:
    """Give a tag's attributes as a parser gives them: each value one string."""
    return {
        name: value if isinstance(value, str) else " ".join(value or ())
        for name, value in tag.attrs.items()
    }


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
            Block(position + indent, end, line.kind, line.path, line.css, line.link_density)
        )
        position = end
    return "".join(pieces), tuple(blocks)
