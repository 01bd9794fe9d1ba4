"""Which phrases a page's lines hold, for all lines at once.

The hashes of token runs are looked up in a table of all phrases; what is found is then chosen as
``Phrases.hit`` does for one line: longest first, from left to right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.characters import Characters, Indices
from cleaners.boilerplate.folding import tokens as cut
from cleaners.boilerplate.phrases import LONGEST_LINE, NO_HIT, WILDCARD, Hit, Phrases
from cleaners.boilerplate.words import (
    NUMBER_HASH,
    Hashes,
    Tokens,
    sequence_hash,
    token_hash,
)

_NONE = -1
_FILTER_BITS = 16
# The columns of kind, first and last kind: none where there is no phrase.
_WITHOUT = slice(1, 4)


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """What the phrases say about each line: the fields of ``Hit`` as columns.

    Kinds are numbers in ``names``, -1 where there is none; ``kinds`` has a bit for each.
    """

    names: tuple[str, ...]
    covered: NDArray[np.float64]
    kind: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    kinds: NDArray[np.int64]
    opening: NDArray[np.int64]
    held: NDArray[np.int64]

    def __getitem__(self, index: int) -> Hit:
        """Give what is known of one line."""
        if self.kind[index] == _NONE:
            return NO_HIT
        bits = int(self.kinds[index])
        return Hit(
            float(self.covered[index]),
            self.name(self.kind[index]),
            self.name(self.first[index]),
            self.name(self.last[index]),
            frozenset(name for bit, name in enumerate(self.names) if bits >> bit & 1),
            int(self.opening[index]),
            int(self.held[index]),
        )

    def name(self, kind: np.int64 | int) -> str:
        """Give the name of a kind, empty where there is none."""
        return self.names[kind] if kind >= 0 else ""

    def number(self, name: str) -> int:
        """Give the number of a kind; -2 where no phrase has it."""
        return self.names.index(name) if name in self.names else -2

    def bits(self, names: frozenset[str]) -> int:
        """Give the set of kinds as bits."""
        return sum(1 << bit for bit, name in enumerate(self.names) if name in names)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The phrases by hash.

    ``firsts`` are the first tokens, sorted; ``lengths[offsets[i]:offsets[i + 1]]`` those of the
    phrases that begin with the ``i``th, longest first. ``phrases`` are sorted too; ``kinds`` is -1
    for the literal beginning of a phrase with a placeholder, which ``patterns`` marks.
    """

    names: tuple[str, ...]
    firsts: Hashes
    first_filter: NDArray[np.bool_]
    offsets: Indices
    lengths: Indices
    phrases: Hashes
    filter: NDArray[np.bool_]
    kinds: NDArray[np.int64]
    patterns: NDArray[np.bool_]


@lru_cache(maxsize=4)
def _table(phrases: Phrases) -> _Table:
    # Of kinds that cover equally much of a line the last by name counts.
    names = tuple(sorted(phrases.kinds, reverse=True))
    kinds: dict[int, int] = {}
    patterns: set[int] = set()
    lengths: dict[int, set[int]] = {}
    for first, known in phrases.index.items():
        reach = lengths.setdefault(token_hash(first), set(known.lengths))
        for phrase, kind in known.phrases.items():
            kinds[sequence_hash(phrase)] = names.index(kind)
        for phrase, _ in known.patterns:
            literal = phrase[: phrase.index(WILDCARD)]
            reach.add(len(literal))
            patterns.add(sequence_hash(literal))
    firsts = sorted(lengths)
    entries = sorted(kinds.keys() | patterns)
    ordered = [sorted(lengths[first], reverse=True) for first in firsts]
    return _Table(
        names,
        np.array(firsts, np.uint64),
        _filter(np.array(firsts, np.uint64)),
        np.cumsum([0, *map(len, ordered)]),
        np.array([length for found in ordered for length in found], np.intp),
        np.array(entries, np.uint64),
        _filter(np.array(entries, np.uint64)),
        np.array([kinds.get(entry, _NONE) for entry in entries], np.int64),
        np.array([entry in patterns for entry in entries], bool),
    )


def _filter(hashes: Hashes) -> NDArray[np.bool_]:
    """Mark the upper bits of hashes: what is not marked need not be looked up."""
    marked = np.zeros(1 << _FILTER_BITS, bool)
    marked[_upper(hashes)] = True
    return marked


def _upper(hashes: Hashes) -> Indices:
    spread: Indices = ((hashes * NUMBER_HASH) >> np.uint64(64 - _FILTER_BITS)).astype(np.intp)
    return spread


def _look_up(hashes: Hashes, known: Hashes, marked: NDArray[np.bool_]) -> tuple[Indices, Indices]:
    """Find hashes among the known ones: which were found, and where."""
    likely = np.flatnonzero(marked.take(_upper(hashes)))
    values = hashes.take(likely)
    place = np.searchsorted(known, values)
    place[place == len(known)] = 0
    same = known.take(place) == values
    return likely[same], place[same]


def find(characters: Characters, tokens: Tokens, phrases: Phrases) -> Hits:
    """Cover the lines' tokens with phrases."""
    table = _table(phrases)
    accepted = _accepted(characters, tokens, phrases, table)
    return _summed(accepted, tokens, table.names)


def _candidates(tokens: Tokens, table: _Table) -> tuple[Indices, Indices, Indices]:
    """Find all token runs that are a phrase or begin one: start, end, entry; longest first."""
    position = _first_tokens(tokens, table)
    found, entry = _look_up(tokens.hashes.take(position), table.firsts, table.first_filter)
    position = position.take(found)
    low = table.offsets.take(entry)
    number = table.offsets.take(entry + 1) - low
    begin = np.repeat(position, number)
    within = np.arange(len(begin)) - np.repeat(np.cumsum(number) - number, number)
    end = begin + table.lengths.take(np.repeat(low, number) + within)
    inside = end <= tokens.starts.take(tokens.line.take(begin) + 1)
    begin, end = begin[inside], end[inside]
    found, entry = _look_up(tokens.sequences(begin, end), table.phrases, table.filter)
    return begin.take(found), end.take(found), entry


def _first_tokens(tokens: Tokens, table: _Table) -> Indices:
    """Give the positions where a phrase may begin: anywhere in a short line, else its start."""
    short = tokens.count <= LONGEST_LINE
    likely = np.flatnonzero(table.first_filter.take(_upper(tokens.hashes)))
    line = tokens.line.take(likely)
    chosen: Indices = likely[short.take(line) | (tokens.starts.take(line) == likely)]
    return chosen


def _accepted(
    characters: Characters, tokens: Tokens, phrases: Phrases, table: _Table
) -> NDArray[np.int64]:
    """Choose the phrases of each line, longest first from left to right: start, end, kind."""
    begin, end, entry = _candidates(tokens, table)
    kind = table.kinds.take(entry)
    accepted: list[tuple[int, int, int]] = []
    free = 0
    exact = _NONE
    waiting: list[int] = []
    found = [*zip(begin.tolist(), end.tolist(), kind.tolist(), strict=True), (_NONE, 0, 0)]
    for position, stop, number in found:
        if waiting and position != waiting[0]:
            # No phrase without a placeholder begins there.
            start = waiting.pop()
            matched = _pattern(start, characters, tokens, phrases)
            if matched is not None:
                accepted.append((start, matched[0], table.names.index(matched[1])))
                free = matched[0]
        if position < free or position == exact:
            continue
        if number == _NONE:
            waiting[:] = [position]
            continue
        waiting.clear()
        exact = position
        accepted.append((position, stop, number))
        free = stop
    return np.array(accepted, np.int64).reshape(len(accepted), 3)


def _pattern(
    position: int, characters: Characters, tokens: Tokens, phrases: Phrases
) -> tuple[int, str] | None:
    """Match the phrases with a placeholder at a token: the token behind them, and their kind."""
    line = int(tokens.line[position])
    words = cut(characters.text[int(characters.starts[line]) : int(characters.ends[line])])
    start = int(tokens.starts[line])
    end, kind = phrases.pattern(words, position - start)
    return (start + end, kind) if kind else None


def _summed(accepted: NDArray[np.int64], tokens: Tokens, names: tuple[str, ...]) -> Hits:
    """Sum up the phrases of each line."""
    lines = len(tokens.count)
    begin, end, kind = accepted.T
    line = tokens.line.take(begin)
    hit, place = np.unique(line, return_inverse=True)
    size = len(hit)
    by_kind = np.bincount(
        place * len(names) + kind, weights=end - begin, minlength=size * len(names)
    ).reshape(size, len(names))
    first, last, opening = np.full((3, size), _NONE)
    start, stop = tokens.starts.take(hit), tokens.starts.take(hit + 1)
    at_start = begin == start.take(place)
    first[place[at_start]] = kind[at_start]
    opening[:] = 0
    opening[place[at_start]] = (end - begin)[at_start]
    at_end = end == stop.take(place)
    last[place[at_end]] = kind[at_end]
    numbers = np.zeros(len(tokens) + 1, np.int64)
    np.cumsum(tokens.hashes == NUMBER_HASH, out=numbers[1:])
    outside = numbers.take(stop) - numbers.take(start)
    outside -= np.bincount(place, numbers.take(end) - numbers.take(begin), size).astype(np.int64)
    count = stop - start
    outside[count > LONGEST_LINE] = 0
    held = np.where(first >= 0, by_kind[np.arange(size), first], 0)
    columns = np.zeros((7, lines))
    columns[_WITHOUT] = _NONE
    columns[:, hit] = (
        (by_kind.sum(axis=1) + outside) / count,
        by_kind.argmax(axis=1),
        first,
        last,
        (by_kind > 0) @ (1 << np.arange(len(names))),
        opening,
        held,
    )
    return Hits(names, columns[0], *columns[1:].astype(np.int64))
