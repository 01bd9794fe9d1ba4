"""Clean flattened social and news pages: ``{id: clean text}``, headline included.

python -m benchmarks.scrapes --items scrapes.jsonl --out clean.json

Each line of the input is a page: ``id`` and ``text``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cleaners


def main() -> None:
    """Clean every page with the package's defaults and write what is left."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    clean = {}
    for line in given.items.read_text("utf-8").splitlines():
        item = json.loads(line)
        clean[item["id"]] = cleaners.clean_text(item["text"]).content
    given.out.write_text(json.dumps(clean, ensure_ascii=False), encoding="utf-8")
    print(f"{len(clean)} pages")


if __name__ == "__main__":
    main()
