"""Bytes become text: the right charset is found, and bytes that are no text are told apart."""

from __future__ import annotations

import codecs
import re

import ftfy
from charset_normalizer import from_bytes

from cleaners import rules as rule_data
from cleaners.charsets import Charset, charsets, plausibility, sample
from cleaners.edits import difference, edit_page
from cleaners.records import Cleaned, Page
from cleaners.rules import Rules

# What a file begins with that is no text, whatever its name says (file formats' own signatures).
BINARY_SIGNATURES = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"),
    *(b"BZh", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ", b"\x7fELF", b"RIFF"),
    *(b"OggS", b"ID3", b"\xd0\xcf\x11\xe0", b"wOFF", b"wOF2", b"\x00\x00\x01\x00", b"PAR1"),
    *(b"SQLite format 3", b"\xca\xfe\xba\xbe", b"\x00asm", b"MZ\x90"),
)
# UTF-32 first: its little-endian mark begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# HTML allows a declaration in the first 1,024 bytes; sites put long scripts before it.
HEAD = 8192
HTML_DECLARATION = re.compile(
    rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
XML_DECLARATION = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
HIGH = re.compile(rb"[\x80-\xff]")


class UnreadableError(ValueError):
    """Bytes that are no text: ``reason`` is ``empty``, ``binary`` or ``undecodable``."""

    def __init__(self, reason: str, detail: str) -> None:
        """Keep the reason code and a sentence for a person."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def decode(data: bytes, *, declared: str | None = None, html: bool = False) -> str:
    """Decode a page's bytes, on evidence first and on what is declared second.

    A byte order mark decides; then valid UTF-8; then the charset, declared or not, in which the
    bytes make the most sense. Bytes that are bad in otherwise good text become U+FFFD.

    Raises ``UnreadableError`` for bytes that are no text.

    >>> decode("Préfecture de l’Isère".encode("cp1252"), declared="utf-8")
    'Préfecture de l’Isère'
    >>> decode("联合国大会通过了这项决议。".encode("gb18030"))
    '联合国大会通过了这项决议。'
    """
    if not data.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xfe\xff"):
        raise UnreadableError("empty", "the page has no text; nothing to do")
    for mark, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _not_empty(data[len(mark) :].decode(codec, "replace"))
    if wide := _wide_codec(data):
        return _not_empty(data.decode(wide, "replace"))
    _refuse_binary(data)
    if b"\x1b$" in data and not HIGH.search(data):
        return data.decode("iso2022_jp", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data, _declared(data, declared, html=html))


def _not_empty(text: str) -> str:
    if not text.strip():
        raise UnreadableError("empty", "the page has no text; nothing to do")
    return text


def _wide_codec(data: bytes) -> str | None:
    """Find UTF-16 or UTF-32 without a mark: the NULs of ASCII stand all at the same places."""
    head = data[:4096]
    if len(head) < 4 or head.count(0) < len(head) // 4:
        return None
    rows = [head[offset::4].count(0) * 4 / len(head) for offset in range(4)]
    low, high = 0.1, 0.3
    if min(rows[1:]) > 0.9 and rows[0] < low:
        return "utf-32-le"
    if min(rows[:3]) > 0.9 and rows[3] < low:
        return "utf-32-be"
    if rows[0] + rows[2] < low and min(rows[1], rows[3]) > high:
        return "utf-16-le"
    if rows[1] + rows[3] < low and min(rows[0], rows[2]) > high:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes) -> None:
    """Refuse known file formats and bytes with more control characters than damaged text has."""
    head = data[:65536]
    controls = len(CONTROL.findall(head))
    if head.startswith(BINARY_SIGNATURES) or controls > max(8, len(head) // 50):
        raise UnreadableError(
            "binary", "the bytes are no text; give the page itself, not a file of it"
        )


def _declared(data: bytes, declared: str | None, *, html: bool) -> Charset | None:
    """Give the charset that the caller or the page itself names, if it is a known one."""
    names = [declared] if declared else []
    if html or data.lstrip()[:1] == b"<":
        matches = (pattern.search(data[:HEAD]) for pattern in (XML_DECLARATION, HTML_DECLARATION))
        names += [match[1].decode("ascii", "replace") for match in matches if match]
    for name in names:
        for charset in charsets(rule_data.load()):
            if name.strip().lower() in charset.labels:
                return charset
    return None


def _decode_legacy(data: bytes, declared: Charset | None) -> str:
    """Decode bytes that are not valid UTF-8."""
    looked_at = sample(data)
    damaged = looked_at.decode("utf-8", "replace")
    good = sum(1 for char in damaged if char > "\x7f" and char != "\ufffd")
    if damaged.count("\ufffd") * 5 <= good:
        return data.decode("utf-8", "replace")
    scores = {c: plausibility(looked_at, c) for c in charsets(rule_data.load())}
    if declared:
        scores[declared] += 0.15
    best = max(scores, key=lambda charset: scores[charset])
    if scores[best] < 0.5:
        guess = from_bytes(looked_at).best()
        if guess is not None:
            return data.decode(guess.encoding, "replace")
        if scores[best] < 0.2:
            raise UnreadableError(
                "undecodable", "no charset makes sense of the bytes; name it in the metadata"
            )
    return data.decode(best.codec, "replace")


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
