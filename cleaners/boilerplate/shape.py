"""What can be measured of one line by itself: length, punctuation, digits, how it starts and ends.

Lines are measured all at once; the few that might hold a date, an address or a ticker are looked at
one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.characters import (
    BLANK,
    CLOSER,
    CLOSERS,
    COMMA,
    DIGIT,
    FINAL,
    FINAL_NARROW,
    FINAL_WIDE,
    IDEOGRAPH,
    IDEOGRAPHS,
    LOWER,
    MEASURED,
    SEPARATOR,
    SEPARATOR_CLOSER,
    SPACE,
    SYMBOL,
    UPPER,
    Characters,
    Indices,
)
from cleaners.boilerplate.hits import Hits
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.words import NUMBER_HASH, Tokens

Flags = NDArray[np.bool_]

SHAPE = (
    "words", "sentence_end", "colon_end", "sentences", "commas", "digits", "initials", "capitals",
    "token_length", "separators", "symbols", "bullet", "lower_start", "contact", "clock", "date",
    "ticker", "covered", "whole", "menu", "social", "notice", "promotion", "origin", "related",
    "endonym", "first_hit", "gap", "question", "quote_start",
)  # fmt: skip
"""The measures, in the order of their rows."""

MENU_KINDS = frozenset({"menu", "footer", "language_picker", "copyright"})
SOCIAL_KINDS = frozenset({"share_bar", "comment_box", "see_original", "see_translation"})
NOTICE_KINDS = frozenset({"disclaimer", "cookie_notice", "press_boilerplate", "source_credit"})
PROMOTION_KINDS = frozenset({"app_promotion", "newsletter", "advertisement"})
ORIGIN_KINDS = frozenset({"byline", "time_ago", "reading_time", "caption"})
RELATED_KINDS = frozenset({"related_headlines"})

TICKER = re.compile(
    r"(?:\$?[A-Z][A-Z0-9./]{1,11}(?:\s+Perp)?(?:\s+[$€£¥]?\d[\d,.]*)?\s*[+\-−–]?\d+(?:[.,]\d+)?\s?%\s*)+"
)
COUNTER = re.compile(r"\d+\s*/\s*\d{2,4}")
_BULLET = re.compile(r"\s*(?:[-*•‣◦▪●○■∙·–]|\d{1,2}[.)])\s")
_CONTACT = re.compile(r"https?://|www\.|\S@\S|^@\w|\s@\w")
_CONTACT_SIGNS = ("@", "://", "www.")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}\.? \w{3,12}\.?,? \d{4}|\w{3,12}\.? \d{1,2},? \d{4}"
    r"|\d{4}\s?[年년]"
)
# An ideograph carries about as much as 0.6 words of a spaced script.
IDEOGRAPH_WORDS = 0.6
_WHOLE = 0.99
# Dates, addresses and tickers tell something about short lines only.
LOOKED_AT = 200
_MOST_GAP = 2
_BEFORE_TEXT = "-•*·–— \t"
_QUOTES = "\"“«„「『‹'"
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")


def listed(characters: str) -> Flags:
    """Make a table that says of the code points up to U+FFFF whether they are listed."""
    table = np.zeros(1 << 16, bool)
    table[[ord(character) for character in characters]] = True
    return table


_IS_QUOTE = listed(_QUOTES)
_IS_BEFORE_TEXT = listed(_BEFORE_TEXT)
_IS_QUESTION = listed("?？؟")
_IS_COLON = listed(":：")
_IS_DATE_SEPARATOR = listed("-/.")
_IS_NUMBERING = listed(".)")
_IS_YEAR = listed("年년")


def _among(codes: NDArray[np.uint32], table: Flags) -> Flags:
    return table.take(codes, mode="clip")


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, in any script.

    >>> ends_sentence("他说：“好的。”"), ends_sentence("À lire aussi")
    (True, False)
    """
    stripped = text.rstrip().rstrip(CLOSERS).rstrip()
    return bool(stripped) and stripped[-1] in FINAL


def weight(line: tuple[str, ...], text: str) -> float:
    """Give a line's length in words; ideographs count by their share of a word."""
    ideographs = len(_IDEOGRAPH.findall(text)) if not text.isascii() else 0
    return len(line) - ideographs * (1 - IDEOGRAPH_WORDS)


def weights(characters: Characters, tokens: Tokens) -> NDArray[np.float64]:
    """Give the lines' lengths in words; long lines are measured on their start."""
    words = tokens.count - characters.counts[IDEOGRAPH] * (1 - IDEOGRAPH_WORDS)
    return np.asarray(words * np.maximum(1.0, characters.lengths / MEASURED))


def endings(lines: Lines, characters: Characters, own: NDArray[np.float32]) -> Flags:
    """Tell which whole lines end a sentence; ``own`` knows it of those that were not cut."""
    ends = own[SHAPE.index("sentence_end")] > 0
    for index in np.flatnonzero(characters.lengths > MEASURED).tolist():
        ends[index] = ends_sentence(lines.texts[index])
    return np.asarray(ends)


def measure(
    lines: Lines,
    characters: Characters,
    tokens: Tokens,
    hits: Hits,
    words: NDArray[np.float64],
) -> NDArray[np.float32]:
    """Measure each line by itself: one row a measure, in the order of ``SHAPE``."""
    counts = characters.counts
    count = np.maximum(tokens.count, 1)
    numbers = np.bincount(tokens.line[tokens.hashes == NUMBER_HASH], minlength=len(characters))
    length = np.maximum(characters.ends - characters.starts, 1)
    letters = np.bincount(tokens.line, tokens.length, len(characters))
    last = characters.codes.take(characters.ends - 1)
    whole = hits.covered > _WHOLE
    bullet, lower_start, quote_start = _starts(characters)
    rows = (
        np.log1p(words),
        _sentence_ends(characters),
        _among(last, _IS_COLON),
        _sentences(characters),
        counts[COMMA] / count,
        numbers / count,
        _initials(characters),
        (counts[UPPER] > 0) & (counts[LOWER] == 0),
        letters / count,
        (counts[SEPARATOR] + counts[SEPARATOR_CLOSER]) / count,
        (length - letters - counts[BLANK]) / length,
        bullet,
        lower_start,
        *_looked_at(characters, last, numbers),
        hits.covered,
        whole,
        *(
            (hits.kinds & hits.bits(kinds)) > 0
            for kinds in (
                MENU_KINDS,
                SOCIAL_KINDS,
                NOTICE_KINDS,
                PROMOTION_KINDS,
                ORIGIN_KINDS,
                RELATED_KINDS,
            )
        ),
        whole & (hits.kind == hits.number("language_picker")),
        hits.first >= 0,
        np.minimum(lines.gaps, _MOST_GAP),
        _among(last, _IS_QUESTION),
        quote_start,
    )
    own = np.empty((len(SHAPE), len(characters)), np.float32)
    for row, values in zip(own, rows, strict=True):
        row[:] = values
    return own


def _ask(
    characters: Characters, candidates: Indices, question: Callable[[str], object]
) -> Iterable[tuple[int, bool]]:
    """Ask something of the text of some lines."""
    starts = characters.starts.take(candidates).tolist()
    ends = characters.ends.take(candidates).tolist()
    for index, start, end in zip(candidates.tolist(), starts, ends, strict=True):
        yield index, bool(question(characters.text[start:end]))


def _sentence_ends(characters: Characters) -> Flags:
    last = characters.classes.take(characters.ends - 1)
    ends = (last == FINAL_NARROW) | (last == FINAL_WIDE)
    behind = (last <= SPACE) | (last == CLOSER) | (last == SEPARATOR_CLOSER)
    for index, answer in _ask(characters, np.flatnonzero(behind), ends_sentence):
        ends[index] = answer
    return np.asarray(ends)


def _sentences(characters: Characters) -> NDArray[np.int64]:
    """Count the sentence ends: runs of marks before white space or a closing mark.

    The marks of scripts without spaces end a sentence whatever follows.
    """
    classes = characters.classes
    marks = np.flatnonzero((classes == FINAL_NARROW) | (classes == FINAL_WIDE))
    if not marks.size:
        return np.zeros(len(characters), np.int64)
    last = np.append(np.diff(marks) > 1, [True])
    after = classes.take(marks + 1)
    good = (after <= SPACE) | (after == CLOSER) | (after == SEPARATOR_CLOSER)
    run = np.cumsum(last) - last
    run_good = good[last].take(run)
    counted = np.where(run_good, last, classes.take(marks) == FINAL_WIDE)
    return np.bincount(characters.line.take(marks[counted]), minlength=len(characters))


def _initials(characters: Characters) -> NDArray[np.float64]:
    """Give the share of capitals among the first letters of the words at a line's start."""
    classes = characters.classes
    letter = (classes[1:] >= UPPER) & (classes[1:] <= IDEOGRAPH)
    first = np.flatnonzero(letter & (classes[:-1] <= SPACE)) + 1
    line = characters.line.take(first)
    near = first < characters.starts.take(line) + LOOKED_AT
    first, line = first[near], line[near]
    words = np.bincount(line, minlength=len(characters))
    capitals = np.bincount(line[classes.take(first) == UPPER], minlength=len(characters))
    return np.asarray(capitals / np.maximum(words, 1))


def _starts(characters: Characters) -> tuple[Flags, Flags, Flags]:
    """Tell which lines begin with a bullet, with a small letter, with a quotation mark."""
    codes, classes, starts = characters.codes, characters.classes, characters.starts
    first, kind = codes.take(starts), classes.take(starts)
    second = classes.take(starts + 1, mode="clip")
    marked = ((kind >= CLOSER) & (kind <= SYMBOL) & (second <= SPACE)) | (kind <= SPACE)
    numbered = kind == DIGIT
    for offset in (1, 2):
        marked |= numbered & _among(codes.take(starts + offset, mode="clip"), _IS_NUMBERING)
    bullet = np.zeros(len(characters), bool)
    for index, answer in _ask(characters, np.flatnonzero(marked), _BULLET.match):
        bullet[index] = answer
    lower = kind == LOWER
    quote = _among(first, _IS_QUOTE)
    before = np.flatnonzero(_among(first, _IS_BEFORE_TEXT) | (kind <= SPACE))
    for index, answer in _ask(characters, before, _starts_lower):
        lower[index] = answer
    for index, answer in _ask(characters, before, _starts_quote):
        quote[index] = answer
    return bullet, lower, quote


def _starts_lower(text: str) -> bool:
    return text.lstrip(_BEFORE_TEXT)[:1].islower()


def _starts_quote(text: str) -> bool:
    return text.lstrip(_BEFORE_TEXT)[:1] in _QUOTES


def _looked_at(
    characters: Characters, last: NDArray[np.uint32], numbers: NDArray[np.int64]
) -> tuple[Flags, Flags, Flags, Flags]:
    """Tell which short lines hold an address, a time of day, a date, or are a ticker."""
    short = characters.lengths <= LOOKED_AT
    flags = np.zeros((4, len(characters)), bool)
    contact, clock, date, ticker = flags
    for index, answer in _ask(characters, _contacts(characters, short), _CONTACT.search):
        contact[index] = answer
    digits = np.flatnonzero(characters.classes == DIGIT)
    if digits.size:
        clock[_clocks(characters, digits)] = True
        clock &= short & (numbers > 0)
        for index, answer in _ask(characters, _dates(characters, digits, short), _DATE.search):
            date[index] = answer
        fraction = (characters.counts[SEPARATOR] > 0) & (
            characters.classes.take(characters.ends - 1) == DIGIT
        )
        likely = (last == ord("%")) | (last == ord(" ")) | fraction
        candidates = np.flatnonzero(likely & short & (numbers > 0))
        for index, answer in _ask(characters, candidates, _is_ticker):
            ticker[index] = answer
    return contact, clock, date, ticker


def _is_ticker(text: str) -> bool:
    return TICKER.fullmatch(text) is not None or COUNTER.fullmatch(text) is not None


def _contacts(characters: Characters, short: Flags) -> Indices:
    """Give the short lines with a sign of an address."""
    text = characters.text
    places = []
    for sign in _CONTACT_SIGNS:
        place = text.find(sign)
        while place >= 0:
            places.append(place)
            place = text.find(sign, place + 1)
    lines = np.unique(characters.line.take(np.array(places, np.intp)))
    chosen: Indices = lines[short.take(lines)]
    return chosen


def _clocks(characters: Characters, digits: Indices) -> Indices:
    """Give the lines with a digit, a colon and two digits."""
    classes = characters.classes
    before = digits[characters.codes.take(digits + 1) == ord(":")]
    two = (classes.take(before + 2, mode="clip") == DIGIT) & (
        classes.take(before + 3, mode="clip") == DIGIT
    )
    lines: Indices = characters.line.take(before[two])
    return lines


def _dates(characters: Characters, digits: Indices, short: Flags) -> Indices:
    """Give the short lines that may hold a year behind a word, or three numbers joined by marks."""
    codes, classes = characters.codes, characters.classes
    joined = _among(codes.take(digits + 1), _IS_DATE_SEPARATOR) & (
        classes.take(digits + 2, mode="clip") == DIGIT
    )
    joints = np.bincount(characters.line.take(digits[joined]), minlength=len(characters))
    four = digits[:-3][digits[3:] - digits[:-3] == 3]
    behind = classes.take(four - 1) <= SPACE
    for offset in (4, 5):
        behind |= _among(codes.take(four + offset, mode="clip"), _IS_YEAR)
    likely = joints > 1
    likely[characters.line.take(four[behind])] = True
    return np.flatnonzero(likely & short)
