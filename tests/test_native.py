"""The compiled kernels: found, loud when missing, and built where no compiler is."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.model import Trees


def test_unknown_kernels_are_named() -> None:
    with pytest.raises(AttributeError, match="no_such_kernel"):
        native.kernel("no_such_kernel", native.NOTHING)


def test_missing_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    native._library.cache_clear()
    monkeypatch.setattr(native, "EXTENSION_SUFFIXES", [".nothing"])
    try:
        with pytest.raises(native.NotBuiltError, match="pip install"):
            native.kernel("add_trees", native.NOTHING)
    finally:
        native._library.cache_clear()


FLAG_WANTED = native.kernel(
    "flag_wanted", native.NOTHING, *[native.ARRAY, native.COUNT] * 2, native.ARRAY
)


@pytest.mark.parametrize(
    "values", [np.arange(3, dtype=np.uint64), np.frombuffer(bytes([1, *[0] * 7]), np.uint64)]
)
def test_arrays_are_read_where_they_are(values: NDArray[np.uint64]) -> None:
    found = np.zeros(len(values), bool)
    FLAG_WANTED(values, len(values), np.array([1], np.uint64), 1, found)
    assert found.tolist() == (values == 1).tolist()


def test_no_array_and_empty_arrays_are_passed() -> None:
    FLAG_WANTED(np.zeros(0), 0, None, 0, np.zeros(0))


def test_arrays_with_gaps_are_refused() -> None:
    with pytest.raises(ValueError, match="gaps"):
        FLAG_WANTED(np.zeros((4, 4)).T[:2], 2, None, 0, np.zeros(2))


@pytest.mark.parametrize("lines", [1, 7, 64])
def test_trees_add_up_the_leaf_that_the_answers_lead_to(lines: int) -> None:
    numbers = np.random.default_rng(7)
    features = numbers.integers(0, 5, (3, 4)).astype(np.int16)
    borders = numbers.normal(size=(3, 4)).astype(np.float32)
    leaves = numbers.normal(size=(3, 16)).astype(np.float32)
    measures = numbers.normal(size=(5, lines)).astype(np.float32)
    expected = []
    for line in measures.T:
        yes = line[features] > borders
        place = (yes * 2 ** np.arange(4)).sum(axis=1)
        expected.append(sum(float(leaves[tree, leaf]) for tree, leaf in enumerate(place)) + 0.5)
    scores = Trees(features, borders, leaves, 0.5).score(measures[:2], measures[2:])
    assert scores == pytest.approx(expected, abs=1e-6)
