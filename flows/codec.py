"""Records as JSON-ready values and back, for the finished shards.

JSON text is written with ASCII escapes, so that even a lone surrogate of a broken page survives.
"""

from __future__ import annotations

from typing import TypeVar

import cattrs

Record = TypeVar("Record")

_converter = cattrs.Converter(forbid_extra_keys=True)
_converter.register_structure_hook(float, lambda value, _: float(value))


def to_json(record: object) -> dict[str, object]:
    """Turn a frozen record into plain dictionaries, lists and scalars."""
    value: dict[str, object] = _converter.unstructure(record)
    return value


def from_json(value: object, kind: type[Record]) -> Record:
    """Turn what ``to_json`` gave back into the equal record."""
    return _converter.structure(value, kind)
