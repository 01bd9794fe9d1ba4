"""Which documents are translations of each other, and why we believe it.

Candidates are the documents that are nearest in meaning, linked, or named alike; each pair is
weighed (``pair_evidence``), and the pairs are gathered into stories, since the versions of a story
pair through its original.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from cleaners.bitext.candidates import Candidates
from cleaners.bitext.groups import gather
from cleaners.bitext.originals import Version, original
from cleaners.bitext.pair_evidence import Weigher, chance, total
from cleaners.bitext.profiles import Profile, profile
from cleaners.records import UNKNOWN_LANGUAGE, Document, DocumentPair, Evidence

UNPAIRABLE = frozenset({UNKNOWN_LANGUAGE, "mul", "zxx", ""})


def pair(documents: Sequence[Document]) -> tuple[DocumentPair, ...]:
    """Pair the documents that are translations of each other.

    Rejected documents and those of unknown language are left out; of duplicates give only the one
    that is kept. All versions of a story in different languages are paired with each other. The
    result is sorted and does not depend on the order of the documents; memory grows with their
    number, not with its square.
    """
    versions = {
        one.id: Version(profile(one), one.content)
        for one in sorted(documents, key=lambda one: one.id)
        if one.rejected is None and one.content.strip()
    }
    by_id = {
        name: one.profile
        for name, one in versions.items()
        if one.profile.language not in UNPAIRABLE and one.profile.sentences
    }
    if len(by_id) < 2:
        return ()
    scales = _Scales(by_id)
    edges = {two: scales.log_odds(*two) for two in sorted(scales.candidates.pairs())}
    pairs = [
        found
        for group in gather(edges, by_id, scales.log_odds)
        for found in _pairs_of_story(group, versions, scales)
    ]
    return tuple(sorted(pairs, key=lambda found: (found.source, found.target)))


class _Scales:
    """Weighs pairs of documents; keeps the sums only, which most pairs are asked for."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        everyone = list(profiles.values())
        self.candidates = Candidates(everyone)
        self._profiles = profiles
        self._weigher = Weigher(everyone)
        self._sums: dict[tuple[str, str], float] = {}

    def evidence(self, first: str, second: str) -> tuple[Evidence, ...]:
        """Give the reasons for and against a pair."""
        ours, theirs = (self._profiles[name] for name in sorted((first, second)))
        return self._weigher.weigh(ours, theirs, self.candidates.compare(ours, theirs))

    def log_odds(self, first: str, second: str) -> float:
        """Give the log odds that a pair belongs together."""
        key = (first, second) if first < second else (second, first)
        if key not in self._sums:
            self._sums[key] = total(self.evidence(first, second))
        return self._sums[key]


def _pairs_of_story(
    group: Sequence[str], versions: Mapping[str, Version], scales: _Scales
) -> list[DocumentPair]:
    language = {name: versions[name].profile.language for name in group}
    first_of_all = original(group, versions, scales.log_odds)
    pairs = []
    for first, second in combinations(group, 2):
        if language[first] == language[second]:
            continue
        source, target = sorted((first, second), key=lambda name: (name != first_of_all, name))
        evidence = scales.evidence(first, second)
        log_odds = total(evidence)
        direct = source == first_of_all
        if not direct:
            source, target = sorted((first, second), key=language.__getitem__)
            through = min(scales.log_odds(first_of_all, name) for name in (first, second))
            if through > log_odds:
                weight = round(through - log_odds, 3)
                evidence = (*evidence, Evidence("through_original", first_of_all, weight))
                log_odds = through
        pairs.append(DocumentPair(source, target, chance(log_odds), evidence, direct))
    return pairs
