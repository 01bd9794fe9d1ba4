"""Score translation pairs as the quality benchmark reads them.

    python -m benchmarks.quality --items FILE.jsonl --out PRED.json

Items are ``{id, src, tgt, src_lang, tgt_lang}``; an item with ``tgt_good`` as well gets the scores
of both, ``[good, bad]``. The answer is ``{id: score}``, higher is better.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.quality import assess_all


def predict(items: list[dict[str, str]]) -> dict[str, float | list[float]]:
    """Give the score of each item, or of its two targets."""
    pairs, places = [], []
    for item in items:
        for key in ("tgt_good", "tgt"):
            if key in item:
                pairs.append(Pair(item["src"], item[key], item["src_lang"], item["tgt_lang"]))
                places.append(item["id"])
    scores: dict[str, list[float]] = {}
    for place, quality in zip(places, assess_all(pairs), strict=True):
        scores.setdefault(place, []).append(quality.score)
    return {place: found if len(found) > 1 else found[0] for place, found in scores.items()}


def main() -> None:
    """Read the items, write the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    lines = arguments.items.read_text("utf-8").splitlines()
    scores = predict([json.loads(line) for line in lines if line.strip()])
    arguments.out.write_text(json.dumps(scores, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
