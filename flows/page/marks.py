"""Where the changes of a document show inside the texts that are made of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaners.trace import Change
from flows.page import words


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to say about ``start:end`` of a text; an empty span is a place between signs.

    ``kind`` is ``repair``, ``small``, ``removed``, ``suggested`` or ``finding``.
    """

    start: int
    end: int
    kind: str
    says: str
    rule: str
    before: str = ""
    after: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and what is to be said about it: all that overlaps there, or nothing."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def kinds(self) -> str:
        """The kinds of its marks, for the style sheet."""
        return " ".join(dict.fromkeys(f"is-{mark.kind}" for mark in self.marks))


def mark(change: Change, start: int, end: int, *, suggested: bool = False) -> Mark:
    """Tell of a change that shows at ``start:end``."""
    edit = change.edit
    small = edit.step in ("layout", "typography", "encoding")
    kind = "suggested" if suggested else "removed" if change.is_removal else "repair"
    return Mark(
        start,
        end,
        "small" if small and not suggested else kind,
        words.why(edit.step, edit.rule),
        f"{edit.step}/{edit.rule}",
        edit.before,
        edit.after,
        edit.confidence,
    )


def pieces(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """Cut a text at its marks; those that overlap share a piece."""
    position = 0
    group: list[Mark] = []
    last = 0
    for one in sorted(marks, key=lambda one: (one.start, one.end)):
        if group and one.start >= last and one.start > group[0].start:
            yield from _piece(text, position, group, last)
            position, group = last, []
        group.append(one)
        last = max(last, one.end, one.start)
    if group:
        yield from _piece(text, position, group, last)
        position = last
    if position < len(text):
        yield Piece(text[position:])


def _piece(text: str, position: int, group: Sequence[Mark], last: int) -> Iterator[Piece]:
    start = group[0].start
    if start > position:
        yield Piece(text[position:start])
    yield Piece(text[start:last], tuple(group))


class Places:
    """Where texts that were taken from a document stand in its content, spaces aside."""

    def __init__(self, content: str) -> None:
        """Note where the signs of the content stand."""
        self._signs = [place for place, sign in enumerate(content) if not sign.isspace()]
        self._squeezed = "".join(content.split())
        self._after = 0

    def find(self, text: str) -> Text | None:
        """Find a text behind the one that was found last, or else anywhere."""
        signs = [place for place, sign in enumerate(text) if not sign.isspace()]
        squeezed = "".join(text.split())
        if not squeezed:
            return None
        first = self._squeezed.find(squeezed, self._after)
        if first < 0:
            first = self._squeezed.find(squeezed)
        if first < 0:
            return None
        self._after = first + len(squeezed)
        return Text(text, signs, self._signs[first : self._after])


@dataclass(frozen=True, slots=True)
class Text:
    """A text and where each of its signs stands in the text and in the content."""

    text: str
    signs: Sequence[int]
    content: Sequence[int]

    @property
    def start(self) -> int:
        """Where it starts in the content."""
        return self.content[0]

    @property
    def end(self) -> int:
        """Where it ends in the content."""
        return self.content[-1] + 1

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Give the place in the text of a span of the content; ``None`` when it lies outside."""
        first, last = bisect_left(self.content, start), bisect_left(self.content, end)
        if last > first:
            return self.signs[first], self.signs[last - 1] + 1
        inside = self.start < start < self.end
        return (self.signs[first], self.signs[first]) if inside else None

    def marks(self, changes: Iterable[Change], *, suggested: bool = False) -> Iterator[Mark]:
        """Give the marks of the changes that show in it; one of spaces alone shows nowhere."""
        for change in changes:
            start, end = change.clean
            if end < self.start or start > self.end:
                continue
            span = self.span(start, end)
            spaces = not (change.edit.before + change.edit.after).strip()
            if span is None or spaces or (span[0] == span[1] and not change.is_removal):
                continue
            yield mark(change, *span, suggested=suggested)
