"""How a line's words compare with those of the running text, the title and the other lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.folding import tokens as cut
from cleaners.boilerplate.words import Tokens, hashes_of

Flags = NDArray[np.bool_]

VOCABULARY = (
    "common",
    "shared",
    "in_title",
    "of_title",
    "repeats",
    "shape_repeats",
    "script",
)
"""The measures, in the order of their rows."""

_measure = native.kernel(
    "measure_vocabulary", native.COUNT, *[native.ARRAY] * 7, native.COUNT, native.ARRAY,
    native.COUNT, native.ARRAY,
)  # fmt: skip


def measure(tokens: Tokens, running: Flags, title: str) -> NDArray[np.float32]:
    """Measure each line's words: one row a measure, in the order of ``VOCABULARY``.

    ``running`` flags the lines of running text. Raises ``MemoryError``.
    """
    wanted = hashes_of(cut(title))
    found = np.empty((len(VOCABULARY), len(running)), np.float32)
    if not _measure(
        tokens.starts, tokens.hashes, tokens.stems, tokens.ids, tokens.length, tokens.first,
        running, len(running), wanted, len(wanted), found,
    ):  # fmt: skip
        raise MemoryError
    return found
