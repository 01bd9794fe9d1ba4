"""Align the sentences of a benchmark file: ``python -m benchmarks.alignment --items F --out P``.

Each line of the items has ``id, src_lang, tgt_lang, src, tgt``; the predictions are one JSON object
{id: [[[source indices], [target indices]], …]}.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from cleaners.bitext.alignment import align


def main() -> None:
    """Read the items, align each, write the predictions, say how fast it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    predictions = {}
    sentences = 0
    started = time.perf_counter()
    for line in options.items.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        beads = align(item["src"], item["tgt"], item["src_lang"], item["tgt_lang"])
        predictions[item["id"]] = [[list(bead.source), list(bead.target)] for bead in beads]
        sentences += len(item["src"]) + len(item["tgt"])
    seconds = time.perf_counter() - started
    options.out.write_text(json.dumps(predictions), encoding="utf-8")
    print(f"{sentences} sentences in {seconds:.1f} s ({sentences / seconds:.0f} a second)")


if __name__ == "__main__":
    main()
