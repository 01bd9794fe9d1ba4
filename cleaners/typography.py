"""One style of quotes, apostrophes, spaces and widths in a document, as its language has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import regex

from cleaners import patterns, quotes, widths
from cleaners.edits import edit_page, line_spans
from cleaners.passes import until_stable
from cleaners.records import Block, Cleaned, Edit, Page
from cleaners.rules import Rules

STEP = "typography"
# Addresses, handles, tags, file names and numbers with units in code: never touched. What
# stands before the sign of a mail address has at most 64 characters (RFC 5321) and its start is
# anchored, so that a long run of letters is read once.
VERBATIM = regex.compile(
    r"(?:https?|ftp)://[^\s«»“”<>]+|www\.[^\s«»“”<>]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}+@[\w-]+(?:\.[\w-]+)+|(?<!\w)[@#][\w.]*\w|`[^`\n]+`"
)
Span = tuple[int, int]


def unify(page: Page, rules: Rules) -> Cleaned:
    r"""Unify the typography of a page, each block after the custom of its own language.

    Code, addresses, handles and hashtags stay as they are, and so does the value of each number.

    >>> from cleaners.rules import load
    >>> text = "Il a dit : « Non ! » L’usine d'IA s’ouvre"
    >>> page = Page(text, (Block(0, len(text), language="fr"),), language="fr")
    >>> unify(page, load()).page.text
    'Il a dit\xa0: «\xa0Non\xa0!\xa0» L’usine d’IA s’ouvre'
    """

    def one_pass(text: str) -> list[Edit]:
        edits: list[Edit] = []
        for language, spans in _by_language(text, page.blocks).items():
            edits += _find(text, language, spans, rules)
        return patterns.disjoint(edits)

    edits = tuple(until_stable(page.text, [one_pass]))
    return Cleaned(edit_page(page, edits), edits)


def _by_language(text: str, blocks: Sequence[Block]) -> dict[str, list[Span]]:
    """Give the spans of each language's lines, code left out. No edit here adds or ends a line."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for span, block in zip(line_spans(text), blocks, strict=True):
        if block.kind != "code":
            spans[block.language].append(span)
    return dict(spans)


def _find(text: str, language: str, spans: Sequence[Span], rules: Rules) -> list[Edit]:
    """Find what to change in the lines of one language."""
    open_spans = [piece for span in spans for piece in _without_verbatim(text, span)]
    edits: list[Edit] = []
    fitting = [rule for rule in patterns.load(rules, STEP) if rule.applies_to(language)]
    edits += patterns.find(STEP, fitting, text, _between(open_spans, len(text)))
    edits += quotes.apostrophes(text, open_spans)
    edits += quotes.unify(text, spans, language, rules)
    edits += widths.unify(text, open_spans, language)
    return edits


def _without_verbatim(text: str, span: Span) -> list[Span]:
    """Cut addresses, handles and the like out of a span."""
    pieces = []
    start, end = span
    for match in VERBATIM.finditer(text, start, end):
        pieces.append((start, match.start()))
        start = match.end()
    pieces.append((start, end))
    return [(a, b) for a, b in pieces if a < b]


def _between(spans: Sequence[Span], length: int) -> list[Span]:
    """Give the spans that lie between spans."""
    borders = [0, *(border for span in spans for border in span), length]
    return [(a, b) for a, b in zip(borders[::2], borders[1::2], strict=True) if a < b]
