"""The nearest vectors, exactly and by cells."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.bitext.neighbours import nearest
from cleaners.bitext.vectors import Array


def vectors(count: int, seed: int) -> Array:
    rows = np.random.default_rng(seed).normal(size=(count, 24))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(st.integers(0, 700), st.integers(0, 40), st.integers(1, 5), st.integers(0, 99))
def test_as_sorting_all_does(queries: int, count: int, many: int, seed: int) -> None:
    ours, theirs = vectors(queries, seed), vectors(count, seed + 1)
    by_sorting = np.argsort(-(ours @ theirs.T), axis=1, kind="stable")[:, :many]
    found = nearest(ours, theirs, many)
    assert found[:, : by_sorting.shape[1]].tolist() == by_sorting.tolist()
    assert (found[:, by_sorting.shape[1] :] == -1).all()


def test_of_equals_the_first() -> None:
    same = np.repeat(vectors(1, 0), 5, axis=0)
    assert nearest(same[:1], same, 3).tolist() == [[0, 1, 2]]


@pytest.mark.parametrize("count", [1, 2, 50, 3000])
def test_cells_find_nearly_all(count: int) -> None:
    theirs = vectors(count, 0)
    noise = 0.4 * vectors(count, 1)
    found = nearest(theirs + noise, theirs, 4, most=0)
    assert (found == np.arange(count)[:, None]).any(axis=1).mean() > 0.97
    assert nearest(theirs + noise, theirs, 4, most=0).tolist() == found.tolist()


def test_cells_give_nothing_twice() -> None:
    for row in nearest(vectors(40, 2), vectors(60, 3), 6, most=0).tolist():
        given_ = [place for place in row if place >= 0]
        assert len(given_) == len(set(given_))
        assert row[len(given_) :] == [-1] * (6 - len(given_))
