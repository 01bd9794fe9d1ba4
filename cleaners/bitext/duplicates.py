"""Pages that say the same in the same language: exact copies, and copies with small changes.

Two pages are near duplicates when most of the shorter one stands in the longer one, word for word.
Pages on the same subject share names and phrases, but few runs of several words.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, combinations, pairwise
from typing import Final, NamedTuple

from cleaners.bitext.profiles import language_key, numbers
from cleaners.records import Document, content_id

# Words in a shingle; a Chinese character or a kana counts as half a word or less.
WORDS: Final = 3
CHARACTERS: Final = 5
# Share of the shorter page's shingles that stand in the longer one. Measured on news in which names
# were exchanged, words replaced and sentences dropped: copies .93 and more, other pages on the same
# people and companies .10 and less. The bar lies between, nearer to the copies.
NEARLY_ALL: Final = 0.8
MOST: Final = 0.5
# Only ``NEARLY_ALL`` makes a page a copy of one that is more than twice as long.
FEWEST_FOR_LENGTH: Final = 0.5
# Pages with fewer shingles are duplicates only when they are equal: a sentence is no page.
FEWEST_SHINGLES: Final = 12
# Below this many shingles two stories from one template share most of their runs of words, so that
# only ``NEARLY_ALL`` makes a copy.
SHORT: Final = 120
# And each has words of its own in the same places (harbour, airport). Shares of the page with fewer
# words, measured: copies with words replaced 5 % and less, short stories from one template 20 %.
OTHER_WORDS: Final = 0.1
OTHER_WORDS_LONG: Final = 0.2
# Shorter words (of letters, not characters) are mostly grammar.
SHORTEST_WORD: Final = 4
# Reports that differ in nothing but their figures (prices, weather) are different reports.
FEWEST_NUMBERS: Final = 3
SHARED_NUMBERS: Final = 0.5
# Of long pages every eighth shingle is indexed, of short ones all.
SAMPLE: Final = 8
INDEXED_WHOLE: Final = 400
# A shingle on more pages than this compares each page with the next one only.
COMMON: Final = 24
# Pages at least this long, relative to the longest of their cluster, count as complete.
COMPLETE: Final = 0.95

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W_]+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


class Duplicate(NamedTuple):
    """One document's place in a cluster.

    ``duplicate_of`` is ``None`` for the document that is kept; ``similarity`` (0-1) is the share
    of the shorter text that stands in the longer one, the kept one's.
    """

    document: str
    cluster_id: str
    duplicate_of: str | None
    similarity: float


class _Page(NamedTuple):
    """A document as a set of shingles."""

    document: Document
    shingles: frozenset[int]
    numbers: frozenset[str]
    words: frozenset[str]


def cluster(documents: Sequence[Document]) -> tuple[Duplicate, ...]:
    """Cluster the duplicates; every document is in exactly one cluster, most in one of their own.

    Which page of a cluster is kept follows from the pages alone: a complete one, that links its
    versions, needed few repairs, adds nothing to the title, is the earliest. The result is
    sorted by document and does not depend on the order of the documents.
    """
    pages = [_page(one) for one in sorted(documents, key=lambda one: one.id)]
    found = []
    for members in _clusters(pages):
        kept = _best(members)
        contents = {(one.document.language, one.document.raw_sha256) for one in members}
        name = content_id("cluster", *chain.from_iterable(sorted(contents)))
        for one in members:
            copied = None if one is kept else kept.document.id
            found.append(Duplicate(one.document.id, name, copied, _similarity(one, kept)))
    return tuple(sorted(found))


def _page(document: Document) -> _Page:
    text = unicodedata.normalize("NFKC", document.text).casefold()
    tokens = _TOKEN.findall(text)
    words = {one for one in tokens if len(one) >= SHORTEST_WORD or _DENSE.match(one)}
    return _Page(document, frozenset(_shingles(tokens)), numbers(text), frozenset(words))


def _shingles(tokens: Sequence[str]) -> Iterator[int]:
    dense = sum(bool(_DENSE.match(token)) for token in tokens)
    size = CHARACTERS if dense * 2 > len(tokens) else WORDS
    for start in range(max(1, len(tokens) - size + 1)):
        yield zlib.crc32(" ".join(tokens[start : start + size]).encode())


def _clusters(pages: Sequence[_Page]) -> list[list[_Page]]:
    """Join pages that are duplicates, directly or through others."""
    cluster_of = [[position] for position in range(len(pages))]
    for first, second in sorted(_candidates(pages)):
        ours, theirs = cluster_of[first], cluster_of[second]
        if ours is not theirs and _are_duplicates(pages[first], pages[second]):
            ours.extend(theirs)
            for position in theirs:
                cluster_of[position] = ours
    unique = {id(members): members for members in cluster_of}
    return [[pages[position] for position in sorted(members)] for members in unique.values()]


def _candidates(pages: Sequence[_Page]) -> set[tuple[int, int]]:
    """Give pairs of pages in one language that share an indexed shingle."""
    holders: dict[tuple[str, int], list[int]] = defaultdict(list)
    for position, page in enumerate(pages):
        language = language_key(page.document.language)
        for shingle in _indexed(page.shingles):
            holders[language, shingle].append(position)
    found: set[tuple[int, int]] = set()
    for positions in holders.values():
        found.update(
            combinations(positions, 2) if len(positions) <= COMMON else pairwise(positions)
        )
    return found


def _indexed(shingles: frozenset[int]) -> Iterator[int]:
    """Choose by value, so that two pages choose the same ones of those they share."""
    whole = len(shingles) <= INDEXED_WHOLE
    return (shingle for shingle in shingles if whole or shingle % SAMPLE == 0)


def _are_duplicates(first: _Page, second: _Page) -> bool:
    if first.shingles == second.shingles and first.numbers == second.numbers:
        return True
    fewer, more = sorted((len(first.shingles), len(second.shingles)))
    if fewer < FEWEST_SHINGLES or _have_other_numbers(first, second):
        return False
    short = fewer < SHORT
    if _other_words(first, second) > (OTHER_WORDS if short else OTHER_WORDS_LONG):
        return False
    share = _similarity(first, second)
    similar_length = not short and fewer >= FEWEST_FOR_LENGTH * more
    return share >= NEARLY_ALL or (share >= MOST and similar_length)


def _similarity(first: _Page, second: _Page) -> float:
    fewer = min(len(first.shingles), len(second.shingles))
    return round(len(first.shingles & second.shingles) / max(1, fewer), 4)


def _have_other_numbers(first: _Page, second: _Page) -> bool:
    fewer = min(len(first.numbers), len(second.numbers))
    shared = len(first.numbers & second.numbers)
    return fewer >= FEWEST_NUMBERS and shared < SHARED_NUMBERS * fewer


def _other_words(first: _Page, second: _Page) -> float:
    """Give the share of words that each page has instead of the other's."""
    exchanged = min(len(first.words - second.words), len(second.words - first.words))
    return exchanged / max(1, min(len(first.words), len(second.words)))


def _best(members: Sequence[_Page]) -> _Page:
    longest = max(len(one.shingles) for one in members)
    titles = {_title(one) for one in members} - {""}

    def key(one: _Page) -> tuple[bool, bool, int, bool, str, str]:
        document = one.document
        repairs = sum(edit.step in {"encoding", "names"} for edit in document.edits)
        return (
            len(one.shingles) < COMPLETE * longest,
            not document.metadata.alternates,
            repairs,
            _has_label(_title(one), titles),
            document.metadata.published_at or "9999",
            document.id,
        )

    return min(members, key=key)


def _title(page: _Page) -> str:
    return unicodedata.normalize("NFKC", page.document.title).casefold().strip()


def _has_label(title: str, titles: Collection[str]) -> bool:
    """Tell whether a title is another one and a label: who reprints a story writes ``News:``."""
    return any(title != other and title.endswith(other) for other in titles)
