"""What does the repair of names change in ordinary prose, where nothing is broken?

    python -m benchmarks.clean_text --bench BENCH --out EDITS.jsonl [--part N/M]

Reads the prose of the other benches: both sides of `alignment`, the sources of `quality` (and both
sides of its human judgements), the documents of `pairing`, and the gold texts of `extraction`. No
machine broke a name in it, so each edit is a mistake or wants a reason: all are written to
``--out`` with the words around them, for a person to look at; ``spelling`` marks what only writes a
right name as the text mostly does. ``--part`` runs one page in M.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaners import rules
from cleaners.artifacts.repair import repair
from cleaners.edits import line_spans
from cleaners.records import Block, Edit, Page
from cleaners.sentences import split

ALIGNED = ("alignment/align_gold.jsonl", "alignment/align_ntrex_synth.jsonl")
JUDGED = ("noise", "demetr", "da", "catastrophic")
EXTRACTED = ("extraction/pages.jsonl.gz", "extraction/text_pages.jsonl.gz")
SENTENCES = 25
"""Sentences that make a page, where a bench has no documents."""
SHORTEST = 20
"""Characters of a sentence; what is shorter is a label or a cell of a table."""
AROUND = 60


def texts(bench: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Give what is prose: the file it is from, its language, its sentences or paragraphs."""
    for name in ALIGNED:
        for item in _items(bench / name):
            yield name, item["src_lang"], item["src"]
            yield name, item["tgt_lang"], item["tgt"]
    for kind in JUDGED:
        yield from _judged(bench, f"quality/qe_{kind}.jsonl", both=kind == "da")
    for item in _items(bench / "pairing/docpair.jsonl"):
        yield "pairing/docpair.jsonl", item["lang"], item["sents"]
    known: set[str] = set()
    for name in EXTRACTED:
        for item in _items(bench / name):
            if item["gold"] and item["id"] not in known:
                known.add(item["id"])
                yield name, item["lang"], item["gold"].splitlines()


def _judged(bench: Path, name: str, *, both: bool) -> Iterator[tuple[str, str, list[str]]]:
    """Give the sentences of pairs: sources, and the other side where a person judged it."""
    sides: dict[str, dict[str, None]] = defaultdict(dict)
    for item in _items(bench / name):
        sides[item["src_lang"]][item["src"]] = None
        if both:
            sides[item["tgt_lang"]][item["tgt"]] = None
    for language, sentences in sides.items():
        listed = list(sentences)
        for start in range(0, len(listed), SENTENCES):
            yield name, language, listed[start : start + SENTENCES]


def _items(file: Path) -> Iterator[dict[str, Any]]:
    unpack = gzip.open if file.suffix == ".gz" else open
    with unpack(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _page(paragraphs: list[str], language: str) -> Page:
    text = "\n".join(paragraphs)
    blocks = tuple(Block(start, end) for start, end in line_spans(text))
    return Page(text, blocks, language=language)


def _shown(file: str, page: Page, edit: Edit) -> dict[str, str]:
    before = page.text[max(0, edit.start - AROUND) : edit.start].replace("\n", " | ")
    after = page.text[edit.end : edit.end + AROUND].replace("\n", " | ")
    change = f"[{edit.before} -> {edit.after}]"
    unified = edit.rule.endswith(("/variant", "/brand-case"))
    kind = "spelling" if unified else "repair"
    return {
        "file": file,
        "lang": page.language,
        "rule": edit.rule,
        "kind": kind,
        "text": f"{before}{change}{after}",
    }


def main() -> None:
    """Repair every page, count its distinct sentences and write down each edit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", default="1/1", help="N/M: pages N, N+M, N+2M …")
    given = parser.parse_args()
    part, parts = map(int, given.part.split("/"))
    known = rules.load()
    distinct: dict[str, set[str]] = defaultdict(set)
    found: list[dict[str, str]] = []
    for number, (file, language, paragraphs) in enumerate(texts(given.bench)):
        if number % parts != part - 1:
            continue
        page = _page(paragraphs, language)
        for line in paragraphs:
            sentences = (line[start:end] for start, end in split(line, language))
            distinct[language].update(one for one in sentences if len(one) >= SHORTEST)
        found += [_shown(file, page, edit) for edit in repair(page, known).edits]
    kinds = Counter(edit["kind"] for edit in found)
    total = sum(map(len, distinct.values()))
    print(f"{total} distinct sentences in {len(distinct)} languages, edits: {dict(kinds)}")
    print(", ".join(f"{one} {len(distinct[one])}" for one in sorted(distinct)))
    lines = (json.dumps(edit, ensure_ascii=False) + "\n" for edit in found)
    given.out.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
