"""Records: quick to make, and in all else what ``dataclasses`` would have made."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, field, fields, make_dataclass, replace

import pytest

from cleaners.records import Block, Edit
from flows.codec import from_json, to_json

BLOCK = Block(3, 9, "heading", "body/h2", "lead", 0.25, "fr", "content", (1, 2))
EDIT = Edit("names", "nvidia", 0, 5, "Huida", "NVIDIA", 0.9, 2)
OTHER = {"str": "another", "int": 77, "float": 0.5, "tuple[int, ...]": (4,), "BlockKind": "code"}

records = pytest.mark.parametrize("record", [BLOCK, EDIT], ids=lambda record: type(record).__name__)


def plain(kind: type) -> type:
    """Give the class that ``dataclasses`` alone makes of the same fields."""
    specification = [(f.name, object, field(default=f.default)) for f in fields(kind)]
    return make_dataclass(kind.__name__, specification, frozen=True, slots=True)


@records
def test_made_like_a_plain_dataclass(record: Block | Edit) -> None:
    kind = plain(type(record))
    make: Callable[..., Block | Edit] = type(record)
    values = [getattr(record, f.name) for f in fields(record)]
    assert make(*values) == record
    assert repr(record) == repr(kind(*values))
    assert hash(record) == hash(kind(*values))
    required = [
        value for value, f in zip(values, fields(record), strict=True) if f.default is MISSING
    ]
    assert repr(make(*required)) == repr(kind(*required))


@records
def test_replaces_any_field(record: Block | Edit) -> None:
    for f in fields(record):
        change = {f.name: OTHER[str(f.type)]}
        assert record.replace(**change) == replace(record, **change) != record
    assert record.replace() == record


@records
def test_stays_frozen(record: Block | Edit) -> None:
    with pytest.raises(FrozenInstanceError):
        record.start = 4
    with pytest.raises(FrozenInstanceError):
        record.replace(end=4).start = 4
    with pytest.raises(TypeError):
        record.replace(begin=4)


@records
def test_copies_travel(record: Block | Edit) -> None:
    assert copy.copy(record) == pickle.loads(pickle.dumps(record)) == record
    assert from_json(to_json(record), type(record)) == record
