"""The words around names: naming verbs, roles, articles, ordinary words, groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleaners.artifacts import slots
from cleaners.artifacts.forms import fold
from cleaners.rules import RuleFileError, Rules, read_toml, refuse_unknown, strings

_LISTS = ("naming", "roles", "verbs", "generic", "vocations", "wares", "homonyms")
_OPEN = frozenset({"naming", "vocations", "wares"})
"""Lists whose words may be inflected."""


@dataclass(frozen=True)
class Context:
    """The word lists, compiled: patterns per language, matched on folded text.

    ``vocations`` and ``wares`` beside a form say that it is somebody or something else;
    ``homonyms`` beside a brand that the brand's word has its everyday meaning.

    ``ordinary`` gives the Zipf frequency of a folded form in the languages in which it is a word;
    ``linked`` the concepts that speak for a concept; ``slots`` where only companies' names stand;
    ``articles`` what is left of an article (and a
    preposition contracted with it) before a name that takes none.
    """

    naming: Mapping[str, regex.Pattern[str]]
    roles: Mapping[str, regex.Pattern[str]]
    verbs: Mapping[str, regex.Pattern[str]]
    generic: Mapping[str, regex.Pattern[str]]
    vocations: Mapping[str, regex.Pattern[str]]
    wares: Mapping[str, regex.Pattern[str]]
    homonyms: Mapping[str, regex.Pattern[str]]
    articles: Mapping[str, Mapping[str, str]]
    ordinary: Mapping[str, Mapping[str, float]]
    linked: Mapping[str, frozenset[str]]
    slots: slots.Slots

    __hash__ = object.__hash__


class _Patterns(Mapping[str, regex.Pattern[str]]):
    """The pattern of each list, compiled when it is first asked for: most languages never are."""

    def __init__(self, lists: Mapping[str, set[str]], *, open_end: bool) -> None:
        """Take the lists by language."""
        self._lists = dict(lists)
        self._open_end = open_end
        self._compiled: dict[str, regex.Pattern[str]] = {}

    def __getitem__(self, language: str) -> regex.Pattern[str]:
        """Give the pattern of a language."""
        if language not in self._compiled:
            words = self._lists[language]
            self._compiled[language] = _words(words, open_end=self._open_end)
        return self._compiled[language]

    def __iter__(self) -> Iterator[str]:
        """Give the languages."""
        return iter(self._lists)

    def __len__(self) -> int:
        """Count the languages."""
        return len(self._lists)


@lru_cache(maxsize=8)
def read(rules: Rules) -> Context:
    """Read the word lists of all layers; lists of the same language are joined."""
    lists: dict[str, dict[str, set[str]]] = {key: defaultdict(set) for key in _LISTS}
    articles: dict[str, dict[str, str]] = defaultdict(dict)
    linked: dict[str, set[str]] = defaultdict(set)
    for file in rules.files("names"):
        content = read_toml(file)
        refuse_unknown(file, "", content, [*_LISTS, "articles", "groups"])
        for key in _LISTS:
            table = content.get(key, {})
            if not isinstance(table, dict):
                raise RuleFileError(file, key, "must be a table of languages")
            for language in table:
                lists[key][language] |= {fold(word) for word in strings(file, key, table, language)}
        for language, entry in _tables(content.get("articles", {})).items():
            articles[language] |= {
                fold(article): str(kept) for article, kept in _tables(entry.get("drop", {})).items()
            }
        groups = content.get("groups", [])
        for group in groups if isinstance(groups, list) else []:
            for member in group:
                linked[member] |= set(group) - {member}
    for language in list(lists["roles"]):
        lists["roles"][language] |= lists["roles"]["all"]
    patterns = {key: _Patterns(of, open_end=key in _OPEN) for key, of in lists.items()}
    return Context(
        **patterns,
        articles=articles,
        ordinary=_ordinary(rules),
        linked={member: frozenset(others) for member, others in linked.items()},
        slots=slots.read(rules),
    )


def _tables(value: object) -> dict[str, dict[str, object]]:
    return value if isinstance(value, dict) else {}


def _words(words: set[str], *, open_end: bool) -> regex.Pattern[str]:
    """Compile a list of folded words; ``open_end`` lets them be inflected."""
    border = "" if open_end else r"(?!\p{L})"
    alternatives = "|".join(
        regex.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))
    )
    return regex.compile(rf"(?<!\p{{L}})(?:{alternatives}){border}")


def _ordinary(rules: Rules) -> Mapping[str, Mapping[str, float]]:
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for file in rules.files("names", ".tsv"):
        for line in file.read_text("utf-8").splitlines()[1:]:
            form, language, zipf = line.split("\t")
            table[form][language] = float(zipf)
    return table
