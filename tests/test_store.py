"""Finished work: whole or absent, found again, the same whatever the order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.records import Document, Edit, Metadata, Segment
from flows.codec import from_json, to_json
from flows.store import Store

EDITS = st.builds(
    Edit,
    step=st.sampled_from(["names", "encoding"]),
    rule=st.text(max_size=5),
    start=st.integers(0, 9),
    end=st.integers(0, 9),
    before=st.text(st.characters(), max_size=5),
    after=st.text(max_size=5),
    confidence=st.floats(0, 1),
)
DOCUMENTS = st.builds(
    Document,
    id=st.text(max_size=4),
    path=st.text(max_size=4),
    record=st.integers(0, 3),
    raw_sha256=st.just("0"),
    content=st.text(st.characters(), max_size=20),
    blocks=st.just(()),
    metadata=st.builds(
        Metadata,
        url=st.none() | st.text(max_size=4),
        alternates=st.lists(st.tuples(st.text(max_size=2), st.text(max_size=2))).map(tuple),
    ),
    language=st.just("fr"),
    edits=st.lists(EDITS, max_size=3).map(tuple),
    segments=st.just((Segment(0, "Un.", 0, 3),)),
)


@given(DOCUMENTS)
def test_a_document_survives_storage(document: Document) -> None:
    assert from_json(to_json(document), Document) == document


def test_a_lone_surrogate_survives_the_shard(tmp_path: Path) -> None:
    Store(tmp_path).save([("k", {"text": "\ud800 黄"})])
    assert dict(Store(tmp_path).load(["k"])) == {"k": {"text": "\ud800 黄"}}


def test_a_new_store_finds_what_another_saved(tmp_path: Path) -> None:
    first = Store(tmp_path)
    first.save([("a", {"n": 1}), ("b", {"n": 2})])
    first.save([("c", {"n": 3})])
    second = Store(tmp_path)
    assert "b" in second
    assert "d" not in second
    assert dict(second.load(["a", "c"])) == {"a": {"n": 1}, "c": {"n": 3}}


def test_a_leftover_of_a_killed_write_is_not_a_shard(tmp_path: Path) -> None:
    Store(tmp_path).save([("a", {"n": 1})])
    (tmp_path / ".half.jsonl.zst.123.tmp").write_bytes(b"\x28\xb5")
    assert dict(Store(tmp_path).load(["a"])) == {"a": {"n": 1}}


def test_a_key_that_is_not_finished_cannot_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        list(Store(tmp_path).load(["missing"]))
