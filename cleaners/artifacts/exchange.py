"""Lexicons for other tools: CSV for a sheet, TBX-Basic (ISO 30042:2019) for terminologists.

What TBX has no place for (kind, risk, context …) travels as JSON in a note that begins with
``limpide:``, so that a lexicon comes back as it went.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from lxml import etree

from cleaners.artifacts import lexicon, tables
from cleaners.artifacts.lexicon import Concept
from cleaners.rules import RuleFileError

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
ANY_LANGUAGE = "mul"
"""The language of a term that is the same in every language."""
SOURCE_LANGUAGE = "zh"
PREFERRED, ADMITTED, DEPRECATED = (
    f"{status}-admn-sts" for status in ("preferredTerm", "admittedTerm", "deprecatedTerm")
)
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TERMS = ("name", "source", "variants", "wrong", "in")
"""The columns that become terms; all others but ``id`` and ``domain`` go into the note."""


def entry(concept: Concept) -> dict[str, object]:
    """Give a concept as the columns of a table, without those that are empty."""
    columns: dict[str, object] = {
        "id": concept.id,
        "type": concept.kind,
        "name": concept.name,
        "short": concept.short,
        "source": concept.source,
        "short_source": concept.short_source,
        "in": _tables(concept.names),
        "short_in": _tables(concept.shorts),
        "variants": concept.variants,
        "wrong": concept.wrong,
        "literal": concept.literal,
        "calque": _tables(concept.calque),
        "full_calque": _tables(concept.full_calque),
        "domain": concept.domains,
        "veto": concept.veto,
        "keep": concept.keep,
        "risk": concept.risk or "",
        "status": concept.status,
        "licence": concept.licence,
        "with": concept.linked,
    }
    return {column: value for column, value in columns.items() if value}


def _tables(pairs: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for language, form in pairs:
        table.setdefault(language, []).append(form)
    return table


def to_csv(concepts: Iterable[Concept]) -> str:
    """Write concepts as CSV (RFC 4180), several values of a cell separated by ``|``."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(tables.COLUMNS)
    for concept in concepts:
        writer.writerow(tables.row(entry(concept)).split("\t"))
    return text.getvalue()


def to_tbx(concepts: Iterable[Concept]) -> bytes:
    """Write concepts as TBX-Basic, in the DCA style."""
    root = etree.Element(f"{{{NAMESPACE}}}tbx", nsmap=cast("dict[str, str]", {None: NAMESPACE}))
    root.set("style", "dca")
    root.set("type", "TBX-Basic")
    root.set(_XML_LANGUAGE, "en")
    source = _below(_below(_below(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    _below(source, "p", "Lexicon of names, written by Limpide")
    body = _below(_below(root, "text"), "body")
    for concept in concepts:
        _concept_entry(body, entry(concept))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _concept_entry(body: etree._Element, columns: Mapping[str, object]) -> None:
    one = _below(body, "conceptEntry")
    one.set("id", str(columns["id"]))
    for domain in _list(columns, "domain"):
        _below(one, "descrip", domain).set("type", "subjectField")
    left = {k: v for k, v in columns.items() if k not in (*_TERMS, "id", "domain")}
    _below(one, "note", "limpide:" + json.dumps(left, ensure_ascii=False))
    own = columns.get("in", {})
    terms: dict[str, list[tuple[str, str]]] = {ANY_LANGUAGE: [(str(columns["name"]), PREFERRED)]}
    terms[ANY_LANGUAGE] += [(text, ADMITTED) for text in _list(columns, "variants")]
    terms[ANY_LANGUAGE] += [(text, DEPRECATED) for text in _list(columns, "wrong")]
    if _list(columns, "source"):
        terms[SOURCE_LANGUAGE] = [(text, PREFERRED) for text in _list(columns, "source")]
    for language, forms in own.items() if isinstance(own, dict) else ():
        # A Chinese form of one's own is told from the source forms by its status.
        status = ADMITTED if language == SOURCE_LANGUAGE else PREFERRED
        terms.setdefault(language, []).extend((form, status) for form in forms)
    for language, forms in terms.items():
        section = _below(one, "langSec")
        section.set(_XML_LANGUAGE, language)
        for text, status in forms:
            term = _below(section, "termSec")
            _below(term, "term", text)
            _below(term, "termNote", status).set("type", "administrativeStatus")


def _list(columns: Mapping[str, object], key: str) -> list[str]:
    value = columns.get(key, ())
    return [str(part) for part in value] if isinstance(value, (list, tuple)) else []


def _below(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    child.text = text or None
    return child


def read(file: Path) -> list[Concept]:
    """Read the concepts of a file: TOML, TSV, CSV or TBX, by its ending.

    Raises ``RuleFileError`` for another ending and for every mistake that a rule file can have.
    """
    if file.suffix in (".toml", ".tsv"):
        return lexicon.read_file(file)
    if file.suffix == ".csv":
        return [lexicon.concept(file, one) for one in _from_csv(file)]
    if file.suffix in (".tbx", ".xml"):
        return [lexicon.concept(file, one) for one in _from_tbx(file)]
    raise RuleFileError(file, "", "is no lexicon; its name ends in .toml, .tsv, .csv or .tbx")


def _from_csv(file: Path) -> Iterator[dict[str, object]]:
    rows = csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
    lines = ["\t".join(cell.replace("\t", " ") for cell in row) for row in rows]
    return tables.parsed(file, lines)


def _from_tbx(file: Path) -> Iterator[dict[str, object]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.parse(file, parser).getroot()
    except etree.XMLSyntaxError as error:
        raise RuleFileError(file, "", f"is not valid XML ({error}); correct that line") from error
    for one in root.iter(f"{{{NAMESPACE}}}conceptEntry"):
        yield _columns(file, one)


def _columns(file: Path, one: etree._Element) -> dict[str, object]:
    found: dict[str, object] = {"id": one.get("id", ""), "type": "concept"}
    for note in one.iterfind(f"{{{NAMESPACE}}}note"):
        text = note.text or ""
        if text.startswith("limpide:"):
            found.update(json.loads(text.removeprefix("limpide:")))
    domains = [part.text or "" for part in one.iterfind(f"{{{NAMESPACE}}}descrip")]
    lists: dict[str, list[str]] = {"domain": domains}
    own: dict[str, list[str]] = {}
    for language, text, status in _terms(one):
        key = _column(language, status)
        if key == "in":
            own.setdefault(language, []).append(text)
        elif key == "name":
            found.setdefault("name", text)
        else:
            lists.setdefault(key, []).append(text)
    if "name" not in found:
        first = own.get("en") or next(iter(own.values()), [""])
        found["name"] = first[0]
    if not found["id"]:
        found["id"] = tables.identifier(str(found["name"]))
    if not found["name"]:
        raise RuleFileError(file, str(found["id"]), "has no preferred term; add one")
    return (
        found | {key: value for key, value in lists.items() if value} | ({"in": own} if own else {})
    )


def _terms(one: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Give language, text and status of each term of a concept."""
    for section in one.iterfind(f"{{{NAMESPACE}}}langSec"):
        language = (section.get(_XML_LANGUAGE) or ANY_LANGUAGE).partition("-")[0]
        for term in section.iterfind(f"{{{NAMESPACE}}}termSec"):
            status = term.findtext(f"{{{NAMESPACE}}}termNote") or PREFERRED
            yield language, term.findtext(f"{{{NAMESPACE}}}term") or "", status


def _column(language: str, status: str) -> str:
    """Say which column a term belongs to."""
    if status == DEPRECATED:
        return "wrong"
    if language == SOURCE_LANGUAGE:
        return "source" if status == PREFERRED else "in"
    if status == PREFERRED:
        return "name" if language == ANY_LANGUAGE else "in"
    return "variants"


def layer(file: Path, folder: Path) -> Path:
    """Make a rules folder of one lexicon file of any format, to be layered over the built-in one.

    ``rules.load(layer(file, folder))`` knows its concepts; one of a known id replaces that one.
    """
    concepts = read(file)
    target = folder / "lexicon" / f"{file.stem}.tsv"
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join(tables.COLUMNS), *(tables.row(entry(concept)) for concept in concepts)]
    target.write_text("\n".join(lines) + "\n", "utf-8")
    return folder
