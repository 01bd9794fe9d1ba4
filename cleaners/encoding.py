"""Bytes become text: the right charset is found, and bytes that are no text are told apart."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from cleaners import damage, mojibake
from cleaners import rules as rule_data
from cleaners.charsets import Charset, charsets, plausibility, sample
from cleaners.edits import edit_page
from cleaners.passes import until_stable
from cleaners.records import Cleaned, Page
from cleaners.rules import Rules
from cleaners.suspects import look

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


# What a declaration weighs against the share of bytes that make sense: it decides near-ties only.
DECLARED_BONUS = 0.05


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
    _refuse_formats(data)
    if wide := _wide_codec(data):
        return _not_empty(data.decode(wide, "replace"))
    _refuse_binary(data)
    if b"\x1b$" in data and not HIGH.search(data):
        return data.decode("iso2022_jp", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data, _declared(data, declared, html=html))


def repair(page: Page, rules: Rules) -> Cleaned:
    """Repair what wrong decoding and double escaping left in a page, and what nobody can see.

    Mojibake, entities escaped twice, halves of characters, zero-width and control characters.
    Text that is right stays as it is, in any script; code blocks keep their entities.

    >>> from cleaners.edits import line_spans
    >>> from cleaners.records import Block
    >>> text = "lâ€™Ã©tÃ© Ã  Paris, 10 &amp;euro;"
    >>> blocks = tuple(Block(start, end) for start, end in line_spans(text))
    >>> repair(Page(text, blocks), rule_data.load()).page.text
    'l’été à Paris, 10 €'
    """
    if not any(look(page.text)):
        return Cleaned(page)
    code = [page.text[b.start : b.end] for b in page.blocks if b.kind == "code"]
    edits = tuple(
        until_stable(
            page.text,
            [
                mojibake.find,
                lambda text: damage.entities(text, code),
                lambda text: damage.invisible(text, rules),
            ],
        )
    )
    return Cleaned(edit_page(page, edits), edits)


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


def _refuse_formats(data: bytes) -> None:
    if data.startswith(BINARY_SIGNATURES):
        raise UnreadableError("binary", "the bytes are a known file format; give the page itself")


def _refuse_binary(data: bytes) -> None:
    """Refuse bytes with more control characters than damaged text has."""
    head = data[:65536]
    if len(CONTROL.findall(head)) > max(8, len(head) // 50):
        raise UnreadableError("binary", "the bytes are no text; give the page itself")


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
        scores[declared] += DECLARED_BONUS
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
