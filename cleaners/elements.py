"""What HTML's elements mean for text: which cut lines, which are not shown, which touch."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
# A span longer than this is running text, not a menu entry or a counter.
LONGEST_LABEL = 30
# Where two boxes touch; text from a parser holds no NUL.
LINK_GAP = "\0L"
BOX_GAP = "\0B"

_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element's own attributes keep it from being shown.

    ``aria-hidden`` does not: pages set it on the whole article while a dialogue is open.
    """
    if "hidden" in attributes:
        # React streams a page in hidden parts, which its scripts then put in their places.
        return not attributes.get("id", "").startswith("S:")
    if "style" in attributes and _NOT_SHOWN.search(attributes["style"]):
        return True
    names = attributes.get("class")
    if names and ("hidden" in names or "sr-only" in names or "-reader" in names):
        return not SCREEN_READER_CLASSES.isdisjoint(names.lower().split())
    return False


def fill_gaps(text: str, *, loose: bool) -> str:
    """Put a space where two boxes meet that a reader sees as two words, nothing elsewhere.

    ``loose``: the line also has text outside any box, so it is a sentence rather than a menu.
    """
    first, *rest = text.split("\0")
    joined = [first]
    previous = first
    for marked in rest:
        piece = marked[1:]
        between = marked[0] == LINK_GAP[1]
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
