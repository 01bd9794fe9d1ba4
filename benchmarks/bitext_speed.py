"""Measure what aligning and pairing cost, beside galechurch and beside embedding alone.

    python -m benchmarks.bitext_speed align --items ALIGN.jsonl
    python -m benchmarks.bitext_speed memory --items ALIGN.jsonl
    python -m benchmarks.bitext_speed pair --items DOCUMENTS.jsonl --gold DOCUMENTS_GOLD.json

Seconds are those of the processor, with an empty cache of vectors and the models loaded before.
``align`` prints sentences a second and strict F1 of this aligner and of galechurch (PyPI), as
Vecalign counts it: gaps count in the precision, only whole beads in the recall.
``memory`` aligns 1,000 sentences with 1,000 and prints the most memory that the process had.
``pair`` makes collections of 100 to 10,000 documents of two languages out of the sentences of
``DOCUMENTS`` ({id, lang, sents}; documents of one key in GOLD correspond line by line), none of
whose texts are alike, and prints seconds, F1 and the most memory that the process has had.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.pairing import document
from cleaners.bitext.alignment import align
from cleaners.bitext.embedding import embed, embed_in, space
from cleaners.bitext.pairing import pair
from cleaners.records import Document

SIZES = (50, 500, 2000, 5000)
SENTENCES_A_DOCUMENT = 12
LANGUAGES = ("en", "fr")
Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]


def ours(item: dict[str, Any]) -> Beads:
    """Align with this package."""
    beads = align(item["src"], item["tgt"], item["src_lang"], item["tgt_lang"])
    return [(bead.source, bead.target) for bead in beads]


def lengths_only(item: dict[str, Any]) -> Beads:
    """Align with galechurch."""
    import galechurch  # noqa: PLC0415 - only this run needs it

    found = galechurch.align(item["src"], item["tgt"]).to_pharaoh_lines()
    sides = (line.split(":") for line in found)
    return [(tuple(json.loads(one)), tuple(json.loads(other))) for one, other in sides]


def embedding_alone(item: dict[str, Any]) -> Beads:
    """Embed each sentence once and do nothing with it."""
    embed_in(space((item["src_lang"], item["tgt_lang"])), [*item["src"], *item["tgt"]])
    return []


def strict_f1(found: Sequence[Beads], items: Sequence[dict[str, Any]]) -> float:
    """Give the F1 of exactly right beads over all texts together."""
    right = given = whole = gold = 0
    for beads, item in zip(found, items, strict=True):
        wanted = {(tuple(one), tuple(other)) for one, other in item["gold"]}
        right += len(wanted & set(beads))
        given += len(beads)
        gold += sum(bool(one and other) for one, other in wanted)
        whole += sum(bool(one and other) for one, other in wanted & set(beads))
    precision, recall = right / given, whole / gold
    return 2 * precision * recall / (precision + recall)


def measure_alignment(items: Sequence[dict[str, Any]]) -> None:
    """Print the speed and the F1 of each way."""
    sentences = sum(len(item["src"]) + len(item["tgt"]) for item in items)
    print(f"{sentences:,} sentences in {len(items)} texts")
    for way in (lengths_only, embedding_alone, ours):
        with empty_cache():
            started = time.process_time()
            found = [way(item) for item in items]
            seconds = time.process_time() - started
        f1 = f"  strict F1 {strict_f1(found, items):.3f}" if any(found) else ""
        print(f"{way.__name__:16} {sentences / seconds:9,.0f} sentences a second{f1}")


def measure_memory(items: Sequence[dict[str, Any]]) -> None:
    """Align a thousand sentences with a thousand, of the language pair that has most."""
    counts = Counter[tuple[str, str]]()
    for item in items:
        counts[item["src_lang"], item["tgt_lang"]] += len(item["src"])
    languages = max(sorted(counts), key=lambda one: counts[one])
    same = [item for item in items if (item["src_lang"], item["tgt_lang"]) == languages]
    sides = [[text for item in same for text in item[side]][:1000] for side in ("src", "tgt")]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with empty_cache():
        started = time.process_time()
        beads = align(*sides, *languages)
        seconds = time.process_time() - started
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(sides[0]):,} x {len(sides[1]):,} sentences, {len(beads):,} beads: {seconds:.1f} s,"
    )
    print(f"at most {most:,.0f} MB in the process, {before:,.0f} MB before")


def measure_pairing(items: Sequence[dict[str, Any]], keys: dict[str, str]) -> None:
    """Print what pairing costs for collections of growing size."""
    stories: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for item in items:
        stories[keys[item["id"]]][item["lang"]] = item["sents"]
    lines = [
        both
        for story in stories.values()
        for both in zip(*(story[language] for language in LANGUAGES), strict=True)
    ]
    for size in SIZES:
        documents = list(collection(lines, size))
        with empty_cache():
            started = time.process_time()
            found = {frozenset((one.source, one.target)) for one in pair(documents)}
            seconds = time.process_time() - started
        right = sum(frozenset((f"en{n}", f"fr{n}")) in found for n in range(size))
        f1 = 2 * right / (len(found) + size)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        each = 1000 * seconds / (2 * size)
        print(
            f"{2 * size:6,} documents: {seconds:6.1f} s, {each:.1f} ms each, F1 {f1:.3f}, "
            f"at most {most:,.0f} MB",
            flush=True,
        )


def collection(lines: Sequence[tuple[str, ...]], size: int) -> Iterator[Document]:
    """Make documents of lines taken here and there, each with a number of its own in it."""
    for number in range(size):
        steps = range(SENTENCES_A_DOCUMENT)
        places = [(number * 7919 + step * 104_729) % len(lines) for step in steps]
        for side, language in enumerate(LANGUAGES):
            texts = [f"{lines[place][side]} ({number + step})" for step, place in enumerate(places)]
            yield document(f"{language}{number}", language, texts)


class empty_cache:  # noqa: N801 - reads as a statement
    """Let nothing be known that was computed before."""

    def __enter__(self) -> None:
        """Take a new cache folder, and forget what is in memory."""
        from cleaners.bitext import embedding, vector_store  # noqa: PLC0415

        embed(["."], "en")
        self._folder = tempfile.TemporaryDirectory()
        self._before = os.environ.get("XDG_CACHE_HOME")
        os.environ["XDG_CACHE_HOME"] = self._folder.name
        for kept in (embedding._pools, embedding._borders, vector_store._store):  # noqa: SLF001
            kept.cache_clear()

    def __exit__(self, *exception: object) -> None:
        """Put the folder back."""
        if self._before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = self._before
        self._folder.cleanup()


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("align", "memory", "pair"))
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--gold", type=Path)
    options = parser.parse_args()
    items = [json.loads(line) for line in options.items.read_text("utf-8").splitlines()]
    if options.what == "align":
        measure_alignment(items)
    elif options.what == "memory":
        measure_memory(items)
    else:
        measure_pairing(items, json.loads(options.gold.read_text("utf-8")))


if __name__ == "__main__":
    main()
