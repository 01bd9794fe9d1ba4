"""The characters of a page's lines as arrays: their code points, their classes, their lines.

Everything that is counted of characters is counted for all lines at once. A character has one
class; the table of classes is filled, 256 code points at a time, as pages need them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
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
_IDEOGRAPH_RANGES = tuple(
    (ord(IDEOGRAPHS[i]), ord(IDEOGRAPHS[i + 2])) for i in range(0, len(IDEOGRAPHS), 3)
)
TABLE_PAGE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Characters:
    """The lines of a page, each cut to ``MEASURED`` characters, one under the other.

    ``text`` begins with a line feed and has one after each line, so that every character of a line
    has one before and one after it. ``codes``, ``classes`` and ``line`` (the number of its line)
    run over ``text``; ``starts`` and ``ends`` are the spans of the lines in it; ``lengths`` are
    those of the whole lines; ``counts`` (classes x lines) counts the characters of each class.
    """

    text: str
    codes: Codes
    classes: Classes
    line: Indices
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
    lengths = np.fromiter(map(len, texts), np.int64, lines)
    if lines and lengths.max() > MEASURED:
        texts = [text[:MEASURED] for text in texts]
    text = "\n".join(("", *texts, ""))
    taken = np.minimum(lengths, MEASURED)
    after = np.cumsum(taken + 1) + 1
    codes = code_points(text)
    classes = classified(codes)
    line = np.empty(len(codes), np.intp)
    line[0] = 0
    line[1:] = np.repeat(np.arange(lines), taken + 1)
    counts = np.bincount(line[1:] * CLASSES + classes[1:], minlength=lines * CLASSES)
    return Characters(
        text,
        codes,
        classes,
        line,
        after - taken - 1,
        after - 1,
        lengths,
        np.ascontiguousarray(counts.reshape(lines, CLASSES).T),
    )


def code_points(text: str) -> Codes:
    """Give the code points of a text.

    >>> code_points("a台").tolist()
    [97, 21488]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def classified(codes: Codes) -> Classes:
    """Give the class of each code point."""
    table = _table()
    classes = table.take(codes)
    if classes.size and not classes.min():
        for page in np.unique(codes[classes == _UNKNOWN] // TABLE_PAGE).tolist():
            first = page * TABLE_PAGE
            table[first : first + TABLE_PAGE] = [
                _class(chr(code)) for code in range(first, first + TABLE_PAGE)
            ]
        classes = table.take(codes)
    return classes


@lru_cache(maxsize=1)
def _table() -> Classes:
    return np.zeros(0x110000, np.uint8)


def is_ideograph(code: int) -> bool:
    """Tell whether a code point is one of ``IDEOGRAPHS``."""
    return any(first <= code <= last for first, last in _IDEOGRAPH_RANGES)


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
