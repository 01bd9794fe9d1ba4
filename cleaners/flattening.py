"""HTML becomes lines of text in one pass over its characters, in C.

The kernel (``native/html.h``) reads tags, opens and closes elements, cuts lines at blocks, leaves
out what is not shown and puts spaces where boxes touch. Time and memory are linear in the size of
the page, and no depth is too great. A tree that a user parsed goes the same way, written down as
events.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners import html_tables, native
from cleaners.chains import Chains, Indices

# The columns of numbers that the kernel gives of each line.
_COLUMNS = 6


class _Span(ctypes.Structure):
    """A text in C."""

    _fields_ = (("at", ctypes.c_void_p), ("size", ctypes.c_size_t))

    def read(self) -> bytes:
        """Copy it."""
        return ctypes.string_at(self.at, self.size) if self.size else b""


class _Result(ctypes.Structure):
    """What the kernel gives: ``Result`` in html_flatten.h."""

    _fields_ = (
        ("text", _Span),
        ("paths", _Span),
        ("css", _Span),
        ("notes", _Span),
        ("source", _Span),
        ("scripts", _Span),
        ("columns", _Span),
        ("densities", _Span),
        ("elements", _Span),
        ("wanted", ctypes.c_int64),
    )


_ResultPlace = ctypes.POINTER(_Result)
_flatten = native.kernel(
    "flatten_html", _ResultPlace, ctypes.c_void_p, native.BYTES, native.COUNT, native.COUNT
)
_free = native.kernel("free_html", native.NOTHING, _ResultPlace)


class Note(NamedTuple):
    """Something that a page says of itself: an element (its tag) with its attributes.

    ``title`` and ``script`` (of linked data) have their text as the attribute ``text``.
    """

    kind: str
    attributes: dict[str, str]


class Flattened(NamedTuple):
    """The lines of a page without its title, column by column, and what it says of itself.

    ``text`` holds the lines with the line breaks between them. Of each line ``kinds`` has a number
    from ``html_tables.KINDS``, ``path_numbers`` and ``css_numbers`` one from the page's ``paths``
    and ``css``. ``source`` are the parts of the page in which translation tools leave their marks.
    """

    text: str
    starts: Indices
    ends: Indices
    kinds: Indices
    path_numbers: Indices
    css_numbers: Indices
    paths: list[str]
    css: list[str]
    link_densities: NDArray[np.float64]
    elements: Chains
    notes: list[Note]
    source: bytes


def flatten(html: str) -> Flattened:
    r"""Flatten HTML text.

    >>> flatten("<title>x</title><h1>Le port</h1><ul><li>Un<li>Deux").text
    'Le port\n\nUn\nDeux'
    """
    # NUL is looked for in the bytes: in text of two bytes a character half of them are 0.
    return _run(html.encode("utf-8", "replace").replace(b"\0", b""), 0)


def flatten_events(events: bytes) -> Flattened:
    """Flatten the events of a tree (native/html_events.c)."""
    return _run(events, 1)


def _run(content: bytes, events: int) -> Flattened:
    """Run the kernel, again when it comes upon characters of a script that it did not know.

    Raises ``MemoryError`` when there is not enough of it.
    """
    tables = html_tables.tables()
    while True:
        place = _flatten(ctypes.byref(tables.passed), content, len(content), events)
        if not place:
            raise MemoryError
        try:
            result = place.contents
            if result.wanted < 0:
                return _read(result)
            html_tables.fill_classes(tables.classes, result.wanted)
        finally:
            _free(place)


def _read(result: _Result) -> Flattened:
    """Copy what the kernel gives."""
    columns = np.frombuffer(result.columns.read(), np.int64).reshape(_COLUMNS, -1)
    starts, ends, kinds, path_numbers, css_numbers, innermost = columns
    numbers, above = np.frombuffer(result.elements.read(), np.int64).reshape(-1, 2).T.copy()
    return Flattened(
        result.text.read().decode(),
        *(starts, ends, kinds, path_numbers, css_numbers),
        result.paths.read().decode().split("\n"),
        # The kernel knows small letters of ASCII only.
        result.css.read().decode().lower().split("\n"),
        np.frombuffer(result.densities.read()),
        Chains(innermost, numbers, above),
        [*_notes(result.notes.read().decode().split("\0"))],
        result.source.read() + result.scripts.read(),
    )


def _notes(parts: Sequence[str]) -> Iterator[Note]:
    """Read notes: a kind, how many attributes, their names and values."""
    position = 0
    while position < len(parts) - 1:
        kind, count = parts[position], int(parts[position + 1])
        position += 2
        end = position + 2 * count
        names, values = parts[position:end:2], parts[position + 1 : end : 2]
        # Of an attribute given twice the first counts.
        yield Note(kind, dict(zip(reversed(names), reversed(values), strict=True)))
        position = end
