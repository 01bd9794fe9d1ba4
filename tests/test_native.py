"""The compiled kernels: found, loud when missing, and built where no compiler is."""

from __future__ import annotations

import numpy as np
import pytest

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
