"""What the tags and class names around a line say, and what else those elements hold.

All zero for flattened text, which has neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.paths import by_tag, joined

# What class names begin with, or a word in them.
_NEGATIVE = {
    "menu": "nav menu crumb header masthead topbar toolbar sidebar side widget tab",
    "foot": "foot copyright legal privacy cookie consent banner disclaim gdpr",
    "social": "share social follow tools action button btn like vote rating print",
    "related": "relat recommend popular trending more teaser promo sponsor outbrain taboola ad"
    " ads advert newsletter subscri signup most next prev pagination pager tag tags"
    " card carousel",
    "comment": "comment disqus reply replies respond",
    "origin": "author byline meta date time posted published info credit source user avatar bio",
    "caption": "caption figure image img photo media gallery video thumb",
}
_POSITIVE = {
    "body": "article content entry post story body text main blog news detail rich message msg",
    "title": "title headline subject heading",
}
_CUES = tuple((_NEGATIVE | _POSITIVE).values())
_TAGS = (
    frozenset({"nav", "menu"}),
    frozenset({"header"}),
    frozenset({"footer"}),
    frozenset({"aside"}),
    frozenset({"form", "button", "label", "select", "option", "fieldset", "input"}),
    frozenset({"main", "article"}),
    frozenset({"li", "ul", "ol", "dl", "dd", "dt"}),
    frozenset({"table", "td", "th", "tr"}),
    frozenset({"p"}),
    frozenset({"h1"}),
    frozenset({"h2", "h3", "h4", "h5", "h6"}),
    frozenset({"blockquote", "pre", "code"}),
    frozenset({"figure", "figcaption", "picture"}),
    frozenset({"section"}),
    frozenset({"time", "address", "small"}),
)
_KINDS = by_tag({tag: 1 << bit for bit, tags in enumerate(_TAGS) for tag in tags})
# The names of the element itself are the first of its class names.
_OWN_NAMES = 2
CONTAINERS = 8
CUE_ROWS = slice(1 + len(_TAGS), 1 + len(_TAGS) + 2 * len(_CUES))
ROWS = CUE_ROWS.stop + CONTAINERS
_find_cues = native.kernel(
    "find_cues", native.NOTHING, native.BYTES, *[native.COUNT] * 2, *[native.ARRAY] * 2,
    *[native.COUNT] * 2, native.ARRAY,
)  # fmt: skip
_measure = native.kernel(
    "measure_surroundings", native.NOTHING, *[native.ARRAY] * 6, native.COUNT, native.NUMBER,
    *[native.ARRAY] * 3, native.COUNT, *[native.ARRAY, native.COUNT] * 2, *[native.ARRAY] * 2,
    native.COUNT, native.ARRAY,
)  # fmt: skip


def measure(
    lines: Lines, words: NDArray[np.float64], ends: NDArray[np.bool_], least_words: float
) -> NDArray[np.float32]:
    """Measure the markup of the lines: one row a measure.

    Lines that end a sentence (``ends``) and have ``least_words`` words are running text.
    """
    count = len(lines)
    if not lines.marked_up:
        return np.zeros((ROWS, count), np.float32)
    paths = lines.tag_paths
    slots = 1 << len(paths.first).bit_length()
    found = np.empty((ROWS, count), np.float32)
    _measure(
        lines.path_numbers,
        lines.css_numbers,
        lines.markup_numbers,
        words,
        ends,
        lines.link_density,
        count,
        least_words,
        paths.first,
        paths.tags,
        paths.prefixes,
        len(paths.first) - 1,
        _KINDS,
        len(_TAGS),
        _cues([*dict.fromkeys(lines.css)]),
        2 * len(_CUES),
        np.empty(3 * count),
        np.empty(slots + len(paths.first), np.intp),
        slots - 1,
        found,
    )
    return found


def _cues(names: Sequence[str]) -> NDArray[np.int64]:
    """Give the cues of class names as bits: of all names, then of the element's own."""
    text = joined(names)
    found = np.empty(len(names), np.int64)
    _find_cues(text, len(text), len(names), _NEXT, _ENDING, _OWN_NAMES, len(_CUES), found)
    return found


def _tree_of_letters() -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    """Put the beginnings of all cues into one tree: the letters that go on, the cues that end."""
    following: list[dict[str, int]] = [{}]
    ending = [0]
    for bit, beginnings in enumerate(_CUES):
        for beginning in beginnings.split():
            node = 0
            for letter in beginning:
                if letter not in following[node]:
                    following[node][letter] = len(following)
                    following.append({})
                    ending.append(0)
                node = following[node][letter]
            ending[node] |= 1 << bit
    table = [[node.get(letter, 0) for letter in ascii_lowercase] for node in following]
    return np.array(table, np.int16), np.array(ending, np.int64)


_NEXT, _ENDING = _tree_of_letters()
