"""How near documents are in meaning: vectors of their sentences, centred for each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from cleaners.bitext import neighbours
from cleaners.bitext.embedding import Space, embed_in
from cleaners.bitext.profiles import Profile
from cleaners.bitext.vectors import Array

# What all texts share (language, genre) says nothing about which belong together and is taken off.
# A language's centre is estimated from its documents and, so that one document is not its own
# centre, these sentences of no particular story, which count as much as so many documents.
BACKGROUND: Final = (
    "The weather will be sunny tomorrow.",
    "The company reported higher profits this quarter.",
    "Scientists discovered a new species in the ocean.",
    "The match ended in a draw.",
    "The government announced new rules for schools.",
    "She opened a small restaurant near the station.",
    "Prices of vegetables rose last month.",
    "The film tells the story of a young musician.",
    "Doctors recommend sleeping at least eight hours.",
    "The train was late because of snow.",
    "He wrote a letter to his mother.",
    "The police are looking for two witnesses.",
    "New phones are getting thinner and faster.",
    "The museum shows paintings from the nineteenth century.",
    "Voters will choose a new president in autumn.",
    "Mix the flour with eggs and milk.",
)
BACKGROUND_WEIGHT: Final = 8
DOCUMENTS_AT_ONCE: Final = 128
FAST: Final = frozenset({"usem3", "surface"})
# A slow model reads less of each document; pairing by the first six sentences was as good.
FEWER_SENTENCES: Final = 6
# Of a large collection as well: embedding is nearly all that pairing costs. Pairing seven languages
# by the first four sentences made no mistake either.
MANY_DOCUMENTS: Final = 1_000
FEWEST_SENTENCES: Final = 4


class Likeness(NamedTuple):
    """How near two documents are (all about 0 for unrelated ones, at most 1).

    ``document`` is the cosine of the mean vectors; ``sentences`` the mean over all sentences of
    the cosine with the nearest one of the other side; ``order`` the correlation of their places
    with those of their nearest.
    """

    document: float
    sentences: float
    order: float


class Vectors:
    """The centred vectors of some documents in one space."""

    def __init__(self, profiles: Sequence[Profile], chosen: Space) -> None:
        """Embed the first sentences of the documents, and centre them for each language."""
        most = None if chosen in FAST else FEWER_SENTENCES
        if len(profiles) > MANY_DOCUMENTS:
            most = FEWEST_SENTENCES
        self.sentences = dict(_embedded(profiles, chosen, most))
        background = BACKGROUND_WEIGHT * embed_in(chosen, BACKGROUND).mean(axis=0)
        sums: dict[str, Array] = {}
        counts: dict[str, int] = {}
        for one in profiles:
            sums[one.language] = sums.get(one.language, background)
            sums[one.language] = sums[one.language] + self.sentences[one.id].mean(axis=0)
            counts[one.language] = counts.get(one.language, BACKGROUND_WEIGHT) + 1
        self.documents: dict[str, Array] = {}
        for one in profiles:
            rows = self.sentences[one.id]
            rows -= sums[one.language] / np.float32(counts[one.language])
            self.documents[one.id] = _unit(rows.mean(axis=0, keepdims=True))[0]
            rows /= _norms(rows)

    def compare(self, first: str, second: str) -> Likeness:
        """Compare two documents by their identifiers."""
        cosine = self.sentences[first] @ self.sentences[second].T
        document = float(self.documents[first] @ self.documents[second])
        nearest = (cosine.max(axis=1).mean() + cosine.max(axis=0).mean()) / 2
        return Likeness(document, float(nearest), _order(cosine))

    def nearest(
        self, ours: Sequence[str], theirs: Sequence[str], many: int
    ) -> Iterator[tuple[str, str]]:
        """Give each of our documents with the ``many`` of theirs that are nearest to it."""
        if not (ours and theirs):
            return
        rows, columns = (
            np.stack([self.documents[name] for name in side]) for side in (ours, theirs)
        )
        for name, places in zip(
            ours, neighbours.nearest(rows, columns, many).tolist(), strict=True
        ):
            yield from ((name, theirs[place]) for place in places if place >= 0)


def _embedded(
    profiles: Sequence[Profile], chosen: Space, most: int | None
) -> Iterator[tuple[str, Array]]:
    """Embed the first sentences of documents, many documents at once: small batches are slow."""
    for start in range(0, len(profiles), DOCUMENTS_AT_ONCE):
        some = profiles[start : start + DOCUMENTS_AT_ONCE]
        texts = [one.sentences[:most] for one in some]
        rows = embed_in(chosen, [text for own in texts for text in own])
        ends = list(accumulate(map(len, texts)))
        for one, own, end in zip(some, texts, ends, strict=True):
            yield one.id, rows[end - len(own) : end]


def _unit(rows: Array) -> Array:
    return np.asarray(rows / _norms(rows), dtype=np.float32)


def _norms(rows: Array) -> Array:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.maximum(norms, 1e-6), dtype=np.float32)


def _order(cosine: Array) -> float:
    """Correlate places with the places of the nearest; 0 where there are too few to tell."""
    rows = cosine if cosine.shape[0] <= cosine.shape[1] else cosine.T
    if len(rows) < 4:
        return 0.0
    nearest = rows.argmax(axis=1)
    if nearest.min() == nearest.max():
        return 0.0
    return float(np.corrcoef(nearest, np.arange(len(nearest)))[0, 1])
