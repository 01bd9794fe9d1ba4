"""Articles that look like boilerplate and are none, in ten languages, as text and as HTML."""

from __future__ import annotations

import html
import re
import tomllib
from pathlib import Path

import pytest

import cleaners

TRAPS = tomllib.loads((Path(__file__).parent / "data" / "traps.toml").read_text("utf-8"))
CASES = [
    pytest.param(text, id=f"{trap}-{language}")
    for language, traps in TRAPS.items()
    for trap, text in traps.items()
]


def letters(text: str) -> str:
    """Leave out white space and bullets: French spacing is mended, cut lines are joined."""
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize("text", CASES)
def test_an_unusual_article_stays_whole(text: str) -> None:
    assert letters(cleaners.clean_text(text).content) == letters(text)
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    kept = cleaners.clean_html(f"<html><body><article>{paragraphs}</article></body></html>")
    assert letters(kept.content) == letters(text)
