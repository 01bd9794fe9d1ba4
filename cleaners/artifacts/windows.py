"""Runs of a translated sentence that may stand for a name: ``Lanterne de Cuivre``.

They begin with a capital or a quotation mark; small words join them. Which of them renders a name
is decided by comparing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from cleaners.artifacts.forms import fold
from cleaners.artifacts.scene import SENTENCE_START

LONGEST = 4
"""Words of the longest run, small ones not counted."""
SYLLABLES = 7
"""The same in Vietnamese, which writes its syllables apart."""
SHORTEST = 3
"""Letters of a word that must not also stand in the original."""
STEM = 5
"""Letters by which words are the same whatever their endings."""
NOUNS = frozenset({"de", "lb"})
"""Languages that give every noun a capital."""
UNSPACED = frozenset({"ja", "th"})
SMALL = frozenset(
    [
        *("of", "the", "de", "du", "des", "d", "l", "la", "le", "les", "del", "los", "las", "el"),
        *("da", "do", "das", "dos", "di", "della", "dell", "dello", "dei", "degli", "delle"),
        *("von", "vom", "der", "die", "van", "het", "en", "y", "e", "et", "und", "and", "dan"),
    ]
)
"""Words that join those of a name, and belong to none."""
AND = frozenset({"en", "y", "e", "et", "und", "and", "dan"})
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_SMALL_WORD = regex.compile(r"(?<![\p{L}\p{M}])\p{Ll}[\p{L}\p{M}]*")
_GAP = regex.compile(r"[ \u00a0'’-]")
_OPENED = regex.compile(r"[\"“«„「『‹] ?$")
_CLOSED = regex.compile(r" ?[\"”“»」』›]")
_QUOTED = regex.compile(r"[「『]([^「」『』\n]{2,20})[」』]")


class Window(NamedTuple):
    """A run at ``start:end`` of a text, in a sentence of a number.

    ``words`` are its words in small letters, without those that only join them; ``capitals`` says
    that all of them have one, ``named`` that it is written like a name, ``whole`` that no other
    capitalised word continues it, ``quoted`` that it stands in quotation marks.
    """

    bead: int
    start: int
    end: int
    words: tuple[str, ...]
    capitals: bool
    named: bool
    whole: bool
    quoted: bool

    @property
    def key(self) -> tuple[str, ...]:
        """What is the same wherever the run stands, whatever its endings."""
        return tuple(fold(word)[:STEM] for word in self.words)


class _Sentence(NamedTuple):
    text: str
    words: Sequence[regex.Match[str]]
    bead: int
    language: str


def windows(
    text: str, span: tuple[int, int], bead: int, language: str, others: Collection[str]
) -> Iterator[Window]:
    """Give the runs of the sentence at ``span``; ``others`` are folded words that are explained.

    >>> text = "Les actions de Lanterne de Cuivre montent."
    >>> [text[w.start : w.end] for w in windows(text, (0, len(text)), 0, "fr", ())]
    ['Lanterne', 'Lanterne de Cuivre', 'Lanterne de Cuivre montent', 'Cuivre', 'Cuivre montent']
    """
    if language in UNSPACED:
        for match in _QUOTED.finditer(text, *span):
            start, end = match.span(1)
            yield Window(bead, start, end, (match.group(1),), *[True] * 4)
        return
    sentence = _Sentence(text, list(_WORD.finditer(text, *span)), bead, language)
    small = frozenset(_SMALL_WORD.findall(text))
    for number, first in enumerate(sentence.words):
        begins = first.start() == span[0] or _begins(text, first.start())
        everyday = fold(first.group()) in SMALL or (begins and first.group().lower() in small)
        if (first.group()[0].isupper() and not everyday) or _is_opened(text, first.start()):
            for size in _sizes(sentence, number):
                window = _window(sentence, number, size)
                if not any(fold(one) in others for one in window.words if len(one) >= SHORTEST):
                    yield window


def _sizes(sentence: _Sentence, number: int) -> Iterator[int]:
    """Give how many words the runs from one on have; they end in a word of their own."""
    most = SYLLABLES if sentence.language == "vi" else LONGEST
    content = 0
    words = sentence.words[number:]
    for size, word in enumerate(words, 1):
        if size > 1 and not _GAP.fullmatch(sentence.text, words[size - 2].end(), word.start()):
            return
        if fold(word.group()) in SMALL:
            continue
        content += 1
        if content > most:
            return
        yield size


def _window(sentence: _Sentence, number: int, size: int) -> Window:
    text, run = sentence.text, sentence.words[number : number + size]
    content = [one.group() for one in run if fold(one.group()) not in SMALL]
    start, end = run[0].start(), run[-1].end()
    quoted = _is_opened(text, start) and _CLOSED.match(text, end) is not None
    capitals = all(word[0].isupper() for word in content)
    alone_named = not _begins(text, start) and sentence.language not in NOUNS
    named = quoted or (capitals and len(content) > 1) or alone_named
    led = sentence.language not in NOUNS and _is_led(sentence, number)
    whole = capitals and not led and not _is_continued(sentence, number + size)
    words = tuple(map(str.lower, content))
    return Window(sentence.bead, start, end, words, capitals, named, whole, quoted)


def _is_led(sentence: _Sentence, number: int) -> bool:
    """Tell whether a capitalised word stands right before, and does not begin a sentence."""
    if not number:
        return False
    before, first = sentence.words[number - 1 : number + 1]
    beside = _GAP.fullmatch(sentence.text, before.end(), first.start()) is not None
    return before.group()[0].isupper() and beside and not _begins(sentence.text, before.start())


def _is_continued(sentence: _Sentence, number: int) -> bool:
    """Tell whether a capitalised word follows, perhaps after words such as *of*."""
    for before, word in pairwise(sentence.words[number - 1 :]):
        if not _GAP.fullmatch(sentence.text, before.end(), word.start()):
            return False
        if word.group()[0].isupper():
            return True
        if fold(word.group()) not in SMALL - AND:
            return False
    return False


def _is_opened(text: str, start: int) -> bool:
    return _OPENED.search(text, max(0, start - 2), start) is not None


def _begins(text: str, start: int) -> bool:
    return start == 0 or SENTENCE_START.search(text[max(0, start - 6) : start]) is not None
