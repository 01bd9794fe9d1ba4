"""The page as evidence and guards see it: its text and what was found in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

import regex

from cleaners.artifacts.context import MARKED, Context
from cleaners.artifacts.general import General
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import Mention, Named, Occurrence
from cleaners.artifacts.reading import read
from cleaners.artifacts.romanisation import japanese_form, simplified

NEAR = 300
"""Characters on each side within which a cue is beside the form: about the same paragraph."""

LITERAL = frozenset({"literal", "calque"})

LONGEST_ADDRESS = 200

_ADDRESS = regex.compile(
    r"https?://|www\.|\w@\w|^[(\[\"“«]?[@#]|[@#]\p{L}|\p{L}_|_\p{L}|[/\\][^/\\]*[/\\]"
    r"|\p{L}\.(?:com|net|org|io|cn|tw|hk|fr|html?|pdf)(?!\p{L})"
)
"""What makes a run of characters without white space an address, a handle, a hashtag or a path."""

_MARKS = ("\n", "`", "[[", "]]")

HAN = regex.compile(r"\p{Han}{2,}(?:[·・]\p{Han}+)*")

PARENTHESIS = regex.compile(r"\s?[(（\[]\s?([^()（）\[\]\n]{1,60})[)）\]]")

SENTENCE_START = regex.compile(r"(?:^|[.!?:;…。\n«»„“\"(\[•*|>–—-])\s*[\"“„«'(\[]*\s*$")


LONGEST_FORM = 100
"""Characters that no form of the lexicon and no topic word exceeds."""

Span = TypeVar("Span", bound="Mention | Occurrence")


class Places(Generic[Span]):
    """Spans by where they begin, so that what is near a place is found without reading them all."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Sort the spans."""
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]

    def beginning(self, first: int, last: int) -> Sequence[Span]:
        """Give the spans that begin between two offsets, both included."""
        return self._spans[bisect_left(self._starts, first) : bisect_right(self._starts, last)]

    def near(self, start: int) -> Sequence[Span]:
        """Give the spans beside an offset: about the same paragraph."""
        return self.beginning(start - NEAR, start + NEAR)

    def over(self, start: int, end: int) -> Iterator[Span]:
        """Give the spans that share a character with ``start:end``."""
        return (s for s in self.beginning(start - LONGEST_FORM, end - 1) if s.end > start)


@dataclass
class Scene:
    """A page as the evidence sees it: its text, what was found in it, and what is accepted so far.

    ``candidates`` are the wrong forms to judge; ``boost`` is what the page's origin adds for every
    form (marks of machine translation). ``named`` are the concepts that the paired original names,
    ``None`` where there is no original; ``others`` are the people that only it knows.
    """

    text: str
    lexicon: Lexicon
    context: Context
    rights: Sequence[Occurrence]
    mentions: Sequence[Mention]
    candidates: Sequence[Occurrence] = ()
    boost: float = 0.0
    named: Named | None = None
    general: General = field(default_factory=lambda: General(()))
    others: Mapping[str, Concept] = field(default_factory=dict)
    accepted: list[Occurrence] = field(default_factory=list)
    folded: str = field(init=False)
    accepted_at: Places[Occurrence] = field(init=False)
    accepted_texts: Mapping[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Fold the text once."""
        self.folded = read(self.text).folded
        self.accept(())

    @cached_property
    def rights_at(self) -> Places[Occurrence]:
        """The right forms by place."""
        return Places(self.rights)

    @cached_property
    def mentions_at(self) -> Places[Mention]:
        """The topic words by place."""
        return Places(self.mentions)

    @cached_property
    def candidates_at(self) -> Places[Occurrence]:
        """The wrong forms by place; asked for only when all are known."""
        return Places(self.candidates)

    @cached_property
    def right_concepts(self) -> frozenset[tuple[str, str]]:
        """The concepts whose right forms stand anywhere in the text, with the forms' origins."""
        return frozenset((right.form.concept, right.form.origin) for right in self.rights)

    @cached_property
    def topic_words(self) -> Mapping[str, Counter[str]]:
        """The topic words of each domain and how often they stand in the text."""
        words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for mention in self.mentions:
            words[mention.domain][mention.word] += 1
        return words

    def worded(self, language: str) -> str:
        """Give the text as the lists of words are looked for: folded, or with all its marks."""
        return self._lowered if language in MARKED else self.folded

    @cached_property
    def _lowered(self) -> str:
        lowered = self.text.lower()
        return lowered if len(lowered) == len(self.text) else self.folded

    def accept(self, found: Iterable[Occurrence]) -> None:
        """Take forms for certain: from now on they are evidence."""
        self.accepted += found
        self.accepted_at = Places(self.accepted)
        texts: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.accepted:
            texts[one.form.concept].add(one.form.text)
        self.accepted_texts = dict(texts)

    def protects(self, start: int, end: int) -> bool:
        """Tell whether a span is in an address, a handle, code or a link target: never a name."""
        first, last = start, end
        while first > 0 and start - first < LONGEST_ADDRESS and not self.text[first - 1].isspace():
            first -= 1
        while last < len(self.text) and last - end < LONGEST_ADDRESS:
            if self.text[last].isspace():
                break
            last += 1
        if _ADDRESS.search(self.text, first, last):
            return True
        return self._in_code(start, end) or self._last("[[", start) > self._last("]]", start)

    def _in_code(self, start: int, end: int) -> bool:
        ticks = self._marks["`"]
        line = self._last("\n", start)
        before = bisect_left(ticks, start) - bisect_left(ticks, line)
        return before % 2 == 1 and "`" in self.text[end : end + NEAR]

    def _last(self, mark: str, start: int) -> int:
        """Give where a mark last begins before an offset, on its line; -1 where it does not."""
        places = self._marks[mark]
        number = bisect_left(places, start) - 1
        place = places[number] if number >= 0 else -1
        return place if mark == "\n" or place > self._last("\n", start) else -1

    @cached_property
    def _marks(self) -> Mapping[str, Sequence[int]]:
        """Where line ends, code marks and wiki brackets begin."""
        return {
            mark: [match.start() for match in re.finditer(re.escape(mark), self.text)]
            if mark in self.text
            else []
            for mark in _MARKS
        }

    def linked(self, identifier: str) -> frozenset[str]:
        """Give the concepts that speak for a concept: its company, its people, its products."""
        nobody: frozenset[str] = frozenset()
        groups = self.context.linked.get(identifier, nobody)
        return groups | self.lexicon.kin.get(identifier, nobody)

    def concept(self, occurrence: Occurrence) -> Concept:
        """Give the concept of an occurrence."""
        return self.known(occurrence.form.concept)

    def known(self, identifier: str) -> Concept:
        """Give the concept of an id."""
        concept = self.lexicon.concepts.get(identifier) or self.others.get(identifier)
        return concept or self.general.concept(self.general.numbers[identifier])


def names_concept(concept: Concept, text: str) -> bool:
    """Tell whether Chinese characters beside a form are the concept's own."""
    han = HAN.search(text)
    if not han:
        return False
    plain = simplified(han.group())
    sources = (*concept.source, *concept.short_source)
    return any(plain in (simplified(one), simplified(japanese_form(one))) for one in sources)


def starts_sentence(found: Occurrence, scene: Scene) -> bool:
    """Tell whether the form begins a sentence, a quotation or a line: its capital says nothing."""
    return bool(SENTENCE_START.search(scene.text[max(0, found.start - 6) : found.start])) or (
        found.start == 0
    )
