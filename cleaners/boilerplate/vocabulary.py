"""How a line's words compare with those of the running text, the title and the other lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.characters import Indices
from cleaners.boilerplate.folding import tokens as cut
from cleaners.boilerplate.words import (
    NUMBER_HASH,
    Hashes,
    Tokens,
    among,
    classes_of,
    hashes_of,
)

Flags = NDArray[np.bool_]

VOCABULARY = (
    "common",
    "shared",
    "in_title",
    "of_title",
    "repeats",
    "shape_repeats",
    "script",
)
"""The measures, in the order of their rows."""

_COMMON = 40
_SHORTEST_STEM = 3
_FIRST_IDEOGRAPH = 0x3040
_FIRST_SCRIPT = 0x250
_MOST_REPEATS = 5
_MOST_SHAPES = 8
_LOOKED_AT = 6
# Odd numbers that keep apart what is combined into one number.
_FACTORS = np.array([0x9FB21C651E98DF25, 0xD6E8FEB86659FD93, 0xCA5A826395121157], np.uint64)


def measure(tokens: Tokens, running: Flags, title: str) -> NDArray[np.float32]:
    """Measure each line's words: one row a measure, in the order of ``VOCABULARY``.

    ``running`` flags the lines of running text.
    """
    lines = len(running)
    count = np.maximum(tokens.count, 1)
    common = _common(tokens, running)
    known, of_title = _titled(tokens, title)
    rows = (
        np.bincount(tokens.line[common], minlength=lines) / count,
        _shared(tokens, running, common),
        known,
        of_title,
        np.minimum(_repeats(_line_hashes(tokens)), _MOST_REPEATS),
        _shapes(tokens),
        _scripts(tokens),
    )
    found = np.empty((len(VOCABULARY), lines), np.float32)
    for row, values in zip(found, rows, strict=True):
        row[:] = values
    return found


def _common(tokens: Tokens, running: Flags) -> Flags:
    """Flag the tokens that are the commonest words of the running text, numbers left out."""
    held = tokens.ids[running.take(tokens.line)]
    counts = np.bincount(held, minlength=len(tokens))
    often = np.flatnonzero(counts > 1)
    if len(often) > _COMMON:
        number = counts.take(often)
        least = int(np.partition(number, -_COMMON)[-_COMMON])
        over = often[number > least]
        # Among equally common words the first of the page.
        level = dict.fromkeys(held[counts.take(held) == least].tolist())
        often = np.concatenate([over, [*level][: _COMMON - len(over)]]).astype(np.intp)
    flags = np.zeros(len(tokens), bool)
    flags[often] = True
    return np.asarray(flags.take(tokens.ids) & (tokens.hashes != NUMBER_HASH))


def _shared(tokens: Tokens, running: Flags, common: Flags) -> NDArray[np.float64]:
    """Give the share of a line's content words that another line of running text has too."""
    lines = len(running)
    every = np.arange(len(tokens))
    spoken = every[running.take(tokens.line)]
    held, holder = _stems(tokens, spoken)
    stems, owner = _stems(tokens, every[~common])
    ids = classes_of(np.concatenate([held, stems]))
    of_running, of_line = ids[: len(held)], ids[len(held) :]
    of_running, _ = _once(of_running, holder)
    holders = np.bincount(of_running, minlength=len(ids))
    of_line, owner = _once(of_line, owner)
    known = holders.take(of_line) > running.take(owner)
    number = np.bincount(owner, minlength=lines)
    return np.asarray(np.bincount(owner[known], minlength=lines) / np.maximum(number, 1))


def _stems(tokens: Tokens, chosen: Indices) -> tuple[Hashes, Indices]:
    """Give what tells of a line's subject, and the line: word beginnings, pairs of ideographs."""
    length, line = tokens.length.take(chosen), tokens.line.take(chosen)
    long = length >= _SHORTEST_STEM
    stems, owner = tokens.stems.take(chosen[long]), line[long]
    wide = (length == 1) & (tokens.first.take(chosen) >= _FIRST_IDEOGRAPH)
    if wide.any():
        pair = np.flatnonzero(wide[:-1] & wide[1:] & (line[:-1] == line[1:]))
        hashes = tokens.hashes.take(chosen)
        pairs = hashes.take(pair) * _FACTORS[0] + hashes.take(pair + 1) * _FACTORS[1]
        stems, owner = (
            np.concatenate([stems, pairs]),
            np.concatenate([owner, line.take(pair)]),
        )
    return stems, owner


def _once(ids: Indices, owner: Indices) -> tuple[Indices, Indices]:
    """Keep of each line's equal stems one."""
    both = ids.astype(np.uint64) * _FACTORS[0] + owner.astype(np.uint64) * _FACTORS[1]
    first = classes_of(both) == np.arange(len(both))
    return ids[first], owner[first]


def _titled(
    tokens: Tokens, title: str
) -> tuple[NDArray[np.float64] | float, NDArray[np.float64] | float]:
    """Give the share of a line's words that are the title's, and of the title's that are its."""
    wanted = hashes_of(cut(title))
    if not len(wanted):
        return 0.0, 0.0
    lines = len(tokens.count)
    ids, owner = _once(tokens.ids, tokens.line)
    titled = among(tokens.hashes.take(ids), wanted)
    known = np.bincount(owner[titled], minlength=lines)
    own = np.bincount(owner, minlength=lines)
    return known / np.maximum(own, 1), known / len(wanted)


def _line_hashes(tokens: Tokens) -> Hashes:
    return tokens.sequences(tokens.starts[:-1], tokens.starts[1:])


def _repeats(hashes: Hashes) -> Indices:
    """Count how often each value is there."""
    ids = classes_of(hashes)
    return np.bincount(ids, minlength=len(ids)).take(ids)


def _shapes(tokens: Tokens) -> NDArray[np.int64]:
    """Count the lines with the same first and last word and as many words."""
    shapes = np.zeros(len(tokens.count), np.int64)
    filled = np.flatnonzero(tokens.count)
    if filled.size:
        first = tokens.hashes.take(tokens.starts.take(filled))
        last = tokens.hashes.take(tokens.starts.take(filled + 1) - 1)
        count = tokens.count.take(filled).astype(np.uint64)
        mixed = first * _FACTORS[0] + last * _FACTORS[1] + count * _FACTORS[2]
        shapes[filled] = np.minimum(_repeats(mixed), _MOST_SHAPES)
    return shapes


def _scripts(tokens: Tokens) -> NDArray[np.float64]:
    """Give the share of a line's first words that are in the script of the page."""
    script = _script(tokens.first, tokens.hashes)
    filled = np.flatnonzero(tokens.count)
    middle = tokens.starts.take(filled) + tokens.count.take(filled) // 2
    votes = np.bincount(script.take(middle), tokens.count.take(filled))
    votes = votes[1:]
    main = len(votes) - int(votes[::-1].argmax()) if votes.any() else 1
    near = np.arange(len(script)) < tokens.starts.take(tokens.line) + _LOOKED_AT
    same = np.bincount(tokens.line[near & (script == main)], minlength=len(tokens.count))
    return np.asarray(same / np.maximum(np.minimum(tokens.count, _LOOKED_AT), 1))


def _script(first: NDArray[np.uint32], hashes: Hashes) -> Indices:
    """Give a coarse number for a word's script, by its first letter; numbers have 0."""
    block = np.where(first >= _FIRST_IDEOGRAPH, 3, (first >> 8) + 4)
    block[first < _FIRST_SCRIPT] = 1
    block[hashes == NUMBER_HASH] = 0
    return block.astype(np.intp)
