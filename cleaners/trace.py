"""What became of every line of a page: the page as it came beside what is kept of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from cleaners.edits import OffsetMap, by_step, final_spans, line_spans, origin
from cleaners.records import Block, Document, Edit

BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Change:
    """An edit, where it stands on the flattened page and where it shows in the clean text.

    Spans are half-open character offsets; that of a removal is empty in the clean text.
    """

    edit: Edit
    page: tuple[int, int]
    clean: tuple[int, int]

    @property
    def kind(self) -> str:
        """The kind of boilerplate that was removed; empty for any other edit."""
        return self.edit.rule.split("/")[0] if self.is_removal else ""

    @property
    def is_removal(self) -> bool:
        """Whether it takes boilerplate out."""
        return self.edit.step == BOILERPLATE and not self.edit.after


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line of the flattened page, numbered from 1, and the removal that took it.

    ``clean`` is where it stands in the clean text; ``None`` when it is gone.
    """

    number: int
    start: int
    end: int
    clean: tuple[int, int] | None
    removal: Change | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of the page and the blocks of the clean text that they became, in the page's order.

    Most rows have one of each. Lines that were joined share a row; of a line that became several
    blocks each row holds the part that one of them came from.
    """

    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]


def changes(edits: Sequence[Edit]) -> list[Change]:
    """Locate each of a document's edits on its page and in its clean text, in the page's order."""
    earlier: list[OffsetMap] = []
    pages: list[tuple[int, int]] = []
    for _, step in by_step(edits):
        for edit in step:
            span = (edit.start, edit.end)
            for offsets in reversed(earlier):
                span = offsets.back(*span)
            pages.append(span)
        earlier.append(OffsetMap(step))
    located = map(Change, edits, pages, final_spans(edits))
    return sorted(located, key=lambda change: change.page)


def lines(document: Document) -> list[Line]:
    """Tell of each line of a document's flattened page whether it stayed, and where."""
    page = document.page_text
    steps = [OffsetMap(step) for _, step in by_step(document.edits)]
    takers = _Takers(changes(document.edits))
    found = []
    for number, (start, end) in enumerate(line_spans(page), 1):
        span = (start, end)
        for offsets in steps:
            span = offsets.forward(*span)
        if document.content[slice(*span)].strip():
            found.append(Line(number, start, end, span))
        else:
            found.append(Line(number, start, end, None, takers.of(start, end)))
    return found


class _Takers:
    """Which edit took a line: a removal of boilerplate before any other."""

    def __init__(self, found: Sequence[Change]) -> None:
        self._removals = [change for change in found if change.is_removal]
        self._others = [change for change in found if not change.is_removal]
        self._ends = [change.page[1] for change in self._removals]

    def of(self, start: int, end: int) -> Change | None:
        first = bisect_right(self._ends, start)
        near = takewhile(lambda change: change.page[0] < end, self._removals[first:])
        return _most(near, start, end) or _most(self._others, start, end)


def _most(found: Iterable[Change], start: int, end: int) -> Change | None:
    """Find the edit that shares most characters with a line."""
    best, most = None, 0
    for change in found:
        overlap = min(end, change.page[1]) - max(start, change.page[0])
        if overlap > most:
            best, most = change, overlap
    return best


def rows(document: Document) -> Iterator[Row]:
    """Put the lines of the page beside the blocks of the clean text, in the page's order."""
    ends = [block.end for block in document.blocks]
    held: list[Line] = []
    removed: list[Line] = []
    first = until = 0
    for line in lines(document):
        if line.clean is None:
            removed.append(line)
            continue
        begins = bisect_right(ends, line.clean[0])
        if begins >= until:
            yield from _closed(document, held, first, until)
            yield from (Row((one,), ()) for one in removed)
            held, first = [], begins
        else:
            held += removed
        removed = []
        held.append(line)
        until = max(until, bisect_left(ends, line.clean[1]) + 1)
    yield from _closed(document, held, first, until)
    yield from (Row((one,), ()) for one in removed)


def _closed(document: Document, held: Sequence[Line], first: int, until: int) -> Iterator[Row]:
    """Give a row; a line that became several blocks is cut where they begin, a row each."""
    blocks = document.blocks[first:until]
    if len(held) != 1 or len(blocks) < 2:
        if held:
            yield Row(tuple(held), blocks)
        return
    (line,) = held
    starts = [origin(block.start, block.end, document.edits)[0] for block in blocks[1:]]
    cuts = [line.start, *(min(max(cut, line.start), line.end) for cut in starts), line.end]
    for block, (start, end) in zip(blocks, pairwise(cuts), strict=True):
        yield Row((replace(line, start=start, end=end, clean=(block.start, block.end)),), (block,))
