"""The tag paths of a page's lines (``body/main/p``), cut into tags once for all that ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners import native

Indices = NDArray[np.intp]

_HASH_START, _HASH_FACTOR, _MASK = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1
_cut_paths = native.kernel(
    "cut_paths", native.NOTHING, native.BYTES, *[native.COUNT] * 2, *[native.ARRAY] * 2,
    native.COUNT, *[native.ARRAY] * 3,
)  # fmt: skip


def _hash(tag: str) -> int:
    """Give the hash of Fowler, Noll and Vo (1a)."""
    value = _HASH_START
    for byte in tag.encode():
        value = (value ^ byte) * _HASH_FACTOR & _MASK
    return value


_TAGS = (
    "nav", "menu", "header", "footer", "aside", "form", "button", "label", "select", "option",
    "fieldset", "input", "main", "article", "li", "ul", "ol", "dl", "dd", "dt", "table", "td",
    "th", "tr", "tbody", "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code",
    "figure", "figcaption", "picture", "section", "time", "address", "small", "div", "body",
    "details",
)  # fmt: skip
_HASHES = np.array([_hash(tag) for tag in _TAGS], np.uint64)
_SLOT_BITS = 8


def _slots() -> NDArray[np.int16]:
    """Put the known tags into slots by their hashes, -1 where there is none."""
    slots = np.full(1 << _SLOT_BITS, -1, np.int16)
    for tag, value in enumerate(_HASHES.tolist()):
        slot = value ^ value >> 32
        while slots[slot % len(slots)] >= 0:
            slot += 1
        slots[slot % len(slots)] = tag
    return slots


_SLOTS = _slots()


def by_tag(values: Mapping[str, int]) -> Indices:
    """Put what is said of tags into the order of ``Paths.tags``; 0 for all others.

    Raises ``KeyError`` for a tag that is not known.
    """
    found = np.zeros(len(_TAGS), np.intp)
    place = {tag: number for number, tag in enumerate(_TAGS)}
    for tag, value in values.items():
        found[place[tag]] = value
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Paths, cut into tags; those of path ``i`` are ``first[i]:first[i + 1]``.

    ``tags`` are the numbers of those that are known, -1 for others; ``prefixes`` are hashes of the
    path up to the end of each.
    """

    first: Indices
    tags: Indices
    prefixes: NDArray[np.uint64]

    @classmethod
    def of(cls, paths: Sequence[str]) -> Paths:
        """Cut paths into tags.

        >>> paths = Paths.of(["body/div/p", "x"])
        >>> [_TAGS[tag] for tag in paths.tags[:3]], paths.tags[3]
        (['body', 'div', 'p'], np.int64(-1))
        """
        text = joined(paths)
        count = text.count(b"/") + len(paths)
        first, tags = np.empty(len(paths) + 1, np.intp), np.empty(count, np.intp)
        prefixes = np.empty(count, np.uint64)
        _cut_paths(
            text, len(text), len(paths), _HASHES, _SLOTS, len(_SLOTS) - 1, first, tags, prefixes
        )
        return cls(first, tags, prefixes)


def joined(names: Sequence[str]) -> bytes:
    """Give paths or class names one behind the other: white space in them is spaces only."""
    return "\n".join(names).encode("utf-8", "surrogatepass")
