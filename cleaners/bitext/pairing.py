"""Which documents are translations of each other, and why we believe it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from cleaners.bitext.embedding import embed
from cleaners.records import Document, DocumentPair, Evidence


def pair(documents: Sequence[Document]) -> tuple[DocumentPair, ...]:
    """Pair the documents that are translations of each other."""
    ordered = sorted(documents, key=lambda document: document.id)
    means = {}
    for document in ordered:
        texts = [segment.text for segment in document.segments] or [document.content]
        means[document.id] = embed(texts, document.language).mean(axis=0)
    pairs = []
    for a, b in combinations(ordered, 2):
        if a.language == b.language:
            continue
        x, y = means[a.id], means[b.id]
        cosine = float(x @ y / ((x @ x) * (y @ y)) ** 0.5)
        if cosine > 0.8:
            pairs.append(
                DocumentPair(a.id, b.id, cosine, (Evidence("cosine", f"{cosine:.3f}", cosine),))
            )
    return tuple(pairs)
