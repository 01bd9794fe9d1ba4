"""A page's blocks, column by column: most steps want a column or two of hundreds of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar, overload

from cleaners import text_lines
from cleaners.chains import Chains
from cleaners.elements import Kind
from cleaners.records import UNKNOWN_LANGUAGE, Block

_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class Blocks(Sequence[Block]):
    """The blocks of a page; each column has one value a block, named as its field.

    The records themselves are made when one is first asked for.

    >>> blocks = Blocks.plain([0, 5], [4, 9], ["heading", "paragraph"])
    >>> blocks[0], len(blocks)
    (Block(start=0, end=4, kind='heading', path='', css='', ...), 2)
    """

    starts: Sequence[int]
    ends: Sequence[int]
    kinds: Sequence[Kind]
    paths: Sequence[str]
    css: Sequence[str]
    link_densities: Sequence[float]
    languages: Sequence[str]
    labels: Sequence[str]
    elements: Sequence[tuple[int, ...]]
    known_spans: text_lines.Spans | None = field(default=None, repr=False)

    @classmethod
    def plain(
        cls,
        starts: Sequence[int],
        ends: Sequence[int],
        kinds: Sequence[Kind],
        spans: text_lines.Spans | None = None,
    ) -> Blocks:
        """Make the blocks of flattened text; ``spans`` are starts and ends again, where known."""
        count = len(starts)
        nothing = [""] * count
        return cls(
            starts,
            ends,
            kinds,
            nothing,
            nothing,
            [0.0] * count,
            [UNKNOWN_LANGUAGE] * count,
            nothing,
            [()] * count,
            spans,
        )

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Blocks:
        """Take blocks as columns."""
        if isinstance(blocks, cls):
            return blocks
        return cls(
            [block.start for block in blocks],
            [block.end for block in blocks],
            [block.kind for block in blocks],
            [block.path for block in blocks],
            [block.css for block in blocks],
            [block.link_density for block in blocks],
            [block.language for block in blocks],
            [block.label for block in blocks],
            [block.elements for block in blocks],
        )

    def moved(
        self,
        starts: Sequence[int],
        ends: Sequence[int],
        kinds: Sequence[Kind],
        sources: Sequence[int],
        spans: text_lines.Spans | None = None,
    ) -> Blocks:
        """Give the blocks that some of these have become; ``sources`` says which.

        ``spans`` are starts and ends again, where known.
        """
        count, chains = len(sources), self.elements
        if count == len(self) and list(sources) == [*range(count)]:
            return replace(self, starts=starts, ends=ends, kinds=kinds, known_spans=spans)
        return Blocks(
            starts,
            ends,
            kinds,
            _taken(self.paths, sources),
            _taken(self.css, sources),
            _taken(self.link_densities, sources),
            _taken(self.languages, sources),
            _taken(self.labels, sources),
            chains.taken(sources) if isinstance(chains, Chains) else _taken(chains, sources),
            spans,
        )

    @cached_property
    def spans(self) -> text_lines.Spans:
        """Where the blocks begin and where they end, as an array: two rows."""
        if self.known_spans is None:
            return text_lines.spans(self.starts, self.ends)
        return self.known_spans

    @cached_property
    def _records(self) -> tuple[Block, ...]:
        columns = (self.paths, self.css, self.link_densities, self.languages, self.labels)
        spans = (self.starts, self.ends, self.kinds)
        return tuple(map(Block, *spans, *columns, self.elements))

    def __len__(self) -> int:
        """Count the blocks."""
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Block: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Block, ...]: ...

    def __getitem__(self, index: int | slice) -> Block | tuple[Block, ...]:
        """Give one block, or some."""
        return self._records[index]

    def __iter__(self) -> Iterator[Block]:
        """Give the blocks one by one."""
        return iter(self._records)

    def __eq__(self, other: object) -> bool:
        """Compare with any blocks."""
        return isinstance(other, Blocks | tuple) and self._records == tuple(other)

    def __hash__(self) -> int:
        """Hash as the tuple of the blocks."""
        return hash(self._records)


def _taken(column: Sequence[_T], sources: Sequence[int]) -> Sequence[_T]:
    """Give the values of some blocks; in flattened text most columns hold but one."""
    if column and column.count(column[0]) == len(column):
        return [column[0]] * len(sources)
    return [column[source] for source in sources]
