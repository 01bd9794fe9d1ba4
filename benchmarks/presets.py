"""Print what each preset lets pass: ``python -m benchmarks.presets --items NOISE.jsonl``.

Items are ``{id, src, tgt, src_lang, tgt_lang, label, noise_type}``; good ones have no noise type.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.presets import PRESETS
from cleaners.bitext.quality import assess_all


def main() -> None:
    """Assess the items and count, by kind of damage, what passes for each purpose."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    options = parser.parse_args()
    items = [json.loads(line) for line in options.items.read_text("utf-8").splitlines()]
    pairs = [Pair(one["src"], one["tgt"], one["src_lang"], one["tgt_lang"]) for one in items]
    passed: dict[str, list[list[bool]]] = defaultdict(list)
    for item, quality in zip(items, assess_all(pairs), strict=True):
        verdicts = [preset.accepts(quality) for preset in PRESETS.values()]
        passed[item["noise_type"] or "good"].append(verdicts)
    print(f"{'':16}{'pairs':>8}" + "".join(f"{name:>13}" for name in PRESETS))
    for kind, rows in sorted(passed.items()):
        shares = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        print(f"{kind:16}{len(rows):8}" + "".join(f"{share:13.3f}" for share in shares))


if __name__ == "__main__":
    main()
