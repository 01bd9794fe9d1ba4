"""The words that sites put around their articles, by kind, in many languages.

One file per kind in ``rules/boilerplate``; phrases are compared on a folded copy (case, width,
digits, punctuation), token by token, so that no language needs its own matching.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners import compiled
from cleaners.boilerplate import characters, examples, words
from cleaners.boilerplate.examples import Example
from cleaners.boilerplate.folding import tokens
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
# Phrases that no line is covered with.
_ELSEWHERE = frozenset({"label", "opener", "trail"})
# Stands among the hashes of a phrase's tokens for a placeholder.
_PLACEHOLDER = 0
# The modules that decide what the phrases compile to.
_MADE_BY = ("characters", "folding", "phrases", "words")
# A set of kinds is the bits of one number.
MOST_KINDS = 63
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


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The phrases that lines are covered with, by hash, as ``hits.c`` describes them."""

    first_hashes: NDArray[np.uint64]
    firsts: NDArray[np.int32]
    first_likely: NDArray[np.uint64]
    length_offsets: NDArray[np.int32]
    lengths: NDArray[np.int32]
    pattern_offsets: NDArray[np.int32]
    token_offsets: NDArray[np.int32]
    pattern_tokens: NDArray[np.uint64]
    pattern_kinds: NDArray[np.int32]
    phrase_hashes: NDArray[np.uint64]
    phrase_kinds: NDArray[np.int32]
    phrase_likely: NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """All phrases, compiled.

    ``names`` are the kinds; of those that cover equally much of a line the first counts.
    ``signed`` are phrases that are listed with a colon or slash only: without one they are
    ordinary words. ``credits`` are the first two words of source credits.
    """

    names: tuple[str, ...]
    table: Table
    labels: frozenset[tuple[str, ...]]
    openers: frozenset[str]
    front_pages: frozenset[tuple[str, ...]]
    signed: frozenset[tuple[str, ...]]
    credits: frozenset[tuple[str, ...]]

    def is_label(self, words: tuple[str, ...]) -> bool:
        """Tell whether the words are a label of inserted links (``Synopsis``)."""
        return words in self.labels


@lru_cache(maxsize=4)
def load(rules: Rules) -> Phrases:
    """Give the compiled phrases of these rules; compiled once, kept where the rules say.

    Raises ``RuleFileError`` as ``kinds`` does.
    """
    code = [Path(__file__).with_name(f"{name}.py") for name in _MADE_BY]
    return compiled.kept(rules, "phrases", code, lambda: _compiled(kinds(rules)))


@lru_cache(maxsize=4)
def kinds(rules: Rules) -> Mapping[str, Kind]:
    """Read the phrase files.

    Raises ``RuleFileError`` for an unknown key, a duplicate id, a missing example or phrase list.
    """
    found: dict[str, tuple[int, Kind]] = {}
    of_sites = set(rules.files("boilerplate/site"))
    for file in rules.files("boilerplate"):
        if file in of_sites:
            continue
        kind = read_kind(file)
        layer = max(i for i, folder in enumerate(rules.folders) if file.is_relative_to(folder))
        known = found.get(kind.id)
        if known and known[0] == layer:
            raise RuleFileError(file, "id", f"{kind.id!r} is already taken; choose another")
        if not known and len(found) == MOST_KINDS:
            raise RuleFileError(file, "id", f"is one more than {MOST_KINDS} kinds; use another's")
        found[kind.id] = (layer, _merged(known[1], kind) if known else kind)
    return {id_: kind for id_, (_, kind) in found.items()}


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


def _compiled(kinds: Mapping[str, Kind]) -> Phrases:
    names = tuple(sorted(kinds, reverse=True))
    by_match: dict[str, list[str]] = {match: [] for match in MATCHES}
    for kind in kinds.values():
        by_match[kind.match] += kind.phrases
    credits_ = kinds["source_credit"].phrases if "source_credit" in kinds else ()
    listed = _listed(kinds, names)
    bare = {one.tokens for one in listed if not one.text.endswith(LABEL_SIGNS)}
    signed = {one.text for one in listed if one.tokens not in bare}
    return Phrases(
        names,
        _tabulated(listed),
        frozenset(map(tokens, by_match["label"])),
        frozenset(map(str.casefold, by_match["opener"])),
        frozenset(map(tokens, by_match["trail"])),
        frozenset(map(_folded_phrase, signed)),
        frozenset(_folded_phrase(phrase)[:2] for phrase in credits_),
    )


class _Listed(NamedTuple):
    """A phrase that lines are covered with: its tokens' hashes, 0 for a placeholder, its kind."""

    text: str
    tokens: tuple[int, ...]
    kind: int


def _listed(kinds: Mapping[str, Kind], names: Sequence[str]) -> list[_Listed]:
    """Cut all phrases at once; one that begins with a placeholder begins nowhere."""
    texts = [
        (phrase, number)
        for number, kind in ((names.index(kind.id), kind) for kind in kinds.values())
        if kind.match not in _ELSEWHERE
        for phrase in kind.phrases
    ]
    parts = [phrase.split(WILDCARD) for phrase, _ in texts]
    cut = words.cut(characters.read([part for phrase in parts for part in phrase]))
    hashes, borders = cut.hashes.tolist(), pairwise(cut.starts.tolist())
    found = []
    for (text, kind), phrase in zip(texts, parts, strict=True):
        joined: list[int] = []
        for position, (start, end) in enumerate(islice(borders, len(phrase))):
            joined += [_PLACEHOLDER] * (position > 0) + hashes[start:end]
        if joined and joined[0] != _PLACEHOLDER:
            found.append(_Listed(text, tuple(joined), kind))
    return found


def _tabulated(listed: Sequence[_Listed]) -> Table:
    """Put phrases into tables by hash; of a phrase that two kinds have the first counts."""
    exact: dict[int, int] = {}
    lengths: dict[int, set[int]] = {}
    patterns: dict[int, dict[tuple[int, ...], _Listed]] = {}
    for one in listed:
        first = one.tokens[0]
        of_first = lengths.setdefault(first, set())
        if _PLACEHOLDER in one.tokens:
            patterns.setdefault(first, {}).setdefault(one.tokens, one)
        else:
            of_first.add(len(one.tokens))
            exact.setdefault(words.joined_hash(one.tokens), one.kind)
    ordered = [_longest_first(patterns.get(first, {}).values()) for first in lengths]
    every = [one for of_first in ordered for one in of_first]
    return Table(
        *words.hash_table(lengths, range(len(lengths))),
        _offsets(map(len, lengths.values())),
        np.array([n for of_first in lengths.values() for n in sorted(of_first)], np.int32),
        _offsets(map(len, ordered)),
        _offsets(len(one.tokens) for one in every),
        np.array([token for one in every for token in one.tokens], np.uint64),
        np.array([one.kind for one in every], np.int32),
        *words.hash_table(exact, exact.values()),
    )


def _longest_first(listed: Collection[_Listed]) -> Sequence[_Listed]:
    if not listed:
        return ()
    return sorted(listed, key=lambda one: (-len(one.tokens), _folded_phrase(one.text)))


def _offsets(sizes: Iterable[int]) -> NDArray[np.int32]:
    """Give where each of some lists begins when they stand one after the other, and the end."""
    return np.array([*accumulate(sizes, initial=0)], np.int32)


def _folded_phrase(phrase: str) -> tuple[str, ...]:
    folded: list[str] = []
    for position, part in enumerate(phrase.split(WILDCARD)):
        if position:
            folded.append(WILDCARD)
        folded += tokens(part)
    return tuple(folded)
