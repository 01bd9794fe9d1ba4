"""The compiled kernels: found, loud when missing, and built where no compiler is."""

from __future__ import annotations

from ctypes import c_void_p, cast
from typing import Any

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


@pytest.mark.parametrize("array", [np.arange(3), np.zeros(0), np.frombuffer(b"abc", np.uint8)])
def test_arrays_are_passed_by_their_place(array: NDArray[np.generic]) -> None:
    passed: Any = native.ARRAY.from_param(array)
    assert cast(passed, c_void_p).value == native.place(array)


def test_arrays_with_gaps_are_refused() -> None:
    with pytest.raises(ValueError, match="gaps"):
        native.ARRAY.from_param(np.zeros((4, 4)).T[:2])


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
