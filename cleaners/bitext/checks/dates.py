"""Months and weekdays as they are called in many languages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from cleaners.bitext.checks.han_numerals import han_value
from cleaners.bitext.checks.quantity import Kind, Quantity
from cleaners.bitext.checks.tables import calendar

EAST_ASIAN = frozenset({"zh", "ja", "ko"})
HAN_MONTH = regex.compile(r"(?<![\d個个か])(\d{1,2}|十[一二]?|[一二三四五六七八九])\s?[月월](?!間)")
HAN_WEEKDAY = regex.compile(r"(?:[周週]|星期|礼拜|禮拜)([一二三四五六日天])|([月火水木金土日])曜")
VIETNAMESE_MONTH = regex.compile(
    r"tháng (\d{1,2}|giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười một|mười hai|mười|chạp)\b(?! tháng)",
    regex.IGNORECASE,
)
VIETNAMESE_MONTHS = {
    "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip


def dates(text: str, language: str) -> Iterator[Quantity]:
    """Give the months (1-12) and weekdays (1 is Monday) of a text.

    >>> [(q.kind, q.value) for q in dates("3月5日星期二", "zh")]
    [('month', 3.0), ('weekday', 2.0)]
    """
    if language in EAST_ASIAN:
        yield from _east_asian(text)
    if language == "vi":
        yield from _vietnamese_months(text)
    names = calendar(language)
    pattern = _pattern(language) if language not in ("zh", "ja") else None
    for match in pattern.finditer(text) if pattern else ():
        kind, number = names[match.group().lower()]
        dated: Kind = "month" if kind == "month" else "weekday"
        yield Quantity(float(number), match.start(), match.end(), dated)


def _east_asian(text: str) -> Iterator[Quantity]:
    for match in HAN_MONTH.finditer(text):
        value = float(match[1]) if match[1].isdigit() else han_value(match[1])
        if value <= 12:
            yield Quantity(value, match.start(), match.end(), "month")
    for match in HAN_WEEKDAY.finditer(text):
        week = "一二三四五六日" if match[1] else "月火水木金土日"
        day = week.index((match[1] or match[2]).replace("天", "日"))
        yield Quantity(day + 1.0, match.start(), match.end(), "weekday")


def _vietnamese_months(text: str) -> Iterator[Quantity]:
    for match in VIETNAMESE_MONTH.finditer(text):
        word = match[1].lower()
        value = int(word) if word.isdigit() else VIETNAMESE_MONTHS[word]
        if 0 < value <= 12:
            yield Quantity(float(value), match.start(), match.end(), "month")


@cache
def _pattern(language: str) -> regex.Pattern[str] | None:
    names = [
        name
        for name in calendar(language)
        if not name.startswith("tháng") and not name[0].isdigit()
    ]
    if not names:
        return None
    body = "|".join(sorted(map(regex.escape, names), key=len, reverse=True))
    # German compounds: Dienstagabend.
    end = r"(?=\b|abend|morgen|nach)" if language == "de" else r"(?!\w)"
    return regex.compile(rf"(?<!\w)(?:{body}){end}", regex.IGNORECASE)
