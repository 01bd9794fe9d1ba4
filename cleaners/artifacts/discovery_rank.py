"""From sightings to candidates: what was seen is added up, and the likeliest come first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from math import fsum, log2
from typing import Final

import regex

from cleaners.artifacts import discovery_readings
from cleaners.artifacts.discovery import Candidate, Clue, ClueKind, Example, candidate_id
from cleaners.artifacts.discovery_couples import Sighting
from cleaners.artifacts.forms import fold
from cleaners.artifacts.lexicon import Kind
from cleaners.artifacts.romanisation import simplified

WEIGHTS: Final[Mapping[ClueKind, float]] = {
    "original": 2.5,
    "hybrid": 2.2,
    "reading": 1.4,
    "likeness": 1.5,
    "gloss": 1.0,
    "residue": 1.0,
    "versions": 0.7,
    "role": 1.0,
    "alone": 0.7,
}
"""What each kind of evidence counts, seen often."""
NAMED = 1.0
"""What it adds that the right form is known, by more than a guess."""
SURE_NAME = 0.5
"""Weight of the votes from which a right form is more than a guess."""
VOTES: Final[Mapping[ClueKind, float]] = {
    "original": 1.0, "versions": 0.25, "likeness": 0.5, "gloss": 0.7, "role": 0.2,
}  # fmt: skip
OWN_NAME = 0.7
"""What a plain spelling of surname and given name loses: most people of the region use it."""
PREVALENCE = 0.2
"""What each doubling of the documents adds that have the form."""
SEEN_RIGHT = 1.5
"""What a form loses that an original has."""
LEAST_VOTES = 0.2
"""Votes below which nobody knows the right form."""
PROVEN = 0.3
"""Strength from which an original that has another name makes this one no right form."""
EXAMPLES = 3
_LATIN = regex.compile(r"\p{Latin}")


@dataclass
class _Entry:
    """What was seen of one form."""

    surfaces: Counter[str] = field(default_factory=Counter)
    languages: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    places: set[tuple[str, str]] = field(default_factory=set)
    seen: defaultdict[ClueKind, dict[tuple[str, str], float]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    names: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    sources: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    proven: float = 0.0
    systems: Counter[str] = field(default_factory=Counter)
    examples: dict[tuple[str, str], tuple[float, Example]] = field(default_factory=dict)

    def show(self, one: Sighting) -> None:
        """Keep the sentence of a sighting if it is one of the few that show most."""
        known = bool(one.example.original) + (one.clue == "original")
        key, shown = (one.example.path, one.example.text), (-one.strength - known, one.example)
        before = self.examples.get(key)
        if before is None or _rank(shown) < _rank(before):
            self.examples[key] = shown
        if len(self.examples) > EXAMPLES:
            worst = max(self.examples.values(), key=_rank)[1]
            del self.examples[worst.path, worst.text]

    def shown(self) -> tuple[Example, ...]:
        """Give the examples, the one that shows most first."""
        return tuple(example for _, example in sorted(self.examples.values(), key=_rank))


def _rank(shown: tuple[float, Example]) -> tuple[float, str, str, str, str]:
    weight, one = shown
    return weight, one.path, one.text, one.original_language, one.original


class Ledger:
    """Adds up sightings, in any order, and gives the candidates that follow from them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._entries: dict[str, _Entry] = {}
        self._renderings: defaultdict[str, defaultdict[str, dict[str, float]]] = defaultdict(
            lambda: defaultdict(dict)
        )

    def add(self, one: Sighting) -> None:
        """Note a sighting."""
        entry = self._entries.setdefault(fold(one.wrong), _Entry())
        entry.surfaces[one.wrong] += 1
        entry.languages.add(one.language)
        entry.documents.add(one.document)
        place = (one.document, one.example.text)
        entry.places.add(place)
        before = entry.seen[one.clue].get(place, 0.0)
        entry.seen[one.clue][place] = max(before, one.strength)
        if one.canonical:
            entry.names[one.canonical] += VOTES.get(one.clue, 0.0) * one.strength
        if one.canonical and one.clue == "original":
            entry.proven += one.strength
        if one.source and one.clue == "alone":
            self.add_rendering(simplified(one.source), one.wrong, one.language, one.strength / 2)
        if one.source:
            entry.sources[one.source] += one.strength
        if one.detail:
            entry.systems[one.detail] += 1
        entry.show(one)

    def sources(self) -> frozenset[str]:
        """Give the characters, simplified, that names were seen to spell out."""
        return frozenset(
            simplified(source)
            for entry in self._entries.values()
            if entry.systems
            for source in entry.sources
        )

    def add_rendering(self, source: str, name: str, language: str, strength: float) -> None:
        """Note a name that stood beside characters (simplified) and may be their right form."""
        languages = self._renderings[source][name]
        languages[language] = languages.get(language, 0.0) + strength

    def candidates(
        self, right: Collection[str], named: Callable[[str], str | None]
    ) -> list[Candidate]:
        """Give the candidates, the likeliest first; equal ones by their form.

        ``right`` are folded names of originals, which speak against an error; ``named`` gives what
        the lexicon calls characters.
        """
        support = Counter(
            simplified(source) for entry in self._entries.values() for source in entry.sources
        )
        judge = _Judge(right, named, support, self.sources())
        made = [self._candidate(form, entry, judge) for form, entry in self._entries.items()]
        found = [candidate for candidate in made if candidate]
        return sorted(found, key=lambda one: (-one.score, fold(one.wrong), one.id))

    def _candidate(self, form: str, entry: _Entry, judge: _Judge) -> Candidate | None:
        wrong = max(entry.surfaces, key=lambda text: (entry.surfaces[text], text))
        source = _best(
            {one: votes * judge.support[simplified(one)] for one, votes in entry.sources.items()}
        )[0]
        canonical, votes = self._canonical(wrong, source, entry, judge)
        if votes < LEAST_VOTES:
            canonical = ""
        if fold(canonical) == fold(wrong) or self._is_right(entry, source, judge):
            return None
        score = fsum(
            WEIGHTS[kind] * (1 - 0.5 ** (2 * fsum(seen.values())))
            for kind, seen in sorted(entry.seen.items())
        )
        score += NAMED if votes >= SURE_NAME else 0.0
        score -= SEEN_RIGHT if form in judge.right else 0.0
        score += PREVALENCE * log2(len(entry.documents))
        if entry.systems and not canonical and _is_own_name(wrong, source, entry.systems):
            score -= OWN_NAME
        clues = (
            Clue(kind, len(seen), len({document for document, _ in seen}))
            for kind, seen in entry.seen.items()
        )
        return Candidate(
            candidate_id(wrong, canonical, source),
            wrong,
            canonical,
            source,
            _kind(wrong, canonical, source),
            tuple(sorted(entry.languages)),
            round(score, 2),
            len(entry.places),
            len(entry.documents),
            tuple(sorted(clues, key=lambda one: (-WEIGHTS[one.kind], one.kind))),
            entry.shown(),
        )

    def _canonical(
        self, wrong: str, source: str, entry: _Entry, judge: _Judge
    ) -> tuple[str, float]:
        """Choose the right form: the lexicon's, else the one that most speaks for."""
        known = judge.named(source) if source else None
        if known and _may_replace(known, wrong):
            return known, 2.0
        votes: defaultdict[str, float] = defaultdict(float)
        beside = self._rendered(simplified(source), judge)
        for name, weight in (*entry.names.items(), *beside.items()):
            if _may_replace(name, wrong) and not self._is_doubted(name, judge):
                votes[name] += weight
        return _best(votes)

    def _rendered(self, source: str, judge: _Judge) -> dict[str, float]:
        """Give the names that stood beside characters, with their votes.

        What several languages have is no literal rendering; what one has may be, unless somebody
        spelt the characters out, so that another name for them is no translation.
        """
        person = len(source) == len("姓名字")
        return {
            name: sum(languages.values())
            * (0.3 if person and not _has_surname(name, source) else 1)
            for name, languages in self._renderings.get(source, {}).items()
            if len(languages) > 1 or source in judge.spelt
        }

    def _is_right(self, entry: _Entry, source: str, judge: _Judge) -> bool:
        """Tell whether a form only stands where others spell the characters out: it is the name."""
        others = entry.seen.keys() - {"versions", "alone"}
        return not others and not entry.proven and simplified(source) in judge.spelt

    def _is_doubted(self, name: str, judge: _Judge) -> bool:
        """Tell whether a name is a broken one itself, and so no right form of another."""
        entry = self._entries.get(fold(name))
        if entry is None or fold(name) in judge.right:
            return False
        return bool(entry.systems) or round(entry.proven, 6) > PROVEN


@dataclass(frozen=True)
class _Judge:
    """What is known besides the sightings."""

    right: Collection[str]
    named: Callable[[str], str | None]
    support: Mapping[str, int]
    spelt: Collection[str]


def _has_surname(name: str, source: str) -> bool:
    """Tell whether a word of a name spells out the first character of the source."""
    return any(discovery_readings.spells(word, source[0]) for word in name.split())


def _is_own_name(wrong: str, source: str, systems: Collection[str]) -> bool:
    """Tell whether somebody of the region may well be called so: surname and given name, spelt."""
    if "place" in systems:
        return True
    plain = set(systems) <= {"home", "island", "mixed", "vietnamese", "cyrillic"}
    return plain and len(source) in (2, 3) and " " in wrong


def _best(votes: Mapping[str, float]) -> tuple[str, float]:
    """Give what has most votes and how many; the first of the alphabet where they are equal."""
    best = max(sorted(votes), key=lambda text: round(votes[text], 6), default="")
    return best, round(votes.get(best, 0.0), 6)


def _may_replace(name: str, wrong: str) -> bool:
    """Tell whether a name may stand where the wrong one does: Latin letters may everywhere."""
    return bool(_LATIN.search(name)) or not _LATIN.search(wrong)


def _kind(wrong: str, canonical: str, source: str) -> Kind:
    """Guess what a name is: two or three words and a source that is none of a company."""
    words = (canonical or wrong).split()
    if "·" in source or (len(source) == 3 and len(words) in (2, 3)):
        return "person"
    return "company" if len(words) < 4 else "concept"
