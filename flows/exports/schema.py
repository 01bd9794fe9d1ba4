"""From row types to columns, records, the Arrow schema and the Frictionless table schema."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from flows.rows import Meaning, Row

Kind = Literal["string", "integer", "number", "boolean", "strings", "integers"]
Value = str | int | float | bool | tuple[str, ...] | tuple[int, ...] | None
Record = tuple[Value, ...]

KINDS: Mapping[object, Kind] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    tuple[str, ...]: "strings",
    tuple[int, ...]: "integers",
}
ARROW_TYPES: Mapping[Kind, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "strings": pa.list_(pa.field("element", pa.string(), nullable=False)),
    "integers": pa.list_(pa.field("element", pa.int32(), nullable=False)),
}
LIST_DELIMITER = ";"
SCORE_DECIMALS = 6

# Neither can stand in UTF-8 files that every reader opens: many take NUL for the end of the text,
# and a lone surrogate has no encoding.
UNPRINTABLE = re.compile("[\0\ud800-\udfff]")
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a published table; ``nullable`` means that its value may be unknown."""

    name: str
    kind: Kind
    nullable: bool
    meaning: Meaning


def columns(row_type: type[Row]) -> tuple[Column, ...]:
    """Read the columns of a table off its row type, in order.

    >>> from flows.rows import PairRow
    >>> [(c.name, c.kind) for c in columns(PairRow)][:2]
    [('id', 'string'), ('source_lang', 'string')]
    """
    hints = get_type_hints(row_type, include_extras=True)
    return tuple(_column(name, hints[name]) for name in row_type.__slots__)


def _column(name: str, hint: object) -> Column:
    """Take an annotation apart: ``Annotated[type | None, Meaning(…)]``."""
    if get_origin(hint) is not Annotated:
        raise TypeError(f"column {name!r} says nothing about its meaning")
    annotated, meaning = get_args(hint)
    members = get_args(annotated) if get_origin(annotated) in UNIONS else (annotated,)
    (base,) = (member for member in members if member is not NoneType)
    if get_origin(base) is Literal:
        base = str
    return Column(name, KINDS[base], NoneType in members, meaning)


# ``str | None`` is the one or the other, depending on how it was written.
UNIONS = frozenset({Union, type(int | None)})


def arrow_schema(row_type: type[Row], metadata: Mapping[str, str]) -> pa.Schema:
    """Give the explicit Arrow schema of a table, its columns described, with key-value metadata."""
    fields = [
        pa.field(
            column.name,
            ARROW_TYPES[column.kind],
            nullable=column.nullable,
            metadata={"description": describe(column.meaning)},
        )
        for column in columns(row_type)
    ]
    return pa.schema(fields, metadata=dict(metadata))


def table_schema(row_type: type[Row]) -> dict[str, object]:
    """Give the Frictionless (v2) table schema for the text files of a table."""
    schema: dict[str, object] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(column) for column in columns(row_type)],
        "missingValues": [""],
    }
    if row_type.key:
        schema["primaryKey"] = list(row_type.key)
    return schema


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": column.kind,
        "description": describe(column.meaning),
    }
    if column.kind in ("strings", "integers"):
        item = column.kind.removesuffix("s")
        field |= {"type": "list", "delimiter": LIST_DELIMITER, "itemType": item}
        return field
    if column.kind == "string" and not column.nullable:
        # An empty text is a text: a gap's side, the title of a page without one.
        field["missingValues"] = []
    constraints: dict[str, object] = {"required": True} if not column.nullable else {}
    if column.meaning.minimum is not None:
        constraints["minimum"] = column.meaning.minimum
    if column.meaning.maximum is not None:
        constraints["maximum"] = column.meaning.maximum
    if column.meaning.values:
        constraints["enum"] = list(column.meaning.values)
    return field | ({"constraints": constraints} if constraints else {})


def describe(meaning: Meaning) -> str:
    """Say in one line what a column means, its unit and its range or values.

    >>> describe(Meaning("Length of the text.", "characters", 0))
    'Length of the text (characters, 0 or more).'
    """
    notes = [meaning.unit] if meaning.unit else []
    if meaning.minimum is not None:
        top = "or more" if meaning.maximum is None else f"to {meaning.maximum}"
        notes.append(f"{meaning.minimum} {top}")
    notes += [", ".join(meaning.values)] if meaning.values else []
    return f"{meaning.text.removesuffix('.')} ({', '.join(notes)})." if notes else meaning.text


def summary(row_type: type[Row]) -> str:
    """Say what one row of a table is: the first sentence of its documentation."""
    return inspect.cleandoc(row_type.__doc__ or "").splitlines()[0].replace("``", "`")


def record(row: Row) -> tuple[Value, ...]:
    """Give a row's values as all files hold them, one for each column.

    NUL and lone surrogates become U+FFFD, scores are rounded to six decimals. Raises
    ``ValueError`` for a score that is not a finite number.
    """
    return tuple(printable(getattr(row, name)) for name in row.__slots__)


def printable(value: Value) -> Value:
    r"""Give a value as every file can hold it.

    >>> printable("你\ud83d好")
    '你\ufffd好'
    """
    if isinstance(value, str):
        return UNPRINTABLE.sub(REPLACEMENT, value)
    if isinstance(value, tuple):
        return tuple(
            UNPRINTABLE.sub(REPLACEMENT, item) if isinstance(item, str) else item for item in value
        )  # type: ignore[return-value]  # a tuple's items are all text or all numbers
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"a score must be a finite number, not {value}")
        return round(value, SCORE_DECIMALS) + 0.0  # -0.0 becomes 0.0
    return value
