"""Alignment of texts of any length in bounded memory: a window moves along both.

Inside a window the texts are aligned as usual. What stands before a run of sure 1-1 beads is given;
the window goes on from there. Where a window holds no such run, as where one side lacks chapters,
it is widened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from cleaners.bitext.alignment import align
from cleaners.records import Bead

# Sentences of each side, some 50 MB; a window may become so many times as large.
WINDOW: Final = 2_000
WIDENED: Final = 8
# A cut stands after so many 1-1 beads in a row of at least this score, outside the last part of the
# window, in which the texts need not correspond.
SURE_BEADS: Final = 4
SURE_SCORE: Final = 0.7
LAST_PART: Final = 0.25

Advance = Callable[[int, int], None]


def align_stream(
    source: Sequence[str],
    target: Sequence[str],
    languages: tuple[str, str],
    advance: Advance = lambda _source, _target: None,
    window: int = WINDOW,
) -> Iterator[Bead]:
    """Align two lists of sentences as ``align`` does, giving beads as soon as they are sure.

    ``advance`` is told how many sentences of each side are done; ``window`` is how many sentences
    of the source are looked at together at first.
    """
    i = j = 0
    size = window
    while i < len(source) or j < len(target):
        left, right = source[i : i + size], target[j : j + _proportional(size, source, target)]
        beads = align(left, right, *languages)
        whole = i + len(left) == len(source) and j + len(right) == len(target)
        kept = len(beads) if whole else _cut(beads, len(left), len(right))
        if not kept and size < window * WIDENED:
            size *= 2
            continue
        kept = kept or max(1, len(beads) // 2)
        for bead in beads[:kept]:
            yield Bead(
                tuple(i + index for index in bead.source),
                tuple(j + index for index in bead.target),
                bead.score,
            )
        i += sum(len(bead.source) for bead in beads[:kept])
        j += sum(len(bead.target) for bead in beads[:kept])
        size = window
        advance(i, j)


def _proportional(size: int, source: Sequence[str], target: Sequence[str]) -> int:
    """Give the window of the target: as much longer as it has more sentences, within reason."""
    ratio = len(target) / max(1, len(source))
    return max(1, round(size * min(2.0, max(0.5, ratio))))


def _cut(beads: Sequence[Bead], rows: int, columns: int) -> int:
    """Say how many beads stand before the last sure place of a window; 0 where there is none."""
    sure = 0
    last = 0
    i = j = 0
    for number, bead in enumerate(beads, 1):
        i += len(bead.source)
        j += len(bead.target)
        if i > (1 - LAST_PART) * rows or j > (1 - LAST_PART) * columns:
            break
        one_to_one = len(bead.source) == len(bead.target) == 1
        sure = sure + 1 if one_to_one and bead.score >= SURE_SCORE else 0
        if sure >= SURE_BEADS:
            last = number
    return last
