"""What the tags and class names around a line say, and what else those elements hold.

All zero for flattened text, which has neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.characters import Indices
from cleaners.boilerplate.lines import Lines, numbered

_NEGATIVE = {
    "menu": r"nav|menu|crumb|header|masthead|topbar|toolbar|sidebar|side|widget|tab",
    "foot": r"foot|copyright|legal|privacy|cookie|consent|banner|disclaim|gdpr",
    "social": r"share|social|follow|tools|action|button|btn|like|vote|rating|print",
    "related": r"relat|recommend|popular|trending|more|teaser|promo|sponsor|outbrain|taboola|ad|ads"
    r"|advert|newsletter|subscri|signup|most|next|prev|pagination|pager|tag|tags|card|carousel",
    "comment": r"comment|disqus|reply|replies|respond",
    "origin": r"author|byline|meta|date|time|posted|published|info|credit|source|user|avatar|bio",
    "caption": r"caption|figure|image|img|photo|media|gallery|video|thumb",
}
_POSITIVE = {
    "body": r"article|content|entry|post|story|body|text|main|blog|news|detail|rich|message|msg",
    "title": r"title|headline|subject|heading",
}
_CUES = tuple(
    re.compile(rf"(?<![a-z])(?:{pattern})") for pattern in (_NEGATIVE | _POSITIVE).values()
)
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
_TAG_BITS = {tag: 1 << bit for bit, tags in enumerate(_TAGS) for tag in tags}
# The names of the element itself are the first of its class names.
_OWN_NAMES = 2
CONTAINERS = 8
_LEVELS_UP = 3
_MOST_SIBLINGS = 5.0
_TAG_ROWS = slice(1, 1 + len(_TAGS))
CUE_ROWS = slice(_TAG_ROWS.stop, _TAG_ROWS.stop + 2 * len(_CUES))
ROWS = CUE_ROWS.stop + CONTAINERS


def measure(
    lines: Lines, words: NDArray[np.float64], ends: NDArray[np.bool_], least_words: float
) -> NDArray[np.float32]:
    """Measure the markup of the lines: one row a measure.

    Lines that end a sentence (``ends``) and have ``least_words`` words are running text.
    """
    found = np.zeros((ROWS, len(lines)), np.float32)
    if not lines.marked_up:
        return found
    paths, path_of = [*dict.fromkeys(lines.paths)], lines.path_numbers
    names, names_of = [*dict.fromkeys(lines.css)], lines.css_numbers
    found[0] = lines.link_density
    found[_TAG_ROWS] = _bits([_tags(path) for path in paths], len(_TAGS)).take(path_of, axis=1)
    found[CUE_ROWS] = _bits([_cues(css) for css in names], 2 * len(_CUES)).take(names_of, axis=1)
    good = words * ends * (1 - lines.link_density)
    good[words < least_words] = 0
    found[-CONTAINERS:] = _containers(paths, path_of, lines.markup_numbers, words, good)
    return found


def _bits(numbers: Sequence[int], count: int) -> NDArray[np.bool_]:
    """Spread the bits of numbers: one row a bit."""
    return (np.array(numbers, np.int64) >> np.arange(count)[:, None]) & 1 > 0


@lru_cache(maxsize=16384)
def _tags(path: str) -> int:
    bits = 0
    for tag in path.split("/"):
        bits |= _TAG_BITS.get(tag, 0)
    return bits


@lru_cache(maxsize=16384)
def _cues(css: str) -> int:
    """Give the cues of class names as bits: of all names, then of the element's own."""
    every = own = 0
    for index, name in enumerate(css.split(" ")):
        bits = _name_cues(name)
        every |= bits
        if index < _OWN_NAMES:
            own |= bits
    return every | own << len(_CUES)


@lru_cache(maxsize=16384)
def _name_cues(name: str) -> int:
    return sum(1 << bit for bit, cue in enumerate(_CUES) if cue.search(name))


def _containers(
    paths: Sequence[str],
    path_of: Indices,
    both: Indices,
    words: NDArray[np.float64],
    good: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Measure the elements around each line: how much of the page's running text they hold."""
    total = max(float(good.sum()), 1.0)
    rows = [np.bincount(both, good).take(both) / total]
    rows.append(np.bincount(path_of, good).take(path_of) / total)
    above = list(paths)
    for _ in range(_LEVELS_UP):
        above = [path.rpartition("/")[0] for path in above]
        held = numbered(above).take(path_of)
        rows.append(np.bincount(held, good).take(held) / total)
    siblings = np.bincount(both).take(both)
    rows.append(np.minimum(np.log1p(siblings), _MOST_SIBLINGS))
    rows.append(np.array([path.count("/") for path in paths]).take(path_of))
    rows.append(np.log1p(np.bincount(path_of, words).take(path_of) / siblings))
    return np.array(rows)
