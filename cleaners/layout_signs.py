"""What a character can tell of the layout of the line it stands in, as bits of a number.

The kernel (native/layout.c) looks at all characters of a page and says which lines may need
mending; patterns are tried on those only. It counts on the bits as they are here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import regex

from cleaners import native, text_lines

(
    KNOWN, CLOSES, BEGINS, ENDS, OPENS, GAP, WIDE, BULLET, NUMBER, LETTER, BLANK, LIST_SIGN,
    IN_WORD, UNSPACED, CLOSER, COMMA, LAST, MARK,
) = (1 << bit for bit in range(18))  # fmt: skip
"""Bits of a character. The first of a line may be what closes the line before (``CLOSES``) or what
does not begin a sentence; the last may finish the line or open a bracket. A ``GAP`` is a space of
any width; a ``WIDE`` character may be of a script without spaces, an ``UNSPACED`` one is; ``LAST``
is the last of what no sentence ends with in these scripts. Of a ``MARK`` a line may need more than
its place: a gap, a sign of lists, what Markdown's marks begin with."""
(
    ODD_GAP, SPACES, STARS, UNDERSCORES, LINK, IMAGE, ITEMS, FOLLOWS, AT_LINK, DOUBTFUL, LOOSE,
) = (1 << bit for bit in range(11))  # fmt: skip
"""Bits of a line, each a reason to look closer: the white space before it (``ODD_GAP``) or in it,
marks of Markdown, items of a list on one line. In flattened text a line may ``FOLLOW`` the one
before without an empty one between; then it may be cut off that (``DOUBTFUL``), or may be if the
page was cut at its links (``LOOSE``), of which lines that begin ``AT_LINK`` tell."""
IS_CODE, IS_FLAT, IS_PARAGRAPH = 1, 2, 4
"""Bits that the kernel is told of a line."""

# What a closing mark or an apostrophe's letter at the start of a line begins with.
CLOSING_START = frozenset(",.;:!?%)]»”’'、。，；：！？）」』】》")
OPEN_END = frozenset("([«“‘（「『《【")
# A line is finished by one of these, whatever quotes and brackets close after it.
FINAL = frozenset(".!?…:;。！？；：|>›»·•")
CLOSERS = frozenset("\"'”’»」』）)]")
COMMAS = frozenset(",，、")
# What stands before the items of a list.
BULLETS = "-–•*‣◦▪●·"
LINE_BULLETS = "-–—*•‣◦▪●○■□·+"
# Spaces beyond ASCII.
HARD_SPACES = "\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# Every wide character is in one of these, and few others that pages hold.
MAYBE_WIDE = ((0x2E80, 0xD7FF), (0xF900, 0xFAFF), (0xFE30, 0xFFEF), (0x10000, 0x10FFFF))
_PATTERNS = tuple(
    (bit, regex.compile(pattern))
    for bit, pattern in (
        (BEGINS, r"[\"'“«(\p{Ll}]+"),
        (NUMBER, r"\p{N}+"),
        (LETTER, r"\p{L}+"),
        (BLANK, r"\s+"),
        (IN_WORD, r"[\p{L}\p{M}]+"),
        (UNSPACED, r"[\p{Han}\p{Hiragana}\p{Katakana}]+"),
    )
)
_SETS = (
    (CLOSES, CLOSING_START),
    (ENDS, FINAL),
    (OPENS, OPEN_END),
    (CLOSER, CLOSERS),
    (COMMA, COMMAS),
    (GAP, frozenset(" \t" + HARD_SPACES)),
    (BULLET, frozenset(LINE_BULLETS)),
    (LIST_SIGN, frozenset(BULLETS)),
    (MARK, frozenset(" \t*_]!" + HARD_SPACES + BULLETS)),
)
# So many characters are looked up at once.
_CHUNK = 0x1000

_note_words = native.kernel(
    "note_words", native.NOTHING, native.ARRAY, native.ARRAY, native.COUNT, native.ARRAY
)


class Signs:
    """A table of the bits of each code point, filled where pages ask for it.

    Besides small letters and quotes, what continuations of sentences begin with also ``BEGINS``.
    ``unfinished`` holds the words that no sentence ends with, as the kernel looks for them; like
    the table it says yes a little too often.
    """

    def __init__(
        self, words: Iterable[str] = (), endings: Iterable[str] = (), beginnings: Iterable[str] = ()
    ) -> None:
        """Start with an empty table of characters.

        No sentence ends with one of the ``words``, nor of the ``endings`` in scripts without
        spaces; none begins with one of the ``beginnings``.
        """
        self.table = np.zeros(0x110000, np.uint32)
        self.unfinished = np.zeros(0x10000, np.uint8)
        self._marks = defaultdict[str, int](int)
        begin = (BEGINS, {beginning[0] for beginning in beginnings})
        for bit, members in (*_SETS, begin, (LAST, {ending[-1] for ending in endings})):
            for character in members:
                self._marks[character] |= bit
        listed = [*words]
        sizes = np.array([*map(len, listed)], np.int64)
        _note_words(text_lines.code_points("".join(listed)), sizes, len(listed), self.unfinished)

    def fill(self, code: int) -> None:
        """Fill the table around a code point."""
        first = code - code % _CHUNK
        near = "".join(map(chr, range(first, first + _CHUNK)))
        bits = self.table[first : first + _CHUNK]
        bits[:] = KNOWN
        for bit, pattern in _PATTERNS:
            for run in pattern.finditer(near):
                bits[run.start() : run.end()] |= bit
        for start, end in MAYBE_WIDE:
            bits[max(start - first, 0) : max(end + 1 - first, 0)] |= WIDE
        for character in self._marks.keys() & near:
            bits[ord(character) - first] |= self._marks[character]
