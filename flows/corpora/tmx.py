"""Reading translation memories (TMX) as a stream, each unit by itself.

The file is cut into its ``<tu>`` elements before any of them is parsed. So memory stays bounded,
a broken unit costs only itself, and there is nothing that a document type could expand: a file that
declares entities is refused as a whole.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from lxml import etree

from cleaners.encoding import UnreadableError, decode
from cleaners.metadata import language_tag
from flows.corpora.units import Languages, Unit, matches, plain
from flows.raw_streams import Fault, RawStream, as_utf8

# The longest unit and the longest opening of a file that is read; both are far beyond real ones.
LONGEST = 1 << 22

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What a native markup says is no text of the segment (TMX 1.4b, "Content Markup"); <hi> is.
_MARKUP_AROUND_TEXT = frozenset({"hi", "mrk", "g"})
_CUT = re.compile(r"<!--|<!\[CDATA\[|<tu(?=[\s/>])|</tu\s*>")
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>"}
_HEADER = re.compile(r"<header\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_SOURCE = re.compile(r"""\bsrclang\s*=\s*["']([^"']*)["']""")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_WIDE = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


class _Piece(NamedTuple):
    """A stretch of the file: a unit, or what stands before the first (``unit`` is false)."""

    text: str
    line: int
    unit: bool
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Variant:
    language: str
    text: str
    url: str | None


def read_tmx(stream: RawStream, asked: Languages) -> Iterator[Unit | Fault]:
    """Read the units of a translation memory.

    A unit of several languages gives a pair for each that was ``asked`` for, or for each beside its
    source language. What cannot be read is a fault; its number is that of the unit, from 1.
    """
    number = 0
    source = ""
    for piece in _pieces(_text(stream)):
        if not piece.unit:
            fault = _refused(piece)
            if fault:
                yield fault
                return
            source = _source_language(piece.text)
            continue
        number += 1
        yield from _units(piece, number, source, asked)
    if not number:
        yield Fault("bad-tmx", "the file holds no translation unit")


def _text(stream: RawStream) -> Iterator[str]:
    """Decode the file as its byte order mark or its declaration says; odd bytes are kept apart."""
    chunks = as_utf8(stream)
    first = next(chunks, b"")
    codec = next((name for start, name in _WIDE if first.startswith(start)), "")
    if not codec:
        declared = _DECLARED.match(first)
        codec = declared[1].decode("ascii").lower() if declared else "utf-8"
        # A file in UTF-16 comes here as UTF-8, whatever it declares.
        codec = "utf-8" if codec.startswith(("utf-16", "utf16", "utf-32")) else codec
    try:
        decoder = codecs.getincrementaldecoder(codec)("surrogateescape")
    except LookupError:
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    yield decoder.decode(first)
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _pieces(chunks: Iterator[str]) -> Iterator[_Piece]:
    """Cut the text into what stands before the first unit, and the units."""
    held, line = "", 1  # what is not given yet, and the line on which it starts
    place = 0  # up to where it was looked through
    inside, opening = False, True
    for chunk in chunks:
        held += chunk
        start = 0
        while found := _CUT.search(held, place):
            if closing := _ENDS.get(found[0]):
                end = held.find(closing, found.end())
                if end < 0:
                    break
                place = end + len(closing)
                continue
            closed = found[0].startswith("</")
            place = found.end()
            if closed and not inside:
                continue
            end = found.end() if closed else found.start()
            if inside or opening:
                yield _Piece(held[start:end], line, unit=not opening, whole=closed or opening)
            line += held.count("\n", start, end)
            start, inside, opening = end, not closed, False
        place = found.start() if found else max(place, len(held) - len("<![CDATA["))
        if len(held) - start > LONGEST:
            yield _Piece(held[start : start + LONGEST], line, unit=not opening, whole=False)
            inside, opening = False, False
        if not inside and not opening:
            line += held.count("\n", start, place)
            start = place
        held, place = held[start:], place - start
    if inside or (opening and held.strip()):
        yield _Piece(held, line, unit=inside, whole=opening)


def _refused(opening: _Piece) -> Fault | None:
    """Say why a file is not read at all."""
    if "<!ENTITY" in opening.text:
        detail = "the document type declares entities, which no translation memory needs"
        return Fault("xml-entities", detail)
    if "<tmx" not in opening.text:
        return Fault("bad-tmx", "the file does not begin as a translation memory")
    return None


def _source_language(opening: str) -> str:
    header = _HEADER.search(opening)
    named = _SOURCE.search(header[0]) if header else None
    return (language_tag(named[1]) or "") if named else ""


def _units(piece: _Piece, number: int, source: str, asked: Languages) -> Iterator[Unit | Fault]:
    where = f"unit {number} (line {piece.line})"
    if not piece.whole:
        yield Fault("bad-tmx-unit", f"{where} is not closed", number)
        return
    try:
        unit = _parsed(piece.text)
    except (etree.XMLSyntaxError, UnreadableError) as error:
        yield Fault("bad-tmx-unit", f"{where}: {_reason(error)}", number)
        return
    variants = [
        _Variant(tag, plain(_words(segment)), _property(variant, "url"))
        for variant in unit.findall("{*}tuv")
        if (segment := variant.find("{*}seg")) is not None
        and (tag := language_tag(variant.get(XML_LANG) or variant.get("lang")) or "")
    ]
    source = language_tag(unit.get("srclang")) or source
    pairs = list(_pairs(variants, source, asked))
    for one, other in pairs:
        yield Unit(
            number,
            one.text,
            other.text,
            one.language,
            other.language,
            unit.get("tuid") or "",
            one.url,
            other.url,
            _property(unit, "licence") or _property(unit, "license"),
        )
    if not pairs:
        there = ", ".join(variant.language for variant in variants) or "no language"
        wanted = f"; asked for {asked.source or '?'} and {asked.target or '?'}"
        detail = f"{where} has {there}{wanted if asked != Languages() else ''}"
        yield Fault("no-pair", detail, number)


def _parsed(text: str) -> Any:
    """Parse one unit, with nothing from outside of it."""
    data = text.encode("utf-8", "surrogateescape")
    data = decode(data).encode("utf-8", "replace")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(data, parser)


def _reason(error: Exception) -> str:
    """Give what a parser says, without its own count of lines."""
    return re.sub(r", line \d+, column \d+.*", "", str(error).partition("\n")[0])


def _pairs(
    variants: list[_Variant], source: str, asked: Languages
) -> Iterator[tuple[_Variant, _Variant]]:
    """Choose what belongs together: the source language with each other one."""
    if len(variants) < 2:
        return
    wanted = asked.source or (source if not asked.target else "")
    left = [one for one in variants if matches(wanted, one.language)]
    if not asked.source and not left:
        left = variants
    left = [one for one in left if not asked.target or not matches(asked.target, one.language)]
    if not left:
        return
    chosen = next((one for one in left if matches(source, one.language)), left[0])
    for other in variants:
        if other is not chosen and matches(asked.target, other.language):
            yield chosen, other
            if asked.target:
                return


def _words(element: Any) -> str:
    """Give the text of a segment without the native markup inside it."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname in _MARKUP_AROUND_TEXT:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _property(element: Any, name: str) -> str | None:
    """Give the first property of that name, however its tool prefixes it."""
    for prop in element.findall("{*}prop"):
        if (prop.get("type") or "").lower().removeprefix("x-") in (name, f"{name}-domain"):
            return (prop.text or "").strip() or None
    return None
