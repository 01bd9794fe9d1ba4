"""Pages that say the same in the same language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleaners.records import Document, content_id


class Duplicate(NamedTuple):
    """One document's place in a cluster; ``duplicate_of`` is ``None`` for the one that is kept."""

    document: str
    cluster_id: str
    duplicate_of: str | None
    similarity: float


def cluster(documents: Sequence[Document]) -> tuple[Duplicate, ...]:
    """Cluster documents with the same text; every document is in exactly one cluster."""
    kept: dict[str, str] = {}
    found = []
    for document in sorted(documents, key=lambda document: document.id):
        key = content_id(document.language, document.text)
        first = kept.setdefault(key, document.id)
        found.append(Duplicate(document.id, key, None if first == document.id else first, 1.0))
    return tuple(found)
