"""Where names of firms stand, and of nothing else: ``shares of …``, ``… GmbH``, ``荷兰公司 …``.

``slots`` tells where a firm's name may stand; here no authority's name stands, so that a name of an
original is known for a brand, which no language translates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import regex

from cleaners.artifacts import slots
from cleaners.artifacts.slots import OF, REACH, alternatives
from cleaners.rules import RuleFileError, Rules, read_toml, refuse_unknown, strings

AFTER = 60
"""Characters after a name in which what only firms have begins and ends."""
_SIDES = ("before", "after")
_SMALL = r"(?!(?:va|cua|tai|tu|dans|pour|avec|para|dengan|dari|della|dello|degli) )"
_ADJECTIVES = {
    **dict.fromkeys(("fr", "es", "pt", "it", "id"), rf"(?: {_SMALL}[\p{{L}}-]{{4,16}})?"),
    "vi": rf"(?: {_SMALL}\p{{L}}{{2,8}}){{0,2}}",
}
"""What may stand between, where adjectives follow: ``la société néerlandaise …``."""
_OPENING, _CLOSING = r"[\"“«„「『]? ?", r" ?[\"”“»」』]?"
_ARTICLE = r"(?:an?|the|une?|l[ea]|el|un[ao]?|uma?|[oa]|il|ein|eine|d(?:er|ie|as)|een|sebuah|một)"


class Firms:
    """Words beside the names of firms, by language, on folded text; trades go with each."""

    def __init__(
        self, words: Mapping[str, Mapping[str, Iterable[str]]], trades: Iterable[str] = ()
    ) -> None:
        """Take the words by side (``before``, ``after``) and language; compiled when asked for."""
        self._trades = tuple(trades)
        self._words = {
            side: {language: tuple(listed) for language, listed in words.get(side, {}).items()}
            for side in _SIDES
        }

    def stands(self, folded: str, start: int, end: int, language: str) -> bool:
        """Tell whether what stands at ``start:end`` of a folded text is called a firm there.

        >>> from cleaners import rules
        >>> firms = read(rules.load())
        >>> firms.stands("shares of stone tulip rose", 10, 21, "en")
        True
        >>> firms.stands("the flower stone tulip blooms", 11, 22, "en")
        False
        """
        following = _following(self._words["after"].get(language, ()), self._called(language))
        led = self.leads(folded, start, language)
        return led or following.match(folded, end, end + AFTER) is not None

    def leads(self, folded: str, start: int, language: str) -> bool:
        """Tell whether a word that only leads to a firm's name ends right before an offset."""
        leading = _leading(self._called(language), _ADJECTIVES.get(language, ""))
        return leading.search(folded, max(0, start - REACH), start) is not None

    def _called(self, language: str) -> tuple[str, ...]:
        return (*self._words["before"].get(language, ()), *self._trades)


@lru_cache(maxsize=8)
def read(rules: Rules) -> Firms:
    """Read the words of all layers, and the trades.

    Raises ``RuleFileError`` for an unknown table or a list that is none.
    """
    found: dict[str, defaultdict[str, set[str]]] = {side: defaultdict(set) for side in _SIDES}
    for file in rules.files("firms"):
        content = read_toml(file)
        refuse_unknown(file, "", content, _SIDES)
        for side, table in content.items():
            if not isinstance(table, dict):
                raise RuleFileError(file, side, "must be a table of languages")
            for language in table:
                found[side][language].update(strings(file, side, table, language))
    return Firms(found, slots.read(rules).trades)


@lru_cache(maxsize=64)
def _leading(words: tuple[str, ...], adjective: str) -> regex.Pattern[str]:
    """Compile what stands before a firm's name."""
    spaced, unspaced = alternatives(words)
    of = rf"{adjective},? |{adjective}{OF}"
    return regex.compile(
        rf"(?:(?<!\p{{L}})(?:{spaced})\p{{L}}{{0,3}}(?:{of})|(?:{unspaced})[のは、]? ?){_OPENING}$"
    )


@lru_cache(maxsize=64)
def _following(after: tuple[str, ...], firms: tuple[str, ...]) -> regex.Pattern[str]:
    """Compile what stands after it: a word that firms have, or ``, a logistics company``."""
    spaced, unspaced = alternatives(after)
    called, _ = alternatives(firms)
    return regex.compile(
        rf"{_CLOSING}(?: ?(?:{unspaced})| ?,? ?(?:{spaced})(?!\p{{L}})"
        rf"|, {_ARTICLE} (?:[\p{{L}}-]+[ -]){{0,2}}?(?:{called})(?!\p{{L}}))"
    )
