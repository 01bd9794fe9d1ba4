"""What every sentence encoder has in common: sums over tokens, batches, one vector at the end.

The vector of a text is a function of a sum over its tokens. Keeping the sum lets an encoder give
the vectors of runs of sentences without reading the text again, see ``Encoder``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Item = TypeVar("Item")

# A matrix product gives the same bits for a row whatever stands in the other rows only when there
# are enough of them: OpenBLAS takes another path below about a million multiplications (7 rows of
# 512 x 320 were enough when measured). Sixteen is well above that, so that a text has one vector,
# whichever texts it was embedded with.
FEWEST_ROWS: Final = 16
# Measured: larger batches do not fit the cache and are slower.
TOKENS_PER_BATCH: Final = 512


class Pooled(NamedTuple):
    """A text summed up: the sum over its tokens, how many, and the tokens at its edges."""

    total: Array
    tokens: int
    head: tuple[int, ...] = ()
    tail: tuple[int, ...] = ()


class Encoder(Protocol):
    """A sentence encoder whose vectors are functions of sums over tokens."""

    dimension: int

    def pool(self, texts: Sequence[str]) -> list[Pooled]:
        """Sum up each text."""

    def join(self, borders: Sequence[tuple[Pooled, Pooled]]) -> Array:
        """Give what must be added to two sums for their texts to stand in a row."""

    def finish(self, totals: Array, counts: Array) -> Array:
        """Give L2-normalised vectors of sums over ``counts`` tokens."""

    def run_tokens(self, counts: Array, sentences: int) -> Array:
        """Give the token counts of runs of ``sentences`` texts from the sums of their counts."""


def in_batches(
    items: Sequence[Item],
    compute: Callable[[Sequence[Item]], Array],
    dimension: int,
    filler: Item,
    size: Callable[[Any], int] = len,
) -> Array:
    """Compute one row for each item, items of like size together, in batches of enough rows.

    ``filler`` is the smallest item there can be; it fills up a batch of too few.
    """
    rows = np.zeros((len(items), dimension), dtype=np.float32)
    order = sorted(range(len(items)), key=lambda index: size(items[index]))
    batch: list[int] = []
    tokens = 0
    for index in order:
        batch.append(index)
        tokens += size(items[index])
        if tokens >= TOKENS_PER_BATCH and len(batch) >= FEWEST_ROWS:
            rows[batch] = compute([items[i] for i in batch])
            batch, tokens = [], 0
    if batch:
        missing = [filler] * (FEWEST_ROWS - len(batch))
        rows[batch] = compute([*(items[i] for i in batch), *missing])[: len(batch)]
    return rows
