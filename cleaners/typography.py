"""One style of quotes, apostrophes, spaces and widths in a document, as its language has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import regex

from cleaners import patterns, quotes, uniform, widths
from cleaners.edits import edit_page, line_spans
from cleaners.passes import until_stable
from cleaners.records import Cleaned, Edit, Page
from cleaners.rules import Rules

STEP = "typography"
# Addresses, handles, tags, file names and numbers with units in code: never touched. What
# stands before the sign of a mail address has at most 64 characters (RFC 5321) and its start is
# anchored, so that a long run of letters is read once.
VERBATIM = regex.compile(
    r"(?:https?|ftp)://[^\s«»“”<>]+|www\.[^\s«»“”<>]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}+@[\w-]+(?:\.[\w-]+)+|(?<!\w)[@#][\w.]*\w|`[^`\n]+`"
)
# A text without one of these holds nothing of the kind.
VERBATIM_SIGNS = ("@", "#", "`", "://", "www.")
Span = tuple[int, int]


def unify(page: Page, rules: Rules) -> Cleaned:
    r"""Unify the typography of a page, each block after the custom of its own language.

    Code, addresses, handles and hashtags stay as they are, and so does the value of each number.

    >>> from cleaners.records import Block
    >>> from cleaners.rules import load
    >>> text = "Il a dit : « Non ! » L’usine d'IA s’ouvre"
    >>> page = Page(text, (Block(0, len(text), language="fr"),), language="fr")
    >>> unify(page, load()).page.text
    'Il a dit\xa0: «\xa0Non\xa0!\xa0» L’usine d’IA s’ouvre'
    """
    languages = tuple(block.language if block.kind != "code" else None for block in page.blocks)
    edits = _edits(page.text, languages, rules)
    return Cleaned(edit_page(page, edits), edits)


# The steps run again on their own result, which is mostly the same text in the same languages.
@lru_cache(maxsize=4)
def _edits(text: str, languages: Sequence[str | None], rules: Rules) -> tuple[Edit, ...]:
    """Find what to change in a text of lines in some languages; code has none."""

    def one_pass(text: str) -> list[Edit]:
        edits: list[Edit] = []
        for language, spans in _by_language(text, languages).items():
            edits += _find(text, language, spans, rules)
        return patterns.disjoint(edits)

    return tuple(until_stable(text, [one_pass]))


def _by_language(text: str, languages: Sequence[str | None]) -> dict[str, list[Span]]:
    """Give the spans of each language's lines, code left out. No edit here adds or ends a line."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for span, language in zip(line_spans(text), languages, strict=True):
        if language is not None:
            spans[language].append(span)
    return dict(spans)


def _find(text: str, language: str, spans: Sequence[Span], rules: Rules) -> list[Edit]:
    """Find what to change in the lines of one language."""
    verbatim = any(sign in text for sign in VERBATIM_SIGNS)
    open_spans = (
        [piece for span in spans for piece in _without_verbatim(text, span)] if verbatim else spans
    )
    edits: list[Edit] = []
    fitting = [rule for rule in patterns.load(rules, STEP) if rule.applies_to(language)]
    edits += patterns.find(STEP, fitting, text, _between(open_spans, len(text)))
    edits += quotes.apostrophes(text, open_spans)
    edits += quotes.unify(text, spans, language, rules)
    edits += widths.unify(text, open_spans, language)
    edits += uniform.unify(text, open_spans, language)
    return edits


def _without_verbatim(text: str, span: Span) -> list[Span]:
    """Cut addresses, handles and the like out of a span."""
    pieces = []
    start, end = span
    if not any(text.find(sign, start, end) >= 0 for sign in VERBATIM_SIGNS):
        return [span]
    for match in VERBATIM.finditer(text, start, end):
        pieces.append((start, match.start()))
        start = match.end()
    pieces.append((start, end))
    return [(a, b) for a, b in pieces if a < b]


def _between(spans: Sequence[Span], length: int) -> list[Span]:
    """Give the spans that lie between spans."""
    borders = [0, *(border for span in spans for border in span), length]
    return [(a, b) for a, b in zip(borders[::2], borders[1::2], strict=True) if a < b]
