"""Accepted segment pairs for trainers of MT systems: Moses pair files and a table like ParaCrawl's.

Neither format can quote, so line ends in a text (and tabs in the table) become one space.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flows.exports.manifest import FORMATS
from flows.exports.schema import Value, columns
from flows.exports.tables import cell
from flows.rows import PairRow

# All that `str.splitlines` breaks lines at, with the white space around it.
_LINE_ENDS = re.compile("[ \t]*[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+[ \t]*")
_COLUMN = {column.name: place for place, column in enumerate(columns(PairRow))}

# Bitextor names the sides `src` and `trg`; ParaCrawl has one score, here each says what it scores.
PARACRAWL_COLUMNS = {
    "src_url": "source_url",
    "trg_url": "target_url",
    "src_text": "source",
    "trg_text": "target",
    "score_alignment": "score_alignment",
    "score_quality": "score_quality",
    "licence": "licence",
}


def moses_suffixes(source: str, target: str) -> tuple[str, str]:
    """Give the endings of a pair's two files: the languages, unless that is another file's name.

    >>> moses_suffixes("en", "zh-Hans"), moses_suffixes("fr", "tsv")
    (('en', 'zh-Hans'), ('fr', 'tsv.2'))
    """
    taken = {*FORMATS, source}
    return (f"{source}.1" if source in FORMATS else source), (
        f"{target}.2" if target in taken else target
    )


def write_moses(source: Path, target: Path, records: Iterable[Sequence[Value]]) -> int:
    """Write the accepted pairs to two files, line by line, and say how many they were."""
    count = 0
    with (
        source.open("x", encoding="utf-8", newline="") as one,
        target.open("x", encoding="utf-8", newline="") as other,
    ):
        for record in _accepted(records):
            one.write(in_one_line(record[_COLUMN["source"]]) + "\n")
            other.write(in_one_line(record[_COLUMN["target"]]) + "\n")
            count += 1
    return count


def write_paracrawl(path: Path, records: Iterable[Sequence[Value]]) -> int:
    """Write the accepted pairs with addresses and scores, compressed; say how many they were.

    The same records give the same bytes: no time and no name stand in the compressed file.
    """
    count = 0
    with (
        path.open("xb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as file,
    ):
        file.write("\t".join(PARACRAWL_COLUMNS) + "\n")
        for record in _accepted(records):
            cells = (record[_COLUMN[name]] for name in PARACRAWL_COLUMNS.values())
            file.write("\t".join(in_one_line(value).replace("\t", " ") for value in cells) + "\n")
            count += 1
    return count


def _accepted(records: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    """Leave out what is not accepted, and what would be an empty line on either side."""
    for record in records:
        sides = (record[_COLUMN["source"]], record[_COLUMN["target"]])
        if record[_COLUMN["accepted"]] and all(in_one_line(side) for side in sides):
            yield record


def in_one_line(value: Value) -> str:
    r"""Give a value as text without a line end.

    >>> in_one_line("Bonjour.\r\n  Ça va ?")
    'Bonjour. Ça va ?'
    """
    return _LINE_ENDS.sub(" ", cell(value)).strip()
