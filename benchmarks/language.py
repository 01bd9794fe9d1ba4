"""Identify the language of each item of a JSON Lines file: {id, text} in, {id: BCP-47 tag} out."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from cleaners.language import identify


def main() -> None:
    """Read the items, write the predictions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True, help="JSON Lines with id and text")
    parser.add_argument("--out", type=Path, required=True, help="where the predictions go")
    given = parser.parse_args()
    with given.items.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    predictions = {row["id"]: identify(row["text"]).tag for row in rows}
    given.out.write_text(json.dumps(predictions, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
