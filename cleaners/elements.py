"""What HTML's elements mean for text: which cut lines, which are not shown, which touch."""

from __future__ import annotations

from typing import Literal

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
ROWS = frozenset(("tr", "tbody", "thead", "tfoot"))
CAPTIONS = frozenset(("figcaption", "caption", "legend"))
CODE = frozenset(("pre", "listing", "xmp", "plaintext"))
LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
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
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys(LIST_ITEMS, "list_item"),
    **dict.fromkeys(CELLS, "table_cell"),
    **dict.fromkeys(CAPTIONS, "caption"),
    **dict.fromkeys(CODE, "code"),
}


def _shape(tag: str, parent: Kind) -> tuple[Kind, int]:
    """Give the kind of a block's lines and how many line breaks separate it from others."""
    inherits = tag in NEUTRAL or (tag == "p" and parent in ("list_item", "caption"))
    kind = parent if inherits else _KINDS.get(tag, "paragraph")
    nested_list = tag in LISTS and parent in ("list_item", "table_cell")
    tight = kind in ("list_item", "table_cell") or nested_list or tag in ROWS
    return kind, 1 if tight else 2


SHAPES = {
    parent: {tag: _shape(tag, parent) for tag in BLOCKS}
    for parent in ("paragraph", *_KINDS.values())
}
# Inline elements that sites use as boxes: neighbours of these kinds may be separate words.
BOXES = frozenset(("span", "button", "label", "time", "small", "output", "data"))
LINKLIKE = frozenset(("a", "button", "label"))
# Class names by which the common frameworks keep text for screen readers only.
SCREEN_READER_CLASSES = frozenset((
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only",
    "assistive-text", "element-invisible", "u-visually-hidden", "a11y-hidden",
))  # fmt: skip
# Deeper elements keep the path of this depth plus their own tag: paths stay short on any page.
DEEPEST_PATH = 48
# What is shown without scripts is a page's text only when it has so many letters outside links.
LEAST_ASIDE = 250
# A span longer than this is running text, not a menu entry or a counter.
LONGEST_LABEL = 30
