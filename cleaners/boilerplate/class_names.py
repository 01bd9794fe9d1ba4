"""What the class names of elements say: the cues they hold, for all of a page at once."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.paths import joined

Bits = NDArray[np.int64]

# What a place on a page is called: names that begin with this, or have a word that does.
PLACES = {
    "menu": "nav menu crumb header masthead topbar toolbar sidebar side widget tab",
    "foot": "foot copyright legal privacy cookie consent banner disclaim gdpr",
    "social": "share social follow tools action button btn like vote rating print",
    "related": "relat recommend popular trending more teaser promo sponsor outbrain taboola ad"
    " ads advert newsletter subscri signup most next prev pagination pager tag tags"
    " card carousel",
    "comment": "comment disqus reply replies respond",
    "origin": "author byline meta date time posted published info credit source user avatar bio",
    "caption": "caption figure image img photo media gallery video thumb",
    "body": "article content entry post story body text main blog news detail rich message msg",
    "title": "title headline subject heading",
}
# Kinds of boilerplate by what their names hold, the more telling before the less.
KINDS = {
    "reader_comment": "comment disqus respond",
    "related_headlines": "relat recommend popular trending teaser most- outbrain",
    "share_bar": "share social follow",
    "cookie_notice": "cookie consent gdpr",
    "newsletter": "newsletter subscri signup",
    "advertisement": "advert sponsor promo",
    "breadcrumb": "crumb",
    "byline": "author byline meta date posted",
    "caption": "caption credit",
    "footer": "foot copyright legal",
    "menu": "nav menu header sidebar widget",
}
# The same, as a whole part of a name.
_WHOLE = {"advertisement": "ad ads"}
# What names of readers' comments begin with.
_COMMENTS = "comment disqus"
# The names of the element itself are the first of its class names.
_OWN_NAMES = 2
_FIRST_KIND = len(PLACES)
COMMENTS = 1 << (_FIRST_KIND + len(KINDS))
"""The bit of names of comments; those of ``PLACES`` are the first, in their order."""
BREADCRUMBS = 1 << (_FIRST_KIND + [*KINDS].index("breadcrumb"))
"""The bit of names that may be of a trail."""
_find_cues = native.kernel(
    "find_cues", native.NOTHING, native.BYTES, *[native.COUNT] * 2, *[native.ARRAY] * 4,
    native.COUNT, native.ARRAY,
)  # fmt: skip


def cues(names: Sequence[str]) -> Bits:
    """Give the cues in the class names of elements as bits: of all names, of the element's own.

    >>> every, own = cues(["entry-title", "x y comment-list"])
    >>> [bool(bits & COMMENTS) for bits in every], [bool(bits & COMMENTS) for bits in own]
    ([False, True], [False, False])
    """
    text = joined(names)
    found = np.empty((2, len(names)), np.int64)
    _find_cues(text, len(text), len(names), *_TREE, _OWN_NAMES, found)
    return found


def kinds(bits: Bits) -> Bits:
    """Give for the cues of each element the number in ``KINDS`` of the most telling, -1 for none.

    >>> numbers = kinds(cues(["top-menu ad", "download"])[0])
    >>> [[*KINDS][number] if number >= 0 else "" for number in numbers]
    ['advertisement', '']
    """
    held = bits >> _FIRST_KIND & (1 << len(KINDS)) - 1
    # Of the lowest bit alone the exponent tells which it is.
    return np.asarray(np.frexp(held & -held)[1], np.int64) - 1


def _tree() -> tuple[NDArray[np.int16], Bits, Bits, Bits]:
    """Put the letters of all cues into one tree, as the kernel wants it."""
    letters = f"{ascii_lowercase}-"
    following: list[dict[str, int]] = [{}]
    ends: list[list[int]] = [[0, 0, 0]]

    def put(words: str, manner: int, bit: int) -> None:
        for word in words.split():
            node = 0
            for letter in word:
                node = following[node].setdefault(letter, len(following))
                if node == len(following):
                    following.append({})
                    ends.append([0, 0, 0])
            ends[node][manner] |= 1 << bit

    anywhere, beginning, whole = range(3)
    for bit, words in enumerate(PLACES.values()):
        put(words, beginning, bit)
    for bit, (name, words) in enumerate(KINDS.items(), _FIRST_KIND):
        put(words, anywhere, bit)
        put(_WHOLE.get(name, ""), whole, bit)
    put(_COMMENTS, beginning, COMMENTS.bit_length() - 1)
    table = [[node.get(letter, 0) for letter in letters] for node in following]
    by_manner = np.ascontiguousarray(np.array(ends, np.int64).T)
    return np.array(table, np.int16), *by_manner


_TREE = _tree()
