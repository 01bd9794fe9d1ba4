"""Concepts as tables: one concept a line, so that hundreds can be read and corrected in a sheet.

The first line names the columns, in any order and any number of those that are known. A cell with
several values separates them with ``|``; a cell per language holds ``ru=…|ja=…``. An empty ``id``
is made from the name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import regex

from cleaners.rules import RuleFileError

LISTS = frozenset(
    ["source", "short_source", "variants", "wrong", "literal", "domain", "veto", "keep", "with"]
)
"""Columns that hold several values."""
TABLES = frozenset(["in", "short_in", "calque", "full_calque"])
"""Columns that hold values per language."""
PLAIN = ("id", "type", "name", "short", "risk", "status", "licence", "origin", "note")
COLUMNS = (*PLAIN, *sorted(LISTS), *sorted(TABLES))


def entries(file: Path) -> Iterator[dict[str, object]]:
    """Give the entries of a table in the form that a TOML file would give them.

    Raises ``RuleFileError`` for an unknown column, a line with too many cells or without a name.
    """
    return parsed(file, file.read_text("utf-8").splitlines())


def parsed(file: Path, lines: list[str]) -> Iterator[dict[str, object]]:
    """Give the entries of the lines of a table."""
    header = lines[0].split("\t") if lines else []
    for column in header:
        if column not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise RuleFileError(file, column, f"unknown column; the known ones are {known}")
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > len(header):
            raise RuleFileError(
                file, f"line {number}", f"has {len(cells)} cells for {len(header)} columns"
            )
        row = {c: v for c, v in zip(header, cells, strict=False) if v}
        if "name" not in row:
            raise RuleFileError(file, f"line {number}", "missing 'name'; add the canonical form")
        row.setdefault("id", identifier(row["name"]))
        yield {column: _value(file, row["id"], column, cell) for column, cell in row.items()}


def rows(file: Path, columns: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """Give the rows of a table with exactly these columns.

    Raises ``RuleFileError`` for other columns, and for a row with another number of cells.
    """
    for line in lines(file, columns):
        yield dict(zip(columns, line.split("\t"), strict=True))


def _value(file: Path, field: str, column: str, cell: str) -> object:
    if column in TABLES:
        table: dict[str, list[str]] = {}
        for pair in cell.split("|"):
            language, sign, form = pair.partition("=")
            if not sign or not form:
                raise RuleFileError(file, field, f"{column!r} needs language=form, not {pair!r}")
            table.setdefault(language.strip(), []).append(form.strip())
        return table
    if column in LISTS:
        return [part.strip() for part in cell.split("|") if part.strip()]
    return cell.strip()


def identifier(name: str) -> str:
    """Make an id from a name.

    >>> identifier("Hon Hai (Foxconn)"), identifier("Kœnig & Bäcker")
    ('hon-hai-foxconn', 'koenig-backer')
    """
    plain = name.casefold().replace("œ", "oe").replace("æ", "ae").replace("ø", "o")
    plain = unicodedata.normalize("NFKD", plain)
    letters: str = regex.sub(r"\p{M}+", "", plain)
    return str(regex.sub(r"[^\p{L}\p{N}]+", "-", letters)).strip("-")


def row(entry: Mapping[str, object], columns: tuple[str, ...] = COLUMNS) -> str:
    """Write an entry as a line of a table."""
    return "\t".join(_cell(entry.get(column, "")) for column in columns)


def _cell(value: object) -> str:
    if isinstance(value, dict):
        pairs = ((k, [v] if isinstance(v, str) else v) for k, v in value.items())
        return "|".join(f"{language}={form}" for language, forms in pairs for form in forms)
    if isinstance(value, (list, tuple)):
        return "|".join(str(part) for part in value)
    return str(value)


def lines(file: Path, columns: tuple[str, ...]) -> list[str]:
    """Give the rows of a table with a line of columns, as they are written.

    Raises ``RuleFileError`` for other columns, and for a row with another number of cells.
    """
    header, *found = file.read_text("utf-8").splitlines()
    if tuple(header.split("\t")) != columns:
        raise RuleFileError(file, "", f"needs the columns {', '.join(columns)}")
    for line in found:
        if line.count("\t") != len(columns) - 1:
            raise RuleFileError(file, line.partition("\t")[0], f"needs {len(columns)} cells")
    return found
