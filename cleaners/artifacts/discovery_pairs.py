"""Names that a translation has where its original has another: the paired original as evidence.

Both sides of each aligned sentence are searched for names. Those that are the same, or sound the
same, explain each other. What is left on both sides stands, in all likelihood, for the same thing:
the more so the more often two names are left over together, and never one without the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from cleaners.artifacts.discovery import ClueKind
from cleaners.artifacts.discovery_couples import (
    ENOUGH,
    FEWEST_BEADS,
    HAN,
    Couple,
    Found,
    Known,
    Sighting,
    by_bead,
    found_names,
    sides,
    sighting,
    unexplained,
)
from cleaners.artifacts.discovery_likeness import alike, misspelling
from cleaners.artifacts.discovery_names import (
    CONNECTOR,
    UNSPACED,
    Name,
)
from cleaners.artifacts.discovery_recurring import recurring
from cleaners.artifacts.discovery_spellings import KANA, spelt_out
from cleaners.artifacts.forms import fold

ACRONYM = 6
"""Letters of the longest acronym: languages have their own."""
UNSURE = 0.35
"""What two names count that both only begin sentences."""
_OF = regex.compile(r"(?: (?:de|del|di|da|do|of) | d['’])\p{Ll}{3,}")


class Facts(NamedTuple):
    """Names of the right side that spell out characters of the left; shares of names shared."""

    readings: int
    left_shared: float
    right_shared: float


def sightings(
    couple: Couple, words: Mapping[str, Collection[str]], known: Known
) -> Iterator[Sighting]:
    """Give what a pair of documents says about the names of a translation.

    Those of the right one; of the left one, too, where neither is the original.

    ``words`` are, for each language, the folded words that it writes small.
    """
    if couple.right.language == "zh":
        return
    left, right = (found_names(side, texts, words, known) for side, texts in sides(couple))
    left, right = unexplained(left, right, couple)
    small = words.get(couple.right.language, ())
    rest = []
    for found in right:
        spelling = list(spelt_out(found, couple, small))
        yield from spelling
        if not spelling:
            rest.append(found)
    left, right = _chained(left, couple, 0), _reaching_on(_chained(rest, couple, 1), couple)
    if couple.left.language in UNSPACED:
        yield from recurring(right, couple)
        yield from _alone(right, couple)
        left = [found for found in left if not HAN.search(found.name.text)]
    yield from _misspelt(left, right, couple)
    yield from _left_over_together(left, right, couple)


def _reaching_on(found: list[Found], couple: Couple) -> list[Found]:
    """Take in a small word and the next where they follow a single word each time it stands."""
    after: defaultdict[str, list[str]] = defaultdict(list)
    for one in found:
        match = _OF.match(couple.beads[one.bead][1], one.name.end)
        after[one.name.text].append(match.group() if match else "")
    wide = []
    for one in found:
        name, following = one.name, after[one.name.text]
        if len(following) >= FEWEST_BEADS and len(set(following)) == 1 and " " not in name.text:
            text = name.text + following[0]
            name = Name(name.start, name.start + len(text), text, name.sure)
        wide.append(one._replace(name=name))
    return wide


def _misspelt(left: list[Found], right: list[Found], couple: Couple) -> Iterator[Sighting]:
    """Find names that are nearly one of the same sentence on the other side."""
    beads = by_bead(left)
    for found in right:
        for other in beads.get(found.bead, ()):
            near = misspelling(found.name.text, other.name.text, couple.right.language)
            if near is None:
                continue
            name = found.name
            place = name.part(near.start, near.end)
            clue: ClueKind = "original" if couple.directed else "versions"
            yield sighting(found._replace(name=place), couple, clue, near.right)


def _alone(right: list[Found], couple: Couple) -> Iterator[Sighting]:
    """Give the names of several words for which nothing in the original accounts."""
    if couple.directed and couple.right.language not in UNSPACED:
        for found in right:
            if " " in found.name.text and found.name.sure:
                yield sighting(found, couple, "alone", strength=0.5)


def facts(couple: Couple, words: Mapping[str, Collection[str]], known: Known) -> Facts:
    """Count what tells which of two documents was translated from the other."""
    left, right = (
        [found for found in found_names(side, texts, words, known) if found.name.sure]
        for side, texts in sides(couple)
    )
    alone_left, alone_right = unexplained(left, right, couple)
    read = [found for found in alone_right if any(spelt_out(found, couple, ()))]
    return Facts(
        len(read),
        1 - len(alone_left) / max(1, len(left)),
        1 - (len(alone_right) - len(read)) / max(1, len(right)),
    )


def _chained(found: list[Found], couple: Couple, side: int) -> list[Found]:
    """Join names that only small words part, where neither is left over without the other."""
    times = Counter(fold(one.name.text) for one in found)
    chains: list[list[Found]] = []
    for one in found:
        last = chains[-1][-1] if chains else None
        if last and last.bead == one.bead:
            between = couple.beads[one.bead][side][last.name.end : one.name.start]
            alike = times[fold(last.name.text)] == times[fold(one.name.text)]
            if alike and CONNECTOR.fullmatch(between):
                chains[-1].append(one)
                continue
        chains.append([one])
    return [_joined(chain, couple.beads[chain[0].bead][side]) for chain in chains]


def _joined(chain: list[Found], text: str) -> Found:
    if len(chain) == 1:
        return chain[0]
    first, last = chain[0].name, chain[-1].name
    whole = Name(first.start, last.end, text[first.start : last.end], first.sure)
    return Found(chain[0].bead, chain[0].place, whole)


def _left_over_together(
    left: list[Found], right: list[Found], couple: Couple
) -> Iterator[Sighting]:
    """Pair the names left over on both sides, each with the one that it goes with best."""
    beads = [by_bead(left), by_bead(right)]
    totals = [Counter(fold(one.name.text) for one in side) for side in (left, right)]
    together: Counter[tuple[str, str]] = Counter()
    closeness: defaultdict[tuple[str, str], float] = defaultdict(float)
    for bead in sorted(beads[0].keys() & beads[1].keys()):
        ones, others = beads[0][bead], beads[1][bead]
        for one in ones:
            for other in others:
                key = fold(one.name.text), fold(other.name.text)
                together[key] += 1
                near = 1 - abs(one.place - other.place)
                closeness[key] += near / max(len(ones), len(others))
    scores = {key: _score(key, count, closeness[key], totals) for key, count in together.items()}
    best_left = _best(scores, 0)
    best_right = _best(scores, 1)
    for bead in sorted(beads[0].keys() & beads[1].keys()):
        for one in beads[0][bead]:
            for other in beads[1][bead]:
                key = fold(one.name.text), fold(other.name.text)
                mutual = best_left[key[0]] == key and best_right[key[1]] == key
                if mutual and scores[key] >= ENOUGH:
                    doubt = (one.name.sure + other.name.sure) / 2 or UNSURE
                    yield from _both_ways(one, other, couple, min(1.0, scores[key]) * doubt)


def _score(key: tuple[str, str], count: int, near: float, totals: Sequence[Counter[str]]) -> float:
    """Say how surely two names go together (about 0-1)."""
    dice = 2 * count / (totals[0][key[0]] + totals[1][key[1]])
    alone = near / count
    recurring = 1 - 0.5**count
    return dice * (0.5 * alone + 0.3 * recurring + 0.4 * alike(*key))


def _best(scores: Mapping[tuple[str, str], float], side: int) -> dict[str, tuple[str, str]]:
    best: dict[str, tuple[str, str]] = {}
    for key in sorted(scores):
        kept = best.get(key[side])
        if kept is None or scores[key] > scores[kept]:
            best[key[side]] = key
    return best


def _is_acronym(name: str) -> bool:
    return name.isupper() and len(name) <= ACRONYM and not HAN.search(name)


def _both_ways(one: Found, other: Found, couple: Couple, strength: float) -> Iterator[Sighting]:
    if KANA.fullmatch(other.name.text) or all(_is_acronym(x.name.text) for x in (one, other)):
        return
    if HAN.search(other.name.text):
        strength /= 2
    if couple.directed:
        yield sighting(other, couple, "original", one.name.text, strength=strength)
    else:
        yield sighting(other, couple, "versions", one.name.text, strength=strength)
        beads = [(right, left) for left, right in couple.beads]
        turned = Couple(couple.right, couple.left, beads)
        yield sighting(one, turned, "versions", other.name.text, strength=strength)
