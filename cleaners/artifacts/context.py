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

_LISTS = (
    *("naming", "discussing", "roles", "verbs", "generic", "vocations", "wares", "homonyms"),
    *("everyday", "private", "prominent", "renaming", "called", "calling", "waters"),
)
_OPEN = frozenset(
    {"naming", "discussing", "vocations", "wares", "everyday", "private", "prominent", "renaming"}
)
"""Lists whose words may be inflected."""
_EXACT = frozenset({"discussing", "everyday", "private", "prominent"})
MARKED = frozenset({"vi"})
"""Languages in which other marks make another word: such lists are looked for as they stand."""


@dataclass(frozen=True)
class Context:
    """The word lists, compiled: patterns per language, matched on folded text.

    ``vocations`` and ``wares`` beside a form say that it is somebody or something else, as
    ``everyday`` and ``private`` say of any person, and ``prominent`` does not; ``homonyms`` beside
    a brand that the brand's word has its everyday meaning; ``discussing`` that a sentence is about
    names; ``called``, right before a form, that others write so, and ``renaming``, and ``calling``
    right before a form, that it got another name where a right form stands too;
    ``waters`` before a place's name that it is a river, a lake or a mountain.

    ``ordinary`` gives the Zipf frequency of a folded form in the languages in which it is a word;
    ``linked`` the concepts that speak for a concept; ``slots`` where only companies' names stand;
    ``articles`` what is left of an article (and a
    preposition contracted with it) before a name that takes none.
    """

    naming: Mapping[str, regex.Pattern[str]]
    discussing: Mapping[str, regex.Pattern[str]]
    roles: Mapping[str, regex.Pattern[str]]
    verbs: Mapping[str, regex.Pattern[str]]
    generic: Mapping[str, regex.Pattern[str]]
    vocations: Mapping[str, regex.Pattern[str]]
    wares: Mapping[str, regex.Pattern[str]]
    homonyms: Mapping[str, regex.Pattern[str]]
    everyday: Mapping[str, regex.Pattern[str]]
    private: Mapping[str, regex.Pattern[str]]
    prominent: Mapping[str, regex.Pattern[str]]
    renaming: Mapping[str, regex.Pattern[str]]
    called: Mapping[str, regex.Pattern[str]]
    calling: Mapping[str, regex.Pattern[str]]
    waters: Mapping[str, regex.Pattern[str]]
    articles: Mapping[str, Mapping[str, str]]
    ordinary: Mapping[str, Mapping[str, float]]
    linked: Mapping[str, frozenset[str]]
    slots: slots.Slots

    __hash__ = object.__hash__


class _Patterns(Mapping[str, regex.Pattern[str]]):
    """The pattern of each list, compiled when it is first asked for: most languages never are."""

    def __init__(self, lists: Mapping[str, set[str]], *, open_end: bool, exact: bool) -> None:
        """Take the lists by language; words that are looked for as they stand have no endings."""
        self._lists = dict(lists)
        self._closed = MARKED if exact else frozenset()
        self._open_end = open_end
        self._compiled: dict[str, regex.Pattern[str]] = {}

    def __getitem__(self, language: str) -> regex.Pattern[str]:
        """Give the pattern of a language."""
        if language not in self._compiled:
            words = self._lists[language]
            open_end = self._open_end and language not in self._closed
            self._compiled[language] = _words(words, open_end=open_end)
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
                words = strings(file, key, table, language)
                exact = key in _EXACT and language in MARKED
                lists[key][language] |= {w.lower() if exact else fold(w) for w in words}
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
    patterns = {
        key: _Patterns(of, open_end=key in _OPEN, exact=key in _EXACT) for key, of in lists.items()
    }
    return Context(
        **patterns,
        articles=articles,
        ordinary=_ordinary(rules),
        linked={member: frozenset(others) for member, others in linked.items()},
        slots=slots.read(rules),
    )


def _tables(value: object) -> dict[str, dict[str, object]]:
    return value if isinstance(value, dict) else {}


_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_CLITICS = "(?:[وفبلك]?(?:ال)?|لل)"
"""What Arabic writes together with the word that follows."""
_GAP = r" (?:[^.!?;\n]{0,50} )?"
"""What an ellipsis between two words of a list stands for."""


def _words(words: set[str], *, open_end: bool) -> regex.Pattern[str]:
    """Compile a list of folded words; ``open_end`` lets them be inflected.

    Scripts without spaces have no borders, and an Arabic word may follow an article.

    >>> cases = ("教師", "村の教師"), ("طبيب", "قال الطبيب"), ("bake", "bakers"), ("aker", "baker")
    >>> [bool(_words({word}, open_end=True).search(text)) for word, text in cases]
    [True, True, True, False]
    """
    border = "" if open_end else r"(?!\p{L})"
    listed = sorted(words, key=lambda w: (-len(w), w))
    unspaced = [word for word in listed if open_end and _UNSPACED.search(word)]
    spaced = [_spaced(word) for word in listed if word not in unspaced]
    patterns = [rf"(?<!\p{{L}})(?:{'|'.join(spaced)}){border}"] if spaced else []
    patterns += map(regex.escape, unspaced)
    return regex.compile(f"(?:{'|'.join(patterns)})")


def _spaced(word: str) -> str:
    clitics = _CLITICS if "\u0621" <= word[0] <= "\u064a" else ""
    return clitics + str(regex.escape(word)).replace(r"\ …\ ", _GAP)


def _ordinary(rules: Rules) -> Mapping[str, Mapping[str, float]]:
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for file in rules.files("names", ".tsv"):
        for line in file.read_text("utf-8").splitlines()[1:]:
            form, language, zipf = line.split("\t")
            table[fold(form)][language] = float(zipf)
    return table
