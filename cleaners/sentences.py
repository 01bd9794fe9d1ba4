"""Text is cut into sentences, in every script by the same few rules.

A sentence ends at a full stop, question or exclamation mark of its script, with the quotes and
brackets that close after it. What follows decides: a small letter, a comma or a speaker's verb
after a quote goes on with the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import regex

from cleaners import rules as rule_data
from cleaners.abbreviations import Abbreviations, abbreviations
from cleaners.languages import profiles
from cleaners.records import Block, Page, Segment

# Marks that close after a stop; “ and « close German quotes, and open elsewhere only after a space.
CLOSING = r"[\"”“’»›)\]}」』）》〉】”']|«(?=[\s,.;]|$)"
# A stop and the marks that close after it; French guillemets may stand off.
STOP = regex.compile(
    r"(?P<mark>[.!?…؟۔।॥։።។။༎‼⁇⁈⁉]+|[。！？｡…]+)"
    rf"(?P<closing>(?:{CLOSING}|[\u00a0\u202f ](?=[»›])[»›])*)"
)
EAST_ASIAN_MARK = frozenset("。！？｡")
# Marks of scripts without capital letters end a sentence wherever they stand.
PLAIN_MARK = frozenset("؟۔।॥։።។။༎")
OPENING_QUOTES = {"「": "」", "『": "』", "“": "”", "‘": "’"}
CLOSING_QUOTES = frozenset("」』”’")
BRACKETS = {"（": "）", "《": "》", "〈": "〉", "【": "】", "〔": "〕", "(": ")", "[": "]"}
# A quote after one of these is introduced by its speaker: the sentence ends with the quote.
INTRODUCING = frozenset("：:，,")
LAST_WORD = regex.compile(r"[^\s\u00a0\"“”«»„(\[{—–/|]+$")
NEXT_WORD = regex.compile(r"[\"“”«»„‘’'(\[¿¡—–\-\s\u00a0\u202f]*(?P<word>[\p{L}\p{M}\p{N}]*)")
TEXT = regex.compile(r"\S")
# Thai separates sentences by spaces, and phrases too: a line is cut where a piece is this long.
THAI_PIECE = 80
# A quote or bracket that opened longer ago than this was never closed.
REACH = 200
Span = tuple[int, int]


def split(text: str, language: str) -> list[Span]:
    """Give the spans of the sentences of a text, white space at their ends left out.

    >>> text = "Am 2. Juni kam Dr. Weiß. Er blieb!"
    >>> [text[start:end] for start, end in split(text, "de")]
    ['Am 2. Juni kam Dr. Weiß.', 'Er blieb!']
    >>> text = "「每一滴水至少用三次？」他說。市場平靜。"
    >>> [text[start:end] for start, end in split(text, "zh-Hant")]
    ['「每一滴水至少用三次？」他說。', '市場平靜。']
    """
    spans = []
    position = 0
    for line in text.split("\n"):
        start = 0
        for end in [*_ends(line, language), len(line)]:
            piece = line[start:end]
            if stripped := piece.strip():
                lead = position + start + piece.index(stripped[0])
                spans.append((lead, lead + len(stripped)))
            start = end
        position += len(line) + 1
    return spans


def segments(page: Page) -> tuple[Segment, ...]:
    """Give the title, the headings and the body's sentences of a page, in order.

    Titles and headings are not cut. Offsets are in ``page.text``.
    """
    found: list[Segment] = []
    for block in page.blocks:
        text = block.text(page.text)
        part = _part(block)
        spans = split(text, block.language) if part == "body" else [(0, len(text))]
        for start, end in spans:
            a, b = block.start + start, block.start + end
            found.append(Segment(len(found), text[start:end], a, b, part, block.language))
    return tuple(found)


def _part(block: Block) -> Literal["title", "heading", "body"]:
    if block.label == "title":
        return "title"
    if block.label == "heading" or (not block.label and block.kind in ("heading", "title")):
        return "heading"
    return "body"


def _ends(line: str, language: str) -> Iterator[int]:
    """Give the offsets after which a new sentence begins."""
    if language.startswith(("th", "lo")):
        yield from _thai_ends(line)
        return
    known = abbreviations(rule_data.load(), language)
    start = 0
    for match in STOP.finditer(line):
        end = match.end()
        if end < len(line) and _is_end(line, start, match, known, language):
            yield end
            start = end


def _thai_ends(line: str) -> Iterator[int]:
    start = 0
    for match in regex.finditer(r"[!?ฯ…]*\s+", line):
        if match.end() - start >= THAI_PIECE and len(line) - match.end() >= THAI_PIECE // 4:
            yield match.end()
            start = match.end()


def _is_end(
    line: str, start: int, match: regex.Match[str], known: Abbreviations, language: str
) -> bool:
    """Decide whether a sentence that began at ``start`` ends at a stop."""
    mark, closing, after = match["mark"], match["closing"], line[match.end()]
    if EAST_ASIAN_MARK & set(mark):
        return _ends_east_asian(line, start, match)
    if PLAIN_MARK & set(mark):
        return not closing or after.isspace()
    following = NEXT_WORD.match(line, match.end())
    word = following["word"] if following else ""
    # "С" in "А. С. Пушкин" is an initial, although "с" is a small word.
    initial = following is not None and line[following.end() : following.end() + 1] == "."
    everyday = _is_everyday(word, language) and not (len(word) == 1 and initial)
    if not after.isspace():
        glued = mark == "." and not closing and word[:1].isupper() and everyday
        before = line[max(start, match.start() - 3) : match.start()]
        return glued and len(before) == 3 and before.isalpha() and before.islower()
    if word[:1].islower() or not (word or TEXT.search(line, match.end())):
        return False
    if mark == "." and not closing:
        return known.allow_end(_last_word(line, start, match.start()), word, everyday=everyday)
    return True


def _last_word(line: str, start: int, end: int) -> str:
    found = LAST_WORD.search(line, max(start, end - 40), end)
    return found[0].lstrip("'‘¿¡") if found else ""


def _is_everyday(word: str, language: str) -> bool:
    """Say whether a capitalised word is one of the small words with which sentences begin."""
    profile = profiles(rule_data.load()).get("sr-Cyrl" if language == "sr" else language)
    return profile is not None and word[:1].isupper() and word.lower() in profile.words


def _ends_east_asian(line: str, start: int, match: regex.Match[str]) -> bool:
    """Decide at a full-width stop, which stands without spaces and often inside quotes.

    The end of a quote ends the sentence only when the quote was introduced (他說：「…。」) or a new
    one begins; a quote that the speaker follows (「…？」他說) goes on.
    """
    opened = _opened(line, start, match.start())
    if any(mark in BRACKETS for mark, _ in opened):
        return False
    closed = [mark for mark in match["closing"] if mark in CLOSING_QUOTES]
    if not closed:
        return True
    outermost = opened[max(0, len(opened) - len(closed))][1] if opened else start
    introduced = outermost > start and line[outermost - 1] in INTRODUCING
    after = line[match.end()]
    return introduced or after in OPENING_QUOTES or after.isspace()


def _opened(line: str, start: int, end: int) -> list[tuple[str, int]]:
    """Give the quotes and brackets that are open at an offset, with where each opened."""
    opened: list[tuple[str, int]] = []
    pairs = OPENING_QUOTES | BRACKETS
    for offset in range(max(start, end - REACH), end):
        char = line[offset]
        if char in pairs:
            opened.append((char, offset))
        elif opened and char == pairs[opened[-1][0]]:
            opened.pop()
    return opened
