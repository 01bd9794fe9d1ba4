"""Names that a translation has where its original has another: the paired original as evidence.

Both sides of each aligned sentence are searched for names. Those that are the same, or sound the
same, explain each other. What is left on both sides stands, in all likelihood, for the same thing:
the more so the more often two names are left over together, and never one without the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from cleaners.artifacts import discovery_readings
from cleaners.artifacts.discovery import ClueKind, Example
from cleaners.artifacts.discovery_likeness import alike, misspelling, same
from cleaners.artifacts.discovery_names import (
    CAPITAL_NOUNS,
    CONNECTOR,
    UNSPACED,
    Name,
    names,
    unsettled,
)
from cleaners.artifacts.forms import fold
from cleaners.artifacts.romanisation import simplified

ENOUGH = 0.34
"""How surely (0-1) two names must go together to be noted."""
FEWEST_BEADS = 2
"""Sentences in which a name must recur so that characters that recur with it are its source."""
NEAR = 0.8
"""How nearly (0-1) a name and characters must stand in the same sentences."""
PLACE_ENDINGS = frozenset("市縣县鄉乡鎮镇區区村里路街巷站山河溪湖島岛州省港灣湾橋桥")
"""Characters that follow a place's name; spelling it out is right."""
ACRONYM = 6
"""Letters of the longest acronym: languages have their own."""
MOST_BESIDE = 2
"""Words beside those that spell characters out that may belong to the same name."""
RECURRING = 0.85
"""The doubt that one sentence leaves whether a name stands for characters."""
UNSURE = 0.35
"""What two names count that both only begin sentences."""
MOST_RUNS = 3
"""Runs of characters that recur with a name equally well, of which the sum may decide."""
CONTENT = 4
"""Letters of the shortest word before a name that says more than an article does."""
WIDEST = 5
"""Words before a name that may belong to it."""
LONGEST_CHARACTERS = 8
"""Characters of the longest source name that is looked for."""

_HAN = regex.compile(r"\p{Han}")
_HAN_RUN = regex.compile(r"\p{Han}{2,}")
_OF = regex.compile(r"(?: (?:de|del|di|da|do|of) | d['’])\p{Ll}{3,}")
_WORDS = regex.compile(r"[\p{L}\p{M}\p{N}]+['’]?")
_KANA = regex.compile(r"[\p{Katakana}ー・]+")

Known = Callable[[str, str], Sequence[tuple[int, int]]]
"""Gives the spans of a text in a language that need no discovery: places, names of the lexicon."""


class Side(NamedTuple):
    """A document as discovery sees it; ``language`` is its BCP-47 tag's primary part."""

    document: str
    path: str
    tag: str

    @property
    def language(self) -> str:
        """The primary language."""
        return self.tag.partition("-")[0]

    def example(self, text: str, original: str = "", original_language: str = "") -> Example:
        """Give a sentence of the document, and what it renders, as the example of a doubt."""
        return Example(self.path, self.language, text, original, original_language)


@dataclass(frozen=True, slots=True)
class Couple:
    """Two aligned documents; ``original`` is the document that the other was translated from.

    It is empty where neither is known to be; ``direct`` says that one is, by what pairing guessed.
    """

    left: Side
    right: Side
    beads: Sequence[tuple[str, str]]
    original: str = ""
    direct: bool = False

    @property
    def directed(self) -> bool:
        """Whether the left side is the original of the right one."""
        return self.original == self.left.document


@dataclass(frozen=True, slots=True)
class Sighting:
    """One reason to doubt a form at one place.

    ``canonical`` and ``source`` are empty where this place does not tell; ``strength`` (0-1) says
    how surely the two belong together.
    """

    wrong: str
    clue: ClueKind
    document: str
    example: Example
    canonical: str = ""
    source: str = ""
    strength: float = 1.0
    detail: str = ""

    @property
    def language(self) -> str:
        """The language of the form."""
        return self.example.language


class Facts(NamedTuple):
    """Names of the right side that spell out characters of the left; shares of names shared."""

    readings: int
    left_shared: float
    right_shared: float


class _Found(NamedTuple):
    bead: int
    place: float
    name: Name


def sightings(
    couple: Couple, words: Mapping[str, Collection[str]], known: Known
) -> Iterator[Sighting]:
    """Give what a pair of documents says about the names of a translation.

    Those of the right one; of the left one, too, where neither is the original.

    ``words`` are, for each language, the folded words that it writes small.
    """
    if couple.right.language == "zh":
        return
    left, right = (_names(side, texts, words, known) for side, texts in _sides(couple))
    left, right = _unexplained(left, right, couple)
    small = words.get(couple.right.language, ())
    rest = []
    for found in right:
        readings = list(_readings(found, couple, small))
        yield from readings
        if not readings:
            rest.append(found)
    left, right = _chained(left, couple, 0), _reaching_on(_chained(rest, couple, 1), couple)
    if couple.left.language in UNSPACED:
        yield from _recurring(right, couple)
        yield from _alone(right, couple)
        left = [found for found in left if not _HAN.search(found.name.text)]
    yield from _misspelt(left, right, couple)
    yield from _left_over_together(left, right, couple)


def _reaching_on(found: list[_Found], couple: Couple) -> list[_Found]:
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


def _misspelt(left: list[_Found], right: list[_Found], couple: Couple) -> Iterator[Sighting]:
    """Find names that are nearly one of the same sentence on the other side."""
    beads = _by_bead(left)
    for found in right:
        for other in beads.get(found.bead, ()):
            near = misspelling(found.name.text, other.name.text, couple.right.language)
            if near is None:
                continue
            name = found.name
            place = name.part(near.start, near.end)
            clue: ClueKind = "original" if couple.directed else "versions"
            yield _sighting(found._replace(name=place), couple, clue, near.right)


def _alone(right: list[_Found], couple: Couple) -> Iterator[Sighting]:
    """Give the names of several words for which nothing in the original accounts."""
    if couple.directed and couple.right.language not in UNSPACED:
        for found in right:
            if " " in found.name.text and found.name.sure:
                yield _sighting(found, couple, "alone", strength=0.5)


def _recurring(right: list[_Found], couple: Couple) -> Iterator[Sighting]:
    """Find the characters that stand in the very sentences in which a name is left over."""
    beads: defaultdict[str, list[_Found]] = defaultdict(list)
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
                yield _sighting(one, couple, "alone", source=characters, strength=strength)


def _widened(found: list[_Found], couple: Couple) -> list[_Found]:
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


def _reaching_back(one: _Found, couple: Couple, count: int) -> _Found:
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
    left, right = (_names(side, texts_, words, known) for side, texts_ in _sides(couple))
    small = words.get(couple.right.language, ())
    _, rest = _unexplained(left, right, couple)
    rest = [one for one in rest if one.name.sure and not any(_readings(one, couple, small))]
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


def _places(found: list[_Found]) -> dict[str, set[int]]:
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


def facts(couple: Couple, words: Mapping[str, Collection[str]], known: Known) -> Facts:
    """Count what tells which of two documents was translated from the other."""
    left, right = (
        [found for found in _names(side, texts, words, known) if found.name.sure]
        for side, texts in _sides(couple)
    )
    alone_left, alone_right = _unexplained(left, right, couple)
    read = [found for found in alone_right if any(_readings(found, couple, ()))]
    return Facts(
        len(read),
        1 - len(alone_left) / max(1, len(left)),
        1 - (len(alone_right) - len(read)) / max(1, len(right)),
    )


def _sides(couple: Couple) -> Iterator[tuple[Side, list[str]]]:
    yield couple.left, [one for one, _ in couple.beads]
    yield couple.right, [other for _, other in couple.beads]


def _names(
    side: Side, texts: Sequence[str], words: Mapping[str, Collection[str]], known: Known
) -> list[_Found]:
    small = words.get(side.language, ())
    return [
        _Found(bead, name.start / max(1, len(text)), name)
        for bead, text in enumerate(texts)
        for name in unsettled(names(text, side.language, small), known(text, side.language))
    ]


def _unexplained(
    left: list[_Found], right: list[_Found], couple: Couple
) -> tuple[list[_Found], list[_Found]]:
    """Leave out the names that the other side has too, in that sentence or anywhere."""
    texts = [fold(" ".join(bead[side] for bead in couple.beads)) for side in (0, 1)]
    here: list[defaultdict[int, list[str]]] = [defaultdict(list), defaultdict(list)]
    for number, found in enumerate((left, right)):
        for one in found:
            here[number][one.bead].append(one.name.text)
    sides = couple.left.language, couple.right.language
    return (
        [one for one in left if not _explained(one, here[1][one.bead], texts[1], sides[0])],
        [one for one in right if not _explained(one, here[0][one.bead], texts[0], sides[1])],
    )


def _explained(found: _Found, others: Sequence[str], text: str, language: str) -> bool:
    name = found.name.text
    return _stands_in(fold(name), text) or any(same(name, other, language) for other in others)


def _stands_in(name: str, text: str) -> bool:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (text[at - 1 : at].isalpha() and text[at - 1].isascii()) and not (
            text[end : end + 1].isalpha() and text[end].isascii()
        ):
            return True
        at = text.find(name, at + 1)
    return False


def _readings(found: _Found, couple: Couple, words: Collection[str]) -> Iterator[Sighting]:
    """Say which characters of the original a name, or some words of it, spell out.

    Two words that spell characters out are a name by themselves; of a single one, the words beside
    it may be a part, so that both are given.
    """
    text, name = couple.beads[found.bead][0], found.name
    if not _HAN.search(text) or _HAN.search(name.text) or _KANA.match(name.text):
        return
    taken: list[tuple[int, int]] = []
    for start, end in _parts(name.text):
        if any(first < end and start < last for first, last in taken):
            continue
        part = name.text[start:end]
        if name.covers(start, end):
            continue
        reading = discovery_readings.read(part, text, couple.left.language)
        if reading is None:
            continue
        taken.append((start, end))
        place = name.part(start, end)
        hybrid = reading.system == "mixed" and any(
            map(discovery_readings.mixes_systems, part.split())
        )
        clue: ClueKind = "hybrid" if hybrid else "reading"
        source, detail = reading.characters, _origin(reading, part, text, couple.left)
        read = found._replace(name=place)
        yield _sighting(read, couple, clue, source=source, detail=detail)
        rest = (name.text[:start] + name.text[end:]).split()
        named = not any(fold(word) in words for word in rest)
        if 0 < len(rest) <= MOST_BESIDE and " " not in part and named:
            yield _sighting(found, couple, clue, source=source, strength=0.4, detail=detail)


def _origin(reading: discovery_readings.Reading, part: str, text: str, original: Side) -> str:
    """Say what a reading is: a place's or a person's usual spelling, or none that people use."""
    if text[reading.end : reading.end + 1] in PLACE_ENDINGS:
        return "place"
    mainland = original.tag.startswith("zh-Hans") or original.tag == "zh"
    return discovery_readings.usage(reading, part, mainland=mainland)


def _parts(name: str) -> Iterator[tuple[int, int]]:
    """Give the spans of a name's words that stand together, the longest first."""
    words = [match.span() for match in regex.finditer(r"\S+", name)]
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            yield words[first][0], words[first + length - 1][1]


def _chained(found: list[_Found], couple: Couple, side: int) -> list[_Found]:
    """Join names that only small words part, where neither is left over without the other."""
    times = Counter(fold(one.name.text) for one in found)
    chains: list[list[_Found]] = []
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


def _joined(chain: list[_Found], text: str) -> _Found:
    if len(chain) == 1:
        return chain[0]
    first, last = chain[0].name, chain[-1].name
    whole = Name(first.start, last.end, text[first.start : last.end], first.sure)
    return _Found(chain[0].bead, chain[0].place, whole)


def _left_over_together(
    left: list[_Found], right: list[_Found], couple: Couple
) -> Iterator[Sighting]:
    """Pair the names left over on both sides, each with the one that it goes with best."""
    beads = [_by_bead(left), _by_bead(right)]
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


def _by_bead(found: list[_Found]) -> dict[int, list[_Found]]:
    beads: dict[int, list[_Found]] = {}
    for one in found:
        beads.setdefault(one.bead, []).append(one)
    return beads


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
    return name.isupper() and len(name) <= ACRONYM and not _HAN.search(name)


def _both_ways(one: _Found, other: _Found, couple: Couple, strength: float) -> Iterator[Sighting]:
    if _KANA.fullmatch(other.name.text) or all(_is_acronym(x.name.text) for x in (one, other)):
        return
    if _HAN.search(other.name.text):
        strength /= 2
    if couple.directed:
        yield _sighting(other, couple, "original", one.name.text, strength=strength)
    else:
        yield _sighting(other, couple, "versions", one.name.text, strength=strength)
        beads = [(right, left) for left, right in couple.beads]
        turned = Couple(couple.right, couple.left, beads)
        yield _sighting(one, turned, "versions", other.name.text, strength=strength)


def _sighting(  # noqa: PLR0913 - what a sighting says
    found: _Found,
    couple: Couple,
    clue: ClueKind,
    canonical: str = "",
    *,
    source: str = "",
    strength: float = 1.0,
    detail: str = "",
) -> Sighting:
    other, text = couple.beads[found.bead]
    example = couple.right.example(text, other, couple.left.language)
    if not source and _HAN.search(canonical):
        source, canonical = canonical, ""
    document = couple.right.document
    return Sighting(found.name.text, clue, document, example, canonical, source, strength, detail)
