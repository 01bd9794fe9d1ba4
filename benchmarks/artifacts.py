"""Normalise the passages of a JSONL file and write ``{id: normalised text}``.

``python -m benchmarks.artifacts --items FILE.jsonl --out PRED.json``; an item has ``id``, ``text``
and ``lang``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cleaners


def main() -> None:
    """Read the items, normalise each with its language, write the predictions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    predictions = {}
    for line in arguments.items.read_text("utf-8").splitlines():
        item = json.loads(line)
        predictions[item["id"]] = cleaners.normalise(item["text"], language=item["lang"]).text
    arguments.out.write_text(json.dumps(predictions, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
