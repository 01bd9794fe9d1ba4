"""The form in which words are compared: one width, one case, each ideograph and number a token.

``tokens`` folds and cuts one text; the tables do the same for the code points of a whole page.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.characters import (
    CODES,
    IDEOGRAPHS,
    is_ideograph,
    unlisted,
)
from cleaners.code_points import Codes

# Marks that Python does not count as letters (Arabic, Indic, Thai) stay inside their word.
_MARKS = "\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0971-\u0dff\u0e31-\u0e4e"
_WORD_CHARACTER = rf"(?:[^\W\d_{IDEOGRAPHS}]|[{_MARKS}])"
_IN_WORD = re.compile(_WORD_CHARACTER)
TOKEN = re.compile(rf"\d+|[{IDEOGRAPHS}]|{_WORD_CHARACTER}+")
# Numbers say nothing about a line's kind; counting them as covered keeps "12 Comments" whole.
NUMBER = "0"

# What part of a token a character is. Digits that may stand inside a word are Indic.
BETWEEN, IN_NUMBER, ALONE, IN_WORD, IN_EITHER = range(1, 6)
# Added where a character folds to several, or joins with its neighbours: such lines are folded.
SPECIAL = 8
# What is composed of two characters is among these; syllables of Hangul are composed by rule.
_COMPOSED = (*range(0x3400), *range(0xF900, 0x12000))
_ASCII = 0x80


def fold(text: str) -> str:
    """Give the form in which texts are compared: one width, one case."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.replace("ё", "е").replace("©", " copyright ")


@lru_cache(maxsize=16384)
def tokens(text: str) -> tuple[str, ...]:
    """Cut a text into folded tokens; each ideograph is one, each number is ``0``.

    >>> tokens("Voir l’original · 12 评论")
    ('voir', 'l', 'original', '0', '评', '论')
    """
    return tuple(NUMBER if t[0].isdigit() else t for t in TOKEN.findall(fold(text)))


@lru_cache(maxsize=1)
def tables() -> tuple[Codes, NDArray[np.uint8]]:
    """Give what each code point folds to, and what part of a token it is.

    A part of 0 is not known yet; those of ASCII are.
    """
    to, part = np.zeros(CODES, np.uint32), np.zeros(CODES, np.uint8)
    for code in range(_ASCII):
        to[code], part[code] = _entry(code)
    return to, part


def learn(codes: Codes) -> None:
    """Fill the tables for some code points.

    >>> learn(np.array([0x10401, 0xDF], np.uint32))
    >>> [table[[0x10401, 0xDF]].tolist() for table in tables()]
    [[66601, 223], [4, 12]]
    """
    to, part = tables()
    for page in unlisted(codes, part):
        place, text = slice(page.start, page.stop), "".join(map(chr, page))
        if _folds_to_itself(text):
            to[place], part[place] = page, [*map(_part, text)]
        else:
            to[place], part[place] = zip(*map(_entry, page), strict=True)


def _folds_to_itself(text: str) -> bool:
    """Tell whether every character of a text folds to itself, whatever stands beside it."""
    joins = any(map(unicodedata.combining, text)) or not _joining().isdisjoint(text)
    return not joins and fold(text) == text


def _entry(code: int) -> tuple[int, int]:
    """Give what one code point folds to and what part of a token that is."""
    character = chr(code)
    form = fold(character)
    parts = [*map(_part, form)]
    if all(part == BETWEEN for part in parts):
        return code, BETWEEN
    if len(form) > 1 or unicodedata.combining(form) or form in _joining():
        return code, SPECIAL + _part(character)
    return ord(form), parts[0]


def _part(character: str) -> int:
    if is_ideograph(ord(character)):
        return ALONE
    inside = _IN_WORD.fullmatch(character)
    if character.isdecimal():
        return IN_EITHER if inside else IN_NUMBER
    return IN_WORD if inside else BETWEEN


@lru_cache(maxsize=1)
def _joining() -> frozenset[str]:
    """Give the characters that join the one before them into one."""
    pairs = (unicodedata.decomposition(chr(code)).split() for code in _COMPOSED)
    listed = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and pair[0][0] != "<"}
    jamo = [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]
    return frozenset(listed | set(map(chr, jamo)))
