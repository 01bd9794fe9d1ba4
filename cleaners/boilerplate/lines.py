"""A page's lines, column by column: what the labeller works on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Line(NamedTuple):
    """One line of a page; ``path`` is empty for flattened text.

    ``gap`` counts the empty lines before it; ``css``, ``link_density`` and ``elements`` are those
    of its ``Block``.
    """

    text: str
    gap: int = 0
    path: str = ""
    css: str = ""
    link_density: float = 0.0
    elements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """All lines of a page: the fields of ``Line`` as columns of one length."""

    texts: Sequence[str]
    gaps: NDArray[np.int64]
    paths: Sequence[str]
    css: Sequence[str]
    link_density: NDArray[np.float64]
    elements: Sequence[tuple[int, ...]]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Lines:
        """Put single lines together.

        >>> [line.text for line in Lines.of([Line("À lire aussi"), Line("台北")])]
        ['À lire aussi', '台北']
        """
        rows = tuple(lines)
        texts, gaps, paths, css, densities, elements = zip(*rows, strict=True) if rows else [()] * 6
        return cls(
            texts,
            np.array(gaps, dtype=np.int64),
            paths,
            css,
            np.array(densities, dtype=np.float64),
            elements,
        )

    @property
    def marked_up(self) -> bool:
        """Whether the lines come from HTML."""
        return any(self.paths)

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.texts)

    def __getitem__(self, index: int) -> Line:
        """Give one line."""
        return Line(
            self.texts[index],
            int(self.gaps[index]),
            self.paths[index],
            self.css[index],
            float(self.link_density[index]),
            self.elements[index],
        )

    def __iter__(self) -> Iterator[Line]:
        """Give the lines one by one."""
        return map(self.__getitem__, range(len(self.texts)))
