"""Make the counts and weights behind ``cleaners.bitext.fluency`` for English.

    python -m benchmarks.train_fluency --items NOISE.jsonl

Words and pairs of words are counted as the package symspellpy has them (development only). Items
are ``{src, tgt, src_lang, tgt_lang, label}``; their good English sentences are damaged here in ways
that translations are, and the weights tell the damaged from the sound. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression

from cleaners.bitext import fluency
from cleaners.bitext.checks.tables import FOLDER
from cleaners.bitext.fluency import SIGNS, Counts, signs

WORDS, PAIRS = "frequency_dictionary_en_82_765.txt", "frequency_bigramdictionary_en_243_342.txt"
FILE = FOLDER / "fluency-en.npz"
TIMES = 4
STRENGTH = 0.1
SMALL_WORDS = (
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as", "and", "or",
    "but", "is", "was", "are", "were", "be", "has", "had", "it", "he", "she", "they", "that",
    "this", "which", "who", "not",
)  # fmt: skip
CASES = {
    "he": "him", "she": "her", "they": "them", "we": "us", "i": "me", "him": "he", "them": "they",
}  # fmt: skip
OTHER_SCRIPT = ("拘留", "经济", "услуга", "معلومات", "προϊόν", "기술")

Words = list[str]


def drop(words: Words, at: int, _: np.random.Generator) -> Words:
    """Leave a word out."""
    return words[:at] + words[at + 1 :]


def swap(words: Words, at: int, _: np.random.Generator) -> Words:
    """Put two words the other way round."""
    return [*words[: at - 1], words[at], words[at - 1], *words[at + 1 :]]


def repeat(words: Words, at: int, _: np.random.Generator) -> Words:
    """Say a word twice."""
    return [*words[: at + 1], *words[at:]]


def small_word(words: Words, _: int, numbers: np.random.Generator) -> Words:
    """Take another small word."""
    places = [i for i, word in enumerate(words) if word.lower() in SMALL_WORDS]
    return _changed(words, places, numbers, lambda _: str(numbers.choice(SMALL_WORDS)))


def case(words: Words, _: int, numbers: np.random.Generator) -> Words:
    """Take a pronoun's other case."""
    places = [i for i, word in enumerate(words) if word.lower() in CASES]
    return _changed(words, places, numbers, lambda word: CASES[word.lower()])


def slip(words: Words, _: int, numbers: np.random.Generator) -> Words:
    """Leave a letter out, or put two of them the other way round."""
    places = [
        i for i, word in enumerate(words) if len(word) > 4 and word.isalpha() and word.islower()
    ]

    def slipped(word: str) -> str:
        at = int(numbers.integers(1, len(word) - 1))
        inner = "" if numbers.random() < 0.5 else word[at + 1] + word[at]
        return word[:at] + inner + word[at + 2 if inner else at + 1 :]

    return _changed(words, places, numbers, slipped)


def script(words: Words, at: int, numbers: np.random.Generator) -> Words:
    """Leave a word in another script."""
    return [*words[:at], str(numbers.choice(OTHER_SCRIPT)), *words[at + 1 :]]


def shuffle(words: Words, _: int, numbers: np.random.Generator) -> Words:
    """Put all words in any order."""
    return [words[i] for i in numbers.permutation(len(words))]


def small_start(words: Words, _: int, __: np.random.Generator) -> Words:
    """Begin with a small letter."""
    return [words[0][:1].lower() + words[0][1:], *words[1:]]


def all_small(words: Words, _: int, __: np.random.Generator) -> Words:
    """Write no capitals."""
    return [word.lower() for word in words]


DAMAGES: tuple[Callable[[Words, int, np.random.Generator], Words], ...] = (
    drop, drop, swap, repeat, small_word, small_word, case, slip, slip, script, shuffle,
    small_start, all_small,
)  # fmt: skip


def _changed(
    words: Words, places: list[int], numbers: np.random.Generator, change: Callable[[str], str]
) -> Words:
    if not places:
        return words
    at = int(numbers.choice(places))
    return [*words[:at], change(words[at]), *words[at + 1 :]]


def counted() -> dict[str, Any]:
    """Give the counts as ``Counts`` holds them."""
    folder = files("symspellpy")
    words, pairs = (
        dict(
            line.rsplit(" ", 1)
            for line in folder.joinpath(name).read_text("utf-8-sig").splitlines()
            if line
        )
        for name in (WORDS, PAIRS)
    )
    found: dict[str, Any] = {}
    for name, counts in (("word", words), ("pair", pairs)):
        keys = np.array([crc32(text.encode()) for text in counts], np.uint32)
        logs = np.log(np.array([float(count) for count in counts.values()]))
        logs -= np.log(np.exp(logs).sum())
        order = np.argsort(keys, kind="stable")
        found[f"{name}s"], found[f"{name}_logs"] = keys[order], logs[order].astype(np.float16)
    return found


def sentences(items: list[dict[str, Any]]) -> list[str]:
    """Give the good English sentences, each once."""
    sides = [
        item[side]
        for item in items
        for side in ("src", "tgt")
        if item["label"] and item[f"{side}_lang"].split("-")[0] == "en"
    ]
    return [*dict.fromkeys(sides)]


def train(texts: list[str], known: Counts) -> tuple[Any, float]:
    """Give the weights, and what half of the texts reach."""
    numbers = np.random.default_rng(5)
    rows = []
    for text in texts:
        words = text.split()
        sound = signs(text, known)
        for _ in range(TIMES if len(words) > 4 else 0):
            damage = DAMAGES[int(numbers.integers(len(DAMAGES)))]
            damaged = damage(words, int(numbers.integers(1, len(words) - 1)), numbers)
            if damaged != words:
                rows.append(sound - signs(" ".join(damaged), known))
    matrix = np.array(rows)
    scale = matrix.std(axis=0) + 1e-9
    both = np.concatenate([matrix, -matrix]) / scale
    labels = np.repeat([1, 0], len(matrix))
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=500).fit(both, labels)
    weights = model.coef_[0] / scale
    usual = float(np.median([signs(text, known) @ weights for text in texts]))
    print(
        len(rows), dict(zip(SIGNS, weights.round(3).tolist(), strict=True)), round(float(usual), 2)
    )
    return weights, usual


def main() -> None:
    """Count, train, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    lines = parser.parse_args().items.read_text("utf-8").splitlines()
    counts = counted()
    known = Counts(**counts, weights=np.zeros(len(SIGNS)), usual=0.0)
    weights, usual = train(sentences([json.loads(line) for line in lines if line.strip()]), known)
    np.savez_compressed(FILE, **counts, weights=weights, usual=usual)
    fluency.load.cache_clear()


if __name__ == "__main__":
    main()
