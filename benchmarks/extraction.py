"""Extract the main text of pages: ``{page id: clean text}``.

    python -m benchmarks.extraction --pages pages.jsonl.gz --out clean.json [--text] [--title]

Each line of the input is a page: ``id``, ``html`` (or, with ``--text``, the flattened ``text``)
and, where known, ``url``. The headline is left out unless ``--title`` asks for it.

``html`` and ``text`` are what a comparison with other extractors calls, page by page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

import cleaners


def html(page: str, url: str | None = None, lang: str | None = None) -> str:
    """Give the main text of an HTML page; ``lang`` is not needed."""
    del lang
    return cleaners.extract_html(page, url=url).text


def text(page: str, url: str | None = None, lang: str | None = None) -> str:
    """Give the main text of a flattened page; ``lang`` is not needed."""
    del lang
    return cleaners.extract_text(page, url=url).text


def pages(file: Path) -> Iterator[dict[str, str]]:
    """Read the pages of a JSONL file, gzipped or not."""
    unpack = gzip.open if file.suffix == ".gz" else open
    with unpack(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def main() -> None:
    """Extract every page with the package's defaults and write what is left."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--text", action="store_true", help="the pages are flattened text")
    parser.add_argument("--title", action="store_true", help="keep the headline")
    given = parser.parse_args()
    found = {}
    seconds = 0.0
    for page in pages(given.pages):
        started = time.process_time()
        if given.text:
            extraction = cleaners.extract_text(page["text"], url=page.get("url"))
        else:
            extraction = cleaners.extract_html(page["html"], url=page.get("url"))
        seconds += time.process_time() - started
        found[page["id"]] = extraction.content if given.title else extraction.text
    given.out.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    print(f"{len(found)} pages in {seconds:.1f} CPU seconds ({len(found) / seconds:.0f} a second)")


if __name__ == "__main__":
    main()
