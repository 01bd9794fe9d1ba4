"""Edits: apply them, undo them, chain them, and find the way back to the raw text.

The laws, for any text (tested as properties): applying a step's edits to its input gives its
output; undoing them gives the input back; undoing all steps gives back the flattened page.
"""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, groupby

from cleaners import text_lines
from cleaners.records import Block, Edit, Page

# Above this many characters a character-level comparison (quadratic) gives way to one over words.
CHARACTER_DIFF_LIMIT = 400


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Apply one step's edits to its input.

    Raises ``ValueError`` when an edit overlaps the one before it or does not fit the text.

    >>> apply("Huida monte", [Edit("names", "nvidia", 0, 5, "Huida", "NVIDIA")])
    'NVIDIA monte'
    """
    pieces: list[str] = []
    position = 0
    for edit in edits:
        if edit.start < position or text[edit.start : edit.end] != edit.before:
            raise ValueError(f"edit {edit} does not fit the text at {edit.start}:{edit.end}")
        pieces += [text[position : edit.start], edit.after]
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)


def undo(text: str, edits: Sequence[Edit]) -> str:
    """Give back the input from which one step's edits made this text.

    >>> undo("NVIDIA monte", [Edit("names", "nvidia", 0, 5, "Huida", "NVIDIA")])
    'Huida monte'
    """
    return apply(text, inverse(edits))


def inverse(edits: Sequence[Edit]) -> list[Edit]:
    """Turn edits on an input into the edits on the output that undo them."""
    inverted = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.after)
        inverted.append(edit.replace(start=start, end=end, before=edit.after, after=edit.before))
        shift += len(edit.after) - len(edit.before)
    return inverted


def by_step(edits: Iterable[Edit]) -> list[tuple[str, list[Edit]]]:
    """Group a document's edits into its steps, in the order in which the steps ran."""
    grouped = groupby(edits, key=lambda edit: (edit.round, edit.step))
    return [(step, list(group)) for (_, step), group in grouped]


def apply_steps(text: str, edits: Iterable[Edit]) -> str:
    """Replay a document's edits, step after step, on its flattened page text."""
    for _, step in by_step(edits):
        text = apply(text, step)
    return text


def undo_steps(text: str, edits: Iterable[Edit]) -> str:
    """Undo a document's edits, last step first, and give back the flattened page text."""
    for _, step in reversed(by_step(edits)):
        text = undo(text, step)
    return text


class OffsetMap:
    """Offsets of a step's input for offsets of its output, and the other way round.

    A span that begins or ends inside a replacement grows to hold all of it; an insertion at a
    span's edge stays outside.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        """Take the edits of one step."""
        self._edits = edits

    @cached_property
    def _forward(self) -> _Shifts:
        return _Shifts(self._edits)

    @cached_property
    def _back(self) -> _Shifts:
        return _Shifts(inverse(self._edits))

    def forward(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the input to the output."""
        return self._forward.span(start, end)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the output to the input."""
        return self._back.span(start, end)


class _Shifts:
    """By how much the edits of one step move what stands behind them."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = list(edits)
        self._ends = [edit.end for edit in self._edits]
        growth = (len(edit.after) - len(edit.before) for edit in self._edits)
        self._totals = [0, *accumulate(growth)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        mapped = self._position(start, is_end=False)
        return mapped, max(mapped, self._position(end, is_end=True))

    def _position(self, position: int, *, is_end: bool) -> int:
        """Shift by the edits before it; inside an edit, go to its start or past its end."""
        count = bisect_right(self._ends, position)
        while is_end and count and self._edits[count - 1].start == position:
            count -= 1
        shift = self._totals[count]
        if count < len(self._edits) and (edit := self._edits[count]).start < position:
            return edit.start + shift + (len(edit.after) if is_end else 0)
        return position + shift


def origin(start: int, end: int, edits: Iterable[Edit]) -> tuple[int, int]:
    """Map a span of a document's final text back to its flattened page text."""
    for _, step in reversed(by_step(edits)):
        start, end = OffsetMap(step).back(start, end)
    return start, end


def final_spans(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Tell where each of a document's edits shows in its final text, in the order of the edits.

    A removal shows as an empty span where the removed text stood.
    """
    steps = by_step(edits)
    spans: list[tuple[int, int]] = []
    for number, (_, step) in enumerate(steps):
        shown = [(edit.start, edit.end) for edit in inverse(step)]
        for _, later in steps[number + 1 :]:
            offsets = OffsetMap(later)
            shown = [offsets.forward(start, end) for start, end in shown]
        spans += shown
    return spans


def difference(step: str, rule: str, before: str, after: str, start: int = 0) -> list[Edit]:
    r"""Describe how ``before``, at ``start`` of a text, became ``after``, in small edits.

    For repairs that a library makes on a whole string: characters are compared in short texts,
    words in long ones.

    >>> [(e.before, e.after) for e in difference("encoding", "mojibake", "dÃ©jÃ vu", "déjà vu")]
    [('Ã©', 'é'), ('Ã', 'à')]
    """
    if before == after:
        return []
    long = max(len(before), len(after)) > CHARACTER_DIFF_LIMIT
    source = _words(before) if long else list(before)
    target = _words(after) if long else list(after)
    source_offsets = _offsets(source)
    target_offsets = _offsets(target)
    edits = []
    matcher = difflib.SequenceMatcher(None, source, target, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        s1, s2 = source_offsets[i1], source_offsets[i2]
        t1, t2 = target_offsets[j1], target_offsets[j2]
        edits.append(Edit(step, rule, start + s1, start + s2, before[s1:s2], after[t1:t2]))
    return edits


def _words(text: str) -> list[str]:
    """Cut a text after each space, so that the pieces join to the same text."""
    *words, last = text.split(" ")
    return [word + " " for word in words] + [last]


def _offsets(pieces: Sequence[str]) -> list[int]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets


def edit_page(page: Page, edits: Sequence[Edit]) -> Page:
    """Apply one step's edits to a page and carry its blocks over to the new text.

    Each non-empty line of the new text is one block again. A line takes its attributes from the old
    block with which it shares most characters; a line cut in two gives two blocks with the same
    attributes; an emptied line gives none.
    """
    if not edits:
        return page
    text, spans, sources = carry(page, edits)
    blocks: list[Block] = []
    for (start, end), source in zip(spans, sources, strict=True):
        model = page.blocks[source] if page.blocks else Block(start, end)
        same = model.start == start and model.end == end
        blocks.append(model if same else model.replace(start=start, end=end))
    return replace(page, text=text, blocks=tuple(blocks))


def carry(page: Page, edits: Sequence[Edit]) -> tuple[str, list[tuple[int, int]], list[int]]:
    """Apply one step's edits to a page: the new text, its lines, and which block each comes from.

    A line comes from the block with which it shares most characters.
    """
    text = apply(page.text, edits)
    starts = [block.start for block in page.blocks]
    ends = [block.end for block in page.blocks]
    carried = text_lines.carry(text, text_lines.spans(starts, ends), edits)
    new_starts, new_ends, sources = carried.tolist()
    return text, [*zip(new_starts, new_ends, strict=True)], sources


def line_spans(text: str) -> list[tuple[int, int]]:
    r"""Give the spans of a text's non-blank lines, white space at their ends left out.

    Lines are cut at ``\n`` only.

    >>> line_spans("a b \n\n  c")
    [(0, 3), (8, 9)]
    """
    return [*zip(*text_lines.cut(text).tolist(), strict=True)]
