"""The words that sites put around their articles, by kind, in many languages.

One file per kind in ``rules/boilerplate``; phrases are compared on a folded copy (case, width,
digits, punctuation), token by token, so that no language needs its own matching.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cleaners.boilerplate import examples
from cleaners.boilerplate.examples import Example
from cleaners.boilerplate.folding import NUMBER, tokens
from cleaners.rules import (
    RuleFileError,
    Rules,
    read_toml,
    refuse_unknown,
    string,
    strings,
)

WILDCARD = "*"
# A placeholder stands for a name: "Scan to download * app".
LONGEST_NAME = 5
LONGEST_LINE = 40
MATCHES = frozenset({"line", "start", "label", "opener", "shape", "trail"})
_KEYS = frozenset({"id", "match", "place", "reason", "changes", "keeps", "phrases"})
# A credit inside running text must be a sentence ("this article was first published"), no label.
CREDIT_WORDS = 4
# A phrase that is listed with one of these opens a line only where such a sign follows.
LABEL_SIGNS = (":", "：", "/", "=", "＝", "|", "・", "·")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of boilerplate: how its phrases match, why they are listed, and its examples."""

    id: str
    match: str
    place: str
    reason: str
    changes: tuple[Example, ...]
    keeps: tuple[Example, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """What the phrases say about a line.

    ``covered`` is the share of its tokens inside phrases (0-1), ``kind`` the kind that covers most,
    ``first`` the kind of the phrase at its start, ``last`` of the one at its end. ``opening``
    counts the tokens of the phrase at the start, ``held`` those of all phrases of that kind.
    """

    covered: float = 0.0
    kind: str = ""
    first: str = ""
    last: str = ""
    kinds: frozenset[str] = frozenset()
    opening: int = 0
    held: int = 0


NO_HIT = Hit()


@dataclass(frozen=True, slots=True)
class FirstToken:
    """The phrases that begin with one token; ``patterns`` are those with a placeholder."""

    phrases: Mapping[tuple[str, ...], str]
    lengths: tuple[int, ...]
    patterns: tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True, eq=False)
class Phrases:
    """All phrases, indexed by their first token.

    ``signed`` are those that are listed with a colon or slash only: without one they are
    ordinary words.
    """

    kinds: Mapping[str, Kind]
    index: Mapping[str, FirstToken]
    labels: frozenset[tuple[str, ...]]
    openers: frozenset[str]
    front_pages: frozenset[tuple[str, ...]]
    signed: frozenset[tuple[str, ...]]

    @lru_cache(maxsize=16384)  # noqa: B019 - one set of phrases lives as long as the process
    def hit(self, line: tuple[str, ...]) -> Hit:
        """Cover a line's tokens with phrases, longest first, from left to right.

        Of a long line only the start is looked at: running text holds such words by chance.
        """
        by_kind: dict[str, int] = {}
        first = last = ""
        position = covered = opening = 0
        reach = len(line) if len(line) <= LONGEST_LINE else 1
        while position < reach:
            end, kind = self._longest(line, position)
            if end == position:
                covered += line[position] == NUMBER
                position += 1
                continue
            by_kind[kind] = by_kind.get(kind, 0) + end - position
            covered += end - position
            if position == 0:
                first, opening = kind, end
            if end == len(line):
                last = kind
            position = end
        if not by_kind:
            return NO_HIT
        kind = max(by_kind, key=lambda k: (by_kind[k], k))
        held = by_kind.get(first, 0)
        return Hit(covered / len(line), kind, first, last, frozenset(by_kind), opening, held)

    def _longest(self, line: tuple[str, ...], position: int) -> tuple[int, str]:
        """Find the longest phrase at a position: its end and kind (the position if none)."""
        known = self.index.get(line[position])
        if known is None:
            return position, ""
        for length in known.lengths:
            if position + length <= len(line):
                kind = known.phrases.get(line[position : position + length])
                if kind:
                    return position + length, kind
        return self.pattern(line, position)

    def pattern(self, line: tuple[str, ...], position: int) -> tuple[int, str]:
        """Find the longest phrase with a placeholder at a position, as ``_longest`` does."""
        for phrase, kind in self.index[line[position]].patterns:
            end = _match(line, position, phrase)
            if end:
                return end, kind
        return position, ""

    def is_label(self, words: tuple[str, ...]) -> bool:
        """Tell whether the words are a label of inserted links (``Synopsis``)."""
        return words in self.labels

    def is_credit(self, words: tuple[str, ...]) -> bool:
        """Tell whether the words begin a sentence on where the text first appeared."""
        if not words:
            return False
        end, kind = self._longest(words, 0)
        return kind == "source_credit" and end >= CREDIT_WORDS


def _match(line: tuple[str, ...], position: int, phrase: tuple[str, ...]) -> int:
    """Give the end of a phrase that matches at a position, else 0."""
    for offset, token in enumerate(phrase):
        if token == WILDCARD:
            rest = phrase[offset + 1 :]
            start = position + offset
            for skipped in range(1, LONGEST_NAME + 1):
                if start + skipped > len(line):
                    return 0
                end = _match(line, start + skipped, rest) if rest else start + skipped
                if end and (rest or start + skipped == len(line)):
                    return end
            return 0
        if position + offset >= len(line) or line[position + offset] != token:
            return 0
    return position + len(phrase)


@lru_cache(maxsize=4)
def load(rules: Rules) -> Phrases:
    """Read and index the phrase files.

    Raises ``RuleFileError`` for an unknown key, a duplicate id, a missing example or phrase list.
    """
    kinds: dict[str, tuple[int, Kind]] = {}
    of_sites = set(rules.files("boilerplate/site"))
    for file in rules.files("boilerplate"):
        if file in of_sites:
            continue
        kind = read_kind(file)
        layer = max(i for i, folder in enumerate(rules.folders) if file.is_relative_to(folder))
        known = kinds.get(kind.id)
        if known and known[0] == layer:
            raise RuleFileError(file, "id", f"{kind.id!r} is already taken; choose another")
        kinds[kind.id] = (layer, _merged(known[1], kind) if known else kind)
    return _indexed({id_: kind for id_, (_, kind) in kinds.items()})


def _merged(before: Kind, after: Kind) -> Kind:
    return Kind(
        before.id,
        before.match,
        before.place,
        before.reason,
        before.changes + after.changes,
        before.keeps + after.keeps,
        before.phrases + after.phrases,
    )


def read_kind(file: Path) -> Kind:
    """Read one phrase file; a kind that is proven by shape alone needs no phrases."""
    data = read_toml(file)
    refuse_unknown(file, "", data, _KEYS)
    match = _one_of(file, data, "match", MATCHES)
    listed = data.get("phrases", {})
    if not isinstance(listed, dict) or (not listed and match != "shape"):
        raise RuleFileError(file, "phrases", "missing; add a list of phrases for each language")
    examples.check_tags(file, "phrases", listed)
    return Kind(
        string(file, "id", data, "id"),
        match,
        _one_of(file, data, "place", examples.PLACES),
        string(file, "reason", data, "reason"),
        examples.read(file, data, "changes", listed),
        examples.read(file, data, "keeps", listed),
        tuple(
            phrase
            for language in listed
            for phrase in strings(file, f"phrases.{language}", listed, language)
        ),
    )


def _one_of(file: Path, data: Mapping[str, object], key: str, known: frozenset[str]) -> str:
    value = string(file, key, data, key)
    if value not in known:
        raise RuleFileError(file, key, f"{value!r} is not one of {', '.join(sorted(known))}")
    return value


def _indexed(kinds: Mapping[str, Kind]) -> Phrases:
    index: dict[str, dict[tuple[str, ...], str]] = {}
    labels: set[tuple[str, ...]] = set()
    openers: set[str] = set()
    front_pages: set[tuple[str, ...]] = set()
    signed: set[tuple[str, ...]] = set()
    bare: set[tuple[str, ...]] = set()
    for kind in kinds.values():
        for phrase in kind.phrases:
            folded = _folded_phrase(phrase)
            if kind.match == "label":
                labels.add(folded)
            elif kind.match == "opener":
                openers.add(phrase.casefold())
            elif kind.match == "trail":
                front_pages.add(folded)
            elif folded and folded[0] != WILDCARD:
                index.setdefault(folded[0], {}).setdefault(folded, kind.id)
                (signed if phrase.endswith(LABEL_SIGNS) else bare).add(folded)
    by_first = {first: _first_token(found) for first, found in index.items()}
    return Phrases(
        dict(kinds),
        by_first,
        frozenset(labels),
        frozenset(openers),
        frozenset(front_pages),
        frozenset(signed - bare),
    )


def _first_token(found: Mapping[tuple[str, ...], str]) -> FirstToken:
    exact = {phrase: kind for phrase, kind in found.items() if WILDCARD not in phrase}
    patterns = sorted(
        ((phrase, kind) for phrase, kind in found.items() if WILDCARD in phrase),
        key=lambda item: (-len(item[0]), item[0]),
    )
    lengths = sorted({len(phrase) for phrase in exact}, reverse=True)
    return FirstToken(exact, tuple(lengths), tuple(patterns))


def _folded_phrase(phrase: str) -> tuple[str, ...]:
    folded: list[str] = []
    for position, part in enumerate(phrase.split(WILDCARD)):
        if position:
            folded.append(WILDCARD)
        folded += tokens(part)
    return tuple(folded)
