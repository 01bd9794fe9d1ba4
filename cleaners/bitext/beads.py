"""Two documents, sentence by sentence: which of their segments belong together."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.bitext.alignment import align
from cleaners.records import Bead, Document, Segment

# Scripts that put no space between sentences.
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})


def align_documents(source: Document, target: Document) -> list[Bead]:
    """Align the segments of two documents; titles align with titles.

    Gives beads over ``Segment.index``, gaps included, in document order.
    """
    source_title, target_title = _part(source, titles=True), _part(target, titles=True)
    if not (source_title and target_title):
        return _align(source.segments, target.segments, source, target)
    source_body, target_body = _part(source, titles=False), _part(target, titles=False)
    score = max(bead.score for bead in _align(source_title, target_title, source, target))
    left, right = (tuple(s.index for s in side) for side in (source_title, target_title))
    return [Bead(left, right, score), *_align(source_body, target_body, source, target)]


def side_text(document: Document, indices: Sequence[int]) -> str:
    """Give the text of some segments of a document, joined as its script joins sentences."""
    return joined([document.segments[index].text for index in indices], document.language)


def joined(texts: Sequence[str], language: str) -> str:
    """Join sentences in a row as the script of their language does.

    >>> joined(["你好！", "再見！"], "zh-Hant"), joined(["Bonjour !", "Ça va ?"], "fr")
    ('你好！再見！', 'Bonjour ! Ça va ?')
    """
    separator = "" if language.split("-", maxsplit=1)[0] in _UNSPACED else " "
    return separator.join(texts)


def _part(document: Document, *, titles: bool) -> list[Segment]:
    return [segment for segment in document.segments if (segment.part == "title") == titles]


def _align(
    left: Sequence[Segment], right: Sequence[Segment], source: Document, target: Document
) -> list[Bead]:
    beads = align(
        [segment.text for segment in left],
        [segment.text for segment in right],
        source.language,
        target.language,
    )
    return [
        Bead(
            tuple(left[index].index for index in bead.source),
            tuple(right[index].index for index in bead.target),
            bead.score,
        )
        for bead in beads
    ]
