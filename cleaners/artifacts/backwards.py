"""Spell names back from the script that they were borrowed into.

A machine that meets a Western name in Japanese, Korean or Russian may spell it as it sounds there:
マスク → ``Masuku``, 머스크 → ``Meoseukeu``, Пауэлл → ``Pauell``.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache

from cleaners.rules import BUILT_IN

_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "s": "サシスセソ",
    "t": "タチツテト",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
    "g": "ガギグゲゴ",
    "z": "ザジズゼゾ",
    "d": "ダヂヅデド",
    "b": "バビブベボ",
    "p": "パピプペポ",
}
_SYLLABLES = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
} | dict(
    zip(
        "シチツフジヂヅヤユヨワヲンヴ",
        ("shi", "chi", "tsu", "fu", "ji", "ji", "zu", "ya", "yu", "yo", "wa", "o", "n", "vu"),
        strict=True,
    )
)
KANA = frozenset(chr(code) for code in range(0x3041, 0x3100))
_SMALL = dict(zip("ァィゥェォャュョ", ("a", "i", "u", "e", "o", "ya", "yu", "yo"), strict=True))
_FIRST_HANGUL, _LAST_HANGUL = 0xAC00, 0xD7A3


@cache
def _parts(script: str, part: str) -> Sequence[str]:
    """Read one list of the table; ``-`` stands for nothing."""
    table = tomllib.loads((BUILT_IN / "romanisation" / "backwards.toml").read_text("utf-8"))
    return tuple(text.replace("-", "") for text in table[script][part].split())


@cache
def _cyrillic() -> dict[str, str]:
    return dict(zip(_parts("cyrillic", "letters"), _parts("cyrillic", "latin"), strict=True))


def romaji(text: str) -> str:
    """Write katakana (or hiragana) in Hepburn letters, long vowels not marked.

    >>> romaji("イーロン・マスク"), romaji("ジェンスン・フアン"), romaji("ザッカーバーグ")
    ('iron masuku', 'jensun fuan', 'zakkabagu')
    """
    letters = ""
    doubled = False
    for character in text:
        kana = chr(ord(character) + 0x60) if "ぁ" <= character <= "ゖ" else character
        if kana == "ッ":
            doubled = True
            continue
        if kana in _SMALL and letters:
            small = _SMALL[kana]
            soft = letters.endswith(("shi", "chi", "ji"))
            letters = letters[:-1] + (small.removeprefix("y") if soft else small)
            continue
        sound = _SYLLABLES.get(kana, " " if kana in "・＝= " else "")
        letters += sound[:1] * doubled + sound
        doubled = False
    return letters


def revised(text: str) -> str:
    """Write hangul in Revised Romanisation, syllable by syllable.

    >>> revised("머스크"), revised("일론 머스크")
    ('meoseukeu', 'illon meoseukeu')
    """
    letters = ""
    for character in unicodedata.normalize("NFC", text):
        if not _FIRST_HANGUL <= ord(character) <= _LAST_HANGUL:
            letters += " " if character == " " else ""
            continue
        number = ord(character) - _FIRST_HANGUL
        initial = _parts("hangul", "initials")[number // 588]
        if letters.endswith("l") and initial == "r":
            initial = "l"
        vowel = _parts("hangul", "vowels")[number % 588 // 28]
        letters += initial + vowel + _parts("hangul", "finals")[number % 28]
    return letters


def from_cyrillic(text: str) -> str:
    """Write Russian or Ukrainian letters as passports and machines do.

    >>> from_cyrillic("Джером Пауэлл"), from_cyrillic("Дженсен Хуанг")
    ('dzherom pauell', 'dzhensen khuang')
    """
    table = _cyrillic()
    return "".join(table.get(character, character) for character in text.lower())
