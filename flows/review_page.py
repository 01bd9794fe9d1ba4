"""``names.html``: the candidates with their evidence, one file to look at in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from cleaners.artifacts.discovery import CLUES, Candidate, Example
from flows.exports.html import language, language_name, page
from flows.page.markup import escaped

FILE = "names.html"
STYLE = Path(__file__).with_name("review_page.css").read_text("utf-8")
EXCERPT = 150
"""Characters of a sentence shown on each side of the name."""


def render(candidates: Sequence[Candidate]) -> Iterator[str]:
    """Give the review page of candidates in their order: no script, no network, all escaped."""
    return page("Limpide: names to review", _body(candidates), STYLE)


def _body(candidates: Sequence[Candidate]) -> Iterator[str]:
    yield f"<header>\n<h1>{_count(len(candidates), 'name')} to review</h1>\n"
    yield (
        '<p class="lead">Names that machine translation may have broken, the likeliest first. '
        "Nothing is changed before somebody accepts it.</p>\n"
        '<p class="quiet">Decide in a terminal with <code>limpide review</code>, one by one, or '
        "with the commands below each name. What is accepted becomes an entry of the lexicon, what "
        "is rejected is not proposed again.</p>\n</header>\n<main>\n"
    )
    for number, one in enumerate(candidates, 1):
        yield from _candidate(number, one)
    if not candidates:
        yield "<p>No names wait for a decision.</p>\n"
    yield "</main>\n"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _candidate(number: int, one: Candidate) -> Iterator[str]:
    spoken = language(one.languages[0]) if len(one.languages) == 1 else 'dir="auto"'
    right = (
        f"<ins {spoken}>{escaped(one.canonical)}</ins>"
        if one.canonical
        else '<span class="unknown">right form unknown</span>'
    )
    source = (
        f'<span class="source" lang="zh" dir="ltr">{escaped(one.source)}</span>'
        if one.source
        else ""
    )
    yield (
        f'<section class="candidate" id="{escaped(one.id)}">\n'
        f'<h2><span class="number">{number}</span><del {spoken}>{escaped(one.wrong)}</del>'
        f'<span class="arrow">→</span>{right}{source}</h2>\n'
    )
    languages = ", ".join(map(language_name, one.languages))
    where = f"{_count(one.times, 'place')} in {_count(one.documents, 'document')}"
    yield f'<p class="quiet">{escaped(one.kind)} in {languages}; {where}; score {one.score:g}</p>\n'
    yield '<ul class="clues">\n'
    for clue in one.clues:
        times = f" · {clue.times}×" if clue.times > 1 else ""
        yield f"<li>{escaped(CLUES[clue.kind])}{times}</li>\n"
    yield "</ul>\n"
    for example in one.examples:
        yield from _example(one, example)
    edit = "" if one.canonical else f" after <code>--edit {escaped(one.id)}:canonical=…</code>"
    yield (
        f'<p class="decide"><code>limpide review --accept {escaped(one.id)}</code>{edit} '
        f"or <code>--reject {escaped(one.id)}</code></p>\n</section>\n"
    )


def _example(one: Candidate, example: Example) -> Iterator[str]:
    yield f'<div class="example" title="{escaped(example.path)}">\n'
    yield _sentence(example.text, example.language, one.wrong)
    if example.original:
        shown = one.source if one.source and one.source in example.original else one.canonical
        yield _sentence(example.original, example.original_language, shown)
    yield "</div>\n"


def _sentence(text: str, tag: str, name: str) -> str:
    """Give a sentence with a name marked, cut around it where it is long."""
    found = re.search(re.escape(name), text, re.IGNORECASE) if name else None
    start, end = found.span() if found else (0, 0)
    first, last = max(0, start - EXCERPT), min(len(text), end + EXCERPT)
    before = ("…" if first else "") + text[first:start]
    after = text[end:last] + ("…" if last < len(text) else "")
    marked = f"<mark>{escaped(text[start:end])}</mark>" if found else ""
    return (
        f'<p><span class="tag">{escaped(tag)}</span>'
        f"<span {language(tag)}>{escaped(before)}{marked}{escaped(after)}</span></p>\n"
    )
