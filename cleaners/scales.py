"""Amounts whose scale went wrong in translation: 7700億 as "$7700 billion", a French "billion".

Numbers are never changed. What is found is a suggestion whose rule names the reason:

- ``scales/original``: the paired original has the same digits at another scale;
- ``scales/left-over``: a Chinese, Japanese or Korean scale character stands in the number;
- ``scales/false-friend``: beside a currency, a word that means more here than in English;
- ``scales/too-many``: thousands of a scale word where the language would take the next one;
- ``scales/too-much``: more money than there is in the world;
- ``scales/two-values``: the same digits of the same currency at two scales in one document.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import regex

from cleaners.records import Cleaned, Edit, Page
from cleaners.rules import Rules
from cleaners.scale_rules import Language, Scales, read

STEP = "scales"
CONFIDENCE = {
    "original": 0.6,
    "left-over": 0.5,
    "false-friend": 0.4,
    "too-many": 0.4,
    "too-much": 0.4,
    "two-values": 0.3,
}
HUNDRED_MILLION, BILLION = 1e8, 1e9
"""What 億 is, and the word that it is mostly taken for."""
THOUSAND = 1000
FEWEST_DIGITS = 3
"""Fewer significant digits meet by chance in one document."""
SLIPS = (10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e8)
"""By how much a scale slips: 億 for a billion or a million, 万 left out, or another billion."""
LARGE = 1e6
_PART = regex.compile(
    r"(?<![\p{L}\p{N}])(?:10|1|0[.,]1)\s?%|tenth|dixi[eè]me|décim|zehntel|десят", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with a scale word at ``start:end``; ``number`` times ``scale`` is its value."""

    start: int
    end: int
    number: float
    scale: float
    word: str
    currency: str = ""

    @property
    def value(self) -> float:
        """What the text says."""
        return _rounded(self.number * self.scale)


def check(page: Page, rules: Rules, original: Page | None = None) -> Cleaned:
    """Give the page as it is, with its suspicious amounts as suggestions."""
    return Cleaned(page, (), suggest(page, rules, original))


def suggest(page: Page, rules: Rules, original: Page | None = None) -> tuple[Edit, ...]:
    """Give the amounts of a page whose scale is suspicious, each with what it may have to be.

    What the ``original`` has too is right, however odd it looks.

    >>> from cleaners.records import Block
    >>> from cleaners.rules import load
    >>> text = "The fund lost $7700 billion."
    >>> page = Page(text, (Block(0, len(text)),), language="en")
    >>> [(edit.rule, edit.before, edit.after) for edit in suggest(page, load())]
    [('too-many', '7700 billion', '770 billion')]
    """
    scales = read(rules)
    language = scales.language(page.language)
    if language is None or not language.may_have(page.text):
        return ()
    text = page.text
    amounts = list(_amounts(text, language, scales))
    source = scales.values(original.text, original.language) if original else frozenset()
    slips = list(_against(text, amounts, source, language))
    amounts = [one for one in amounts if not any(_near(one.value, value) for value in source)]
    found = [
        *slips,
        *_left_over(text, language, scales),
        *(_alone(text, amount, language, scales) for amount in amounts),
        *_two_values(text, amounts),
    ]
    kept: list[Edit] = []
    for edit in found:
        if edit and all(edit.end <= other.start or edit.start >= other.end for other in kept):
            kept.append(edit)
    return tuple(sorted(kept, key=lambda edit: edit.start))


def _amounts(text: str, language: Language, scales: Scales) -> Iterator[Amount]:
    """Find the numbers that a scale word of the language follows."""
    for match in language.pattern.finditer(text):
        number = language.number(match["number"])
        if number is None:
            continue
        word = match["word"]
        currency = scales.currency(text, match.start(), match.end())
        yield Amount(
            match.start(), match.end(), number, language.words[word.lower()], word, currency
        )


def _alone(text: str, amount: Amount, language: Language, scales: Scales) -> Edit | None:
    """Judge one amount by itself."""
    if not amount.currency:
        return None
    meant = language.strange.get(amount.word.lower())
    if meant is not None:
        return _edit(text, amount, "false-friend", language.written_as(amount.number * meant))
    hundreds = amount.number * HUNDRED_MILLION
    many = amount.number >= THOUSAND and amount.scale >= BILLION and not language.thousands
    if many:
        return _edit(text, amount, "too-many", language.written_as(hundreds))
    most = scales.world.get(amount.currency)
    if most is not None and amount.value > most:
        return _edit(text, amount, "too-much", language.written_as(hundreds))
    return None


def _left_over(text: str, language: Language, scales: Scales) -> Iterator[Edit]:
    """Find scale characters of the source script in numbers."""
    for match in language.left_over.finditer(text):
        number = language.number(match["number"])
        if number is None:
            continue
        scale = math.prod(scales.han[character] for character in match["han"])
        word, before = match["word"], match[0]
        if word and number * language.words[word.lower()] == scale:
            after = before[: match.start("bracket") - match.start()].rstrip()
        else:  # "100 millions (億)" would only explain itself
            after = language.written_as(number * scale) + (match["unit"] or "")
        yield Edit(
            STEP, "left-over", match.start(), match.end(), before, after, CONFIDENCE["left-over"]
        )


def _against(
    text: str, amounts: Sequence[Amount], source: Collection[float], language: Language
) -> Iterator[Edit | None]:
    """Compare the amounts with those of the original: same digits, another scale."""
    there = {amount.value for amount in amounts}
    missing: defaultdict[str, set[float]] = defaultdict(set)
    for value in source:
        if value >= LARGE and not any(_near(value, one) for one in there):
            missing[_digits(value)].add(value)
    for amount in amounts:
        wanted = missing.get(_digits(amount.value), set())
        slipped = {value for value in wanted if _slip(value, amount.value)}
        if len(slipped) == 1 and not any(_near(amount.value, value) for value in source):
            yield _edit(text, amount, "original", language.written_as(slipped.pop()))


def _two_values(text: str, amounts: Sequence[Amount]) -> Iterator[Edit | None]:
    """Find the same digits of one currency at two scales; the rarer is taken for the slip."""
    groups: defaultdict[tuple[str, str], list[Amount]] = defaultdict(list)
    for amount in amounts:
        digits = _digits(amount.value)
        if amount.currency and len(digits) >= FEWEST_DIGITS:
            groups[digits, amount.currency].append(amount)
    for group in groups.values():
        counted = Counter(amount.value for amount in group).most_common()
        if len(counted) != 2 or counted[0][1] == counted[1][1]:
            continue
        (usual, _), (rare, _) = counted
        right = next(one for one in group if one.value == usual)
        for amount in group:
            if amount.value == rare and _slip(usual, rare) and not _is_part(text, amount):
                yield _edit(text, amount, "two-values", text[right.start : right.end])


def _is_part(text: str, amount: Amount) -> bool:
    """Tell whether a tenth or a hundredth of the amount is spoken of nearby."""
    return _PART.search(text, max(0, amount.start - 120), amount.end + 120) is not None


def _edit(text: str, amount: Amount, rule: str, after: str) -> Edit | None:
    before = text[amount.start : amount.end]
    if not after or before == after:
        return None
    return Edit(STEP, rule, amount.start, amount.end, before, after, CONFIDENCE[rule])


def _digits(value: float) -> str:
    """Give the significant digits.

    >>> _digits(7.7e11), _digits(7_700_000)
    ('77', '77')
    """
    return f"{value:.12g}".split("e")[0].replace(".", "").strip("0")


def _slip(one: float, other: float) -> bool:
    ratio = max(one, other) / min(one, other)
    return any(abs(ratio / slip - 1) < 1e-6 for slip in SLIPS)


def _near(one: float, other: float) -> bool:
    """Tell whether two values are the same, one of them perhaps rounded to two digits."""
    return one == other or (abs(one - other) <= 0.05 * max(one, other))


def _rounded(value: float) -> float:
    return float(f"{value:.12g}")
