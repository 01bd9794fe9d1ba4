"""Entities that were escaped twice, and characters that nobody sees or that are no characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html.entities import html5

import regex

from cleaners import patterns
from cleaners.patterns import disjoint, tightened
from cleaners.records import Edit
from cleaners.rules import Rules
from cleaners.suspects import look

STEP = "encoding"
ENTITY = re.compile(r"&(?:amp;)*(?:#(\d{2,7})|#[xX]([0-9a-fA-F]{2,6})|([A-Za-z]\w{1,30}));")
MARKUP = frozenset("&<>\"'")
# A line that says one of these near an entity may be about entities, not damaged by them.
NEARBY = 200
ABOUT_ENTITIES = re.compile(
    r"\b(?:x?html|xml|unicode|entit|escap|ascii)|实体|實體|エンティティ", re.IGNORECASE
)
DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
RIGHT_TO_LEFT = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}\p{Nko}\p{Adlam}]")
SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
# A letter with loose marks that Unicode has as one character, in scripts where the two are equal.
DECOMPOSED = regex.compile(
    r"[\p{Latin}\p{Cyrillic}\p{Greek}][\u0300-\u036F]+|[\u3040-\u30FF][\u3099\u309A]"
    r"|[\u1100-\u1112][\u1161-\u1175][\u11A8-\u11C2]?"
)


def entities(text: str, code: Sequence[str] = ()) -> list[Edit]:
    """Find entities that are still written out; those in the pieces of code are left alone.

    >>> [edit.after for edit in entities("Gesti&amp;oacute;n de R&amp;amp;D")]
    ['ó', '']
    >>> entities("In HTML, write &amp;amp; for an ampersand; AT&T; R&D;")
    []
    """
    edits: list[Edit] = []
    if not look(text).entities:
        return edits
    for match in ENTITY.finditer(text):
        char = _resolved(match)
        if char is None or any(match[0] in piece for piece in code):
            continue
        if char in MARKUP and not _is_damage(text, match, char):
            continue
        kind = "markup" if char in MARKUP else "character"
        edit = tightened(STEP, f"entity/{kind}", match.start(), match[0], char)
        edits += [edit] if edit else []
    return edits


def _resolved(match: re.Match[str]) -> str | None:
    """Give the character of an entity, if it has one that belongs in a text."""
    decimal, hexadecimal, name = match.groups()
    if name:
        return html5.get(f"{name};")
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return None
    char = chr(number)
    category = unicodedata.category(char)
    return char if category[0] in "LMNPZ" or category in ("Sc", "So") or char in MARKUP else None


def _is_damage(text: str, match: re.Match[str], char: str) -> bool:
    """Tell an escaped sign in a sentence from one in a line that is about markup."""
    before = text[max(0, match.start() - NEARBY) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + NEARBY].partition("\n")[0]
    if ABOUT_ENTITIES.search(before) or ABOUT_ENTITIES.search(after):
        return False
    if char in "<>":
        around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        return not around.strip("\u00a0 0123456789\n")
    return True


def invisible(text: str, rules: Rules) -> list[Edit]:
    """Find characters that nobody sees, halves of characters, and letters in pieces.

    >>> from cleaners.rules import load
    >>> [edit.rule for edit in invisible("Deep\u00adSeek 区\u200b块链", load())]
    ['soft-hyphen', 'zero-width-space']
    """
    edits = []
    held = look(text)
    if held.unseen:
        edits += patterns.find(STEP, patterns.load(rules, "encoding/invisible"), text)
        edits += _halves(text)
        edits += _direction_marks(text)
    for match in DECOMPOSED.finditer(text) if held.marks else ():
        composed = unicodedata.normalize("NFC", match[0])
        edit = tightened(STEP, "decomposed", match.start(), match[0], composed)
        edits += [edit] if edit else []
    return disjoint(edits)


def _halves(text: str) -> list[Edit]:
    """Join the two halves of a character; a half alone becomes U+FFFD."""
    edits = []
    for match in SURROGATES.finditer(text):
        joined = match[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        rule = "surrogate-pair" if len(match[0]) == 2 else "lone-surrogate"
        edits.append(Edit(STEP, rule, match.start(), match.end(), match[0], joined))
    return edits


def _direction_marks(text: str) -> list[Edit]:
    """Remove marks of writing direction from lines in which nothing runs from right to left."""
    edits = []
    position = 0
    for line in text.split("\n"):
        if DIRECTION_MARKS.search(line) and not RIGHT_TO_LEFT.search(line):
            for match in DIRECTION_MARKS.finditer(line, 0):
                start = position + match.start()
                edits.append(Edit(STEP, "direction-mark", start, start + 1, match[0], ""))
        position += len(line) + 1
    return edits
