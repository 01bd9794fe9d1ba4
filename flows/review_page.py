"""``names.html``: the candidates with their evidence, one file to look at in a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.artifacts.discovery import Candidate
from flows.exports.html import page

FILE = "names.html"


def render(candidates: Sequence[Candidate]) -> Iterator[str]:
    """Give the review page of candidates in their order."""
    return page("Limpide: names to review", _body(candidates))


def _body(candidates: Sequence[Candidate]) -> Iterator[str]:
    yield f"<h1>{len(candidates):,} names to review</h1>\n"
