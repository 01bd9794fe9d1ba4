"""Which documents could be translations of each other: few for each, found without trying all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from cleaners.bitext.embedding import Space, meeting_space, space
from cleaners.bitext.likeness import Likeness, Vectors
from cleaners.bitext.profiles import Profile

# Measured on three collections, up to sixty pages a language: the right one was always among them.
MOST_CANDIDATES: Final = 4
# The model for languages that the fast one does not know meets no more pages of a language than
# this before a look at numbers and names; after it, so many for each of its own pages.
MOST_FOR_SLOW_MODEL: Final = 150
KEPT_FOR_SLOW_MODEL: Final = 12
# A slug or an alternate address that more pages share than there are languages names no story.
MOST_SHARING: Final = 40


class Candidates:
    """The vectors of a collection's documents, and the pairs that are worth a closer look."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        """Embed the documents, each in the spaces where it can meet others."""
        self._profiles = profiles
        self._of_language: dict[str, list[str]] = defaultdict(list)
        for one in profiles:
            self._of_language[one.language].append(one.id)
        self._vectors = {
            chosen: Vectors(members, chosen) for chosen, members in self._members().items()
        }

    def pairs(self) -> set[tuple[str, str]]:
        """Give all pairs (sorted identifiers) that are near in meaning, linked, or named alike."""
        found = {_sorted(*two) for two in self._near()}
        language = {one.id: one.language for one in self._profiles}
        for sharing in self._sharing():
            found.update(_sorted(*two) for two in combinations(sharing, 2))
        return {two for two in found if language[two[0]] != language[two[1]]}

    def compare(self, first: Profile, second: Profile) -> Likeness | None:
        """Say how near two documents are; ``None`` when they were not embedded in one space."""
        vectors = self._vectors.get(meeting_space((first.language, second.language)))
        if vectors is None or not {first.id, second.id} <= vectors.documents.keys():
            return None
        return vectors.compare(first.id, second.id)

    def _members(self) -> dict[Space, list[Profile]]:
        """Say which documents are embedded in which space."""
        members: dict[Space, list[Profile]] = {}
        everywhere = meeting_space([])
        if everywhere != space([]):
            return {everywhere: list(self._profiles)} if len(self._of_language) > 1 else {}
        fast = [one for one in self._profiles if space([one.language]) == "usem3"]
        slow = [one for one in self._profiles if space([one.language]) != "usem3"]
        if len({one.language for one in fast}) > 1:
            members["usem3"] = fast
        if slow and len(self._of_language) > 1:
            members[space([slow[0].language])] = [*slow, *self._partners(slow, fast)]
        return members

    def _partners(self, slow: Sequence[Profile], fast: Sequence[Profile]) -> list[Profile]:
        """Choose the documents that those of the slow model's languages may belong to."""
        crowded = {
            language
            for language, ids in self._of_language.items()
            if len(ids) > MOST_FOR_SLOW_MODEL
        }
        chosen = {one.id for one in fast if one.language not in crowded}
        chosen.update(name for sharing in self._sharing() for name in sharing)
        if any(one.language in crowded for one in fast):
            seen = Vectors([*slow, *(one for one in fast if one.language in crowded)], "surface")
            ours = [one.id for one in slow]
            for language in sorted(crowded - {one.language for one in slow}):
                theirs = self._of_language[language]
                near = seen.nearest(ours, theirs, KEPT_FOR_SLOW_MODEL)
                chosen.update(partner for _, partner in near)
        return [one for one in fast if one.id in chosen]

    def _near(self) -> Iterator[tuple[str, str]]:
        for first, second in combinations(sorted(self._of_language), 2):
            vectors = self._vectors.get(meeting_space((first, second)))
            if vectors is None:
                continue
            ours = [one for one in self._of_language[first] if one in vectors.documents]
            theirs = [one for one in self._of_language[second] if one in vectors.documents]
            yield from vectors.nearest(ours, theirs, MOST_CANDIDATES)
            yield from vectors.nearest(theirs, ours, MOST_CANDIDATES)

    def _sharing(self) -> Iterable[list[str]]:
        """Give the documents that share a slug or an address, theirs or of an alternate."""
        sharing: dict[str, list[str]] = defaultdict(list)
        for one in self._profiles:
            for key in sorted({*one.addresses, *one.alternates, one.slug} - {""}):
                sharing[key].append(one.id)
        return [ids for ids in sharing.values() if 1 < len(ids) <= MOST_SHARING]


def _sorted(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first < second else (second, first)
