"""The names in a sentence, told without any list of names: by capitals, by script, by place.

What is a name is guessed generously here; whether it is a broken one is decided by comparing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from cleaners.artifacts.forms import fold

UNSPACED = frozenset({"zh", "ja", "th"})
"""Languages without spaces between words: names are runs of a script there."""
CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages that give every noun a capital: one word alone says little there."""
SHORTEST_NAME = 3
"""Letters of the shortest name: two capitals are a country, a currency or a title."""
LONGEST_NAME = 6
"""Words of the longest name."""
LONGEST_RUN = 16
"""Characters of the longest name in a script without spaces."""

CONNECTOR = regex.compile(
    r" (?:(?:de|du|des|del|della|delle|di|da|do|dos|das|of|for)"
    r"(?: (?:la|le|las|los|the|l['’]))? ?)?| d['’]|-"
)
"""What may stand between the words of one name."""
_WORD = r"(?:(?:\p{Lu}\.)+|\p{Lu}[\p{L}\p{M}\p{N}]*(?:['’‑-][\p{L}\p{M}\p{N}]+)*)"
_NAME = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}\p{{N}}'’-])(?:[dDlL]['’])?+(?P<name>{_WORD}(?:[ -]{_WORD}){{0,5}})"
)
_RUN = regex.compile(
    r"(?P<latin>\p{Latin}[\p{Latin}\p{M}\p{N}.&’'-]*(?: \p{Lu}[\p{Latin}\p{N}.&’'-]*)*)"
    r"|(?P<kana>[\p{Katakana}ー]{2,}(?:[・＝][\p{Katakana}ー]+)*)"
    rf"|(?P<han>\p{{Han}}{{2,{LONGEST_RUN}}})"
)
_START = regex.compile(r"(?:^|[.!?:;…。\n«»„“\"(\[•*|>–—-])\s*[\"“„«'‘(\[]*\s*$")
_LETTERS = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_POSSESSIVE = regex.compile(r"['’]s?$")


class Name(NamedTuple):
    """A name at ``start:end`` of a sentence; ``sure`` unless its capital only begins a sentence.

    ``settled`` are the spans of its text that need no discovery.
    """

    start: int
    end: int
    text: str
    sure: bool = True
    settled: tuple[tuple[int, int], ...] = ()

    def part(self, start: int, end: int) -> Name:
        """Give the part at ``start:end`` of the name's text."""
        return Name(self.start + start, self.start + end, self.text[start:end], self.sure)

    def covers(self, start: int, end: int) -> bool:
        """Tell whether all words at ``start:end`` of the name's text are settled."""
        words = _LETTERS.finditer(self.text, start, end)
        return all(any(a < w.end() and w.start() < b for a, b in self.settled) for w in words)


def names(text: str, language: str, words: Collection[str]) -> list[Name]:
    """Give the names of a sentence; ``words`` are folded words that the language writes small.

    >>> [name.text for name in names("Le PDG d’Huida, Huang Jenxun, est venu.", "fr", {"le"})]
    ['PDG', 'Huida', 'Huang Jenxun']
    >>> [name.text for name in names("スマホで谷歌のアプリを使う", "ja", ())]
    ['スマホ', '谷歌', 'アプリ']
    """
    if language in UNSPACED:
        return [Name(m.start(), m.end(), m.group()) for m in _RUN.finditer(text)]
    return list(_capitalised(text, words))


def unsettled(found: Iterable[Name], settled: Sequence[tuple[int, int]]) -> Iterator[Name]:
    """Give the names that spans do not cover word for word."""
    for name in found:
        inside = tuple(
            (start - name.start, end - name.start)
            for start, end in settled
            if start < name.end and name.start < end
        )
        noted = name._replace(settled=inside)
        if not inside or not noted.covers(0, len(name.text)):
            yield noted


def _capitalised(text: str, words: Collection[str]) -> Iterator[Name]:
    for match in _NAME.finditer(text):
        start, end = match.span("name")
        sure = True
        if _START.search(text[max(0, match.start() - 6) : match.start()]):
            start, sure = _without_first(text, start, end, words)
        found = _POSSESSIVE.sub("", text[start:end])
        letters = sum(map(str.isalpha, found))
        if letters >= SHORTEST_NAME and len(found.split()) <= LONGEST_NAME:
            yield Name(start, start + len(found), found, sure)


def _without_first(text: str, start: int, end: int, words: Collection[str]) -> tuple[int, bool]:
    """Leave out the words at the beginning of a sentence that are written small elsewhere."""
    while start < end:
        word = regex.match(r"[\p{L}\p{M}\p{N}'’.-]+", text, pos=start)
        if word is None or fold(word.group()) not in words:
            break
        rest = regex.compile(r"[ -]?").match(text, word.end())
        start = rest.end() if rest else word.end()
    space = text.find(" ", start, end)
    return start, space > 0 or any(c.isupper() or c.isdigit() for c in text[start + 1 : end])


def small_words(text: str) -> Iterator[str]:
    """Give the words of a text that it writes small, folded."""
    return (fold(word) for word in regex.findall(r"(?<![\p{L}\p{N}'’-])\p{Ll}[\p{L}\p{M}]*", text))
