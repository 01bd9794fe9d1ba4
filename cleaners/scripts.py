"""Scripts: which one a character, and most of a text, is written in."""

from __future__ import annotations

from collections import Counter

import numpy as np
import regex

from cleaners import text_lines

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

# From so many characters on, counting numbers is faster.
_LONG = 200
_CODES = (COMMON, *NAMES.values())
# One more than the place of each character's script in ``_CODES``; 0: not met yet.
_NUMBERS = np.zeros(0x110000, np.uint8)


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


def script_counts(text: str) -> Counter[str]:
    """Count the letters of each script in a text."""
    if text.isascii():
        letters = sum(map(str.isalpha, text))
        return Counter({"Latn": letters} if letters else {})
    if len(text) < _LONG:
        counts = Counter(map(_SCRIPTS.__getitem__, text))
        del counts[COMMON]
        return counts
    codes = text_lines.code_points(text)
    numbers = _NUMBERS.take(codes)
    if not numbers.all():
        for char in set(text):
            _NUMBERS[ord(char)] = _CODES.index(script_of(char)) + 1
        numbers = _NUMBERS.take(codes)
    found = np.bincount(numbers, minlength=2).tolist()
    return Counter({_CODES[i - 1]: n for i, n in enumerate(found) if n and i > 1})


def script(text: str) -> str:
    """Give the script that most of a text is written in, East Asian characters counting for more.

    Japanese (``Jpan``) is told by its kana, Korean (``Kore``) by its hangul.

    >>> script("TSMC、高雄工場で再生水を使う"), script("From 世界 to us"), script("5")
    ('Jpan', 'Latn', 'Zyyy')
    """
    return main_script(script_counts(text))


def main_script(counts: Counter[str]) -> str:
    """Give the main script of counted letters."""
    east_asian = {code: counts[code] * weight for code, weight in DENSE.items()}
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
    kana = counts["Hira"] + counts["Kana"]
    return "Jpan" if kana * 12 >= kana + counts["Hani"] else "Hani"
