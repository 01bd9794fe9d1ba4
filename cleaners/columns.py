"""The lines of a page as columns, for what looks at all of them again and again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from cleaners.edits import carry
from cleaners.elements import Kind
from cleaners.records import Edit, Page

BULLETS = "-–•*‣▪●·"
# What a look at all characters of a text tells: whether any may be a Markdown mark, a hyphen,
# another bullet, a space beyond the plain one, of a script written without spaces.
MARK, HYPHEN, BULLET, SPACE, WIDE = (1 << bit for bit in range(5))
# Spaces beyond ASCII.
HARD_SPACES = "\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# Every wide character is in one of these, and few others that pages hold.
MAYBE_WIDE = ((0x2E80, 0xD7FF), (0xF900, 0xFAFF), (0xFE30, 0xFFEF), (0x10000, 0x10FFFF))
_FLAT = frozenset({"paragraph", "list_item"})


@dataclass(frozen=True, eq=False)
class Columns:
    """A page's text and its lines: where each starts and ends, its kind, whether it has a path.

    ``sources`` are the indices of the page's blocks that the lines come from.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    kinds: Sequence[Kind]
    marked_up: Sequence[bool]
    sources: Sequence[int]

    @classmethod
    def of(cls, page: Page) -> Columns:
        """Take the lines of a page."""
        blocks = page.blocks
        return cls(
            page.text,
            [block.start for block in blocks],
            [block.end for block in blocks],
            [block.kind for block in blocks],
            [block.path != "" for block in blocks],
            range(len(blocks)),
        )

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.starts)

    def on(self, page: Page) -> Page:
        """Give the page with these lines for blocks."""
        made = []
        columns = zip(self.sources, self.starts, self.ends, self.kinds, strict=True)
        for source, start, end, kind in columns:
            block = page.blocks[source]
            same = block.start == start and block.end == end and block.kind == kind
            made.append(block if same else block.replace(start=start, end=end, kind=kind))
        return replace(page, text=self.text, blocks=tuple(made))

    @cached_property
    def holds(self) -> int:
        """What the text may hold: ``MARK``, ``HYPHEN``, ``BULLET``, ``SPACE``, ``WIDE``."""
        codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        return int(np.bitwise_or.reduce(_table().take(codes))) if len(codes) else 0

    @cached_property
    def lines(self) -> list[str]:
        """The texts of the lines."""
        text = self.text
        return [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    @cached_property
    def sizes(self) -> list[int]:
        """The lengths of the lines."""
        return [end - start for start, end in zip(self.starts, self.ends, strict=True)]

    @cached_property
    def flat(self) -> list[bool]:
        """Whether each is running text or an item of flattened text."""
        return [
            not path and kind in _FLAT
            for kind, path in zip(self.kinds, self.marked_up, strict=True)
        ]

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        r"""The groups of lines of flattened text without an empty line between them.

        Each is the indices of its first line and of the line after its last one; lines that stand
        alone are left out.

        >>> from cleaners.markup import flatten_text
        >>> Columns.of(flatten_text("a\nb\n\nc\nd\ne")).runs
        [(0, 2), (2, 5)]
        """
        text, starts, ends, flat = self.text, self.starts, self.ends, self.flat
        borders = [
            index
            for index, (end, start) in enumerate(zip(ends, starts[1:], strict=False), 1)
            if (start - end != 1 and text.count("\n", end, start) != 1)
            or not (flat[index] and flat[index - 1])
        ]
        pairs = zip([0, *borders], [*borders, len(starts)], strict=True)
        return [(first, last) for first, last in pairs if last - first > 1]

    def holding(self, sign: str) -> Iterator[int]:
        r"""Give the indices of the lines that hold a sign.

        >>> from cleaners.markup import flatten_text
        >>> list(Columns.of(flatten_text("*a*\nb\n*")).holding("*"))
        [0, 2]
        """
        position = self.text.find(sign)
        while position >= 0:
            index = bisect_right(self.starts, position) - 1
            if index >= 0 and position + len(sign) <= self.ends[index]:
                yield index
                position = self.ends[index]
            position = self.text.find(sign, position + 1)


@cache
def _table() -> NDArray[np.uint8]:
    """Give each code point the bits of what it may be."""
    table = np.zeros(0x110000, np.uint8)
    for bit, characters in (
        (MARK, "*_[#"),
        (HYPHEN, "-"),
        (BULLET, BULLETS.replace("-", "")),
        (SPACE, "\t" + HARD_SPACES),
    ):
        table[[*map(ord, characters)]] |= bit
    for first, last in MAYBE_WIDE:
        table[first : last + 1] |= WIDE
    return table


def edited(page: Page, edits: Sequence[Edit]) -> Columns:
    """Give the lines of a page as they are after some edits; new ones with a bullet are items."""
    text, spans, sources = carry(page, edits)
    blocks = page.blocks
    kinds = [blocks[source].kind for source in sources]
    for index, (start, end) in enumerate(spans):
        item = text[start] in BULLETS and start + 1 < end and text[start + 1] == " "
        if item and kinds[index] == "paragraph":
            kinds[index] = "list_item"
    return Columns(
        text,
        [start for start, _ in spans],
        [end for _, end in spans],
        kinds,
        [blocks[source].path != "" for source in sources],
        sources,
    )
