"""Scripts: which one a character, and most of a text, is written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import regex

from cleaners import native, text_lines

# ISO 15924 codes by Unicode's script names; every other script is told only as not being one of
# these.
NAMES = {
    "Latin": "Latn", "Cyrillic": "Cyrl", "Han": "Hani", "Hiragana": "Hira", "Katakana": "Kana",
    "Hangul": "Hang", "Arabic": "Arab", "Hebrew": "Hebr", "Greek": "Grek", "Devanagari": "Deva",
    "Thai": "Thai", "Bengali": "Beng", "Tamil": "Taml", "Telugu": "Telu", "Kannada": "Knda",
    "Malayalam": "Mlym", "Gujarati": "Gujr", "Gurmukhi": "Guru", "Oriya": "Orya",
    "Sinhala": "Sinh", "Georgian": "Geor", "Armenian": "Armn", "Khmer": "Khmr", "Lao": "Laoo",
    "Myanmar": "Mymr", "Ethiopic": "Ethi", "Tibetan": "Tibt", "Thaana": "Thaa",
    "Cherokee": "Cher", "Mongolian": "Mong", "Syriac": "Syrc",
}  # fmt: skip
COMMON = "Zyyy"
_SCRIPT = regex.compile(
    "|".join(rf"(?P<{code}>\p{{Script={name}}})" for name, code in NAMES.items())
)
# A character of these writes about as much as this many letters of an alphabet.
DENSE = {"Hani": 2.5, "Hira": 2.0, "Kana": 2.0, "Hang": 2.5}

# From so many characters on, the kernel is faster.
_LONG = 100
_CODES = (COMMON, *NAMES.values())
# One more than the place of each character's script in ``_CODES``; 0: not met yet.
_NUMBERS = np.zeros(0x110000, np.uint8)
_count_scripts = native.kernel(
    "count_scripts", native.COUNT, native.ARRAY, native.COUNT, native.ARRAY, native.ARRAY
)
_NO_LETTERS = bytes(code for code in range(0x80) if not chr(code).isalpha())


class _Scripts(dict[str, str]):
    """The script of each character met so far."""

    def __missing__(self, char: str) -> str:
        match = _SCRIPT.match(char) if char.isalpha() or not char.isascii() else None
        script = match.lastgroup if match and match.lastgroup else COMMON
        self[char] = script
        return script


_SCRIPTS = _Scripts()


def script_of(char: str) -> str:
    """Give a character's ISO 15924 script; ``Zyyy`` for digits, signs and rare scripts.

    >>> script_of("д"), script_of("五"), script_of("5")
    ('Cyrl', 'Hani', 'Zyyy')
    """
    return _SCRIPTS[char]


def is_in(text: str, scripts: frozenset[str]) -> bool:
    """Say whether all characters of a text are in some scripts.

    >>> is_in("du 5 мая", frozenset({"Latn", COMMON}))
    False
    """
    return scripts.issuperset(map(_SCRIPTS.__getitem__, text))


def script_counts(text: str) -> dict[str, int]:
    """Count the letters of each script in a text."""
    if text.isascii():
        letters = len(text.encode().translate(None, _NO_LETTERS))
        return {"Latn": letters} if letters else {}
    if len(text) < _LONG:
        counts = Counter(map(_SCRIPTS.__getitem__, text))
        del counts[COMMON]
        return counts
    codes = text_lines.code_points(text)
    found = np.zeros(len(_CODES), np.int64)
    while _count_scripts(codes, len(codes), _NUMBERS, found) >= 0:
        for char in set(text):
            _NUMBERS[ord(char)] = _CODES.index(script_of(char)) + 1
        found[:] = 0
    # The first is that of digits and signs.
    numbers = zip(_CODES[1:], found[1:].tolist(), strict=True)
    return {code: count for code, count in numbers if count}


def script(text: str) -> str:
    """Give the script that most of a text is written in, East Asian characters counting for more.

    Japanese (``Jpan``) is told by its kana, Korean (``Kore``) by its hangul.

    >>> script("TSMC、高雄工場で再生水を使う"), script("From 世界 to us"), script("5")
    ('Jpan', 'Latn', 'Zyyy')
    """
    return main_script(script_counts(text))


def main_script(counts: Mapping[str, int]) -> str:
    """Give the main script of counted letters."""
    if len(counts) == 1 and counts.keys().isdisjoint(DENSE):
        return next(iter(counts))
    east_asian = {code: counts.get(code, 0) * weight for code, weight in DENSE.items()}
    weights: dict[str, float] = {code: float(n) for code, n in counts.items() if code not in DENSE}
    together = sum(east_asian.values())
    if together:
        weights["Hani"] = together
    if not weights:
        return COMMON
    best = max(sorted(weights), key=lambda code: weights[code])
    if best != "Hani":
        return best
    if east_asian["Hang"] * 5 >= together:
        return "Kore"
    # A Chinese sentence may hold one の; Japanese has a kana in every few characters.
    kana = counts.get("Hira", 0) + counts.get("Kana", 0)
    return "Jpan" if kana * 12 >= kana + counts.get("Hani", 0) else "Hani"
