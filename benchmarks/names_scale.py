"""What repairing names costs with 100, 10,000 and 100,000 concepts.

``python -m benchmarks.names_scale --text FILE …``: the concepts are made up (three Chinese
characters and a Latin name each, always the same ones) and added to the built-in lexicon. Prints,
for each size: forms, seconds to compile, size and seconds to load of the kept index, MB of text a
CPU second, of looking names up and of the whole step, and the memory of the process. Each size runs
in a process of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import resource
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from cleaners import rules
from cleaners.artifacts import general, lexicon, matching, romanisation
from cleaners.artifacts.repair import repair
from cleaners.records import Page

SIZES = (0, 100, 10_000, 100_000)
PIECE = 6_000
"""Characters of a page."""


def main() -> None:
    """Measure each size and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, nargs="+", required=True)
    text = "\n".join(file.read_text("utf-8") for file in parser.parse_args().text)
    print("added  forms  compile s  index MB  load s  look-up MB/s  repair MB/s  memory MB")
    for size in SIZES:
        with (
            TemporaryDirectory() as folder,
            ProcessPoolExecutor(1, get_context("spawn")) as alone,
        ):
            table = Path(folder) / "gazetteer" / "made_up.tsv"
            table.parent.mkdir()
            table.write_text("\n".join(["\t".join(general.COLUMNS), *_made_up(size), ""]), "utf-8")
            print(alone.submit(_measure, size, text, Path(folder)).result())


def _measure(size: int, text: str, folder: Path) -> str:
    loaded = rules.load(folder)
    lexicon.read(loaded)
    start = process_time()
    index = matching.index(loaded)
    compiled = process_time() - start
    kept = pickle.dumps(index, protocol=pickle.HIGHEST_PROTOCOL)
    start = process_time()
    index = pickle.loads(kept)  # noqa: S301 - made on the line above
    load = process_time() - start
    pages = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    repair(Page(pages[0], (), language="en"), loaded)
    start = process_time()
    for page in pages:
        index.find(page, lambda _: "en")
    found = process_time()
    for page in pages:
        repair(Page(page, (), language="en"), loaded)
    repaired = process_time() - found
    size_mb = len(text.encode()) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{size:>6} {index.size:>8} {compiled:>6.2f} {len(kept) / 1e6:>7.1f} {load:>6.2f}"
        f" {size_mb / (found - start):>6.1f} {size_mb / repaired:>6.1f} {memory:>6}"
    )


def _made_up(size: int) -> Iterator[str]:
    """Make names, the same ones each time."""
    characters = sorted(romanisation.readings())
    for number in range(size):
        drawn = hashlib.sha256(str(number).encode()).digest()
        places = (int.from_bytes(drawn[at : at + 3]) for at in range(0, 6 + 3 * (drawn[-1] % 3), 3))
        source = "".join(characters[place % len(characters)] for place in places)
        yield f"made-up-{number}\tperson\tName {number}\t{source}\tmade up"


if __name__ == "__main__":
    main()
