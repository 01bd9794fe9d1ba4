"""Why two documents are believed to be translations of each other, in numbers that add up."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from cleaners.bitext.likeness import Likeness
from cleaners.bitext.profiles import Profile
from cleaners.records import Evidence

# What counts for how much, and from where on it counts in favour: after logistic regressions over
# candidate pairs of news and encyclopaedic pages in fourteen languages, evened out by hand so that
# no single reason decides. The neutral value is also that of a document that shows nothing.
DOCUMENT: Final = (5.0, 0.50)
SENTENCES: Final = (12.0, 0.40)
ORDER: Final = (2.5, 0.60)
NUMBERS: Final = (4.0, 0.45)
NAMES: Final = (1.5, 0.0)
LENGTH: Final = (-2.0, 0.25)
# What a site itself says is nearly enough; but links also lead to front pages.
LINKED: Final = 4.0
SAME_SLUG: Final = 3.0
# Translations follow within days; years between make them unlikely.
DAYS: Final = ((3, 0.5), (30, 0.0), (365, -1.0))
FURTHER: Final = -2.5
# A number of one digit meets by chance.
DIGITS_THAT_COUNT: Final = 3


class Weigher:
    """Weighs evidence; knows how common names and lengths are in the collection."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        """Count names, and take the middle length of each language."""
        self._pages_with = Counter(name for one in profiles for name in one.names)
        self._slugs = Counter((one.slug, one.language) for one in profiles)
        lengths: dict[str, list[int]] = {}
        for one in profiles:
            lengths.setdefault(one.language, []).append(one.length)
        self._middle = {key: sorted(of)[len(of) // 2] for key, of in lengths.items()}

    def weigh(self, first: Profile, second: Profile, near: Likeness | None) -> tuple[Evidence, ...]:
        """Give each reason with its weight in logits; together they decide."""
        if near is None:  # not even candidates for the slow model
            near = Likeness(0.0, 0.0, 0.0)
        shared_numbers = _shared(first.numbers, second.numbers, _number_weight)
        shared_names = _shared(first.names, second.names, self._name_weight)
        order = near.order or ORDER[1]
        length = abs(math.log(self._relative_length(first) / self._relative_length(second)))
        found = [
            _evidence("sentences", near.sentences, SENTENCES),
            _evidence("document", near.document, DOCUMENT),
            _evidence("order", order, ORDER),
            _evidence("numbers", NUMBERS[1] if shared_numbers is None else shared_numbers, NUMBERS),
            _evidence("names", shared_names or 0.0, NAMES),
            _evidence("length", length, LENGTH),
        ]
        if are_linked(first, second):
            found.append(Evidence("hreflang", "linked", LINKED))
        if self.same_slug(first, second):
            found.append(Evidence("slug", first.slug, SAME_SLUG))
        if first.day and second.day:
            apart = abs((first.day - second.day).days)
            weight = next((weight for most, weight in DAYS if apart <= most), FURTHER)
            found.append(Evidence("days_apart", str(apart), weight))
        return tuple(found)

    def same_slug(self, first: Profile, second: Profile) -> bool:
        """Tell whether the addresses name the same thing, and no other page of theirs does."""
        return (
            bool(first.slug)
            and first.slug == second.slug
            and self._slugs[first.slug, first.language] == 1
            and self._slugs[second.slug, second.language] == 1
        )

    def _name_weight(self, name: str) -> float:
        return 1 / (1 + math.log(self._pages_with[name]))

    def _relative_length(self, one: Profile) -> float:
        return max(1, one.length) / max(1, self._middle[one.language])


def are_linked(first: Profile, second: Profile) -> bool:
    """Tell whether hreflang or a common canonical address connects two pages."""
    return bool(
        first.addresses & second.alternates
        or second.addresses & first.alternates
        or first.addresses & second.addresses
    )


def total(evidence: Sequence[Evidence]) -> float:
    """Add up the weights: the log odds that the documents belong together."""
    return sum(one.weight for one in evidence)


def chance(log_odds: float) -> float:
    """Turn log odds into a chance, 0-1, rounded to four digits."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 4)


def _evidence(kind: str, value: float, law: tuple[float, float]) -> Evidence:
    slope, neutral = law
    return Evidence(kind, f"{value:.3f}", round(slope * (value - neutral), 3))


def _number_weight(number: str) -> float:
    return 0.1 + min(len(number), DIGITS_THAT_COUNT) / DIGITS_THAT_COUNT


def _shared(
    first: frozenset[str], second: frozenset[str], weight: Callable[[str], float]
) -> float | None:
    """Give the weighted share (0-1) that two sets have in common; ``None`` if one is empty."""
    if not first or not second:
        return None
    common = math.fsum(map(weight, first & second))
    return 2 * common / (math.fsum(map(weight, first)) + math.fsum(map(weight, second)))
