"""Mojibake: text in UTF-8 that was read in an older charset is read again, rightly."""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import ftfy
import ftfy.bad_codecs
from ftfy.badness import is_bad

from cleaners.edits import apply, difference
from cleaners.patterns import tightened
from cleaners.records import Edit
from cleaners.suspects import MISREADINGS, ODD_ALONE, bytes_of, look, odd_pairs

STEP = "encoding"
# ftfy's defaults straighten quotes and narrow full-width forms, which is right in neither French
# nor Chinese; here it only undoes wrong decoding.
CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    uncurl_quotes=False,
    fix_character_width=False,
    fix_latin_ligatures=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)
# Long enough to judge by, short enough that comparing its characters costs little.
PIECE = 240
CUT = re.compile(r"(?<=[\x21-\x7e]) |(?<=[^\x00-\x7f]{2}) ")
RUN = re.compile(r"[^\x00-\x7f]+")
# A run of this many characters that are, byte for byte, valid UTF-8 is no coincidence: 3 pairs.
CERTAIN_RUN = 6
# So many runs of a page repaired in one charset make the page's short runs suspect too.
PAGE_EVIDENCE = 5
# Names of rules for the charsets of Western Europe; ``utf-8`` is ftfy's mending of a lost byte.
WESTERN = {"windows-1252", "latin-1", "utf-8", "windows-1254"}


# A first byte of a UTF-8 sequence and a byte that goes on: mojibake holds this pair at least once.
_FIRST, _NEXT = bytes_of(0xC2, 0xF4), bytes_of(0x80, 0xBF)
SUSPECT = re.compile(f"[{_FIRST}][{_NEXT} ?\\ufffd]|[\\x80-\\x9f]")
PAIR = re.compile(f"[{_FIRST}][{_NEXT}]")
ODD = odd_pairs()
# What ftfy's pattern matches is no longer than this and holds an odd pair.
LONGEST_BAD = 7
# What a run that is UTF-8 throughout looks like, in whatever charset it was misread.
MISREAD = re.compile(f"[{_FIRST}][{_NEXT}][{_FIRST}{_NEXT}]*(?<=[{_NEXT}])")


def find(text: str) -> list[Edit]:
    """Find the wrongly decoded parts of a text; the rule of an edit names the wrong charset.

    >>> [(edit.before, edit.after) for edit in find("Р“Р»Р°РІРЅР°СЏ РЅРѕРІРѕСЃС‚СЊ")]
    [('Р“Р»Р°РІРЅР°СЏ', 'Главная'), ('РЅРѕРІРѕСЃС‚СЊ', 'новость')]
    >>> find("Мэрск и «Порт Роттердам» — L’été à Paris…")
    []
    """
    if not look(text).misread:
        return []
    pieces = [(start, piece) for start, piece in _pieces(text) if SUSPECT.search(piece)]
    edits = [
        edit for start, piece in pieces if _is_bad(piece) for edit in _repair_piece(start, piece)
    ]
    seen = Counter(edit.rule for edit in edits)
    known = [rule for rule, count in seen.most_common() if count >= PAGE_EVIDENCE]
    touched = {start for edit in edits for start in range(edit.start, edit.end + 1)}
    for start, piece in pieces:
        edits += [
            edit
            for edit in _repair_runs(start, piece, known)
            if touched.isdisjoint(range(edit.start, edit.end + 1))
        ]
    return sorted(_borne_out(text, edits), key=lambda edit: edit.start)


def _borne_out(text: str, edits: list[Edit]) -> list[Edit]:
    """Leave out lone letters (``Ã`` before a space) that no other damage of their kind explains.

    Where the no-break space of a broken ``à`` was made a plain one, only the letter is left, and a
    text about letters or in Portuguese has that too.
    """
    lone = [_is_lone(text, edit) for edit in edits]
    sure = {_family(edit) for edit, alone in zip(edits, lone, strict=True) if not alone}
    return [e for e, alone in zip(edits, lone, strict=True) if not alone or _family(e) in sure]


def _is_lone(text: str, edit: Edit) -> bool:
    letter = edit.before.rstrip(" ")
    if len(letter) != 1 or not letter.isalpha():
        return False
    beside = text[max(0, edit.start - 1) : edit.start] + text[edit.start + 1 : edit.start + 2]
    return beside.isascii()


def _family(edit: Edit) -> str:
    """Give the charset that an edit undoes; the Western ones read a lone letter alike."""
    codec = edit.rule.removeprefix("mojibake/")
    return "western" if {*codec.split("+")} & WESTERN else codec


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut the lines that may hold mojibake at spaces that cannot be half of a broken character."""
    for first, stop in _lines(text):
        start = first
        while start < stop:
            end = stop
            if end - start > PIECE:
                cuts = [match.start() for match in CUT.finditer(text, start + 1, start + PIECE)]
                end = cuts[-1] if cuts else start + PIECE
            yield start, text[start:end]
            start = end


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Give the spans, with their line ends, of the lines that may hold mojibake."""
    end = 0
    places = heapq.merge(
        (match.start() for match in PAIR.finditer(text)),
        (match.start() for match in ODD.finditer(text) if _looks_bad(text, match)),
    )
    for place in places:
        if place >= end:
            start = text.rfind("\n", 0, place) + 1
            end = text.find("\n", place) + 1 or len(text)
            yield start, end


def _is_bad(piece: str) -> bool:
    """Say whether ftfy's pattern matches, by looking only where it can."""
    return any(_looks_bad(piece, match) for match in ODD.finditer(piece))


def _looks_bad(text: str, odd: re.Match[str]) -> bool:
    """Say whether ftfy's pattern matches around an odd pair."""
    around = text[max(0, odd.start() - LONGEST_BAD) : odd.end() + LONGEST_BAD]
    return odd[0] in ODD_ALONE or is_bad(around)


def _repair_piece(start: int, piece: str) -> list[Edit]:
    """Let ftfy judge and repair a piece; tell the repairs run by run where they are independent."""
    after, plan = ftfy.fix_encoding_and_explain(piece, CONFIG)
    if after == piece or not plan:
        return []
    replay = [(step.action, step.parameter) for step in plan]
    codecs = [parameter for action, parameter in replay if action == "encode"]
    rule = "mojibake/" + ("+".join(codecs).replace("sloppy-", "") or "utf-8")
    edits = []
    for match in RUN.finditer(piece):
        try:
            repaired = ftfy.apply_plan(match[0], replay)
        except UnicodeError:
            return difference(STEP, rule, piece, after, start)
        edit = tightened(STEP, rule, start + match.start(), match[0], repaired)
        edits += [edit] if edit else []
    if _applied(piece, edits, start) != after:
        return difference(STEP, rule, piece, after, start)
    return edits


def _applied(piece: str, edits: list[Edit], start: int) -> str:
    return apply(piece, [e.replace(start=e.start - start, end=e.end - start) for e in edits])


def _repair_runs(start: int, piece: str, known: list[str]) -> Iterator[Edit]:
    """Repair single words that ftfy doubts: long ones for sure, short ones as the page's others."""
    for match in RUN.finditer(piece):
        if not MISREAD.fullmatch(match[0]):
            continue
        rules = known
        if len(match[0]) >= CERTAIN_RUN:
            rules = known + [f"mojibake/{codec.removeprefix('sloppy-')}" for codec in MISREADINGS]
        for rule in rules:
            repaired = _read_again(match[0], rule)
            if repaired is not None:
                edit = tightened(STEP, rule, start + match.start(), match[0], repaired)
                if edit:
                    yield edit
                break


def _read_again(run: str, rule: str) -> str | None:
    """Undo the misreading that a rule names; ``None`` when the run is not from it."""
    for name in rule.removeprefix("mojibake/").split("+"):
        codec = next((codec for codec in MISREADINGS if codec.endswith(name)), "utf-8")
        try:
            run = run.encode(codec).decode("utf-8")
        except UnicodeError:
            return None
    plausible = all(char.isalpha() or unicodedata.category(char)[0] in "PSM" for char in run)
    return run if plausible else None
