"""Extract the main text of pages: ``{page id: clean text}``.

    python -m benchmarks.extraction --pages pages.jsonl.gz --out clean.json [--text] [--title]

Each line of the input is a page: ``id``, ``html`` (or, with ``--text``, the flattened ``text``)
and, where known, ``url``. The headline is left out unless ``--title`` asks for it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

import cleaners


def pages(file: Path) -> Iterator[dict[str, str]]:
    """Read the pages of a JSONL file, gzipped or not."""
    unpack = gzip.open if file.suffix == ".gz" else open
    with unpack(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def main() -> None:
    """Clean every page with the package's defaults and write what is left."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--text", action="store_true", help="the pages are flattened text")
    parser.add_argument("--title", action="store_true", help="keep the headline")
    given = parser.parse_args()
    clean = {}
    started = time.process_time()
    for page in pages(given.pages):
        url = page.get("url")
        if given.text:
            document = cleaners.clean_text(page["text"], url=url)
        else:
            document = cleaners.clean_html(page["html"], url=url)
        clean[page["id"]] = document.content if given.title else document.text
    seconds = time.process_time() - started
    given.out.write_text(json.dumps(clean, ensure_ascii=False), encoding="utf-8")
    print(f"{len(clean)} pages in {seconds:.1f} CPU seconds")


if __name__ == "__main__":
    main()
