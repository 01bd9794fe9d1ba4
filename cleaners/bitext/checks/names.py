"""Whether both sides speak of the same names, by what the tables know and by how names sound."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import regex
from anyascii import anyascii
from rapidfuzz import fuzz, process

from cleaners.bitext.checks import entities
from cleaners.bitext.checks.entities import Mention, mentions
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.spans import sentence_spans
from cleaners.bitext.checks.tables import UNSPACED, base, calendar
from cleaners.records import Finding

NAME = regex.compile(r"(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}]{2,}")
LATIN = regex.compile(r"\p{Latin}.*\p{Latin}.*\p{Latin}")
# Nouns are capitalised: names cannot be told from them.
CAPITAL_NOUNS = frozenset({"de", "lb"})
# How alike a name and its transliteration are, 0-100 (measured): below, they are not the same.
ALIKE, ALIKE_UNSPACED = 75.0, 85.0
SOUNDS = (
    ("ph", "f"), ("th", "t"), ("ck", "k"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("zh", "s"),
    ("tz", "s"), ("ts", "s"), ("dz", "s"), ("x", "ks"), ("q", "k"), ("c", "k"), ("z", "s"),
    ("j", "s"), ("v", "b"), ("w", "b"), ("f", "b"), ("p", "b"), ("d", "t"), ("g", "k"),
    ("l", "r"), ("h", ""), ("y", ""),
)  # fmt: skip


class Likeness(NamedTuple):
    """How well the names of one side are found on the other: the least and the mean, 0-1."""

    least: float
    mean: float
    names: int


def entity(pair: Pair) -> tuple[Finding, ...]:
    """Find a known place, company or person that became another one.

    >>> pair = Pair("特斯拉在巴西没有学校。", "A Toyota não tem escola no Brasil.", "zh", "pt")
    >>> [finding.message for finding in entity(pair)]
    ["the source has '特斯拉' where the target has 'Toyota'"]
    """
    source = mentions(pair.source, pair.source_language)
    target = mentions(pair.target, pair.target_language)
    left = _missing(source, target, pair.target, pair.target_language)
    right = _missing(target, source, pair.source, pair.source_language)
    findings = []
    for group in ("country", "city", "organisation", "person"):
        here = [mention for mention in left if mention.group == group]
        there = [mention for mention in right if mention.group == group]
        for a, b in zip(here, there, strict=False):
            message = (
                f"the source has {pair.source[a.start : a.end]!r} "
                f"where the target has {pair.target[b.start : b.end]!r}"
            )
            code = "accuracy/mistranslation:entity"
            findings.append(Finding(code, "major", message, (a.start, a.end), (b.start, b.end)))
    return tuple(findings)


def likeness(text: str, language: str, other: str, other_language: str) -> Likeness | None:
    """Tell how well the names of a text in Latin letters are found in the other text.

    ``None`` when the text has no names to look for.
    """
    if base(language) in CAPITAL_NOUNS:
        return None
    found = _names(text, language)
    if not found:
        return None
    scores = [_best(name, other, unspaced=base(other_language) in UNSPACED) / 100 for name in found]
    return Likeness(min(scores), sum(scores) / len(scores), len(scores))


def _names(text: str, language: str) -> list[str]:
    """Give the capitalised words that do not begin a sentence."""
    starts = {start for start, _ in sentence_spans(text)}
    dates = calendar(base(language))
    return [
        match.group()
        for match in NAME.finditer(text)
        if match.group().lower() not in dates and not _begins(text, match.start(), starts)
    ]


def _begins(text: str, at: int, starts: set[int]) -> bool:
    while at > 0 and not text[at - 1].isalnum() and at not in starts:
        if (
            text[at - 1] in " \t"
            and at - 1 not in starts
            and text[:at].rstrip(" \t\"'“«‘(")[-1:].isalnum()
        ):
            return False
        at -= 1
    return at in starts or at == 0


def _missing(
    found: list[Mention], others: list[Mention], text: str, language: str
) -> list[Mention]:
    """Give the mentions whose concept the other side does not have, nor anything that sounds so."""
    known = {mention.concept for mention in others}
    for mention in others:  # Austria is not found again in Australia
        blank = " " * (mention.end - mention.start)
        text = text[: mention.start] + blank + text[mention.end :]
    unspaced = base(language) in UNSPACED
    enough = ALIKE_UNSPACED if unspaced else ALIKE
    return [
        mention
        for mention in found
        if mention.concept not in known
        and all(
            _best(name, text, unspaced=unspaced) < enough
            for form in entities.names(mention.concept)
            for name in form.split()
            if len(name) > 3
        )
    ]


def _best(name: str, text: str, *, unspaced: bool) -> float:
    plain, skeleton = _sound(name)
    if len(plain) < 2:
        return 100.0
    words, joined, skeletons, bones = _sounds(text)
    if unspaced or not words:
        by_letters = fuzz.partial_ratio(plain, joined)
        by_sound = fuzz.partial_ratio(skeleton, bones) if len(skeleton) > 3 else 0.0
        return max(by_letters, by_sound * 0.9)
    by_letters = process.extractOne(plain, words, scorer=fuzz.ratio)[1]
    if text.isascii() or LATIN.search(text):
        return by_letters
    by_sound = process.extractOne(skeleton, skeletons, scorer=fuzz.ratio)[1]
    return max(by_letters, by_sound * 0.9)


@lru_cache(maxsize=4096)
def _sound(word: str) -> tuple[str, str]:
    """Give a word in plain letters, and its consonants with those merged that languages mix."""
    plain = "".join(c for c in anyascii(word).lower() if c.isalpha())
    return plain, _bones(plain)


@lru_cache(maxsize=1024)
def _sounds(text: str) -> tuple[list[str], str, list[str], str]:
    roman = anyascii(text).lower()
    words = regex.findall(r"[a-z]+", roman)
    joined = "".join(words)
    return words, joined, [_bones(word) for word in words], _bones(joined)


@lru_cache(maxsize=16384)
def _bones(plain: str) -> str:
    for sound, same in SOUNDS:
        plain = plain.replace(sound, same)
    consonants = "".join(letter for letter in plain if letter not in "aeiou")
    return "".join(letter for letter, _ in groupby(consonants))
