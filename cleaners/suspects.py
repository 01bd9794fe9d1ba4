"""Which kinds of damage a text can hold at all, told by one look at all its characters.

Most pages hold none. A table gives each character the kinds of damage that it may be a part of, and
numpy reads the whole text by it, in some 40 microseconds for a page of 15,000 characters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from ftfy.badness import MOJIBAKE_CATEGORIES
from numpy.typing import NDArray

# Charsets in which UTF-8 is misread, the commonest first; the sloppy ones also hold the bytes that
# the standards leave out.
MISREADINGS = (
    *("sloppy-windows-1252", "latin-1", "sloppy-windows-1251", "sloppy-windows-1250", "macroman"),
    *("sloppy-windows-1254", "sloppy-windows-1253", "sloppy-windows-1257", "iso-8859-2", "cp437"),
)
# Whatever the rules for what nobody sees may change.
UNSEEN = (
    r"\x00-\x08\x0B-\x1F\x7F\xAD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF"
    r"\uFFF9-\uFFFC\uFFFE\uFFFF\uD800-\uDFFF\U000E0000-\U000E007F"
)
# What joins the letter before it where the two are one character in Unicode's composed form.
LOOSE_MARKS = r"\u0300-\u036F\u3099\u309A\u1161-\u1175"
# ftfy takes a text for mojibake by pairs of characters beyond ASCII; these are odd alone.
ODD_ALONE = "".join(map(chr, range(0x80, 0xA0))) + "ŒœÂÃ"
# Categories of ftfy whose characters are odd beside few others; letters of Greek and Russian are
# part of its pairs, but never both.
_COMMON = ("common", "upper_common", "lower_common")
# Literal characters of ftfy's pattern that are in none of its categories.
_ODD_BESIDE = "×°²³à√≈‚âóвЂβ€āØÙÎÐ–—´žŸšŠ"
_UNSEEN, _LOOSE, _FIRST, _NEXT, _ODD, _ALONE, _BEYOND = (1 << bit for bit in range(7))


class Suspects(NamedTuple):
    """What a text may hold: entities, unseen characters, loose marks, text that was misread."""

    entities: bool
    unseen: bool
    marks: bool
    misread: bool


def bytes_of(first: int, last: int) -> str:
    """Give every character that some charset reads a byte of a range as, escaped for a pattern."""
    found = set()
    for codec in MISREADINGS:
        for byte in range(first, last + 1):
            found.add(bytes([byte]).decode(codec, "ignore"))
    return "".join(sorted(re.escape(char) for char in found - {""}))


def odd_pairs() -> re.Pattern[str]:
    """Give the pattern without a match of which ftfy takes no text for mojibake."""
    odd = f"[{_odd()}]"
    return re.compile(rf"{odd}[^\x00-\x7f]|[^\x00-\x7f]{odd}|[{ODD_ALONE}]")


def _odd() -> str:
    categories = "".join(
        chars for name, chars in MOJIBAKE_CATEGORIES.items() if name not in _COMMON
    )
    return categories + _ODD_BESIDE


@cache
def _table() -> NDArray[np.uint8]:
    """Give each code point the bits of the kinds of damage that it may be a part of."""
    table = np.zeros(0x110000, np.uint8)
    table[0x80:] = _BEYOND
    known = [*range(0x10000), *range(0xE0000, 0xE0080)]
    every, codes = "".join(map(chr, known)), np.array(known)
    for bit, characters in (
        (_UNSEEN, UNSEEN),
        (_LOOSE, LOOSE_MARKS),
        (_FIRST, bytes_of(0xC2, 0xF4)),
        (_NEXT, bytes_of(0x80, 0xBF)),
        (_ODD, _odd()),
        (_ALONE, ODD_ALONE),
    ):
        for match in re.finditer(f"[{characters}]+", every):
            table[codes[match.start() : match.end()]] |= bit
    return table


@lru_cache(maxsize=4)
def look(text: str) -> Suspects:
    """Say what a text may hold; what it says is not there is not there.

    >>> look("Le thé à Paris, 10 &amp;euro;")
    Suspects(entities=True, unseen=False, marks=False, misread=False)
    >>> look("lâ€™Ã©tÃ©").misread, look("Deep\u00adSeek").unseen
    (True, True)
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    bits = _table().take(codes)
    seen = int(np.bitwise_or.reduce(bits)) if len(bits) else 0
    misread = bool(seen & _ALONE)
    # Whatever misread text consists of stands in pairs beyond ASCII.
    if not misread and seen & (_ODD | _FIRST):
        places = np.flatnonzero(bits & _BEYOND)
        paired = np.flatnonzero(np.diff(places) == 1)
        before, after = bits.take(places.take(paired)), bits.take(places.take(paired + 1))
        misread = bool(np.any((before | after) & _ODD))
        misread = misread or bool(np.any((before << 1) & after & _NEXT))
    return Suspects("&" in text, bool(seen & _UNSEEN), bool(seen & _LOOSE), misread)
