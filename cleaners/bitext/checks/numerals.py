"""The quantities that a text names, as values: digits, number words, dates, in many languages."""

from __future__ import annotations

from functools import lru_cache

from cleaners.bitext.checks.dates import EAST_ASIAN, dates
from cleaners.bitext.checks.han_numerals import east_asian
from cleaners.bitext.checks.number_runs import in_words
from cleaners.bitext.checks.quantity import Quantity, folded
from cleaners.bitext.checks.tables import base


@lru_cache(maxsize=4096)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Give the quantities of a text, in order.

    >>> [q.value for q in quantities("約24億元，四成是3月支出", "zh-Hant")]
    [2400000000.0, 40.0, 3.0]
    >>> [q.value for q in quantities("1,5 million et dix-huit mois", "fr")]
    [1500000.0, 18.0]
    """
    language = base(language)
    plain = folded(text)
    found = list(dates(plain, language))
    for quantity in found:
        blank = "\0" * (quantity.end - quantity.start)
        plain = plain[: quantity.start] + blank + plain[quantity.end :]
    read = east_asian if language in EAST_ASIAN else in_words
    return tuple(sorted([*found, *read(plain, language)], key=lambda quantity: quantity.start))
