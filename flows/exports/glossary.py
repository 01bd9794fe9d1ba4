"""``glossary.tbx``: the names that were repaired, as a TBX-Basic termbase (ISO 30042:2008).

An entry is a person, company or other thing; each language has the names that are published,
and as deprecated terms the spellings that were found in their place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from flows.exports.tmx import XML_LANG, xml_text
from flows.rows import DocumentRow, EditRow

NAMES_STEP = "names"
# Without it `xmlfile` binds the namespace to a prefix of its own, which XML forbids.
XML = {"xml": "http://www.w3.org/XML/1998/namespace"}
# ISO 12620 values of `administrativeStatus`, as TBX-Basic lists them.
PREFERRED = "preferredTerm-admn-sts"
ADMITTED = "admittedTerm-admn-sts"
DEPRECATED = "deprecatedTerm-admn-sts"
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9._-]")

# (before, after) with how often, by language, by concept.
Names = Mapping[str, Mapping[str, Counter[tuple[str, str]]]]


def names_repaired(documents: Iterable[DocumentRow], edits: Iterable[EditRow]) -> Names:
    """Collect the repairs of names, by what they name and by language."""
    languages = {document.id: document.language for document in documents}
    names: dict[str, dict[str, Counter[tuple[str, str]]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for edit in edits:
        if edit.step == NAMES_STEP and edit.before.strip() and edit.after.strip():
            concept = edit.rule.partition("/")[0]
            language = languages.get(edit.id, "und")
            names[concept][language][edit.before, edit.after] += 1
    return names


def write_glossary(path: Path, names: Names, title: str) -> int:
    """Write the termbase and say how many entries it has."""
    with path.open("xb") as file, etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        xml.write_doctype('<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">')
        with xml.element("martif", {"type": "TBX-Basic", XML_LANG: "en"}, nsmap=XML):
            xml.write(_header(title), pretty_print=True)
            with xml.element("text"), xml.element("body"):
                xml.write("\n")
                for concept, languages in sorted(names.items()):
                    xml.write(_entry(concept, languages), pretty_print=True)
    return len(names)


def _header(title: str) -> Any:
    header = etree.Element("martifHeader")
    description = etree.SubElement(header, "fileDesc")
    statement = etree.SubElement(description, "titleStmt")
    etree.SubElement(statement, "title").text = xml_text(title)
    source = etree.SubElement(description, "sourceDesc")
    etree.SubElement(source, "p").text = "Names that were repaired in scraped pages."
    encoding = etree.SubElement(header, "encodingDesc")
    etree.SubElement(encoding, "p", type="XCSURI").text = "TBXBasicXCSV02.xcs"
    return header


def _entry(concept: str, languages: Mapping[str, Counter[tuple[str, str]]]) -> Any:
    entry = etree.Element("termEntry", id="c-" + _NOT_IN_ID.sub("_", concept))
    for language, repairs in sorted(languages.items()):
        section = etree.SubElement(entry, "langSet", {XML_LANG: xml_text(language)})
        right, wrong = Counter[str](), Counter[str]()
        for (before, after), times in repairs.items():
            right[after] += times
            wrong[before] += times
        published = sorted(right, key=lambda term: (-right[term], term))
        for place, term in enumerate(published):
            _term(section, term, ADMITTED if place else PREFERRED, "published")
        for term in sorted(wrong.keys() - right.keys(), key=lambda term: (-wrong[term], term)):
            _term(section, term, DEPRECATED, f"repaired: {wrong[term]}")
    return entry


def _term(section: Any, term: str, status: str, note: str) -> None:
    group = etree.SubElement(section, "tig")
    etree.SubElement(group, "term").text = xml_text(term)
    etree.SubElement(group, "termNote", type="administrativeStatus").text = status
    etree.SubElement(group, "note").text = note
