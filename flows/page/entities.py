"""The names of a release: who or what was repaired, in which spellings, in which languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from cleaners import rules as rule_data
from cleaners.artifacts import lexicon
from flows.page import words
from flows.page.database import Tables

EXPRESSION = "calque"
"""The first part of the rules that repair turns of phrase, not names."""


@dataclass(frozen=True)
class Forms:
    """The spellings of one language: those published, those found in their place, both counted."""

    published: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    @property
    def wrong(self) -> list[tuple[str, int]]:
        """The spellings found, without those that are published elsewhere."""
        return [one for one in _most(self.found) if one[0] not in self.published]

    @property
    def right(self) -> list[tuple[str, int]]:
        """The spellings published, most frequent first."""
        return _most(self.published)


@dataclass(frozen=True)
class Entity:
    """A person, company or other thing, or a turn of phrase, with its repairs."""

    id: str
    title: str
    kind: str
    times: int
    documents: int
    languages: Mapping[str, Forms]

    def mentions(self, text: str) -> bool:
        """Whether one of its spellings, or its name, holds a text, whatever the case."""
        folded = text.casefold()
        spellings = [self.title, self.id]
        for forms in self.languages.values():
            spellings += [*forms.published, *forms.found]
        return any(folded in one.casefold() for one in spellings)


@dataclass(frozen=True)
class Suggestion:
    """A repair that was only proposed, with how often and how sure it was."""

    concept: str
    title: str
    language: str
    before: str
    after: str
    rule: str
    times: int
    documents: int
    confidence: float
    example: str
    path: str

    @property
    def is_name(self) -> bool:
        """Whether it names somebody or something that the lexicon knows."""
        return self.concept in concepts()


@cache
def concepts() -> Mapping[str, lexicon.Concept]:
    """Give the names that this installation knows, by concept."""
    return lexicon.read(rule_data.load()).concepts


@lru_cache(maxsize=8)
def entities(tables: Tables) -> tuple[Entity, ...]:
    """Give all names that were repaired in a release, the most frequent first."""
    rows = tables.rows(
        """
        SELECT rule, language, before, after, count(*) AS times, count(DISTINCT id) AS documents
        FROM {edits} JOIN {documents} USING (id)
        WHERE step = 'names' AND trim(before) <> '' AND trim(after) <> ''
        GROUP BY ALL"""
    )
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[concept_of(row["rule"])].append(row)
    found = [_entity(identifier, group) for identifier, group in grouped.items()]
    return tuple(sorted(found, key=lambda one: (-one.times, one.title, one.id)))


def concept_of(rule: str) -> str:
    """Give what a rule of the names is about: all but how the wrong form came about.

    >>> concept_of("nvidia/spelling"), concept_of("calque/fr/land")
    ('nvidia', 'calque/fr/land')
    """
    return rule if rule.startswith(f"{EXPRESSION}/") else rule.rpartition("/")[0] or rule


def _entity(identifier: str, rows: Iterable[dict[str, Any]]) -> Entity:
    languages: dict[str, Forms] = defaultdict(Forms)
    times = documents = 0
    for row in rows:
        forms = languages[row["language"]]
        forms.published[row["after"]] += row["times"]
        forms.found[row["before"]] += row["times"]
        times += row["times"]
        documents += row["documents"]
    ordered = dict(sorted(languages.items(), key=lambda one: (-one[1].found.total(), one[0])))
    published = sum((forms.published for forms in languages.values()), Counter[str]())
    return Entity(
        identifier, _title(identifier, published), _kind(identifier), times, documents, ordered
    )


def _title(identifier: str, published: Counter[str]) -> str:
    known = concepts().get(identifier)
    if known:
        return known.name
    return _most(published)[0][0] if published else words.title(identifier)


def _kind(identifier: str) -> str:
    known = concepts().get(identifier)
    if known:
        return str(known.kind)
    return "expression" if identifier.startswith(f"{EXPRESSION}/") else "name"


@lru_cache(maxsize=8)
def suggestions(tables: Tables) -> tuple[Suggestion, ...]:
    """Give what was only proposed about names, the most frequent first."""
    rows = tables.rows(
        """
        SELECT rule, language, before, after, count(*) AS times,
            count(DISTINCT proposed.id) AS documents, max(confidence) AS confidence,
            min(substr(content, greatest(start - 60, 1)::INT, ("end" - start + 120)::INT))
                AS example,
            min(path) AS path
        FROM {suggestions} AS proposed JOIN {documents} AS page ON page.id = proposed.id
        WHERE step = 'names'
        GROUP BY ALL ORDER BY times DESC, rule, language, before, after LIMIT 500"""
    )
    return tuple(
        Suggestion(
            concept_of(row["rule"].rstrip("?")),
            _title(concept_of(row["rule"].rstrip("?")), Counter({row["after"]: 1})),
            **row,
        )
        for row in rows
    )


@dataclass(frozen=True)
class Spelled:
    """A name with several spellings in one language, and the rows of the table about them."""

    name: str
    language: str
    mixed: int
    rows: tuple[Mapping[str, Any], ...]


@lru_cache(maxsize=8)
def spelled(tables: Tables) -> tuple[Spelled, ...]:
    """Give the names that one language spells in several ways, those of most documents first."""
    rows = tables.rows(
        """
        SELECT concept, name, language, short, spelling, times, documents, sites, mixed
        FROM {spellings} WHERE spellings > 1
        ORDER BY sum(documents) OVER (PARTITION BY concept, language, short) DESC,
            name, concept, language, short, times DESC, spelling"""
    )
    groups: dict[tuple[str, str, bool], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["concept"], row["language"], row["short"]].append(row)
    return tuple(
        Spelled(
            group[0]["name"], group[0]["language"], max(one["mixed"] for one in group), tuple(group)
        )
        for group in groups.values()
    )


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))
