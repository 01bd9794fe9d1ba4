"""What the HTML kernel must know of HTML, as arrays: tags, what closes what, character references.

The kernel cuts tags as the HTML standard does. Elements are opened and closed by the tables here
rather than by the standard's states; they are those of libxml2, and the tests ask lxml about them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import lru_cache
from html.entities import html5
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners import elements, native
from cleaners.metadata import LONGEST_SETTINGS, META_NAMES
from cleaners.name_tables import NameTable, starts_of

# The order that the kernel counts on (html.h).
_FIRST_TAGS = (
    "html", "head", "body", "title", "script", "meta", "link", "base", "a", "br", "font", "time",
    "h1", "dialog", "noscript", "img", "input", "wbr", "p",
)  # fmt: skip
KINDS: tuple[elements.Kind, ...] = (
    "paragraph", "heading", "list_item", "table_cell", "caption", "code",
)  # fmt: skip
_BLOCK, _ENDS_LINES, _UNSEEN, _BOX, _LINKLIKE, _VOID, _IN_HEAD, _FRAMES, _NOTED = (
    1 << bit for bit in range(9)
)
_TEXT, _RAW, _PLAIN, _SCRIPT = range(1, 5)
_KNOWN, _ALNUM, _LOWER, _UPPER, _DIGIT = (1 << bit for bit in range(5))
# So many characters are classed at once: a page is flattened again for each time that it asks.
_CHUNK = 0x1000

_VOID_TAGS = frozenset((
    "area", "base", "basefont", "br", "col", "frame", "hr", "img", "input", "isindex", "link",
    "meta", "param",
))  # fmt: skip
_HEAD_TAGS = frozenset(("script", "style", "meta", "link", "title", "base"))
_FRAME_TAGS = frozenset(("noframes", "frame", "frameset"))
# What these say of the page may be in any of their attributes.
_NOTED_TAGS = frozenset(("html", "body", "title", "meta", "link", "base", "font", "script", "a"))
# What stands in an element that holds no others.
_CONTENTS = {
    **dict.fromkeys(("title", "textarea"), _TEXT),
    **dict.fromkeys(("style", "iframe", "noembed", "noframes", "xmp"), _RAW),
    "plaintext": _PLAIN,
    "script": _SCRIPT,
}
# An end tag closes no element of a higher priority than its own.
_PRIORITIES = {
    "div": 150, "td": 160, "th": 160, "tr": 170, "thead": 180, "tbody": 180, "tfoot": 180,
    "table": 190, "head": 200, "body": 200, "html": 220,
}  # fmt: skip
_PRIORITY = 100

_HEADINGS = "h1 h2 h3 h4 h5 h6"
# The open elements that a start tag ends.
_CLOSED: dict[str, str] = {
    "a": "a",
    "address": "p ul",
    "body": "p",
    "caption": "p",
    "center": "b font i p",
    "col": "caption p",
    "colgroup": "caption colgroup p",
    "dd": "address dir dt listing menu p pre",
    "dl": "address dir dt listing menu p pre",
    "dt": "address dd dir listing menu p pre",
    "fieldset": f"a {_HEADINGS} legend listing p pre",
    "form": f"address dir dl form {_HEADINGS} listing menu ol p pre ul",
    "frameset": "p",
    "head": "p",
    "li": f"address dl {_HEADINGS} li listing p pre",
    "menu": "p ul",
    "optgroup": "option",
    "option": "option",
    "p": f"b big {_HEADINGS} i p s small strike tt u",
    "pre": "p ul",
    "table": f"a {_HEADINGS} listing p pre",
    "tbody": "caption colgroup p tbody td tfoot th thead tr",
    "td": "a b font i p span td th u",
    "tfoot": "caption colgroup p tbody td th thead tr",
    "th": "a b font i p span td th u",
    "thead": "caption colgroup",
    "title": "p",
    "tr": "caption colgroup p td th tr",
    "ul": "address dir listing menu p pre",
    **dict.fromkeys(
        ("blockquote", "dir", "div", *_HEADINGS.split(), "hr", "listing", "ol", "xmp"), "p"
    ),
}
# Start tags that end the head; those of HTML 5 are not among them.
_AFTER_HEAD = (
    "a abbr acronym address b bdo big blockquote body br center cite code dd dfn dir div dl dt em"
    " fieldset font form frameset h1 h2 h3 h4 h5 h6 hr i iframe img kbd li listing map menu ol p"
    " pre q s samp small span strike strong sub sup table tt u ul var xmp"
)


class _Tables(ctypes.Structure):
    """The tables in C: see html.h."""

    _fields_ = (
        ("tags", NameTable),
        ("references", NameTable),
        ("metas", NameTable),
        *(
            (name, ctypes.c_void_p)
            for name in (
                "flags", "content", "priority", "closes", "shapes", "legacy", "values", "value_at",
                "unread", "classes",
            )
        ),
        ("deepest", ctypes.c_int64),
        ("longest_script", ctypes.c_int64),
        ("longest_label", ctypes.c_int64),
        ("least_aside", ctypes.c_int64),
    )  # fmt: skip


class Tables(NamedTuple):
    """The tables: ``passed`` goes to the kernel; ``classes`` grows; ``held`` must live with it."""

    passed: ctypes.Structure
    classes: NDArray[np.uint8]
    held: Sequence[object]


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Make the tables, once."""
    tags = _tags()
    names = sorted({name.rstrip(";") for name in html5})
    values = [html5.get(f"{name};", html5.get(name, "")).encode() for name in names]
    classes = np.zeros(0x110000, np.uint8)
    named = [*map(NameTable.of, (tags, names, sorted(META_NAMES)))]
    passed = _Tables(
        *named,
        deepest=elements.DEEPEST_PATH,
        longest_script=LONGEST_SETTINGS,
        longest_label=elements.LONGEST_LABEL,
        least_aside=elements.LEAST_ASIDE,
    )
    unread = b"".join(f"{name}\0".encode() for name in sorted(elements.SCREEN_READER_CLASSES))
    arrays: dict[str, NDArray[Any]] = {
        "flags": np.array([_flags(tag) for tag in tags], np.int32),
        "content": np.array([_CONTENTS.get(tag, 0) for tag in tags], np.uint8),
        "priority": np.array([_PRIORITIES.get(tag, _PRIORITY) for tag in (*tags, "")], np.uint8),
        "closes": np.array([[_closes(new, old) for old in tags] for new in tags], np.uint8),
        "shapes": np.array([[_shape(kind, tag) for tag in tags] for kind in KINDS], np.uint8),
        "legacy": np.array([name in html5 for name in names], np.uint8),
        "values": np.frombuffer(b"".join(values), np.uint8),
        "value_at": starts_of(values),
        "unread": np.frombuffer(unread + b"\0", np.uint8),
        "classes": classes,
    }
    for name, array in arrays.items():
        setattr(passed, name, native.place(array))
    return Tables(passed, classes, [*named, *arrays.values()])


def fill_classes(classes: NDArray[np.uint8], code: int) -> None:
    """Fill the table of classes around a code point, for which the kernel has asked."""
    first = code - code % _CHUNK
    classes[first : first + _CHUNK] = [
        _KNOWN
        + _ALNUM * near.isalnum()
        + _LOWER * near.islower()
        + _UPPER * near.isupper()
        + _DIGIT * near.isdigit()
        for near in map(chr, range(first, first + _CHUNK))
    ]


def _tags() -> list[str]:
    known = {*elements.BLOCKS, *elements.UNSEEN, *elements.BOXES, *elements.LINKLIKE}
    known |= {*_VOID_TAGS, *_HEAD_TAGS, *_FRAME_TAGS, *_CONTENTS, *_CLOSED, *_AFTER_HEAD.split()}
    known |= {old for closed in _CLOSED.values() for old in closed.split()}
    return [*_FIRST_TAGS, *sorted(known - {*_FIRST_TAGS})]


def _flags(tag: str) -> int:
    return sum(
        flag
        for flag, tags in (
            (_BLOCK, elements.BLOCKS),
            (_ENDS_LINES, elements.BLOCKS - {"html", "body"}),
            (_UNSEEN, elements.UNSEEN),
            (_BOX, elements.BOXES),
            (_LINKLIKE, elements.LINKLIKE),
            (_VOID, _VOID_TAGS),
            (_IN_HEAD, _HEAD_TAGS),
            (_FRAMES, _FRAME_TAGS),
            (_NOTED, _NOTED_TAGS),
        )
        if tag in tags
    )


def _closes(new: str, old: str) -> bool:
    return old in _CLOSED.get(new, "").split() or (old == "head" and new in _AFTER_HEAD.split())


def _shape(kind: elements.Kind, tag: str) -> int:
    """Give a block's kind and, in the higher half, its line breaks."""
    if tag not in elements.BLOCKS:
        return 0
    own, breaks = elements.SHAPES[kind][tag]
    return KINDS.index(own) + 16 * breaks
