"""The elements around each line of a page, from the outermost to the innermost.

Lines share most of their elements: these are kept as a tree, and written out where they are asked
for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Chains(Sequence[tuple[int, ...]]):
    """The numbers of the elements around each line.

    ``innermost`` is each line's row, -1 for a line in no element; of each row ``numbers`` gives the
    element's number (0 or more) and ``above`` the row around it, which comes before it (-1: none).

    >>> chains = Chains.of([(1, 2), (), (1, 2, 5)])
    >>> chains.innermost.tolist(), chains.above.tolist(), chains[2]
    ([1, -1, 2], [-1, 0, 1], (1, 2, 5))
    """

    innermost: Indices
    numbers: Indices
    above: Indices

    @classmethod
    def of(cls, chains: Sequence[tuple[int, ...]]) -> Chains:
        """Take chains that are written out."""
        if isinstance(chains, cls):
            return chains
        rows: dict[tuple[int, int], int] = {}
        innermost = []
        for chain in chains:
            row = -1
            for number in chain:
                row = rows.setdefault((row, number), len(rows))
            innermost.append(row)
        above, numbers = np.array([*rows], np.int64).reshape(-1, 2).T.copy()
        return cls(np.array(innermost, np.int64), numbers, above)

    def after(self, lines: int) -> Chains:
        """Put lines in no element before these."""
        innermost = np.empty(lines + len(self), np.int64)
        innermost[:lines], innermost[lines:] = -1, self.innermost
        return Chains(innermost, self.numbers, self.above)

    def taken(self, lines: Iterable[int]) -> Chains:
        """Give the chains of some lines."""
        return replace(self, innermost=self.innermost[[*lines]])

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.innermost)

    @overload
    def __getitem__(self, line: int) -> tuple[int, ...]: ...

    @overload
    def __getitem__(self, line: slice) -> Chains: ...

    def __getitem__(self, line: int | slice) -> tuple[int, ...] | Chains:
        """Give the elements around one line, or around some."""
        if isinstance(line, slice):
            return replace(self, innermost=self.innermost[line])
        row = int(self.innermost[line])
        chain = []
        while row >= 0:
            chain.append(int(self.numbers[row]))
            row = int(self.above[row])
        return tuple(reversed(chain))
