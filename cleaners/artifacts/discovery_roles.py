"""The same office, another name: ``Tether CEO Paul Aldoino`` where others have Paolo Ardoino.

An office changes hands, so that this is weak evidence, and only for names with something in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import regex

from cleaners.artifacts.discovery_couples import Side, Sighting
from cleaners.artifacts.discovery_likeness import alike, same
from cleaners.artifacts.discovery_names import Name, names
from cleaners.artifacts.forms import fold
from cleaners.rules import RuleFileError, Rules, read_toml, refuse_unknown, strings

OFFICES = frozenset({"chief", "chair", "founder"})
REACH = 60
"""Characters before and after an office in which its holder and its house are named."""
LEAST_ALIKE = 0.5
"""How alike (0-1) the letters of two holders' names must be to be taken for one person's."""
STRENGTH = 0.6
_OF = regex.compile(r" (?:of|de|d['’]|du|del|da|do|di|der|von|at|bei) ?(?:(?:la|le|the|l['’]) ?)?")
_COMMA = regex.compile(r",? ")


class Holder(NamedTuple):
    """Who holds an office in a house, as one sentence of a document has it."""

    office: str
    house: str
    person: str
    side: Side
    text: str


@lru_cache(maxsize=8)
def offices(rules: Rules) -> Mapping[str, regex.Pattern[str]]:
    """Read the words for offices: a pattern for each language, its groups the offices.

    Raises ``RuleFileError`` for an unknown office or a list that is none.
    """
    words: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for file in rules.files("offices"):
        content = read_toml(file)
        refuse_unknown(file, "", content, OFFICES)
        for office, table in content.items():
            if not isinstance(table, dict):
                raise RuleFileError(file, office, "must be a table of languages")
            for language in table:
                words[language][office] |= set(strings(file, office, table, language))
    return {language: _pattern(listed) for language, listed in words.items()}


def _pattern(listed: Mapping[str, set[str]]) -> regex.Pattern[str]:
    groups = (
        f"(?P<{office}>{'|'.join(map(regex.escape, sorted(words, key=lambda w: (-len(w), w))))})"
        for office, words in sorted(listed.items())
    )
    return regex.compile(rf"(?<![\p{{L}}-])(?:{'|'.join(groups)})(?![\p{{L}}-])", regex.IGNORECASE)


def holders(
    side: Side, text: str, words: Collection[str], pattern: regex.Pattern[str]
) -> Iterator[Holder]:
    """Give the holders of offices that a sentence names beside their house."""
    for match in pattern.finditer(text):
        before, after = text[: match.start()], text[match.end() : match.end() + REACH]
        first = _last_name(before, side.language, words)
        second = names(after, side.language, words)
        found = _who_and_where(first, before, second, after)
        if found and " " in found[0]:
            yield Holder(str(match.lastgroup), fold(found[1]), found[0], side, text)


def _last_name(text: str, language: str, words: Collection[str]) -> Name | None:
    listed = names(text, language, words)
    return listed[-1] if listed else None


def _who_and_where(
    first: Name | None, before: str, second: list[Name], after: str
) -> tuple[str, str] | None:
    """Give person and house.

    ``House CEO Person``, ``Person, CEO of House`` and ``CEO of House, Person`` are understood.
    """
    gap = before[first.end :] if first else ""
    if not second:
        return None
    leading = after[: second[0].start]
    if _OF.fullmatch(leading):
        if first and _COMMA.fullmatch(gap):
            return first.text, second[0].text
        if len(second) > 1 and after[second[0].end : second[1].start] == ", ":
            return second[1].text, second[0].text
    elif first and gap == " " and leading == " ":
        return second[0].text, first.text
    return None


class Offices:
    """Who holds which office, over all documents; filled in any order."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._held: defaultdict[tuple[str, str], dict[str, Holder]] = defaultdict(dict)
        self._documents: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add(self, holder: Holder) -> None:
        """Note a holder; the first sentence, by page and text, is kept for each name."""
        key = holder.office, holder.house
        kept = self._held[key].get(holder.person)
        if kept is None or (holder.side, holder.text) < (kept.side, kept.text):
            self._held[key][holder.person] = holder
        self._documents[key][holder.person] += 1

    def sightings(self) -> Iterator[Sighting]:
        """Give the names that fewer sentences have than a name like theirs in the same office."""
        for key, people in sorted(self._held.items()):
            count = self._documents[key]
            ranked = sorted(people, key=lambda name: (-count[name], name))
            for wrong in ranked[1:]:
                holder, right = people[wrong], ranked[0]
                if count[wrong] == count[right] or same(wrong, right, holder.side.language):
                    continue
                if alike(wrong, right) >= LEAST_ALIKE:
                    side, example = holder.side, holder.side.example(holder.text)
                    yield Sighting(wrong, "role", side.document, example, right, strength=STRENGTH)
