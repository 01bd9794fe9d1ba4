"""What can be measured of a page's lines, the same for HTML and flattened text, in any language.

Each line gets a column of numbers: its own shape, what its markup says, how it sits among its
neighbours and in the page. Nothing here knows a language; phrases are counted, not read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate import about, anchors, containers, context, reading, surroundings
from cleaners.boilerplate.hits import Hits
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.phrases import Phrases
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.sheet import Matrix, Sheet
from cleaners.boilerplate.tree import Tree
from cleaners.boilerplate.vocabulary import VOCABULARY
from cleaners.records import Metadata

# From so many words on a line that ends a sentence is taken for running text.
RUNNING_TEXT = 12
_SENTENCE_END = SHAPE.index("sentence_end")
_COMMON = VOCABULARY.index("common")


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A page's lines, measured: ``columns`` has one row a measure, one column a line.

    ``tree`` are the elements around the lines, ``None`` for flattened text.
    """

    sheet: Sheet
    columns: Matrix
    tree: Tree | None = None

    @property
    def matrix(self) -> Matrix:
        """The measures with one row a line."""
        return self.columns.T

    @property
    def words(self) -> NDArray[np.float64]:
        """The lines' lengths in words."""
        return self.sheet.words

    @property
    def hits(self) -> Hits:
        """What the phrases say about the lines."""
        return self.sheet.hits


NOTHING_SAID = Metadata()


def measure(
    lines: Lines, title: str, phrases: Phrases, metadata: Metadata = NOTHING_SAID
) -> Measured:
    """Measure a page's lines.

    ``title`` is the page's own title where it is known, else empty; ``metadata`` is what the page
    says of itself. The measures are the same, in the same order, for every page of HTML, and for
    every page of flattened text.
    """
    return measured(reading.read(lines, title, phrases), metadata)


def measured(sheet: Sheet, metadata: Metadata = NOTHING_SAID) -> Measured:
    """Measure what has been read of a page's lines, as ``measure`` does."""
    lines = sheet.lines
    if not lines.marked_up:
        return Measured(sheet, sheet.columns)
    ended = sheet.own[_SENTENCE_END] > 0
    running = ended & (sheet.words >= RUNNING_TEXT)
    tree = Tree.of(lines)
    blocks = (
        sheet.columns,
        surroundings.measure(lines, sheet.words, ended, RUNNING_TEXT / 2),
        context.measure(sheet.own, sheet.vocabulary[_COMMON], sheet.words, running, lines.gaps),
        containers.measure(sheet, tree),
        np.repeat(about.measure(metadata)[:, None], len(lines), axis=1),
        anchors.measure(sheet, tree, metadata.summary or ""),
    )
    return Measured(sheet, np.concatenate(blocks), tree)
