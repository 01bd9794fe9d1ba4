"""Pair the documents of a benchmark file: ``python -m benchmarks.pairing --items F --out P``.

Each line of the items has ``id, lang, sents``; the predictions are one JSON object
{"pairs": [[id, id], …]}.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from cleaners.bitext.pairing import pair
from cleaners.records import Block, Document, Metadata, Segment


def document(name: str, language: str, sentences: Sequence[str]) -> Document:
    """Make a document of sentences that are already split, one to a line."""
    blocks: list[Block] = []
    segments: list[Segment] = []
    start = 0
    for index, text in enumerate(sentences):
        end = start + len(text)
        blocks.append(Block(start, end, language=language, label="content"))
        segments.append(Segment(index, text, start, end, language=language))
        start = end + 1
    return Document(
        id=name,
        path=name,
        record=0,
        raw_sha256="",
        content="\n".join(sentences),
        blocks=tuple(blocks),
        metadata=Metadata(),
        language=language,
        segments=tuple(segments),
    )


def main() -> None:
    """Read the items, pair them, write the predictions, say how fast it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    items = map(json.loads, options.items.read_text(encoding="utf-8").splitlines())
    documents = [document(item["id"], item["lang"], item["sents"]) for item in items]
    started = time.perf_counter()
    pairs = [[found.source, found.target] for found in pair(documents)]
    seconds = time.perf_counter() - started
    options.out.write_text(json.dumps({"pairs": pairs}), encoding="utf-8")
    print(f"{len(documents)} documents, {len(pairs)} pairs in {seconds:.1f} s")


if __name__ == "__main__":
    main()
