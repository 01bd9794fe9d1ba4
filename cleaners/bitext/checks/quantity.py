"""A number in a text, and how digits are read: 1,500 and 1.500, 3 000, 1,5."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

import regex

Kind = Literal["digits", "word", "implied", "month", "weekday"]

# Decimal comma; elsewhere the point.
DECIMAL_COMMA = frozenset(
    "fr de es pt it ca nl sv da nb fi et lv lt pl cs sk sl hr sr ru uk bg ro hu el tr id vi".split()  # noqa: SIM905
)
# Groups of thousands are set apart by a plain space.
SPACE_GROUPS = frozenset(
    "fr sv nb fi et lv lt pl cs sk ru uk bg hu es pt ca it de sl hr sr da".split()  # noqa: SIM905
)
SPACES = " \u00a0\u202f\u2009"
DIGIT = {
    code: str(unicodedata.digit(chr(code)))
    for code in range(sys.maxunicode + 1)
    if code > 127 and unicodedata.category(chr(code)) == "Nd"
} | {ord("，"): ",", ord("．"): ".", ord("٫"): ".", ord("٬"): ","}
NUMERAL = regex.compile(r"\d+(?:[.,'’]\d+|[\u00a0\u202f\u2009 ]\d{3}(?!\d))*")
SUFFIX = regex.compile(r"(?:(k|K|tys)|(mn|mln|m|M|Mio)|(bn|B|Mrd|Md|mld))(?![\p{L}\d])")
AFTERNOON = regex.compile(r"\s?p\.?\s?m\b", regex.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A number in a text: its value as written there, and other values it could be read as.

    ``digits``, ``word``, ``month`` and ``weekday`` ask for a counterpart; ``implied`` (one, first,
    half, decade, the 5 of GB500) may have one.
    """

    value: float
    start: int
    end: int
    kind: Kind
    others: frozenset[float] = frozenset()

    @property
    def readings(self) -> frozenset[float]:
        """All values it can be read as."""
        return self.others | {self.value}


def folded(text: str) -> str:
    """Give a text with the digits of all scripts as 0-9, each character in its place.

    >>> folded("٢٠ و५००")
    '20 و500'
    """
    return text.translate(DIGIT)


def readings(token: str, language: str) -> list[Quantity]:
    """Give the numbers that a run of digits and separators stands for; spans are in the run.

    >>> [(q.value, sorted(q.others)) for q in readings("1.600", "id")]
    [(1600.0, [1.6])]
    >>> [q.value for q in readings("12.10.2024", "de")]
    [12.0, 10.0, 2024.0]
    """
    parts = regex.split(r"[^\d]", token)
    marks = regex.findall(r"[^\d]", token)
    grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
    if not marks or (marks[0] in SPACES + "'’" and not token.startswith("0")):
        return [_whole(token, float("".join(parts)))]
    if marks[0] in SPACES:
        return _apart(token)  # a telephone number
    if len(set(marks)) > 1:
        return [_whole(token, float("".join(parts[:-1]) + "." + parts[-1]))]
    if len(marks) > 1:
        indian = len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[1:-1])
        return [_whole(token, float("".join(parts)))] if grouped or indian else _apart(token)
    decimal = float(f"{parts[0]}.{parts[1]}")
    if not grouped or parts[0] == "0":
        return [_whole(token, decimal)]
    by_convention = (marks[0] == ",") == (language in DECIMAL_COMMA)
    first, second = decimal, float("".join(parts))
    if not by_convention:
        first, second = second, first
    return [replace(_whole(token, first), others=frozenset({second}))]


def _whole(token: str, value: float) -> Quantity:
    return Quantity(value, 0, len(token), "digits")


def _apart(token: str) -> list[Quantity]:
    """Give the parts of a date or a version, one number each."""
    return [
        Quantity(float(match.group()), match.start(), match.end(), "digits")
        for match in regex.finditer(r"\d+", token)
    ]


def in_text(text: str, number: Quantity, at: int) -> Quantity:
    """Put a number read from a run of digits at ``at`` into its text, and look around it."""
    start, end = number.start + at, number.end + at
    number = replace(number, start=start, end=end)
    before, after = text[start - 1 : start], text[end : end + 8]
    if (before.isalpha() and before.isascii()) or (before in "-–" and _code_before(text, start)):
        number = replace(number, kind="implied")  # a model's name: GB200, COVID-19
    suffix = SUFFIX.match(after)
    if suffix:
        factor = 1e3 if suffix[1] else 1e6 if suffix[2] else 1e9
        number = replace(number, others=number.others | {rounded(number.value * factor)})
    if (AFTERNOON.match(after) or after[:1] in tuple("点點時时")) and number.value < 12:
        number = replace(number, others=number.others | {number.value + 12})
    return number


def _code_before(text: str, start: int) -> bool:
    return start >= 2 and text[start - 2].isalpha() and text[start - 2].isupper()


def rounded(value: float) -> float:
    """Take away what floating point adds: 1.1 million is 1,100,000."""
    return float(f"{value:.12g}")
