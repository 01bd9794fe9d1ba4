"""One document of a release with all that became of its page, alone or beside a translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from cleaners import trace
from cleaners.boilerplate import kinds
from cleaners.edits import line_spans
from cleaners.records import Block, Document, Edit, Metadata
from cleaners.trace import Change
from flows.page import words
from flows.page.database import Tables
from flows.page.marks import Mark, Piece, Places, Text, pieces

Row = dict[str, Any]
# So much of a text is shown on a page; whoever wants a megabyte of it takes the files.
LONGEST = 20_000
_EDIT = 'step, rule, start, "end", before, after, confidence'


@dataclass(frozen=True, slots=True)
class Removed:
    """Lines that went together, and why."""

    kind: str
    says: str
    confidence: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """A document's row and its edits."""

    row: Row
    edits: tuple[Edit, ...]
    suggestions: tuple[Edit, ...]

    @cached_property
    def changes(self) -> list[Change]:
        """The edits, each with where it shows, in the order of the page."""
        return trace.changes(self.edits)

    @cached_property
    def proposed(self) -> list[Change]:
        """The suggestions, as changes that were not made."""
        return [Change(one, (0, 0), (one.start, one.end)) for one in self.suggestions]

    @property
    def language(self) -> str:
        """The language of its text."""
        return str(self.row["language"])

    def marks(self, text: Text) -> Iterator[Mark]:
        """Give what is to be said about a text of the document."""
        yield from text.marks(self.changes)
        yield from text.marks(self.proposed, suggested=True)

    def document(self) -> Document:
        """Give the document again; its blocks are the lines of its content."""
        content, title = str(self.row["content"]), self.row["title"]
        blocks = [
            Block(start, end, label="title" if not place and content[start:end] == title else "")
            for place, (start, end) in enumerate(line_spans(content))
        ]
        metadata = Metadata(
            url=self.row["url"],
            site_name=self.row["site_name"],
            mt_evidence=tuple(self.row["mt_evidence"] or ()),
        )
        return Document(
            self.row["id"],
            self.row["path"],
            self.row["record"],
            self.row["raw_sha256"],
            content,
            tuple(blocks),
            metadata,
            self.language,
            self.edits,
            self.suggestions,
        )


def load(tables: Tables, identifier: str) -> Article | None:
    """Read a document with its edits; ``None`` when the release does not have it."""
    row = tables.row("SELECT * EXCLUDE (text) FROM {documents} WHERE id = ?", [identifier])
    if row is None:
        return None
    made = tables.rows(
        f"SELECT {_EDIT}, round FROM {{edits}} WHERE id = ? ORDER BY sequence",  # noqa: S608
        [identifier],
    )
    proposed = tables.rows(
        f"SELECT {_EDIT} FROM {{suggestions}} WHERE id = ? ORDER BY sequence",  # noqa: S608
        [identifier],
    )
    edits = (Edit(**one | {"round": one["round"] or 1}) for one in made)
    return Article(row, tuple(edits), tuple(Edit(**one) for one in proposed))


@dataclass(frozen=True, slots=True)
class Part:
    """A text of an article as it is shown, after what was removed before it."""

    removed: tuple[Removed, ...]
    pieces: tuple[Piece, ...]
    cut: int = 0


class Reading:
    """An article read from its start: each text is given with the removals that precede it."""

    def __init__(self, article: Article) -> None:
        """Begin at the start."""
        self._article = article
        self._places = Places(article.row["content"])
        self._removals = [
            change for change in article.changes if change.is_removal and change.edit.before.strip()
        ]
        self._next = 0

    def part(self, text: str) -> Part:
        """Give the next text; one that is not found in the article has no marks."""
        shown = text[:LONGEST]
        found = self._places.find(shown) if text else None
        if found is None:
            return Part((), (Piece(shown),) if shown else (), len(text) - len(shown))
        removed = self._before(found.start)
        while self._next < len(self._removals) and (
            self._removals[self._next].clean[0] < found.end
        ):
            self._next += 1  # these stand inside the text, as marks
        marks = self._article.marks(found)
        return Part(removed, tuple(pieces(shown, marks)), len(text) - len(shown))

    def rest(self) -> tuple[Removed, ...]:
        """Give what was removed after the last text."""
        return self._before(None)

    def _before(self, place: int | None) -> tuple[Removed, ...]:
        first = self._next
        while self._next < len(self._removals) and (
            place is None or self._removals[self._next].clean[0] <= place
        ):
            self._next += 1
        return tuple(_together(self._removals[first : self._next]))


def _together(removals: Sequence[Change]) -> Iterator[Removed]:
    """Put removals of one kind that follow each other into one."""
    for kind, group in groupby(removals, key=lambda change: change.kind):
        edits = [change.edit for change in group]
        texts = [line.strip() for edit in edits for line in edit.before.splitlines()]
        says = dict.fromkeys(_says(edit) for edit in edits)
        sure = min(edit.confidence for edit in edits)
        yield Removed(kind, "; ".join(says), sure, tuple(filter(None, texts)))


def _says(edit: Edit) -> str:
    _, _, evidence = edit.rule.partition("/")
    return kinds.reason(evidence) if evidence else words.why(edit.step, edit.rule)


@dataclass(frozen=True, slots=True)
class Line:
    """A segment pair between two articles, with what was removed before its sides."""

    pair: Row
    source: Part
    target: Part


def lines(article: Article) -> Iterator[Part]:
    """Give the lines of an article on its own; the last part is what was removed at its end."""
    reading = Reading(article)
    for start, end in line_spans(article.row["content"]):
        yield reading.part(article.row["content"][start:end])
    yield Part(reading.rest(), ())


def beside(source: Article, target: Article, pairs: Sequence[Row]) -> Iterator[Line]:
    """Give two articles side by side, gaps in their places; ``pairs`` run from source to target."""
    left, right = Reading(source), Reading(target)
    for pair in in_order(pairs):
        yield Line(pair, left.part(pair["source"]), right.part(pair["target"]))
    rest = (left.rest(), right.rest())
    if any(rest):
        yield Line({}, Part(rest[0], ()), Part(rest[1], ()))


def in_order(pairs: Sequence[Row]) -> list[Row]:
    """Put the pairs of two articles into the order of the source, gaps of it where they belong."""
    there = sorted((one for one in pairs if one["source_index"]), key=_source_place)
    for gap in sorted((one for one in pairs if not one["source_index"]), key=_target_place):
        before = [
            place
            for place, one in enumerate(there)
            if one["target_index"] and _target_place(one) < _target_place(gap)
        ]
        there.insert(before[-1] + 1 if before else 0, gap)
    return there


def _source_place(pair: Row) -> int:
    return int(min(pair["source_index"]))


def _target_place(pair: Row) -> int:
    return int(min(pair["target_index"], default=0))
