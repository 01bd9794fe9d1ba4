"""The lines of a page as columns, and which of them may need mending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from cleaners import native, text_lines
from cleaners.blocks import Blocks
from cleaners.edits import apply
from cleaners.elements import Kind
from cleaners.layout_signs import BULLETS, FOLLOWS, IS_CODE, IS_FLAT, IS_PARAGRAPH, Signs
from cleaners.records import Edit, Page

_MARKED_UP: dict[Kind, int] = dict.fromkeys(get_args(Kind), 0) | {
    "paragraph": IS_PARAGRAPH,
    "code": IS_CODE,
}
_FLAT = _MARKED_UP | {"paragraph": IS_PARAGRAPH | IS_FLAT, "list_item": IS_FLAT}

_look_at_lines = native.kernel(
    "look_at_lines",
    native.COUNT,
    *(native.ARRAY, native.COUNT),
    *(native.ARRAY, native.ARRAY, native.BYTES, native.COUNT),
    *(native.ARRAY, native.ARRAY, native.ARRAY, native.ARRAY, native.ARRAY),
)


class Look(NamedTuple):
    """What the kernel has seen: bits of ``layout_signs``.

    ``characters`` and ``all_needs`` are the bits of all characters and of all lines together;
    ``wrapped`` are the first lines and ends of the paragraphs that may be wrapped at a fixed width.
    """

    characters: int
    all_needs: int
    needs: NDArray[np.uint16]
    wrapped: list[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Columns:
    """A page's text and its lines: where each starts and ends, and its kind.

    ``spans`` are starts and ends again; ``given`` are the page's blocks and ``sources`` the indices
    of those that the lines come from.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    spans: text_lines.Spans
    kinds: Sequence[Kind]
    sources: Sequence[int]
    given: Blocks
    signs: Signs

    @classmethod
    def of(cls, page: Page, signs: Signs) -> Columns:
        """Take the lines of a page."""
        given = Blocks.of(page.blocks)
        starts, ends, sources = given.starts, given.ends, range(len(given))
        return cls(page.text, starts, ends, given.spans, given.kinds, sources, given, signs)

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.starts)

    def edited(self, page: Page, edits: Sequence[Edit]) -> Columns:
        """Give the lines of the page, now these, after edits; new ones with a bullet are items."""
        text = apply(page.text, edits)
        given = self.given
        carried = text_lines.carry(text, self.spans, edits)
        starts, ends, sources = carried.tolist()
        kinds = [given.kinds[source] for source in sources]
        for index, start in enumerate(starts):
            if text[start] in BULLETS and kinds[index] == "paragraph":
                item = start + 1 < ends[index] and text[start + 1] == " "
                kinds[index] = "list_item" if item else "paragraph"
        return Columns(text, starts, ends, carried[:2], kinds, sources, given, self.signs)

    def on(self, page: Page) -> Page:
        """Give the page with these lines for blocks."""
        blocks = self.given.moved(self.starts, self.ends, self.kinds, self.sources, self.spans)
        return replace(page, text=self.text, blocks=blocks)

    def marked_up(self, index: int) -> bool:
        """Whether a line comes from HTML."""
        return self.given.paths[self.sources[index]] != ""

    def line(self, index: int) -> str:
        """Give the text of a line."""
        return self.text[self.starts[index] : self.ends[index]]

    @cached_property
    def known(self) -> bytes:
        """What the kernel is told of each line: ``IS_CODE``, ``IS_FLAT``, ``IS_PARAGRAPH``."""
        paths = self.given.paths
        if not any(paths):
            return bytes(map(_FLAT.__getitem__, self.kinds))
        if all(paths):
            return bytes(map(_MARKED_UP.__getitem__, self.kinds))
        return bytes(
            (_MARKED_UP if paths[source] else _FLAT)[kind]
            for source, kind in zip(self.sources, self.kinds, strict=True)
        )

    @cached_property
    def look(self) -> Look:
        """Look at all characters."""
        count = len(self)
        codes = text_lines.code_points(self.text)
        needs = np.empty(count, np.uint16)
        wrapped, found = np.empty((count, 2), np.int64), np.empty(3, np.int64)
        while True:
            wanted = _look_at_lines(
                *(codes, len(codes)),
                *(*self.spans, self.known, count),
                *(self.signs.table, self.signs.unfinished, needs, wrapped, found),
            )
            if wanted < 0:
                break
            self.signs.fill(wanted)
        characters, all_needs, paragraphs = found.tolist()
        pairs = [(first, end) for first, end in wrapped[:paragraphs].tolist()]
        return Look(characters, all_needs, needs, pairs)

    def needing(self, need: int) -> list[int]:
        r"""Give the indices of the lines that have a need.

        >>> from cleaners.layout_signs import STARS
        >>> from cleaners.markup import flatten_text
        >>> Columns.of(flatten_text("*a*\nb\n* c"), Signs()).needing(STARS)
        [0]
        """
        if not self.look.all_needs & need:
            return []
        found: list[int] = (self.look.needs & need).nonzero()[0].tolist()
        return found

    def follows(self, index: int) -> bool:
        """Whether a line is flattened text, as the one before, with no empty line between."""
        return index < len(self) and bool(self.look.needs[index] & FOLLOWS)
