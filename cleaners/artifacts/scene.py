"""The page as evidence and guards see it: its text and what was found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from cleaners.artifacts.context import Context
from cleaners.artifacts.forms import fold
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import Mention, Occurrence
from cleaners.artifacts.romanisation import simplified

NEAR = 300
"""Characters on each side within which a cue is beside the form: about the same paragraph."""

LITERAL = frozenset({"literal", "calque"})

LONGEST_ADDRESS = 200

_ADDRESS = regex.compile(
    r"https?://|www\.|\w@\w|^[(\[\"“«]?[@#]|[@#]\p{L}|\p{L}_|_\p{L}|[/\\][^/\\]*[/\\]"
    r"|\p{L}\.(?:com|net|org|io|cn|tw|hk|fr|html?|pdf)(?!\p{L})"
)
"""What makes a run of characters without white space an address, a handle, a hashtag or a path."""

HAN = regex.compile(r"\p{Han}{2,}(?:[·・]\p{Han}+)*")

PARENTHESIS = regex.compile(r"\s?[(（\[]\s?([^()（）\[\]\n]{1,60})[)）\]]")

SENTENCE_START = regex.compile(r"(?:^|[.!?:;…。\n«»„“\"(\[•*|>–—-])\s*[\"“„«'(\[]*\s*$")


@dataclass
class Scene:
    """A page as the evidence sees it: its text, what was found in it, and what is accepted so far.

    ``candidates`` are the wrong forms to judge; ``boost`` is what the page's origin adds for every
    form (marks of machine translation).
    """

    text: str
    lexicon: Lexicon
    context: Context
    rights: Sequence[Occurrence]
    mentions: Sequence[Mention]
    candidates: Sequence[Occurrence] = ()
    boost: float = 0.0
    accepted: list[Occurrence] = field(default_factory=list)
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        """Fold the text once."""
        self.folded = fold(self.text)

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
        line_start = self.text.rfind("\n", 0, start) + 1
        in_code = self.text.count("`", line_start, start) % 2 and "`" in self.text[end : end + NEAR]
        opened = self.text.rfind("[[", line_start, start)
        return bool(in_code) or opened > self.text.rfind("]]", line_start, start)

    def concept(self, occurrence: Occurrence) -> Concept:
        """Give the concept of an occurrence."""
        return self.lexicon.concepts[occurrence.form.concept]


def names_concept(concept: Concept, text: str) -> bool:
    """Tell whether Chinese characters beside a form are the concept's own."""
    han = HAN.search(text)
    if not han:
        return False
    plain = simplified(han.group())
    sources = {simplified(source) for source in (*concept.source, *concept.short_source)}
    return plain in sources


def starts_sentence(found: Occurrence, scene: Scene) -> bool:
    """Tell whether the form begins a sentence, a quotation or a line: its capital says nothing."""
    return bool(SENTENCE_START.search(scene.text[max(0, found.start - 6) : found.start])) or (
        found.start == 0
    )
