"""Full-width and half-width forms: one width for letters and digits in a document."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import regex

from cleaners.patterns import tightened
from cleaners.records import Edit

STEP = "typography"
FULL_WIDTH = regex.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
ANY_WIDTH = regex.compile(r"[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ]+")
HALF_WIDTH_KANA = regex.compile("[\uff66-\uff9f]+")
# In Latin text the full-width signs are damage as well.
FULL_WIDTH_SIGNS = regex.compile(r"[！-～]+")
FULL_WIDTH_SIGN = re.compile(r"[！-～]")
# Signs that Chinese writes full-width between characters, and how.
CHINESE_SIGNS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
HALF_SIGN = regex.compile(r"(?<=[\p{Han}」』）》”])[,;:?!](?=[\p{Han}「『（《“\n]|$)")
EAST_ASIAN = ("zh", "ja", "ko")


def unify(text: str, spans: Sequence[tuple[int, int]], language: str) -> list[Edit]:
    """Find letters, digits and signs in the width that the rest of the document does not use.

    Numbers in both widths become half-width; so does full-width text among Latin letters.

    >>> [(edit.before, edit.after) for edit in unify("８6億と4万、１8か月", [(0, 12)], "ja")]
    [('８', '8'), ('１', '1')]
    """
    if not language.startswith(EAST_ASIAN):
        if text.isascii() or not FULL_WIDTH_SIGN.search(text):
            return []
        return [
            edit
            for start, end in spans
            for match in FULL_WIDTH_SIGNS.finditer(text, start, end)
            if any(char.isalnum() for char in match[0])
            if (edit := _narrowed(match))
        ]
    edits = _one_width(text, spans)
    if language.startswith("ja"):
        for start, end in spans:
            for match in HALF_WIDTH_KANA.finditer(text, start, end):
                edit = tightened(STEP, "half-width-kana", match.start(), match[0], _folded(match))
                edits += [edit] if edit else []
    if language.startswith("zh"):
        edits += _chinese_signs(text, spans)
    return edits


def _folded(match: regex.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _narrowed(match: regex.Match[str]) -> Edit | None:
    return tightened(STEP, "full-width", match.start(), match[0], _folded(match))


def _one_width(text: str, spans: Sequence[tuple[int, int]]) -> list[Edit]:
    """Narrow full-width runs where they are mixed or the document mostly writes half-width."""
    runs = [match for start, end in spans for match in ANY_WIDTH.finditer(text, start, end)]
    total = Counter(_kind(match) for match in runs)
    full = [match for match in runs if FULL_WIDTH.search(match[0])]
    wide = Counter(_kind(match) for match in full)
    edits = []
    for match in full:
        mixed = not FULL_WIDTH.fullmatch(match[0])
        mostly_narrow = wide[_kind(match)] * 2 < total[_kind(match)]
        if (mixed or mostly_narrow) and (edit := _narrowed(match)):
            edits.append(edit)
    return edits


def _kind(match: regex.Match[str]) -> str:
    """Say whether a run is of digits or of letters."""
    return "digits" if match[0][0].isdigit() else "letters"


def _chinese_signs(text: str, spans: Sequence[tuple[int, int]]) -> list[Edit]:
    """Widen signs between Chinese characters where the document mostly writes them wide."""
    narrow = [match for start, end in spans for match in HALF_SIGN.finditer(text, start, end)]
    wide = sum(text.count(sign, start, end) for start, end in spans for sign in "，；：？！")
    if len(narrow) * 2 >= wide:
        return []
    rule = "chinese-full-width-sign"
    return [
        Edit(STEP, rule, match.start(), match.end(), match[0], CHINESE_SIGNS[match[0]])
        for match in narrow
    ]
