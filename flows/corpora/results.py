"""What was found about pairs, written one by one: a table to read, TSV, JSON Lines, TMX."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO

from lxml import etree

from cleaners.records import Finding, Quality
from flows.console import WIDTH, cut, padded, visible
from flows.exports.schema import Column, Kind, Value, printable
from flows.exports.tables import LINE_ENDS_BEYOND_ASCII, tsv_text
from flows.exports.tmx import XML_LANG, header, xml_text
from flows.rows import Meaning

# What TMX says where no source language is known.
ALL_LANGUAGES = "*all*"


class ResultFormat(StrEnum):
    """How results are written."""

    TABLE = "table"
    TSV = "tsv"
    JSONL = "jsonl"
    TMX = "tmx"


@dataclass(frozen=True, slots=True)
class Result:
    """One pair and what is known of it; ``None`` is what nobody asked for."""

    number: int
    source_lang: str
    target_lang: str
    source: str
    target: str
    name: str = ""
    alignment: str | None = None
    source_index: tuple[int, ...] = ()
    target_index: tuple[int, ...] = ()
    score_alignment: float | None = None
    quality: Quality | None = None
    accepted: bool | None = None


_DESCRIBED: tuple[tuple[str, Kind, str], ...] = (
    ("number", "integer", "Line, row or unit it was read from, from 1."),
    ("id", "string", "Name that the corpus gives it."),
    ("source_lang", "string", "Language of the source, BCP-47."),
    ("target_lang", "string", "Language of the target, BCP-47."),
    ("source", "string", "Source text."),
    ("target", "string", "Target text."),
    ("alignment", "string", "Sentences on each side: 1-1, 2-1, 1-0 …"),
    ("source_index", "integers", "Sentences of the source, from 0."),
    ("target_index", "integers", "Sentences of the target, from 0."),
    ("score_alignment", "number", "How well the sides fit, 0 to 1."),
    ("score_quality", "number", "How far to trust the pair, 0 to 1."),
    ("accepted", "boolean", "Whether it is good enough."),
    ("findings", "strings", "MQM codes of what was noticed."),
    ("severities", "strings", "How grave each finding is."),
    ("source_spans", "strings", "Where in the source, start-end; - nowhere."),
    ("target_spans", "strings", "Where in the target, start-end; - nowhere."),
    ("reasons", "strings", "What was noticed, in words."),
)
COLUMNS = tuple(
    Column(name, kind, nullable=True, meaning=Meaning(text)) for name, kind, text in _DESCRIBED
)


def write(file: BinaryIO, results: Iterable[Result], format_: ResultFormat, signature: str) -> None:
    """Write results as they come; ``signature`` is one line that names what made them."""
    if format_ is ResultFormat.TMX:
        _write_tmx(file, results, signature)
        return
    file.writelines(text.encode("utf-8", "replace") for text in _TEXTS[format_](results))


def _tsv(results: Iterable[Result]) -> Iterator[str]:
    return tsv_text(COLUMNS, map(_record, results))


def _jsonl(results: Iterable[Result]) -> Iterator[str]:
    for result in results:
        found = result.quality.findings if result.quality else ()
        known = dict(zip((column.name for column in COLUMNS[:12]), _record(result), strict=False))
        findings = [
            {name: printable(getattr(finding, name)) for name in Finding.__slots__}
            for finding in found
        ]
        text = json.dumps({**known, "findings": findings}, ensure_ascii=False)
        yield LINE_ENDS_BEYOND_ASCII.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _record(result: Result) -> tuple[Value, ...]:
    """Give the values of a result, in the order of the columns."""
    found = result.quality.findings if result.quality else ()
    values: tuple[Value, ...] = (
        result.number,
        result.name,
        result.source_lang,
        result.target_lang,
        result.source,
        result.target,
        result.alignment,
        result.source_index,
        result.target_index,
        result.score_alignment,
        result.quality.score if result.quality else None,
        result.accepted,
        tuple(finding.code for finding in found),
        tuple(finding.severity for finding in found),
        tuple(_span(finding.source_span) for finding in found),
        tuple(_span(finding.target_span) for finding in found),
        tuple(finding.message for finding in found),
    )
    return tuple(map(printable, values))


def _span(span: tuple[int, int] | None) -> str:
    return f"{span[0]}-{span[1]}" if span else "-"


def _table(results: Iterable[Result]) -> Iterator[str]:
    """Give lines for people: a pair, its scores, and under it what was noticed."""
    for result in results:
        verdict = {True: "  accepted", False: "  not accepted", None: ""}[result.accepted]
        score = f"  score {result.quality.score:.3f}" if result.quality else ""
        fit = "" if result.score_alignment is None else f"  fit {result.score_alignment:.3f}"
        kind = f"  {result.alignment}" if result.alignment else ""
        yield f"{result.number:,}{kind}{fit}{score}{verdict}\n"
        for language, text in (
            (result.source_lang, result.source),
            (result.target_lang, result.target),
        ):
            yield f"  {padded(language, 7)} {visible(text) or '-'}\n"
        for finding in result.quality.findings if result.quality else ():
            yield f"    {finding.severity}: {finding.code}: {visible(finding.message)}\n"
            for side, span in (
                (result.source, finding.source_span),
                (result.target, finding.target_span),
            ):
                if span and span != (0, len(side)):
                    where = "source" if side is result.source else "target"
                    excerpt = cut(side[span[0] : span[1]], WIDTH - 30)
                    yield f"      {where} {span[0]}-{span[1]}: {excerpt}\n"


_TEXTS = {ResultFormat.TABLE: _table, ResultFormat.TSV: _tsv, ResultFormat.JSONL: _jsonl}


def _write_tmx(file: BinaryIO, results: Iterable[Result], signature: str) -> None:
    """Write a translation memory; gaps, which it cannot hold, are left out."""
    whole = (result for result in results if result.source and result.target)
    first = list(itertools.islice(whole, 1))
    language = first[0].source_lang if first else ALL_LANGUAGES
    with etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element("tmx", version="1.4"):
            xml.write(header(language, signature), pretty_print=True)
            with xml.element("body"):
                xml.write("\n")
                for result in itertools.chain(first, whole):
                    xml.write(_unit(result, language), pretty_print=True)
    file.write(b"\n")


def _unit(result: Result, source_language: str) -> Any:
    """Make one translation unit; notes and properties come before the variants."""
    unit = etree.Element("tu")
    if result.source_lang != source_language:
        unit.set("srclang", xml_text(result.source_lang))
    if result.name:
        unit.set("tuid", xml_text(result.name))
    known = dict(zip((column.name for column in COLUMNS), _record(result), strict=True))
    for reason in result.quality.findings if result.quality else ():
        etree.SubElement(unit, "note").text = xml_text(f"{reason.severity}: {reason.message}")
    for name in ("number", "alignment", "score_alignment", "score_quality", "accepted"):
        if known[name] is not None:
            prop = etree.SubElement(unit, "prop", type=f"x-{name.replace('_', '-')}")
            prop.text = xml_text(known[name])
    for finding in result.quality.findings if result.quality else ():
        etree.SubElement(unit, "prop", type="x-finding").text = xml_text(finding.code)
    for language, text in (
        (result.source_lang, result.source),
        (result.target_lang, result.target),
    ):
        variant = etree.SubElement(unit, "tuv", {XML_LANG: xml_text(language)})
        etree.SubElement(variant, "seg").text = xml_text(text)
    return unit
