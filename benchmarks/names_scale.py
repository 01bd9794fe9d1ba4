"""What repairing names costs with 100, 10,000 and 100,000 concepts.

``python -m benchmarks.names_scale --text FILE …``: the concepts are made up (three Chinese
characters and a Latin name each, always the same ones) and added to the built-in lexicon. Prints,
for each size: forms; processor seconds to compile the index and the memory of the process that
does; size of the kept index; and of another process, seconds to load it, MB of text a processor
second, of looking names up and of the whole step, and its memory.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from cleaners import rules
from cleaners.artifacts import general, matching, romanisation
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
    print("added  forms  compile s  MB  index MB  load s  look-up MB/s  repair MB/s  memory MB")
    for size in SIZES:
        with TemporaryDirectory() as folder:
            table = Path(folder) / "gazetteer" / "made_up.tsv"
            table.parent.mkdir()
            table.write_text("\n".join(["\t".join(general.COLUMNS), *_made_up(size), ""]), "utf-8")
            print(
                f"{size:>6}", _alone(_compile, Path(folder)), _alone(_measure, Path(folder), text)
            )


def _alone(measure: Callable[..., str], *given: object) -> str:
    """Measure in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as alone:
        return alone.submit(measure, *given).result()


def _compile(folder: Path) -> str:
    start = process_time()
    index = matching.index(rules.load(folder, compiled=folder / "kept"))
    seconds = process_time() - start
    (kept,) = folder.glob("kept/names-*.index")
    size_mb = kept.stat().st_size / 1e6
    return f"{index.size:>8} {seconds:>6.2f} {_memory():>4} {size_mb:>6.1f}"


def _measure(folder: Path, text: str) -> str:
    loaded = rules.load(folder, compiled=folder / "kept")
    start = process_time()
    index = matching.index(loaded)
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
    speeds = f"{size_mb / (found - start):>6.1f} {size_mb / repaired:>6.1f}"
    return f"{load:>6.2f} {speeds} {_memory():>6}"


def _memory() -> int:
    """Give the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


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
