"""Text is cut into sentences."""

from __future__ import annotations

import re

from cleaners.records import Page, Segment

STOP = re.compile(r"[。！？]+[」』”’）]*|[.!?…]+[\"”’»)\]]*(?=\s+[^\sa-z])")


def split(text: str, language: str) -> list[tuple[int, int]]:
    """Give the spans of the sentences of a text."""
    del language
    spans = []
    start = 0
    for end in [*(match.end() for match in STOP.finditer(text)), len(text)]:
        piece = text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            spans.append((start + lead, start + len(piece.rstrip())))
        start = end
    return spans


def segments(page: Page) -> tuple[Segment, ...]:
    """Give the title, headings and body sentences of a page, in order."""
    found: list[Segment] = []
    for block in page.blocks:
        part = block.label if block.label in ("title", "heading") else "body"
        text = block.text(page.text)
        for start, end in split(text, block.language) if part == "body" else [(0, len(text))]:
            found.append(
                Segment(
                    len(found),
                    text[start:end],
                    block.start + start,
                    block.start + end,
                    part,  # type: ignore[arg-type]
                    block.language,
                )
            )
    return tuple(found)
