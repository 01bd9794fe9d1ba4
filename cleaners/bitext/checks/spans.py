"""How the checks cut a text: sentences, words, letters."""

from __future__ import annotations

import regex

from cleaners.bitext.checks.tables import UNSPACED, base

SENTENCE = regex.compile(
    r"[^.!?。！？…؟।\n]*(?:[.!?…؟]+[”’\"'»)\]]*(?=\s|$)|[。！？।]+[”’」』»）]*|[.!?…؟]|\n|$)"
)
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’\-][\p{L}\p{M}\p{N}]+)*")
LETTERS = regex.compile(r"\p{L}")
FINAL = frozenset(".!?。！？…؟।:：;；")
CLOSING = " \t\n\"'”“’‘»」』)]）】〉》›*\u200b"
# A title, an initial or a shortened word, after which a sentence goes on.
ABBREVIATION = regex.compile(r"(?:^|[\s(.])(?:\p{Lu}|\p{Lu}?\p{L}{1,3})\.$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Give the spans of the sentences of a short text, roughly: enough to look at them one by one.

    >>> [text[a:b] for text in ["好。So Mr. Li said. Yes"] for a, b in sentence_spans(text)]
    ['好。', 'So Mr. Li said.', 'Yes']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in SENTENCE.finditer(text):
        piece = text[start : match.end()]
        if not piece.strip() or (ABBREVIATION.search(piece.rstrip()) and match.end() < len(text)):
            continue
        lead = len(piece) - len(piece.lstrip())
        spans.append((start + lead, start + len(piece.rstrip())))
        start = match.end()
    return spans


def words(text: str, language: str) -> list[tuple[int, int]]:
    """Give the spans of the words; characters where a language writes no spaces."""
    if base(language) in UNSPACED:
        return [match.span() for match in LETTERS.finditer(text)]
    return [match.span() for match in WORD.finditer(text)]


def ends_properly(text: str) -> bool:
    """Tell whether a text ends on the punctuation that ends sentences."""
    return text.rstrip(CLOSING)[-1:] in FINAL
