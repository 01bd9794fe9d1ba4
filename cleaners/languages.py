"""What is known of each language: its script, its letters, its everyday words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np

from cleaners import native
from cleaners import rules as rule_data
from cleaners.name_tables import NameTable
from cleaners.rules import RuleFileError, Rules

_count_sole_words = native.kernel(
    "count_sole_words",
    native.NOTHING,
    *(native.BYTES, native.COUNT),
    *[native.ARRAY] * 4,
)


@dataclass(frozen=True)
class Profile:
    """A language's ISO 15924 script, its letters beyond a-z, and its everyday small words.

    ``prior`` is added to the language's score (natural logarithm); below zero for rare languages.
    """

    script: str
    letters: frozenset[str]
    words: frozenset[str]
    prior: float = 0.0


@cache
def profiles(rules: Rules) -> Mapping[str, Profile]:
    """Read the profiles by language tag; a user's entry replaces a built-in one."""
    found: dict[str, Profile] = {}
    for file in rules.files("languages"):
        for tag, entry in rule_data.read_toml(file).items():
            if not isinstance(entry, dict):
                raise RuleFileError(file, tag, f"write it as a table: [{tag}]")
            rule_data.refuse_unknown(file, tag, entry, ("script", "letters", "words", "prior"))
            letters, words = entry.get("letters", ""), entry.get("words", "")
            if not isinstance(letters, str) or not isinstance(words, str):
                raise RuleFileError(file, tag, "'letters' and 'words' must be strings")
            prior = entry.get("prior", 0.0)
            if not isinstance(prior, float):
                raise RuleFileError(file, tag, "'prior' must be a number such as -0.5")
            script = rule_data.string(file, tag, entry, "script")
            found[tag] = Profile(script, frozenset(letters), frozenset(words.split()), prior)
    return MappingProxyType(found)


@cache
def word_languages(rules: Rules) -> Mapping[str, tuple[str, ...]]:
    """Index the everyday words: which languages each belongs to."""
    index: defaultdict[str, list[str]] = defaultdict(list)
    for tag, profile in profiles(rules).items():
        for word in profile.words:
            index[word].append(tag)
    return MappingProxyType({word: tuple(tags) for word, tags in index.items()})


class SoleWords:
    """The everyday words that only one language has."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take each word with the tag of its language."""
        self.tags = sorted(set(words.values()))
        self._table = NameTable.of([*words])
        self._languages = np.array([self.tags.index(tag) for tag in words.values()], np.int32)

    def count(self, text: str) -> dict[str, int]:
        """Count the different words of a text that each language has alone.

        >>> sole_words(rule_data.load()).count("Det finns inte mycket, men det finns.")
        {'sv': 1}
        """
        small = text.lower().encode("utf-8", "surrogatepass")
        counts = np.zeros(len(self.tags), np.int64)
        seen = np.zeros(len(self._languages), np.uint8)
        _count_sole_words(small, len(small), self._table, self._languages, seen, counts)
        found: list[int] = counts.nonzero()[0].tolist()
        return {self.tags[number]: int(counts[number]) for number in found}


@cache
def sole_words(rules: Rules) -> SoleWords:
    """Collect the everyday words that only one language has."""
    words = word_languages(rules).items()
    return SoleWords({word: tags[0] for word, tags in words if len(tags) == 1})
