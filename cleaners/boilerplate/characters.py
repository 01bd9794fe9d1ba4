"""The characters of a page's lines as arrays: their code points and their classes.

Everything that is counted of characters is counted for all lines at once. A character has one
class; the table of classes is filled, 256 code points at a time, as pages need them.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.code_points import Codes, code_points

Classes = NDArray[np.uint8]
Indices = NDArray[np.intp]

# Lines past this are measured on their start: enough to know what they are.
MEASURED = 600
# An ideograph or kana is a token of its own and carries about as much as 0.6 words.
IDEOGRAPHS = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Sentence ends of all scripts, closing quotes and brackets may follow them.
FINAL = ".!?…。！？｡؟۔।॥։።"
CLOSERS = "\"'”’»›)]）】」』〉》*_"
_WIDE_FINAL = "。！？"
_COMMAS = ",;:，、；：،؛"
_SEPARATORS = "|｜•·»›>/–—-"

(
    _UNKNOWN, BLANK, SPACE, UPPER, LOWER, LETTER, IDEOGRAPH, DIGIT, NUMERAL, FINAL_NARROW,
    FINAL_WIDE, CLOSER, SEPARATOR_CLOSER, SEPARATOR, COMMA, MARK, SYMBOL, CLASSES,
) = range(18)  # fmt: skip
"""The classes. ``BLANK`` is the plain space, ``SPACE`` any other white space; ``LETTER`` has no
case and is no ideograph; ``NUMERAL`` counts as a word character but is no decimal digit; ``»`` and
``›`` both close and separate; ``MARK`` combines; ``SYMBOL`` is everything else."""

_LISTED = {
    **dict.fromkeys(FINAL, FINAL_NARROW),
    **dict.fromkeys(_WIDE_FINAL, FINAL_WIDE),
    **dict.fromkeys(_SEPARATORS, SEPARATOR),
    **dict.fromkeys(CLOSERS, CLOSER),
    **dict.fromkeys(set(CLOSERS) & set(_SEPARATORS), SEPARATOR_CLOSER),
    **dict.fromkeys(_COMMAS, COMMA),
    " ": BLANK,
}
# Where the ranges of ideographs begin and end, in order: inside, an odd number of them is passed.
_IDEOGRAPH_BORDERS = tuple(
    border
    for i in range(0, len(IDEOGRAPHS), 3)
    for border in (ord(IDEOGRAPHS[i]), ord(IDEOGRAPHS[i + 2]) + 1)
)
_TABLE_PAGE = 256
CODES = 0x110000
_read_lines = native.kernel(
    "read_lines", native.COUNT, *[native.ARRAY] * 2, native.COUNT, *[native.ARRAY] * 5
)


@dataclass(frozen=True, slots=True, eq=False)
class Characters:
    """The lines of a page, each cut to ``MEASURED`` characters, one under the other.

    ``text`` begins with a line feed and has one after each line, so that every character of a line
    has one before and one after it. ``codes`` and ``classes`` run over ``text``; ``starts`` and
    ``ends`` are the spans of the lines in it; ``lengths`` are those of the whole lines; ``counts``
    (classes x lines) counts the characters of each class, the line feed after a line with it.
    """

    text: str
    codes: Codes
    classes: Classes
    starts: Indices
    ends: Indices
    lengths: NDArray[np.int64]
    counts: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.starts)


def read(texts: Sequence[str]) -> Characters:
    r"""Put the lines of a page into arrays.

    >>> characters = read(["«Été 24»", "台北"])
    >>> characters.text, characters.counts[[LOWER, DIGIT, IDEOGRAPH]].tolist()
    ('\n«Été 24»\n台北\n', [[2, 0], [2, 0], [0, 2]])
    """
    lines = len(texts)
    lengths, taken, text = joined(texts)
    codes = code_points(text)
    classes = np.empty(len(codes), np.uint8)
    numbers = np.empty((2 + CLASSES, lines), np.int64)
    starts, ends, counts = numbers[0], numbers[1], numbers[2:]
    table = class_table()
    while not _read_lines(codes, taken, lines, table, classes, starts, ends, counts):
        learn(codes)
    return Characters(text, codes, classes, starts, ends, lengths, counts)


def joined(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], str]:
    r"""Give the lengths of lines, how much of each is read, and the text that is read of all.

    >>> lengths, taken, text = joined(["a" * 700, "b"])
    >>> lengths.tolist(), taken.tolist(), text.count("a")
    ([700, 1], [600, 1], 600)
    """
    sizes = [*map(len, texts)]
    lengths = taken = np.array(sizes, np.int64)
    if sizes and max(sizes) > MEASURED:
        texts = [text[:MEASURED] for text in texts]
        taken = np.minimum(lengths, MEASURED)
    return lengths, taken, "\n".join(("", *texts, ""))


def learn(codes: Codes) -> None:
    """Fill the table of classes for some code points."""
    table = class_table()
    for page in unlisted(codes, table):
        every = [*map(_class, map(chr, page))] if not all_ideographs(page) else IDEOGRAPH
        table[page.start : page.stop] = every


def unlisted(codes: Codes, table: NDArray[np.uint8]) -> Sequence[range]:
    """Give the pages of code points that hold those which a table does not know yet."""
    pages = {*(codes[table.take(codes) == 0] // _TABLE_PAGE).tolist()}
    return [range(page * _TABLE_PAGE, (page + 1) * _TABLE_PAGE) for page in sorted(pages)]


@lru_cache(maxsize=1)
def class_table() -> Classes:
    """Give the class of each code point, 0 where it is not known yet."""
    return np.zeros(CODES, np.uint8)


def is_ideograph(code: int) -> bool:
    """Tell whether a code point is one of ``IDEOGRAPHS``."""
    return bisect_right(_IDEOGRAPH_BORDERS, code) % 2 == 1


def all_ideographs(page: range) -> bool:
    """Tell whether the code points of a page are all ``IDEOGRAPHS``, as most of Chinese are.

    >>> all_ideographs(range(0x4E00, 0x4F00)), all_ideographs(range(0x3000, 0x3100))
    (True, False)
    """
    passed = bisect_right(_IDEOGRAPH_BORDERS, page[0])
    return passed % 2 == 1 and page[-1] < _IDEOGRAPH_BORDERS[passed]


def _class(character: str) -> int:  # noqa: PLR0911 - one line a class
    if character in _LISTED:
        return _LISTED[character]
    if is_ideograph(ord(character)):
        return IDEOGRAPH
    if character.isspace():
        return SPACE
    if character.isalpha():
        if character.isupper():
            return UPPER
        return LOWER if character.islower() or character.istitle() else LETTER
    if character.isdecimal():
        return DIGIT
    if character.isalnum():
        return NUMERAL
    return MARK if unicodedata.category(character)[0] == "M" else SYMBOL
