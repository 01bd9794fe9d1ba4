"""Bytes become text, and text that was decoded wrongly is repaired."""

from __future__ import annotations

import re

import ftfy
from charset_normalizer import from_bytes

from cleaners.edits import difference, edit_page
from cleaners.records import Cleaned, Page
from cleaners.rules import Rules


class UnreadableError(ValueError):
    """Bytes that are no text: ``reason`` is ``empty``, ``binary`` or ``undecodable``."""

    def __init__(self, reason: str, detail: str) -> None:
        """Keep the reason code and a sentence for a person."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def decode(data: bytes, *, declared: str | None = None, html: bool = False) -> str:
    """Decode a page."""
    if not data.strip():
        raise UnreadableError("empty", "the page has no text")
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("binary", "the page holds NUL bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
    if best is None:
        return data.decode("utf-8", "replace")
    return str(best)


ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff\u00ad]")
CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    uncurl_quotes=False,
    fix_character_width=False,
    fix_latin_ligatures=False,
    normalization=None,
    explain=False,
)


def repair(page: Page, rules: Rules) -> Cleaned:
    """Repair mojibake and invisible characters, line by line."""
    del rules
    edits = []
    position = 0
    for line in page.text.split("\n"):
        fixed = ZERO_WIDTH.sub("", ftfy.fix_encoding(line, CONFIG))
        edits += difference("encoding", "mojibake", line, fixed, position)
        position += len(line) + 1
    return Cleaned(edit_page(page, edits), tuple(edits))
