"""The table of forms: each string's hash, what it stands for, and the search for them in C."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.artifacts.reading import Reading
from cleaners.artifacts.spans import (
    BEGINNINGS,
    BRIEF_SHIFT,
    BUCKET_SHIFT,
    OPEN_SHIFT,
    OPENING_SHIFT,
    SHIFT,
    Bitmap,
    Hashes,
    Strings,
    Table,
    distinct,
    hashes,
)

FIELDS = np.dtype(
    [
        ("what", np.uint8),
        ("subject", np.int32),
        ("origin", np.uint8),
        ("need", np.float32),
        ("flags", np.uint8),
        ("language", np.uint8),
        ("exact", np.int32),
        ("first", np.uint32),
    ]
)
Row = tuple[int, int, int, float, int, int, int, int]
CALQUE, TOPIC, FORM = 0, 1, 2
SHORT, STEM, OPEN = 1, 2, 4
_LENGTHS = np.array([*BEGINNINGS, 0], dtype=np.int64)
ANY, NOT_SMALL = 0, 1
"""Which first letter a name must have: any, or no small one. Another number is a letter that may be
small."""
OPENING = 3
"""Of what letters may follow, so many characters tell whether a text may hold it."""


class _Forms(ctypes.Structure):
    """The forms in C: see names.c."""

    _fields_ = (
        *(
            (name, ctypes.c_void_p)
            for name in (
                "keys", "buckets", "whole", "brief", "begun", "open", "opening", "what", "flags",
                "language", "subject", "first", "next", "lengths",
            )
        ),
        *(
            (name, ctypes.c_int64)
            for name in (
                "bucket_shift", "whole_shift", "brief_shift", "begun_shift", "open_shift",
                "opening_shift", "opens", "longest", "own",
            )
        ),
    )  # fmt: skip


_find_forms = native.kernel(
    "find_forms",
    native.COUNT,
    ctypes.c_void_p,
    *(native.BYTES, native.ARRAY, native.ARRAY, native.COUNT),
    *[native.ARRAY] * 3,
    *(native.COUNT, native.COUNT),
    *(native.ARRAY, native.COUNT),
)
_DERIVED = frozenset({"_open", "_forms"})
ROOM = 1024
"""Rows that a text's names get at first; a text with more is looked through twice."""


@dataclass(frozen=True)
class Columns:
    """What each entry of the table is, an array for each property.

    ``what`` says calque, topic or form; ``subject`` is the number of the calque, the domain or the
    concept; ``exact`` the number of the exact spelling, or -1; ``first`` which letter is needed.
    """

    what: NDArray[np.uint8]
    subject: NDArray[np.int32]
    origin: NDArray[np.uint8]
    need: NDArray[np.float32]
    flags: NDArray[np.uint8]
    language: NDArray[np.uint8]
    exact: NDArray[np.int32]
    first: NDArray[np.uint32]


class Spoken(NamedTuple):
    """Where each stretch of one language begins, which it is, and whether letters may follow."""

    starts: NDArray[np.int64]
    language: NDArray[np.uint8]
    loose: NDArray[np.uint8]


class Entries(NamedTuple):
    """Strings with what each is, in rows; ``opening`` is how those begin that letters may follow.

    The strings themselves are not kept.
    """

    strings: Strings
    rows: NDArray[Any]
    opening: Hashes

    @classmethod
    def of(cls, texts: Sequence[str], rows: NDArray[Any]) -> Entries:
        """Hash the strings."""
        opens = np.flatnonzero(rows["flags"] & (STEM | OPEN))
        _, opening = hashes([texts[place] for place in opens.tolist()], OPENING)
        return cls(Strings.of(texts), rows, distinct(opening))

    @classmethod
    def joined(cls, parts: Sequence[Entries]) -> Entries:
        """Put entries behind each other."""
        none = cls.of((), np.empty(0, FIELDS))
        strings, rows, opening = zip(none, *parts, strict=True)
        return cls(Strings.joined(strings), np.concatenate(rows), distinct(np.concatenate(opening)))

    def at(self, places: NDArray[np.int64]) -> Entries:
        """Give the entries of some places; of each string one must be among them."""
        keys, lengths, begun = self.strings
        strings = Strings(keys[places], lengths[places], begun)
        return Entries(strings, self.rows[places], self.opening)


class FormTable:
    """Entries by the hash of their string; those of one string are neighbours."""

    def __init__(self, entries: Entries, own: int) -> None:
        """Sort the rows by hash; concepts from ``own`` on are general names."""
        self._strings, order = Table.of(entries.strings)
        keys = self._strings.keys
        self._next = np.searchsorted(keys, keys, "right").astype(np.int32)
        self._own = own
        self.columns = Columns(*(entries.rows[name][order] for name in FIELDS.names or ()))
        self._opening = Bitmap(entries.opening, OPENING_SHIFT)

    def __getstate__(self) -> dict[str, object]:
        """Keep all but what follows from the rest."""
        return {name: value for name, value in vars(self).items() if name not in _DERIVED}

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self._next)

    @cached_property
    def _open(self) -> Bitmap:
        """The strings that letters may follow."""
        return Bitmap(self._strings.keys[(self.columns.flags & (STEM | OPEN)) > 0], OPEN_SHIFT)

    @cached_property
    def _forms(self) -> _Forms:
        """What the kernel is given; it points into what this table holds."""
        table, columns = self._strings, self.columns
        arrays = (
            *(table.keys, table.buckets, table.whole.bytes, table.brief.bytes, table.begun.bytes),
            *(self._open.bytes, self._opening.bytes),
            *(columns.what, columns.flags, columns.language, columns.subject, columns.first),
            *(self._next, _LENGTHS),
        )
        return _Forms(
            *(native.place(array) for array in arrays),
            *(BUCKET_SHIFT, SHIFT, BRIEF_SHIFT, SHIFT, OPEN_SHIFT, OPENING_SHIFT),
            *(OPENING, table.longest, self._own),
        )

    def find(self, page: Reading, spoken: Spoken, *, everything: bool) -> list[list[int]]:
        """Give what may stand in a text: start, end, entry, whether a border follows, kind, topic.

        General names count only before a bracket, unless ``everything`` is asked for.
        """
        room = ROOM
        while True:
            rows = np.empty((room, 6), dtype=np.int64)
            found = _find_forms(
                *(ctypes.byref(self._forms), page.codes, page.plain, page.kinds, len(page.text)),
                *(*spoken, len(spoken.starts), everything),
                *(rows, room),
            )
            if found <= room:
                listed: list[list[int]] = rows[:found].tolist()
                return listed
            room = found
