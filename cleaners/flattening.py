"""HTML becomes lines of text and blocks in one pass over its elements.

The pass takes parser events (an element starts, ends, text between), so that the same code serves
lxml, which gives them while it parses (no tree, no limit on depth), and a BeautifulSoup tree that a
user passes. Time and memory are linear in the size of the page.

A large page has thousands of events, and with lxml parsing in C the Python code that takes them is
what a page costs: hence a look-up where a call would read better, and tuples for records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple, Protocol

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
from cleaners.records import UNKNOWN_LANGUAGE, Block

# Deeper elements keep the path of this depth plus their own tag: paths stay short on any page.
DEEPEST_PATH = 48
# The root stands four times among the open blocks, so that each line has three ancestors, whose
# class names are told with its own.
_ROOTS = 4
_DEEPEST_FRAME = DEEPEST_PATH + _ROOTS - 1
_BLANKS = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_UNUSUAL_LINE_BREAK = re.compile(r"\r\n?")
# Blocks that are hidden by other signs than the rest, or carry metadata.
_SPECIAL = frozenset(("html", "body", "h1", "dialog"))
# Text after </body> still belongs to the body, as in a browser.
_CLOSING_BLOCKS = BLOCKS - {"html", "body"}

Attributes = Mapping[str, str]


class Line(NamedTuple):
    """A line on its way to becoming a block: ``gap`` is the line break that goes before it."""

    text: str
    gap: str
    kind: Kind
    path: str
    css: str
    link_density: float
    elements: tuple[int, ...] = ()


# What ``Line(*fields)`` does, without its way through Python.
_line: Callable[[type[Line], tuple[object, ...]], Line] = tuple.__new__


class Observer(Protocol):
    """Who wants to know of elements that carry metadata.

    These are html, body, title, meta, link, base, time, h1, font, script, and a link that is more
    than a link.
    """

    def element(self, tag: str, attributes: Attributes) -> None:
        """See the start of an element."""

    def script(self, kind: str, text: str) -> None:
        """See a script: its type (lower case) and its text."""


# A place in the page's outline: its path, its lines' kind, the line breaks (1 or 2) around it, and
# the places inside it by tag. Blocks of the same path and kind are at the same place.
_Place = tuple[str, Kind, int, dict[str, "_Place"]]
# An open block: its place, its class names, the number of open boxes around it, and the numbers of
# the elements of its path.
_Frame = tuple[_Place, str, int, tuple[int, ...]]


# A start (tag, attributes), an end (tag, None) or text ("", text) that waits to be taken.
_Event = tuple[str, "Attributes | str | None"]
# What is shown without scripts is a page's text only when it has so many letters outside links.
_LEAST_ASIDE = 250


class _Mute:
    """An observer that is told nothing twice."""

    def element(self, tag: str, attributes: Attributes) -> None:
        """Let an element pass."""

    def script(self, kind: str, text: str) -> None:
        """Let a script pass."""


class Flattener:
    """Collect the lines of a page from parser events.

    Its methods ``start``, ``end``, ``data`` and ``close`` are those that lxml asks of a target.
    """

    def __init__(self, observer: Observer) -> None:
        """Start with an empty page."""
        self.title = ""
        self.lines: list[Line] = []
        self._observer = observer
        self._places: dict[str, _Place] = {}
        root: _Frame = (("", "paragraph", 2, self._places), "", 0, ())
        self._frames = [root] * _ROOTS
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
        self._aside: list[_Event] | None = None
        self._asides: list[tuple[int, list[_Event]]] = []

    def number_from(self, opened: int) -> None:
        """Number the elements after those of another page part."""
        self._opened = opened

    def start(self, tag: str, attributes: Attributes) -> None:
        """Open an element."""
        if self._hidden:
            self._hidden += 1
            if self._aside is not None:
                self._aside.append((tag, attributes))
            return
        place = self._places.get(tag)
        if place is None:
            _OPENINGS.get(tag, Flattener.inline)(self, tag, attributes)
            return
        if self._pieces:
            self._flush()
        if self._meet(tag, attributes) if tag in _SPECIAL else attributes and is_hidden(attributes):
            self._hidden = 1
            return
        frames = self._frames
        elements = frames[-1][3]
        if len(frames) > _DEEPEST_FRAME:
            elements = elements[:-1]
        self._opened = number = self._opened + 1
        css = _names(attributes) if attributes else ""
        frames.append((place, css, self._boxes, elements + (number,)))  # noqa: RUF005 - twice as fast
        _, _, gap, self._places = place
        self._boxes = 0
        if gap > self._gap:  # noqa: PLR1730 - a call takes four times as long
            self._gap = gap

    def end(self, tag: str) -> None:
        """Close an element."""
        if self._hidden:
            self._end_hidden(tag)
        elif tag in _CLOSING_BLOCKS:
            if self._pieces:
                self._flush()
            frames = self._frames
            if len(frames) > _ROOTS:
                place, _, self._boxes, _ = frames.pop()
                self._places = frames[-1][0][3]
                self._gap = max(self._gap, place[2])
        elif tag in BOXES or tag == "a" or "-" in tag:
            if tag == "a" and self._links:
                self._last_link = self._links.pop()
                self._linked -= self._last_link is not None
            if self._boxes:
                self._boxes -= 1
            # Of nested boxes that close together, the link is what counts.
            if self._after_box not in LINKLIKE:
                self._after_box = tag

    def _end_hidden(self, tag: str) -> None:
        self._hidden -= 1
        if self._aside is not None:
            self._aside.append((tag, None))
        if not self._hidden:
            self._aside = None
            if self._sink is not None:
                self._empty_sink(self._sink)

    def data(self, text: str) -> None:
        """Take text between tags; it holds no NUL."""
        if self._hidden:
            if self._sink is not None:
                self._sink.append(text)
            elif self._aside is not None:
                self._aside.append(("", text))
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
        if self._asides:
            self._show_asides()
        if self.lines and all(line.kind == "code" for line in self.lines):
            # A browser wraps a plain-text file in one <pre>: that is text, not code.
            self.lines = [line._replace(kind="paragraph") for line in self.lines]

    def _show_asides(self) -> None:
        """Show what is meant for readers without scripts, where the page is little else."""
        shown = [(place, _lines_of(events, self._opened)) for place, events in self._asides]
        letters = sum(_letters(lines) for _, lines in shown)
        if letters < _LEAST_ASIDE or letters < _letters(self.lines):
            return
        for place, lines in reversed(shown):
            self.lines[place:place] = lines

    def _open_new_place(self, tag: str, attributes: Attributes) -> None:
        """Open a block where none of its tag has been."""
        path, parent_kind, _, _ = self._frames[-1][0]
        kind, gap = SHAPES[parent_kind][tag]
        if len(self._frames) > _DEEPEST_FRAME:
            path = path[: path.rindex("/")]
        if tag != "html":
            if path == "head":
                # The parser does not know that elements of HTML 5 end the head.
                path = "body"
            path = f"{path}/{tag}" if path else tag
        self._places[tag] = (path, kind, gap, {})
        self.start(tag, attributes)

    def _meet(self, tag: str, attributes: Attributes) -> bool:
        """Meet a special block; tell whether it is not shown."""
        if tag == "dialog":
            return "open" not in attributes or is_hidden(attributes)
        self._observer.element(tag, attributes)
        # Pages hide their body only until their scripts have run.
        return tag == "h1" and is_hidden(attributes)

    def _hide(self, tag: str, attributes: Attributes) -> None:  # noqa: ARG002
        self._hidden = 1

    def _set_aside(self, tag: str, attributes: Attributes) -> None:  # noqa: ARG002
        """Hide what only readers without scripts see; a page's head has nothing for them."""
        self._hidden = 1
        if self._frames[-1][0][0].startswith("body"):
            self._aside = []
            self._asides.append((len(self.lines), self._aside))

    def _note(self, tag: str, attributes: Attributes) -> None:
        """Open an element that matters to an observer only."""
        self._observer.element(tag, attributes)

    def _pass(self, tag: str, attributes: Attributes) -> None:
        """Open an element that does not matter."""

    def _open_font(self, tag: str, attributes: Attributes) -> None:
        self._observer.element(tag, attributes)
        if attributes and is_hidden(attributes):
            self._hidden = 1

    def _open_time(self, tag: str, attributes: Attributes) -> None:
        self._observer.element(tag, attributes)
        self._open_box(tag, attributes)

    def _collect(self, tag: str, attributes: Attributes) -> None:
        """Keep the text of an element aside."""
        self._observer.element(tag, attributes)
        self._hidden = 1
        self._sink = []
        self._sink_kind = "title"
        if tag == "script":
            self._sink_kind = attributes.get("type", "").lower() or "text/javascript"

    def _empty_sink(self, sink: list[str]) -> None:
        self._sink = None
        if self._sink_kind != "title":
            self._observer.script(self._sink_kind, "".join(sink))
        elif not self.title:
            self.title = _BLANKS.sub(" ", "".join(sink)).strip()

    def _break_line(self, tag: str, attributes: Attributes) -> None:  # noqa: ARG002
        """Cut the line; two breaks in a row separate paragraphs."""
        cut = self._flush()
        self._gap = max(self._gap, 1 if cut else 2)

    def _open_link(self, tag: str, attributes: Attributes) -> None:
        href = attributes.get("href")
        if "rel" in attributes or "hreflang" in attributes or "onclick" in attributes:
            self._observer.element(tag, attributes)
        if self._after_box == "a" and href == self._last_link:
            self._after_box = ""
        self._open_box(tag, attributes)
        if not self._hidden:
            self._links.append(href)
            self._linked += href is not None

    def _open_box(self, tag: str, attributes: Attributes) -> None:
        if attributes and is_hidden(attributes):
            self._hidden = 1
            return
        if self._after_box:
            words = tag in LINKLIKE or self._after_box in LINKLIKE or "-" in tag
            self._pieces.append(LINK_GAP if words else BOX_GAP)
            self._after_box = ""
        self._boxes += 1

    def inline(self, tag: str, attributes: Attributes) -> None:
        """Open an element that neither cuts lines nor touches words, unless it is of the site."""
        if attributes and is_hidden(attributes):
            self._hidden = 1
        elif "-" in tag:
            self._open_box(tag, attributes)

    openings: ClassVar[dict[str, Callable[[Flattener, str, Attributes], None]]] = {
        **dict.fromkeys(BLOCKS, _open_new_place),
        **dict.fromkeys(UNSEEN, _hide),
        "noscript": _set_aside,
        **dict.fromkeys(BOXES, _open_box),
        **dict.fromkeys(("meta", "link", "base"), _note),
        **dict.fromkeys(("img", "input", "wbr"), _pass),
        **dict.fromkeys(("title", "script"), _collect),
        "a": _open_link,
        "br": _break_line,
        "font": _open_font,
        "time": _open_time,
    }

    def _flush(self) -> bool:
        """End the current line; tell whether it had any text."""
        text = "".join(self._pieces)
        if "\0" in text:
            text = fill_gaps(text, loose=self._loose)
        stripped = text.strip()
        letters = self._link_letters
        self._pieces, self._link_letters, self._loose, self._after_box = [], 0, False, ""
        if not stripped:
            return False
        if self._frames[-1][0][1] == "code":
            return self._add_code(text)
        if (
            "\n" in stripped
            or "  " in stripped
            or "\t" in stripped
            or "\r" in stripped
            or "\f" in stripped
        ):
            stripped = _BLANKS.sub(" ", stripped)
        density = 0.0
        if letters:
            density = min(letters / (len(stripped) - stripped.count(" ")), 1.0)
        self._add(stripped, density)
        return True

    def _add_code(self, text: str) -> bool:
        added = False
        for line in _UNUSUAL_LINE_BREAK.sub("\n", text).split("\n"):
            if line.strip():
                self._add(line.rstrip(), 0.0)
                self._gap = 1
                added = True
            elif added:
                self._gap = 2
        return added

    def _add(self, text: str, density: float) -> None:
        frames = self._frames
        (path, kind, _, _), own, _, elements = frames[-1]
        names = (own, frames[-2][1], frames[-3][1], frames[-4][1])
        css = self._css.get(names)
        if css is None:
            css = self._css[names] = " ".join(" ".join(names).lower().split())
        gap = "\n" if self._gap == 1 else "\n\n"
        self.lines.append(_line(Line, (text, gap, kind, path, css, density, elements)))
        self._gap = 0


_OPENINGS = Flattener.openings


def _names(attributes: Attributes) -> str:
    """Give what an element says of its purpose: class names, id, role and item properties.

    Of its label and its item type only that it holds a trail of sections.
    """
    names = attributes.get("class", "")
    if "id" in attributes:
        names += " " + attributes["id"]
    if "role" in attributes:
        names += " " + attributes["role"]
    if "itemprop" in attributes:
        names += " " + attributes["itemprop"]
    for key in ("aria-label", "itemtype"):
        if key in attributes and "readcrumb" in attributes[key]:
            names += " breadcrumb"
    return names


def _lines_of(events: list[_Event], opened: int) -> list[Line]:
    """Flatten what was set aside, its elements numbered from ``opened`` on."""
    flattener = Flattener(_Mute())
    flattener.number_from(opened)
    flattener.start("body", {})
    for tag, content in events:
        if not tag:
            flattener.data(str(content))
        elif isinstance(content, Mapping):
            flattener.start(tag, content)
        else:
            flattener.end(tag)
    flattener.close()
    return flattener.lines


def _letters(lines: list[Line]) -> float:
    """Count the letters outside links."""
    return sum(len(line.text) * (1 - line.link_density) for line in lines)


def parse(html: str, observer: Observer) -> tuple[str, list[Line]]:
    """Flatten HTML text; give its ``<title>`` and its lines."""
    flattener = Flattener(observer)
    target: Any = flattener
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    # NUL is looked for in the bytes: in text of two bytes a character half of them are 0.
    parser.feed(html.encode("utf-8", "replace").replace(b"\0", b""))
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
    for text, gap, kind, path, css, link_density, elements in lines:
        if blocks:
            pieces.append(gap)
            position += len(gap)
        pieces.append(text)
        end = position + len(text)
        # Only code keeps its indentation; it is no part of the block.
        start = end - len(text.lstrip()) if text[0].isspace() else position
        blocks.append(
            Block(start, end, kind, path, css, link_density, UNKNOWN_LANGUAGE, "", elements)
        )
        position = end
    return "".join(pieces), tuple(blocks)
