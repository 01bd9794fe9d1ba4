"""A text as the kernels for names see it: its characters folded, and what kind each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import regex
from numpy.typing import NDArray

from cleaners import native
from cleaners.artifacts.forms import fold

Codes = NDArray[np.uint32]
Kinds = NDArray[np.uint8]

# Kinds, as in names.h. The first two and the last are said of the folded character.
LETTER, UNSPACED, UPPER, LOWER, WORD, CAPITAL, CHINESE, MARK = (1 << bit for bit in range(8))
_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_CAPITAL = regex.compile("[A-ZÀ-ÖØ-Þ]")
_CHINESE = regex.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_IN_WORD = frozenset("_'’-")
_IDEOGRAPHS, KNOWN = 0x20000, 0x30000
"""Where the supplementary ideographs begin and end; what is beyond is hardly ever met."""
_UNMET = 0xFFFFFFFF
_CHARACTER, _KINDS_AT = 0x1FFFFF, 21

_fold_text = native.kernel(
    "fold_text",
    native.COUNT,
    *(native.BYTES, native.COUNT, native.ARRAY, native.COUNT, native.ARRAY, native.ARRAY),
)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A text and what each of its characters is.

    ``codes`` are the characters in UTF-32, ``plain`` the folded ones; ``has`` are the kinds met.
    """

    text: str
    folded: str
    codes: bytes
    plain: Codes
    kinds: Kinds
    has: int


@lru_cache(maxsize=4)
def read(text: str) -> Reading:
    """Read a text: fold it as ``fold`` does, and say of what kind each character is.

    >>> page = read("L’Électricité Хуэйда 輝達")
    >>> page.folded, bool(page.has & CHINESE)
    ("l'electricite хуэйда 輝達", True)
    """
    codes = text.encode("utf-32-le", "surrogatepass")
    plain, kinds = np.empty(len(text), np.uint32), np.empty(len(text), np.uint8)
    table = _table()
    has = _fold_text(codes, len(text), table, KNOWN, plain, kinds)
    if has < 0:
        for code in map(ord, set(text)):
            if code < KNOWN and table[code] == _UNMET:
                table[code] = _entry(code)
        has = _fold_text(codes, len(text), table, KNOWN, plain, kinds)
    if has < 0:
        has = _read_beyond(text, plain, kinds)
    folded = plain.tobytes().decode("utf-32-le", "surrogatepass")
    return Reading(text, folded, codes, plain, kinds, has)


@lru_cache(maxsize=1)
def _table() -> Codes:
    """Give what each code point folds to and its kinds; filled as they are met."""
    return np.full(KNOWN + 1, _UNMET, dtype=np.uint32)


def _entry(code: int) -> int:
    character = chr(code)
    folded = fold(character)
    kinds = _class(folded)
    kinds |= UPPER * character.isupper() | LOWER * character.islower()
    kinds |= WORD * (character.isalnum() or character in _IN_WORD)
    kinds |= CAPITAL * bool(_CAPITAL.match(character)) | CHINESE * bool(_CHINESE.match(character))
    return ord(folded) | (kinds | MARK * ("\u0300" <= folded <= "\u036f")) << _KINDS_AT


def _class(folded: str) -> int:
    """Tell whether a folded character is part of a word, and of one that needs no border."""
    code = ord(folded)
    if code >= _IDEOGRAPHS:
        return UNSPACED * (code < KNOWN)
    if code > 0xFFFF:
        return 0
    return UNSPACED if is_cjk(folded) else LETTER * folded.isalnum()


@lru_cache(maxsize=4096)
def is_cjk(character: str) -> bool:
    """Tell whether a character is of a script that needs no space between words."""
    return character > "\u10ff" and _CJK.match(character) is not None


def _read_beyond(text: str, plain: Codes, kinds: Kinds) -> int:
    """Read the characters that the table does not go up to."""
    for place in np.flatnonzero(plain == _CHARACTER).tolist():
        entry = _entry(ord(text[place]))
        plain[place], kinds[place] = entry & _CHARACTER, entry >> _KINDS_AT
    return int(np.bitwise_or.reduce(kinds))
