"""Run the main job on a folder of pages and write what the end-to-end scorer reads.

    python -m benchmarks.end_to_end --raw DIR --out DIR [--for PURPOSE]

writes ``documents.jsonl`` (path, lang, title, text, status, duplicate_of), ``pairs.jsonl``
(a_path, b_path, src_lang, tgt_lang, src, tgt, score, findings, accepted) and ``doc_pairs.jsonl``
(a, b). Paths are relative to the folder that holds the raw folder.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cleaners.bitext.presets import DEFAULT, PRESETS
from flows.collection import Collection, collect
from flows.job import plan
from flows.rows import Tables
from flows.settings import Settings
from flows.shards import CleanedPages, clean_pages
from flows.tabulate import tabulate


def main() -> None:
    """Read the options, do the job, write the three files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder with the scraped pages")
    parser.add_argument("--out", type=Path, required=True, help="folder for the three files")
    parser.add_argument("--for", dest="purpose", choices=PRESETS, default=DEFAULT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as clean:
        planned = plan(Settings(raw=options.raw, clean=Path(clean), purpose=options.purpose))
        pages = clean_pages(planned.settings, planned.rules)
        collection = collect(planned.settings, planned.rules, pages)
        tables = tabulate(collection, planned.version, planned.settings.accepting)
    options.out.mkdir(parents=True, exist_ok=True)
    _write(options.out / "documents.jsonl", _documents(pages, collection))
    _write(options.out / "pairs.jsonl", _pairs(tables))
    _write(options.out / "doc_pairs.jsonl", _document_pairs(tables))


def _documents(pages: CleanedPages, collection: Collection) -> Iterable[dict[str, object]]:
    paths = {document.id: document.path for document in pages.documents}
    final = {document.id: document for document in collection.documents}
    for cleaned in pages.documents:
        document = final.get(cleaned.id, cleaned)
        cluster = collection.clusters.get(document.id)
        original = paths[cluster.duplicate_of] if cluster and cluster.duplicate_of else None
        yield {
            "path": document.path,
            "lang": document.language,
            "title": document.title,
            "text": document.text,
            "status": document.rejected or "ok",
            **({"duplicate_of": original} if original else {}),
        }
    for reject in pages.rejects:
        yield {"path": reject.path, "lang": "und", "title": "", "text": "", "status": reject.reason}


def _pairs(tables: Tables) -> Iterable[dict[str, object]]:
    paths = {row.id: row.path for row in tables.documents}
    # A neutral finding is a note about the dataset, not a doubt about the pair.
    doubts = {(row.id, row.code) for row in tables.findings if row.severity != "neutral"}
    for row in tables.pairs:
        if row.source and row.target:
            yield {
                "a_path": paths[row.source_doc],
                "b_path": paths[row.target_doc],
                "src_lang": row.source_lang,
                "tgt_lang": row.target_lang,
                "src": row.source,
                "tgt": row.target,
                "score": row.score_quality,
                "findings": [code for code in row.findings if (row.id, code) in doubts],
                "accepted": row.accepted,
            }


def _document_pairs(tables: Tables) -> Iterable[dict[str, object]]:
    paths = {row.id: row.path for row in tables.documents}
    for row in tables.document_pairs:
        yield {"a": paths[row.source_doc], "b": paths[row.target_doc]}


def _write(file: Path, rows: Iterable[dict[str, object]]) -> None:
    with file.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
