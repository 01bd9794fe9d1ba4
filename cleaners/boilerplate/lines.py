"""A page's lines, column by column: what the labeller works on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.class_names import cues
from cleaners.boilerplate.paths import Paths
from cleaners.boilerplate.words import classes_of


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


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def marked_up(self) -> bool:
        """Whether the lines come from HTML."""
        return any(self.paths)

    @cached_property
    def path_numbers(self) -> NDArray[np.intp]:
        """Which of the page's paths each line has, numbered as they come."""
        return numbered(self.paths)

    @cached_property
    def tag_paths(self) -> Paths:
        """The page's paths, cut into tags, in the order of their numbers."""
        return Paths.of([*dict.fromkeys(self.paths)])

    @cached_property
    def css_numbers(self) -> NDArray[np.intp]:
        """Which of the page's class names each line has, numbered as they come."""
        return numbered(self.css)

    @cached_property
    def class_cues(self) -> NDArray[np.int64]:
        """The cues in the page's class names, in the order of their numbers; see ``cues``."""
        return cues([*dict.fromkeys(self.css)])

    @cached_property
    def markup_numbers(self) -> NDArray[np.intp]:
        """Which pair of path and class names each line has: the first line that has it."""
        pairs = self.path_numbers * len(self.css) + self.css_numbers
        return classes_of(pairs.astype(np.uint64))

    @cached_property
    def same_path(self) -> NDArray[np.bool_]:
        """Whether each line but the first has the path of the one before."""
        return np.asarray(self.path_numbers[1:] == self.path_numbers[:-1])

    @cached_property
    def same_css(self) -> NDArray[np.bool_]:
        """Whether each line but the first has the class names of the one before."""
        return np.asarray(self.css_numbers[1:] == self.css_numbers[:-1])

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


def numbered(values: Sequence[Hashable]) -> NDArray[np.intp]:
    """Number the distinct values as they come, and give each value's number.

    >>> numbered(["p", "li", "p"]).tolist()
    [0, 1, 0]
    """
    if not any(values):
        # All are empty: text has no markup.
        return np.zeros(len(values), np.intp)
    numbers = defaultdict[Hashable, int](count().__next__)
    return np.fromiter(map(numbers.__getitem__, values), np.intp, len(values))
