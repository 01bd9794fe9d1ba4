"""Translation memories: accepted segment pairs as TMX 1.4b, written as a stream."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from flows.exports.schema import Value, columns
from flows.exports.tables import cell
from flows.rows import PairRow

# All that XML 1.0 allows in a text is this (section 2.2); the rest cannot even be escaped.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES = tuple(column.name for column in columns(PairRow))
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_tmx(
    path: Path,
    records: Iterable[tuple[Value, ...]],
    source_language: str,
    signature: str,
) -> int:
    """Write the accepted pairs of one language pair, gaps left out, and say how many they were.

    ``records`` are those of ``PairRow``. Characters that XML cannot hold are removed.
    """
    count = 0

    def accepted() -> Iterator[tuple[Value, ...]]:
        nonlocal count
        for values in records:
            pair = dict(zip(_NAMES, values, strict=True))
            if pair["accepted"] and pair["source"] and pair["target"]:
                count += 1
                yield values

    with path.open("xb") as file:
        file.writelines(tmx_parts(accepted(), source_language, signature))
    return count


def tmx_parts(
    records: Iterable[tuple[Value, ...]], source_language: str, signature: str
) -> Iterator[bytes]:
    """Give a translation memory of all these pairs in parts, to be sent or written as they come.

    ``source_language`` is ``*all*`` where the pairs have more than one.
    """
    sink = io.BytesIO()
    with etree.xmlfile(sink, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element("tmx", version="1.4"):
            xml.write(header(source_language, signature), pretty_print=True)
            with xml.element("body"):
                xml.write("\n")
                for values in records:
                    xml.write(_unit(dict(zip(_NAMES, values, strict=True))), pretty_print=True)
                    if sink.tell():
                        yield sink.getvalue()
                        sink.seek(0)
                        sink.truncate()
    yield sink.getvalue()


def header(source_language: str, signature: str) -> Any:
    """Make the header with the seven attributes that TMX 1.4b requires."""
    tool, _, version = signature.partition("|")[0].partition(":")
    header = etree.Element(
        "header",
        {
            "creationtool": tool,
            "creationtoolversion": version,
            "segtype": "sentence",
            "o-tmf": "limpide",
            "adminlang": "en",
            "srclang": source_language,
            "datatype": "plaintext",
        },
    )
    _prop(header, "x-signature", signature)
    return header


def _unit(pair: dict[str, Value]) -> Any:
    """Make one translation unit; notes and props come before the tuv and before the seg."""
    unit = etree.Element("tu", tuid=xml_text(pair["id"]))
    for name in ("score_alignment", "score_quality", "alignment", "part", "domain", "licence"):
        _prop(unit, f"x-{name.replace('_', '-')}", pair[name])
    if not pair["accepted"]:
        _prop(unit, "x-accepted", value=False)
    for finding in _strings(pair["findings"]):
        _prop(unit, "x-finding", finding)
    for side in ("source", "target"):
        variant = etree.SubElement(unit, "tuv", {XML_LANG: xml_text(pair[f"{side}_lang"])})
        _prop(variant, "x-url", pair[f"{side}_url"])
        _prop(variant, "x-document", pair[f"{side}_doc"])
        etree.SubElement(variant, "seg").text = xml_text(pair[side])
    return unit


def _prop(parent: Any, kind: str, value: Value) -> None:
    """Add a property, unless its value is unknown."""
    if value is not None:
        etree.SubElement(parent, "prop", type=kind).text = xml_text(value)


def _strings(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()


def xml_text(value: Value) -> str:
    r"""Give a value as text that XML can hold: illegal control characters are removed.

    >>> xml_text("你\x07好\x0b")
    '你好'
    """
    return NOT_XML.sub("", cell(value))
