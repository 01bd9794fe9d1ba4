"""langdetect with profiles that are there in milliseconds, and always the same seed.

langdetect reads 55 files and makes a row of 55 numbers for each of 87,598 runs of letters before
the first text, .4 seconds and 40 MB; here the runs are one table, which
``benchmarks/build_langdetect.py`` makes, and a row is made when a text has that run. Languages
stand in sorted order, not in that of a folder, which differs between machines. The probabilities
are the same.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from langdetect import DetectorFactory, LangDetectException
from numpy.typing import NDArray

FILE = Path(__file__).parent / "models" / "langdetect.npz"
# What is added to a run's number for each character; see ``number``.
_BITS = 21


def shares(text: str) -> list[tuple[str, float]]:
    """Give langdetect's tags and their probabilities, likeliest first; none for no letters."""
    detector = _factory().create()
    detector.append(text)
    try:
        return [(item.lang, item.prob) for item in detector.get_probabilities()]
    except LangDetectException:
        return []


def number(run: str) -> int:
    """Give the number of a run of one to three letters.

    >>> number("a"), number("ab") == (ord("a") << 21) + ord("b")
    (97, True)
    """
    total = 0
    for letter in run:
        total = (total << _BITS) + ord(letter)
    return total


class Profiles(NamedTuple):
    """How often runs of letters were seen in each language.

    ``runs`` are numbers, sorted; those that saw run ``i`` are from ``starts[i]`` on in
    ``languages``, up to those of the next, and ``counts`` says how often. ``totals`` counts all
    runs of one, two and three letters of each of the ``tags``.
    """

    runs: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    languages: NDArray[np.uint8]
    counts: NDArray[np.uint32]
    totals: NDArray[np.uint32]
    tags: NDArray[np.str_]


class _Rows(dict[str, list[float]]):
    """For each run of letters, its share among those of its length in each language."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles
        self._runs = array("Q", profiles.runs.tobytes())

    def __contains__(self, run: object) -> bool:
        return isinstance(run, str) and bool(self[run])

    def __missing__(self, run: str) -> list[float]:
        known, wanted = self._profiles, number(run)
        place = bisect_left(self._runs, wanted)
        if place == len(self._runs) or self._runs[place] != wanted:
            return []
        span = slice(*known.starts[place : place + 2].tolist())
        languages = known.languages[span]
        row = np.zeros(len(known.tags))
        row[languages] = known.counts[span] / known.totals[languages, len(run) - 1]
        self[run] = found = row.tolist()
        return found


@cache
def _factory() -> DetectorFactory:
    with np.load(FILE) as file:
        held: dict[str, Any] = dict(file)
    profiles = Profiles(**held)
    made = DetectorFactory()
    made.seed = 0
    made.langlist = profiles.tags.tolist()
    made.word_lang_prob_map = _Rows(profiles)
    return made
