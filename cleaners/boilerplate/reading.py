"""A page's lines read into arrays, in one go: characters, words, phrases, shapes, vocabulary."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate import characters, context, folding, hits, shape, texture, words
from cleaners.boilerplate.characters import CLASSES, MEASURED, Characters
from cleaners.boilerplate.hits import Hits
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.phrases import Phrases
from cleaners.boilerplate.shape import IDEOGRAPH_WORDS, SHAPE
from cleaners.boilerplate.sheet import Sheet
from cleaners.boilerplate.vocabulary import VOCABULARY
from cleaners.boilerplate.words import Tokens
from cleaners.code_points import code_points

_TICKER = SHAPE.index("ticker")
_OWN = len(SHAPE)
# Measures of lines with markup, and of those of flattened text.
_MARKED_UP = _OWN + len(VOCABULARY)
_FLAT = _MARKED_UP + context.PLACES + len(texture.COLUMNS)
# The rows of numbers: starts, ends, characters by class, tokens, hits.
_COUNTS = slice(2, 2 + CLASSES)
_COUNT = 2 + CLASSES
_HITS = slice(3 + CLASSES, 9 + CLASSES)
_NUMBERS = 9 + CLASSES
# What the kernel was compiled with must be the same; it writes as many rows as it knows.
_ALIKE = (
    len(SHAPE), len(VOCABULARY), context.PLACES, len(texture.COLUMNS), CLASSES, MEASURED,
    IDEOGRAPH_WORDS,
)  # fmt: skip
# What the kernel gives where it cannot go on.
_UNKNOWN, _UNFOLDED = -1, -2
_NO_TITLE = np.empty(0, np.uint64)
_read_sheet = native.kernel(
    "read_sheet", native.COUNT, *[native.ARRAY] * 5, native.COUNT, native.ARRAY, native.COUNT,
    *[native.ARRAY] * 2, *[native.COUNT] * 2, *[native.ARRAY] * 6, native.COUNT,
    *[native.ARRAY] * 2,
)  # fmt: skip
_sheet_numbers = native.kernel("sheet_numbers", native.NOTHING, native.ARRAY)


def read(lines: Lines, title: str, phrases: Phrases, known: Hits | None = None) -> Sheet:
    """Put all that is known of a page's lines into arrays.

    ``title`` is the page's own, where it has one; ``known`` are the phrases that the lines hold,
    where somebody else has looked for them. Raises ``MemoryError``, and ``NotBuiltError`` when the
    kernel was compiled for other measures.

    >>> from cleaners import rules
    >>> from cleaners.boilerplate import lines, phrases
    >>> page = lines.Lines.of([lines.Line("Menu"), lines.Line("Il a plu 12 jours.")])
    >>> sheet = read(page, "", phrases.load(rules.load()))
    >>> sheet.words.tolist(), sheet.ends.tolist(), sheet.hits.name(sheet.hits.kind[0])
    ([1.0, 5.0], [False, True], 'menu')
    """
    count, flat = len(lines), not lines.marked_up
    lengths, taken, text = characters.joined(lines.texts)
    codes = code_points(text)
    numbers = np.empty((_NUMBERS + 1) * count + 1, np.int64)
    table = numbers[: _NUMBERS * count].reshape(_NUMBERS, count)
    classes, flags = np.empty(len(codes), np.uint8), np.empty((2, count), bool)
    read_ = Characters(text, codes, classes, table[0], table[1], lengths, table[_COUNTS])
    weights = np.empty((2, count))
    columns = np.empty((_FLAT if flat else _MARKED_UP, count), np.float32)
    if known is not None:
        weights[0], table[_HITS] = known.covered, known.columns
    wanted = words.hashes_of(folding.tokens(title)) if title else _NO_TITLE
    per_token = _filled(
        (_tables(phrases, searched=known is None), codes, taken, lengths, lines.gaps, count),
        (wanted, len(wanted), flat, classes, numbers, weights),
        (flags, columns),
        read_,
        numbers,
    )
    tokens = Tokens(numbers[_NUMBERS * count :], table[_COUNT], *per_token)
    found = Hits(phrases.names, weights[0], *table[_HITS])
    own, vocabulary = columns[:_OWN], columns[_OWN:_MARKED_UP]
    ends = flags[0]
    for index in flags[1].nonzero()[0].tolist():
        own[_TICKER, index] = shape.is_ticker(lines.texts[index])
    if taken is not lengths:
        # What was cut off may end otherwise.
        for index in (lengths > MEASURED).nonzero()[0].tolist():
            ends[index] = shape.ends_sentence(lines.texts[index])
    return Sheet(lines, title, read_, tokens, found, weights[1], ends, own, vocabulary, columns)


def _filled(
    page: tuple[Any, ...],
    inside: tuple[Any, ...],
    last: tuple[Any, ...],
    characters_: Characters,
    spans: NDArray[np.int64],
) -> tuple[NDArray[Any], ...]:
    """Let the kernel fill a page's arrays, given as it takes them; give those with one a token.

    It goes on as soon as the tables know all characters, and lines that must be are folded.
    ``spans`` begins with where the lines stand.
    """
    codes = folded = characters_.codes
    while True:
        room = len(folded)
        tokens, hashes = np.empty((3, room), np.intp), np.empty((2, room), np.uint64)
        first = np.empty(room, np.uint32)
        found: int = _read_sheet(
            *page, folded, len(codes), spans, *inside, tokens, hashes, first, room, *last
        )
        if found >= 0:
            line, length, ids = tokens[:, :found]
            own, stems = hashes[:, :found]
            return line, own, stems, ids, length, first[:found]
        if found == _UNKNOWN:
            characters.learn(codes)
            folding.learn(folded)
        elif found == _UNFOLDED:
            folded, *borders = words.folded_whole(characters_)
            spans = np.concatenate(borders)
        else:
            raise MemoryError


def compiled_numbers() -> tuple[float, ...]:
    """Give what the kernel was compiled with.

    Rows of shape, vocabulary, places and texture; classes of characters; characters read of a line;
    the words that an ideograph is; the words of running text.
    """
    found = np.empty(len(_ALIKE) + 1)
    _sheet_numbers(found)
    return tuple(found.tolist())


@lru_cache(maxsize=4)
def _tables(phrases: Phrases, *, searched: bool) -> ctypes.Structure:
    """Give what is known of characters and phrases as the kernel takes it.

    ``searched`` says whether to look for the phrases. Raises ``NotBuiltError``.
    """
    if compiled_numbers()[: len(_ALIKE)] != _ALIKE:
        message = "the compiled part of Limpide measures otherwise: compile it again"
        raise native.NotBuiltError(message)
    to, part = folding.tables()
    handed = hits.handed(phrases)
    tables = characters.class_table(), part, to, handed, shape.groups(phrases.names)

    class Tables(ctypes.Structure):
        _fields_ = tuple((f"table_{number}", ctypes.c_void_p) for number in range(len(tables)))
        # The structure has their places only.
        held = tables

    places = [native.place(table) for table in tables if isinstance(table, np.ndarray)]
    places.insert(3, ctypes.addressof(handed) if searched else 0)
    return Tables(*places)
