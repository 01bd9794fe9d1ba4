"""Which version of a story is the original, by what happens to names.

A name that spells out Chinese or Japanese characters can only have come from them. Elsewhere the
original is the version whose names most others kept: translations break different names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cleaners.artifacts.discovery_couples import Couple
from cleaners.artifacts.discovery_names import UNSPACED
from cleaners.artifacts.discovery_pairs import Facts

FEWEST_READINGS = 2
"""So many names that spell out characters of a version make it the original."""
WORLD, WORLD_LANGUAGE = 0.1, "en"
"""What the language adds in which most of what is translated was written."""
DECLARED = 0.1
"""What the pairing's own guess adds to the share of names that others kept."""
UNTOLD, TRUSTED = 0.5, 0.3
"""The same for a version in a script in which names are no help: its share is unknown, and the
pairing's guess all there is."""
CHARACTERS = ("zh", "ja")
"""Languages whose characters others spell out, the one that lends them to the other first."""


def turned(couple: Couple) -> Couple:
    """Give the couple with the side on the left whose characters the other may spell out."""
    ranks = [
        CHARACTERS.index(side.language) if side.language in CHARACTERS else len(CHARACTERS)
        for side in (couple.left, couple.right)
    ]
    return swapped(couple) if ranks[1] < ranks[0] else couple


def swapped(couple: Couple) -> Couple:
    """Give the couple with its sides exchanged."""
    beads = [(right, left) for left, right in couple.beads]
    return replace(couple, left=couple.right, right=couple.left, beads=beads)


@dataclass
class Stories:
    """What is known of the versions of each story; filled couple by couple, in any order."""

    _parent: dict[str, str] = field(default_factory=dict)
    _readings: Counter[str] = field(default_factory=Counter)
    _shared: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _direct: Counter[str] = field(default_factory=Counter)
    _languages: dict[str, str] = field(default_factory=dict)

    def add(self, couple: Couple, facts: Facts) -> None:
        """Note what a couple, turned, says about its documents."""
        left, right = couple.left.document, couple.right.document
        first, second = sorted((self._head(left), self._head(right)))
        self._parent[second] = first
        self._readings[left] += facts.readings
        self._shared[left].append(facts.left_shared)
        self._shared[right].append(facts.right_shared)
        self._languages[left] = couple.left.language
        self._languages[right] = couple.right.language
        if couple.direct:
            self._direct.update((left, right))

    def originals(self) -> frozenset[str]:
        """Give the original of each story."""
        stories: defaultdict[str, list[str]] = defaultdict(list)
        for document in sorted(self._shared):
            stories[self._head(document)].append(document)
        return frozenset(self._original(documents) for documents in stories.values())

    def _original(self, documents: Sequence[str]) -> str:
        declared = self._declared(documents)

        def rank(document: str) -> tuple[int, float, str]:
            readings = self._readings[document]
            shares = sorted(self._shared[document])
            kept = sum(shares) / len(shares) + DECLARED * (document == declared)
            if self._languages[document] in UNSPACED:
                kept = UNTOLD + TRUSTED * (document == declared)
            kept += WORLD * (self._languages[document] == WORLD_LANGUAGE)
            return (readings if readings >= FEWEST_READINGS else 0, round(kept, 6), document)

        return max(documents, key=rank)

    def _declared(self, documents: Sequence[str]) -> str:
        """Give the document that most others are directly translated from; none where two are."""
        first, *others = sorted(documents, key=lambda one: (-self._direct[one], one))
        alone = not others or self._direct[first] > self._direct[others[0]]
        return first if alone and self._direct[first] else ""

    def _head(self, document: str) -> str:
        while (parent := self._parent.get(document, document)) != document:
            self._parent[document] = self._parent.get(parent, parent)
            document = parent
        return document


def directed(couple: Couple, originals: frozenset[str]) -> Couple:
    """Put the original of the story on the left, where one of the two is it."""
    if couple.right.document in originals:
        couple = swapped(couple)
    elif couple.left.document not in originals:
        return replace(turned(couple), original="")
    return replace(couple, original=couple.left.document)
