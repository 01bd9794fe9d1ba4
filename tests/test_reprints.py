"""A reprint's names are repaired beside the original of the page that it repeats."""

from __future__ import annotations

from pathlib import Path

from cleaners import rules, sentences
from cleaners.edits import line_spans
from cleaners.records import Block, Document, Metadata, Page, content_id
from flows.collection import collect
from flows.settings import Settings
from flows.shards import CleanedPages

ENGLISH = (
    "Google and the port of Trieste signed a contract on Monday. "
    "Google will measure 48 cranes with 1,200 sensors for six months. "
    "The mayor, Clara Ferrante, said that the cranes were built in 1987. "
    "The trial costs 3.5 million euros and ends on 14 March."
)
FRENCH = (
    "Gougueule et le port de Trieste ont signé un contrat lundi. "
    "Gougueule mesurera 48 grues avec 1 200 capteurs pendant six mois. "
    "La maire, Clara Ferrante, a dit que les grues furent construites en 1987. "
    "L'essai coûte 3,5 millions d'euros et se termine le 14 mars."
)


def _document(path: str, text: str, language: str, metadata: Metadata) -> Document:
    blocks = tuple(Block(start, end) for start, end in line_spans(text))
    page = Page(text, blocks, metadata, language)
    return Document(
        content_id(path),
        path,
        0,
        content_id(text),
        text,
        blocks,
        metadata,
        language,
        segments=sentences.segments(page),
    )


def test_a_reprint_has_the_original_of_the_page_that_it_repeats(tmp_path: Path) -> None:
    machine = Metadata(mt_evidence=("notice",))
    documents = (
        _document("a", ENGLISH, "en", Metadata()),
        _document("b", FRENCH, "fr", machine),
        _document("c", f"{FRENCH} Abonnez-vous.", "fr", machine),
    )
    settings = Settings(raw=tmp_path, clean=tmp_path)
    found = collect(settings, rules.load(), CleanedPages(documents, (), 3, 0))
    assert sum(bool(one.duplicate_of) for one in found.clusters.values()) == 1
    french = [one.content for one in found.documents if one.language == "fr"]
    assert [(text.count("Google"), "Gougueule" in text) for text in french] == [(2, False)] * 2
