"""What can be measured of a page's lines, the same for HTML and flattened text, in any language.

Each line becomes a row of numbers: its own shape, what its markup says, how it sits among its
neighbours and in the page. Nothing here knows a language; phrases are counted, not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.phrases import IDEOGRAPHS, NUMBER, Hit, Phrases, tokens

Matrix = NDArray[np.float32]

# Sentence ends of all scripts, closing quotes and brackets may follow them.
FINAL = ".!?…。！？｡؟۔।॥։።"
CLOSERS = "\"'”’»›)]）】」』〉》*_"
_FINAL_INSIDE = re.compile(rf"[{re.escape(FINAL)}]+(?=[\s{re.escape(CLOSERS)}]|$)|[。！？]")
_FINALS = frozenset(FINAL)
_COMMAS = frozenset(",;:，、；：،؛")
_SEPARATORS = frozenset("|｜•·»›>/–—-")
_SYMBOL = re.compile(r"[^\w\s]")
_BULLET = re.compile(r"\s*(?:[-*•‣◦▪●○■∙·–]|\d{1,2}[.)])\s")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_CONTACT = re.compile(r"https?://|www\.|\S@\S|^@\w|\s@\w")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}\.? \w{3,12}\.?,? \d{4}|\w{3,12}\.? \d{1,2},? \d{4}"
    r"|\d{4}\s?[年년]"
)
TICKER = re.compile(
    r"(?:\$?[A-Z][A-Z0-9./]{1,11}(?:\s+Perp)?(?:\s+[$€£¥]?\d[\d,.]*)?\s*[+\-−–]?\d+(?:[.,]\d+)?\s?%\s*)+"
)
COUNTER = re.compile(r"\d+\s*/\s*\d{2,4}")
HASHTAGS = re.compile(r"(?:[#$][^\s#$]+\s*)+")
# An ideograph carries about as much as 0.6 words of a spaced script.
IDEOGRAPH_WORDS = 0.6
# From so many words on a line that ends a sentence is taken for running text.
RUNNING_TEXT = 12
_STEM = 5
_FIRST_IDEOGRAPH = "\u3040"
# Lines past this are measured on their start: enough to know what they are.
_MEASURED = 600
# Dates, addresses and tickers tell something about short lines only.
_LOOKED_AT = 200

MENU_KINDS = frozenset({"menu", "footer", "language_picker", "copyright"})
SOCIAL_KINDS = frozenset({"share_bar", "comment_box", "see_original", "see_translation"})
NOTICE_KINDS = frozenset({"disclaimer", "cookie_notice", "press_boilerplate", "source_credit"})
PROMOTION_KINDS = frozenset({"app_promotion", "newsletter", "advertisement"})
ORIGIN_KINDS = frozenset({"byline", "time_ago", "reading_time", "caption"})

_NEGATIVE = {
    "menu": r"nav|menu|crumb|header|masthead|topbar|toolbar|sidebar|side|widget|tab",
    "foot": r"foot|copyright|legal|privacy|cookie|consent|banner|disclaim|gdpr",
    "social": r"share|social|follow|tools|action|button|btn|like|vote|rating|print",
    "related": r"relat|recommend|popular|trending|more|teaser|promo|sponsor|outbrain|taboola|ad|ads"
    r"|advert|newsletter|subscri|signup|most|next|prev|pagination|pager|tag|tags|card|carousel",
    "comment": r"comment|disqus|reply|replies|respond",
    "origin": r"author|byline|meta|date|time|posted|published|info|credit|source|user|avatar|bio",
    "caption": r"caption|figure|image|img|photo|media|gallery|video|thumb",
}
_POSITIVE = {
    "body": r"article|content|entry|post|story|body|text|main|blog|news|detail|rich|message|msg",
    "title": r"title|headline|subject|heading",
}
_CUES = {
    name: re.compile(rf"(?<![a-z])(?:{pattern})")
    for name, pattern in (_NEGATIVE | _POSITIVE).items()
}
_TAGS = (
    frozenset({"nav", "menu"}),
    frozenset({"header"}),
    frozenset({"footer"}),
    frozenset({"aside"}),
    frozenset({"form", "button", "label", "select", "option", "fieldset", "input"}),
    frozenset({"main", "article"}),
    frozenset({"li", "ul", "ol", "dl", "dd", "dt"}),
    frozenset({"table", "td", "th", "tr"}),
    frozenset({"p"}),
    frozenset({"h1"}),
    frozenset({"h2", "h3", "h4", "h5", "h6"}),
    frozenset({"blockquote", "pre", "code"}),
    frozenset({"figure", "figcaption", "picture"}),
    frozenset({"section"}),
    frozenset({"time", "address", "small"}),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page as the labeller sees it; ``path`` is empty for flattened text.

    ``foreign`` says that it is known to be in another language than the page; ``elements`` numbers
    the elements of its path.
    """

    text: str
    gap: int = 0
    path: str = ""
    css: str = ""
    link_density: float = 0.0
    foreign: bool = False
    elements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A page's lines, measured: one row a line, and what the rules need again."""

    matrix: Matrix
    hits: tuple[Hit, ...]
    words: NDArray[np.float64]
    tokens: tuple[tuple[str, ...], ...]


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


def measure(lines: Sequence[Line], title: str, phrases: Phrases) -> Measured:
    """Measure a page's lines.

    ``title`` is the page's own title where it is known, else empty. The matrix has one row a line;
    its columns are the same for every page.
    """
    cut = [line.text[:_MEASURED] for line in lines]
    token_lines = [tokens(text) for text in cut]
    hits = tuple(phrases.hit(line) for line in token_lines)
    own = np.array(
        [
            _shape(line.gap, text, words, hit)
            for line, text, words, hit in zip(lines, cut, token_lines, hits, strict=True)
        ],
        dtype=np.float32,
    ).reshape(len(lines), len(SHAPE))
    words = np.array(
        [
            weight(found, text) * max(1.0, len(line.text) / _MEASURED)
            for line, text, found in zip(lines, cut, token_lines, strict=True)
        ],
        dtype=np.float64,
    )
    own[:, 0] = np.log1p(words)
    vocabulary = _vocabulary(token_lines, own, title)
    markup = _markup(lines, words, own)
    context = _context(own, vocabulary, words, np.array([line.gap for line in lines]))
    matrix = np.hstack([own, vocabulary, markup, context]).astype(np.float32)
    return Measured(matrix, hits, words, tuple(token_lines))


SHAPE = (
    "words", "sentence_end", "colon_end", "sentences", "commas", "digits", "initials", "capitals",
    "token_length", "separators", "symbols", "bullet", "lower_start", "contact", "clock", "date",
    "ticker", "covered", "whole", "menu", "social", "notice", "promotion", "origin", "related",
    "endonym", "first_hit", "gap", "question", "quote_start",
)  # fmt: skip


@lru_cache(maxsize=16384)
def _shape(gap: int, text: str, words: tuple[str, ...], hit: Hit) -> tuple[float, ...]:
    """Measure one line by itself, in the order of ``SHAPE``."""
    length = max(len(text), 1)
    count = max(len(words), 1)
    short = text if len(text) <= _LOOKED_AT else ""
    starts = [word[0] for word in text[:_LOOKED_AT].split() if word[0].isalpha()]
    symbols = _SYMBOL.findall(text)
    digits = words.count(NUMBER)
    first = text.lstrip("-•*·–— \t")[:1]
    letters = sum(map(len, words))
    return (
        0.0,
        ends_sentence(text),
        text.endswith((":", "：")),
        len(_FINAL_INSIDE.findall(text)) if not _FINALS.isdisjoint(symbols) else 0,
        sum(symbol in _COMMAS for symbol in symbols) / count,
        digits / count,
        sum(map(str.isupper, starts)) / max(len(starts), 1),
        text.isupper(),
        letters / count,
        sum(symbol in _SEPARATORS for symbol in symbols) / count,
        (length - letters - text.count(" ")) / length,
        _BULLET.match(text) is not None,
        first.islower(),
        bool(symbols) and _CONTACT.search(short) is not None,
        bool(digits) and _CLOCK.search(short) is not None,
        bool(digits) and _DATE.search(short) is not None,
        bool(digits and symbols)
        and (TICKER.fullmatch(short) is not None or COUNTER.fullmatch(short) is not None),
        hit.covered,
        hit.covered > 0.99,
        not MENU_KINDS.isdisjoint(hit.kinds),
        not SOCIAL_KINDS.isdisjoint(hit.kinds),
        not NOTICE_KINDS.isdisjoint(hit.kinds),
        not PROMOTION_KINDS.isdisjoint(hit.kinds),
        not ORIGIN_KINDS.isdisjoint(hit.kinds),
        "related_headlines" in hit.kinds,
        hit.kind == "language_picker" and hit.covered > 0.99,
        bool(hit.first),
        min(gap, 2),
        text.endswith(("?", "？", "؟")),
        first in "\"“«„「『‹'",
    )


VOCABULARY = ("common", "shared", "in_title", "of_title", "repeats", "shape_repeats", "script")


def _vocabulary(lines: Sequence[tuple[str, ...]], own: Matrix, title: str) -> Matrix:
    """Compare each line's words with those of the running text, the title and the other lines."""
    running = [
        index
        for index in range(len(lines))
        if own[index, 0] > np.log1p(RUNNING_TEXT) and own[index, 1]
    ]
    counts: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for index in running:
        counts.update(lines[index])
        holders.update(set(stems(lines[index])))
    common = {word for word, n in counts.most_common(40) if n > 1 and word != NUMBER}
    title_words = set(tokens(title)) if title else set()
    repeats = Counter(lines)
    shapes = Counter((line[0], line[-1], len(line)) for line in lines if line)
    main = _main_script(lines)
    in_running = set(running)
    rows = []
    for index, line in enumerate(lines):
        count = max(len(line), 1)
        least = 2 if index in in_running else 1
        known = set(line)
        content = set(stems([word for word in line if word not in common]))
        rows.append(
            (
                sum(word in common for word in line) / count,
                sum(holders[stem] >= least for stem in content) / max(len(content), 1),
                len(known & title_words) / max(len(known), 1),
                len(known & title_words) / max(len(title_words), 1),
                min(repeats[line], 5),
                min(shapes[line[0], line[-1], count], 8) if line else 0,
                sum(_script(word) == main for word in line[:6]) / max(len(line[:6]), 1),
            )
        )
    return np.array(rows, dtype=np.float32).reshape(len(lines), len(VOCABULARY))


def stems(line: Sequence[str]) -> list[str]:
    """Give what tells of a line's subject: word beginnings, and pairs of ideographs."""
    found = [word[:_STEM] for word in line if len(word) > 2]
    if len(found) < len(line):
        found += [
            one + other
            for one, other in pairwise(line)
            if one >= _FIRST_IDEOGRAPH and other >= _FIRST_IDEOGRAPH and len(one) == len(other) == 1
        ]
    return found


def _script(word: str) -> int:
    """Give a coarse number for a word's script: the Unicode block of its first letter."""
    point = ord(word[0])
    if point < 0x250:
        return -1 if word == NUMBER else 0
    if point >= 0x3040:
        return 2
    return 3 + (point >> 8)


def _main_script(lines: Sequence[tuple[str, ...]]) -> int:
    counts: Counter[int] = Counter()
    for line in lines:
        if line:
            counts[_script(line[len(line) // 2])] += len(line)
    counts.pop(-1, None)
    return max(counts, key=lambda s: (counts[s], s)) if counts else 0


def _markup(lines: Sequence[Line], words: NDArray[np.float64], own: Matrix) -> Matrix:
    """Measure what the tags and class names say; all zero for flattened text."""
    names = list(_CUES)
    columns = 1 + len(_TAGS) + 2 * len(names) + 8
    matrix = np.zeros((len(lines), columns), dtype=np.float32)
    if not any(line.path for line in lines):
        return matrix
    tag_rows: dict[str, list[float]] = {}
    cue_rows: dict[str, list[float]] = {}
    for index, line in enumerate(lines):
        if line.path not in tag_rows:
            parts = line.path.split("/")
            found = set(parts)
            tag_rows[line.path] = [float(not tags.isdisjoint(found)) for tags in _TAGS]
        if line.css not in cue_rows:
            near = line.css.split(" ", 3)
            own_css = " ".join(near[:2])
            cue_rows[line.css] = [float(bool(cue.search(line.css))) for cue in _CUES.values()] + [
                float(bool(cue.search(own_css))) for cue in _CUES.values()
            ]
        matrix[index, 0] = line.link_density
        matrix[index, 1 : 1 + len(_TAGS)] = tag_rows[line.path]
        matrix[index, 1 + len(_TAGS) : -8] = cue_rows[line.css]
    matrix[:, -8:] = _containers(lines, words, own)
    return matrix


def _containers(lines: Sequence[Line], words: NDArray[np.float64], own: Matrix) -> Matrix:
    """Measure the elements around each line: how much of the page's running text they hold."""
    good = words * (own[:, 1] > 0) * np.array([1 - line.link_density for line in lines])
    good[words < RUNNING_TEXT / 2] = 0
    total = max(float(good.sum()), 1.0)
    levels: list[list[str]] = []
    for line in lines:
        parts = line.path.split("/")
        levels.append(
            [
                line.path + "|" + line.css,
                line.path,
                "/".join(parts[:-1]),
                "/".join(parts[:-2]),
                "/".join(parts[:-3]),
            ]
        )
    columns = []
    for level in range(5):
        held: Counter[str] = Counter()
        for keys, amount in zip(levels, good, strict=True):
            held[keys[level]] += amount
        columns.append([held[keys[level]] / total for keys in levels])
    siblings = Counter(keys[0] for keys in levels)
    columns.append([min(np.log1p(siblings[keys[0]]), 5.0) for keys in levels])
    columns.append([float(line.path.count("/")) for line in lines])
    text = Counter[str]()
    for keys, amount in zip(levels, words, strict=True):
        text[keys[1]] += amount
    columns.append([np.log1p(text[keys[1]] / max(siblings[keys[0]], 1)) for keys in levels])
    return np.array(columns, dtype=np.float32).T


# Columns of SHAPE and VOCABULARY whose neighbourhood matters.
_NEIGHBOURS = (0, 1, 3, 6, 15, 17, 19, 20, 24)
_REACH = (1, 2, 3)
_WINDOWS = (4, 10)


def _context(
    own: Matrix, vocabulary: Matrix, words: NDArray[np.float64], gaps: NDArray[np.int64]
) -> Matrix:
    """Measure how each line sits among its neighbours and in the page."""
    count = len(own)
    columns: list[NDArray[np.floating]] = []
    base = np.hstack([own[:, list(_NEIGHBOURS)], vocabulary[:, :1]])
    for reach in _REACH:
        for shift in (-reach, reach):
            moved = np.full_like(base, -1.0)
            if reach < count:
                if shift > 0:
                    moved[:-shift] = base[shift:]
                else:
                    moved[-shift:] = base[:shift]
            columns.append(moved if reach < 3 else moved[:, :2])
    running = (own[:, 1] > 0) & (words >= RUNNING_TEXT)
    mass = np.where(running, words, 0.0)
    for window in _WINDOWS:
        measures = (mass, running.astype(float), (words < 5).astype(float), own[:, 17])
        columns += [_windowed(values, window)[:, None] for values in measures]
    columns.append(_placed(words, mass, running, own, gaps))
    return np.hstack(columns)


def _windowed(values: NDArray[np.floating], window: int) -> NDArray[np.float64]:
    """Give the mean over the lines around each line."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    index = np.arange(len(values))
    low = np.maximum(index - window, 0)
    high = np.minimum(index + window + 1, len(values))
    return np.asarray((total[high] - total[low]) / np.maximum(high - low, 1))


def _placed(
    words: NDArray[np.float64],
    mass: NDArray[np.float64],
    running: NDArray[np.bool_],
    own: Matrix,
    gaps: NDArray[np.int64],
) -> Matrix:
    """Measure positions: in the page, from the nearest running text, in the best run of lines."""
    count = len(words)
    index = np.arange(count, dtype=np.float64)
    total = max(float(mass.sum()), 1.0)
    after = np.cumsum(mass) / total
    columns = [
        index / max(count - 1, 1),
        np.log1p(index),
        np.log1p(count - 1 - index),
        after,
        (np.cumsum(words) / max(float(words.sum()), 1.0)),
        np.log1p(_since(running)),
        np.log1p(_since(running[::-1])[::-1]),
        np.full(count, np.log1p(count)),
        np.full(count, mass.sum() / max(float(words.sum()), 1.0)),
        np.full(count, np.log1p(mass.sum())),
        np.full(count, float(running.mean()) if count else 0.0),
        np.full(count, float(own[:, 17].mean()) if count else 0.0),
        np.full(count, float((gaps > 0).mean()) if count else 0.0),
        np.full(count, float(own[:, 18].mean()) if count else 0.0),
    ]
    for threshold in (6.0, 12.0):
        start, end = best_run(words - threshold)
        columns.append(((index >= start) & (index < end)).astype(float))
        columns.append(np.clip(index - start, -20, 20))
        columns.append(np.clip(end - 1 - index, -20, 20))
    return np.array(columns, dtype=np.float32).T.reshape(count, len(columns))


def _since(flags: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Count the lines since the last flagged one (0 on it; 50 where none was)."""
    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, index, -1))
    return np.where(last >= 0, np.minimum(index - last, 50), 50).astype(np.float64)


def best_run(values: NDArray[np.float64]) -> tuple[int, int]:
    """Find the run of lines with the greatest sum (Finn, Kushmerick and Smyth, 2001).

    >>> best_run(np.array([-3.0, 5.0, -1.0, 4.0, -9.0]))
    (1, 4)
    """
    if not len(values):
        return 0, 0
    sums = np.concatenate([[0.0], np.cumsum(values)])
    lowest = np.minimum.accumulate(sums[:-1])
    gains = sums[1:] - lowest
    end = int(np.argmax(gains)) + 1
    if gains[end - 1] <= 0:
        return 0, 0
    start = int(np.argmin(sums[:end]))
    return start, end
