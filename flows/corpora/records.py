"""Reading corpora of a pair a record: tables (TSV, CSV), JSON Lines, and Moses pair files."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cleaners.encoding import UnreadableError
from flows.corpora import columns
from flows.corpora.units import Languages, Unit, plain
from flows.raw_fields import has_page
from flows.raw_json import read_jsonl
from flows.raw_streams import Fault, RawStream, Record, lines, too_large
from flows.raw_tables import Rows, begin, codec_of, sample_of

# Rows that are looked at to tell what stands in which column of a table without a header.
LOOKED_AT = 50


def read_table(stream: RawStream, suffix: str, asked: Languages) -> Iterator[Unit | Fault]:
    """Read a table with or without a header; a row that does not fit is a fault.

    Numbers are those of the lines on which rows start, from 1.
    """
    begun = begin(stream)
    if isinstance(begun, Fault):
        yield begun
        return
    text, codec, everything = begun.text, begun.codec, begun.everything()
    named = columns.roles(Rows(iter(begun.sample), text, codec, suffix).header(), asked)
    if named:
        rows = Rows(everything, text, codec, suffix)
        header = rows.header()
        yield from _named_rows(rows, header, named)
    else:
        yield from _bare_rows(Rows(everything, text, codec, suffix, quoted=suffix == ".csv"))


def _named_rows(rows: Rows, header: Sequence[str], named: columns.Roles) -> Iterator[Unit | Fault]:
    for number, row in _numbered(rows):
        if row is None:
            yield too_large(f"line {number}", number)
        elif len(row) != len(header):
            yield _misfit(number, row, len(header))
        else:
            yield _unit(number, dict(zip(header, row, strict=True)), named)


def _bare_rows(rows: Rows) -> Iterator[Unit | Fault]:
    """Read rows without a header: what is a text, an address or a score shows in the first."""
    numbered = _numbered(rows)
    first = list(itertools.islice(numbered, LOOKED_AT))
    widths = Counter(len(row) for _, row in first if row)
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    places = columns.unnamed([row for _, row in first if row and len(row) == width])
    if not places:
        detail = f"found {width} columns; two of text are needed, source and target"
        yield Fault("no-pair-columns", detail)
        return
    names = [str(place) for place in range(width)]
    named = {role: names[place] for role, place in places.items()}
    for number, row in itertools.chain(first, numbered):
        if row is None:
            yield too_large(f"line {number}", number)
        elif len(row) != width:
            yield _misfit(number, row, width)
        else:
            yield _unit(number, dict(zip(names, row, strict=True)), named)


def _numbered(rows: Rows) -> Iterator[tuple[int, list[str] | None]]:
    """Give each row with the number of the line on which it starts."""
    for row in rows:
        yield rows.started, row


def _misfit(number: int, row: Sequence[str], width: int) -> Fault:
    found = f"has {len(row)} cells where {width} are expected" if row else "has a broken quote"
    return Fault("bad-pair-row", f"line {number} {found}", number)


def _unit(
    number: int, values: Mapping[str, object], named: columns.Roles, where: str = "line"
) -> Unit | Fault:
    made = columns.unit(number, values, named)
    if isinstance(made, Unit):
        return made
    return Fault("bad-pair-row", f"{where} {number}: {made}", number)


def read_pairs_jsonl(stream: RawStream, asked: Languages) -> Iterator[Unit | Fault]:
    """Read JSON Lines with a pair each: named sides, or a text for each language.

    The languages' texts may stand in an object ``translation``, as datasets on the Hub have them.
    """
    for item in read_jsonl(stream):
        number = (item.number if isinstance(item, Record) else item.record) + 1
        if isinstance(item, Fault):
            yield Fault(item.reason, item.detail, number)
            continue
        fields = unwrapped(item.fields)
        named = columns.roles(list(map(str, fields)), asked)
        if named:
            yield _unit(number, fields, named)
        else:
            names = ", ".join(map(str, fields)) or "none"
            yield Fault("no-pair-columns", f"line {number}: fields found: {names}", number)


def unwrapped(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Give a record with the texts of an object ``translation`` among its fields."""
    inner = fields.get("translation")
    return {**fields, **inner} if isinstance(inner, Mapping) else fields


def read_moses(source: RawStream, target: RawStream) -> Iterator[Unit | Fault]:
    """Read two files that correspond line by line; their line counts are equal.

    Numbers are those of the lines, from 1; a line that is empty on both sides is left out.
    """
    for number, sides in enumerate(zip(lines(source), lines(target), strict=False), 1):
        if None in sides:
            yield too_large(f"line {number}", number)
            continue
        texts = []
        for side in sides:
            try:
                texts.append(plain((side or b"").decode("utf-8")))
            except UnicodeDecodeError:
                detail = f"line {number} is not UTF-8"
                yield Fault("undecodable", detail, number)
                break
        else:
            if any(texts):
                yield Unit(number, texts[0], texts[1])


def count_lines(stream: RawStream) -> int:
    """Count the lines of a file; a last one without line end counts, too."""
    return sum(1 for _ in lines(stream))


def holds_pairs(stream: RawStream, suffix: str, *, named: bool) -> bool:
    """Tell whether the fields of a file of records are those of a pair and not of a page.

    A table without a header has no fields; it holds pairs when its file is ``named`` by languages.
    """
    if suffix in (".jsonl", ".ndjson"):
        fields = next((item.fields for item in read_jsonl(stream) if isinstance(item, Record)), {})
        names = list(map(str, unwrapped(fields)))
        return not has_page(names) and bool(columns.roles(names, Languages()))
    sample = list(sample_of(lines(stream)))
    head = b"".join(line for line in sample if line is not None)
    try:
        codec = codec_of(head)
    except UnreadableError:
        return False
    text = head.decode(codec, "replace")
    header = Rows(iter(sample), text, codec, suffix).header()
    if has_page(header):
        return False
    return bool(columns.roles(header, Languages())) or (named and len(header) > 1)
