"""Names of a translation and characters of its original that recur in the same sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import regex

from cleaners.artifacts.discovery_couples import (
    ENOUGH,
    FEWEST_BEADS,
    Couple,
    Found,
    Known,
    Sighting,
    found_names,
    sides,
    sighting,
    unexplained,
)
from cleaners.artifacts.discovery_names import (
    CAPITAL_NOUNS,
    UNSPACED,
    Name,
)
from cleaners.artifacts.discovery_spellings import spelt_out
from cleaners.artifacts.forms import fold
from cleaners.artifacts.romanisation import simplified

NEAR = 0.8
"""How nearly (0-1) a name and characters must stand in the same sentences."""
RECURRING = 0.85
"""The doubt that one sentence leaves whether a name stands for characters."""
MOST_RUNS = 3
"""Runs of characters that recur with a name equally well, of which the sum may decide."""
CONTENT = 4
"""Letters of the shortest word before a name that says more than an article does."""
WIDEST = 5
"""Words before a name that may belong to it."""
LONGEST_CHARACTERS = 8
"""Characters of the longest source name that is looked for."""
_HAN_RUN = regex.compile(r"\p{Han}{2,}")
_WORDS = regex.compile(r"[\p{L}\p{M}\p{N}]+['’]?")


def recurring(right: list[Found], couple: Couple) -> Iterator[Sighting]:
    """Find the characters that stand in the very sentences in which a name is left over."""
    beads: defaultdict[str, list[Found]] = defaultdict(list)
    for one in right:
        beads[fold(one.name.text)].append(one)
    recurring = {name: found for name, found in beads.items() if len(found) >= FEWEST_BEADS}
    language = couple.right.language
    if not recurring or language in UNSPACED:
        return
    texts = [simplified(left) for left, _ in couple.beads]
    for name, found in recurring.items():
        if language in CAPITAL_NOUNS and " " not in name:
            continue
        places = {one.bead for one in found}
        best = _best_runs(places, texts)
        wide = _widened(found, couple) if len(places) > FEWEST_BEADS else found
        for nearness, run in best:
            start = texts[found[0].bead].find(run)
            characters = couple.beads[found[0].bead][0][start : start + len(run)]
            strength = nearness * (1 - 0.5 ** len(places)) / len(best)
            for one in wide:
                yield sighting(one, couple, "alone", source=characters, strength=strength)


def _widened(found: list[Found], couple: Couple) -> list[Found]:
    """Take in the words before a name that stand before it every time: ``the far side of the``."""
    befores = [
        _WORDS.findall(fold(couple.beads[one.bead][1][: one.name.start]))[-WIDEST:] for one in found
    ]
    shared = 0
    while shared < min(map(len, befores)):
        if len({tuple(words[-shared - 1 :]) for words in befores}) > 1:
            break
        shared += 1
    return [_reaching_back(one, couple, shared) for one in found]


def _reaching_back(one: Found, couple: Couple, count: int) -> Found:
    text = couple.beads[one.bead][1]
    words = list(_WORDS.finditer(text, 0, one.name.start))[-count:] if count else []
    if not any(len(word.group()) >= CONTENT for word in words):
        return one
    start = next(word.start() for word in words if len(word.group()) >= CONTENT)
    return one._replace(name=Name(start, one.name.end, text[start : one.name.end]))


def _best_runs(places: Collection[int], texts: Sequence[str]) -> list[tuple[float, str]]:
    """Find the runs of characters whose sentences are nearest to these, and how near (0-1).

    Of runs that are equally near the longest is taken, and others that it does not hold.
    """
    counts: Counter[str] = Counter()
    for place in sorted(places):
        counts.update(set(_runs(texts[place])))
    scored = []
    for run, inside in counts.items():
        if inside >= FEWEST_BEADS and 2 * inside > len(places):
            total = sum(run in text for text in texts)
            scored.append((2 * inside / (len(places) + total), len(run), run))
    best: list[tuple[float, str]] = []
    for nearness, _, run in sorted(scored, reverse=True):
        if nearness < max(NEAR, best[0][0] if best else 0.0) or len(best) == MOST_RUNS:
            break
        if not any(run in longer for _, longer in best):
            best.append((nearness, run))
    return best


def renderings(
    couple: Couple,
    sources: Collection[str],
    words: Mapping[str, Collection[str]],
    known: Known,
) -> Iterator[tuple[str, str, str, float]]:
    """Give names left over beside characters that somebody spelt out: perhaps the right form.

    ``sources`` are simplified; each comes with a name, its language, and how surely the two belong
    together (0-1).
    """
    if couple.left.language not in UNSPACED or couple.right.language in UNSPACED:
        return
    texts = [simplified(left) for left, _ in couple.beads]
    left, right = (found_names(side, texts_, words, known) for side, texts_ in sides(couple))
    small = words.get(couple.right.language, ())
    _, rest = unexplained(left, right, couple)
    rest = [one for one in rest if one.name.sure and not any(spelt_out(one, couple, small))]
    beads: defaultdict[str, set[int]] = defaultdict(set)
    for bead, text in enumerate(texts):
        for run in _runs(text):
            if run in sources:
                beads[run].add(bead)
    for name, places in sorted(_places(rest).items()):
        nearness, source = max(
            (
                (2 * len(places & where) / (len(places) + len(where)), source)
                for source, where in beads.items()
            ),
            default=(0.0, ""),
        )
        if nearness >= ENOUGH:
            language = couple.right.language
            yield source, name, language, nearness * (1 - RECURRING ** len(places & beads[source]))


def _places(found: list[Found]) -> dict[str, set[int]]:
    places: dict[str, set[int]] = {}
    for one in found:
        places.setdefault(one.name.text, set()).add(one.bead)
    return places


def _runs(text: str) -> Iterator[str]:
    """Give the runs of two to eight Chinese characters in a text."""
    for match in _HAN_RUN.finditer(text):
        run = match.group()
        for start in range(len(run) - 1):
            for end in range(start + 2, min(len(run), start + LONGEST_CHARACTERS) + 1):
                yield run[start:end]
