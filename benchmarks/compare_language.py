"""Compare language identification with langdetect alone and other detectors, in one run.

    python -m benchmarks.compare_language --items FILE.jsonl

FILE holds {id, lang, length, text}. Prints, for each detector and length, the share of right tags
(language part only) and sentences per CPU second, models loaded before.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from langdetect import DetectorFactory, LangDetectException, detect
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from cleaners import detectors, language

# Clear and doubtful texts, so that every model is loaded before the clock starts.
WARMING = ("Bonjour à tous, il fait beau", "casa nova", "in de la", "den norske", "om at han")


def langdetect_alone(text: str) -> str:
    """Ask langdetect, seeded."""
    try:
        return str(detect(text))
    except LangDetectException:
        return "und"


def main() -> None:
    """Measure each detector on the same texts, one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    rows = [json.loads(line) for line in parser.parse_args().items.open(encoding="utf-8")]
    DetectorFactory.seed = 0
    langdetect_alone(WARMING[0])
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    candidates: dict[str, Callable[[str], str]] = {
        "limpide": lambda text: language.identify(text).tag,
        "langdetect": langdetect_alone,
        "fastText lid.176.ftz": lambda text: detectors.glance(text) or "und",
        "py3langid": lambda text: str(identifier.classify(text)[0]),
    }
    for name, identify in candidates.items():
        for text in WARMING:
            identify(text)
        for length in ("full", "short"):
            chosen = [row for row in rows if row["length"] == length]
            start = time.process_time()
            tags = [identify(row["text"]) for row in chosen]
            seconds = time.process_time() - start
            right = [
                tag.split("-")[0] == row["lang"] for tag, row in zip(tags, chosen, strict=True)
            ]
            share = sum(right) / len(right)
            print(f"{name:22} {length:6} {share:.4f} {len(right) / seconds:9,.0f}/s")


if __name__ == "__main__":
    main()
