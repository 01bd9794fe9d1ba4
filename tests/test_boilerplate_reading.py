"""What is read of lines in C is what a slow and plain reading of each rule gives."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import native
from cleaners import rules as rule_data
from cleaners.boilerplate import (
    characters,
    features,
    folding,
    inside_lines,
    phrases,
    reasons,
    units,
)
from cleaners.boilerplate.characters import CLOSERS, FINAL, IDEOGRAPHS
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.lines import Line, Lines
from cleaners.boilerplate.shape import COUNTER, SHAPE, TICKER
from cleaners.boilerplate.vocabulary import VOCABULARY

PHRASES = phrases.load(rule_data.load())
BULLET = re.compile(r"\s*(?:[-*•‣◦▪●○■∙·–]|\d{1,2}[.)])\s")
CONTACT = re.compile(r"https?://|www\.|\S@\S|^@\w|\s@\w")
CLOCK = re.compile(r"\d:\d\d")
DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}\.? \w{3,12}\.?,? \d{4}|\w{3,12}\.? \d{1,2},? \d{4}"
    r"|\d{4}\s?[年년]"
)
BEFORE_TEXT, QUOTES = "-•*·–— \t", "\"“«„「『‹'"


def sentences(text: str) -> int:
    runs = ((m[0], text[m.end() : m.end() + 1]) for m in re.finditer(f"[{FINAL}]+", text))
    return sum(
        1
        if not behind or behind.isspace() or behind in CLOSERS
        else len(re.findall("[。！？]", run))
        for run, behind in runs
    )


def initials(text: str) -> float:
    firsts = [
        character
        for before, character in pairwise(" " + text)
        if before.isspace() and (character.isalpha() or re.match(f"[{IDEOGRAPHS}]", character))
    ]
    return sum(map(str.isupper, firsts)) / max(len(firsts), 1)


RULES = {
    "sentence_end": lambda text: text.rstrip().rstrip(CLOSERS).rstrip()[-1:] in tuple(FINAL),
    "colon_end": lambda text: text.endswith((":", "：")),
    "sentences": sentences,
    "commas": lambda text: len(re.findall("[,;:，、；：،؛]", text)) / max(len(tokens(text)), 1),
    "digits": lambda text: tokens(text).count("0") / max(len(tokens(text)), 1),
    "initials": initials,
    "capitals": lambda text: text.isupper(),
    "bullet": lambda text: BULLET.match(text) is not None,
    "lower_start": lambda text: text.lstrip(BEFORE_TEXT)[:1].islower(),
    "contact": lambda text: CONTACT.search(text) is not None,
    "clock": lambda text: CLOCK.search(text) is not None,
    "date": lambda text: DATE.search(text) is not None,
    "ticker": lambda text: bool(TICKER.fullmatch(text) or COUNTER.fullmatch(text)),
    "question": lambda text: text.endswith(("?", "？", "؟")),
    "quote_start": lambda text: text.lstrip(BEFORE_TEXT)[:1] in QUOTES,
}
ALPHABET = st.sampled_from("abcA1290Éж年台 .,:;/-@_$%!?…。！）)»\"'“•*–|\u00a0\t")
DATED = st.sampled_from(
    [
        "2", "12", "2024", "20245", "123", ".", ",", "/", "-", " ", "  ", "mai", "Mai.", "ma", "年",
        "septembre", "donaudampfschiff", "www", "http", "https", "://", "@", "BTC", "%", "+1", ":",
    ]
)  # fmt: skip
TEXTS = st.text(ALPHABET, max_size=24) | st.lists(DATED, max_size=9).map("".join)


def measured(texts: list[str], title: str = "") -> features.Measured:
    return features.measure(Lines.of(map(Line, texts)), title, PHRASES)


@pytest.mark.parametrize("name", RULES)
@given(texts=st.lists(TEXTS, max_size=6))
def test_shapes_of_lines_are_what_their_rules_say(name: str, texts: list[str]) -> None:
    row = measured(texts).columns[SHAPE.index(name)]
    expected = [float(RULES[name](text)) for text in texts]
    assert row.tolist() == pytest.approx(expected, abs=1e-6)


WORDS = ["der", "hafen", "hafens", "kiel", "strom", "台", "北", "港", "12", "x", "ja", "порт"]
SPOKEN = st.lists(st.sampled_from(WORDS), max_size=22).map(" ".join)
LINES = st.lists(SPOKEN | SPOKEN.map("{}.".format), max_size=7)


def subjects(words: list[str]) -> set[str]:
    """Give what tells of a line's subject: beginnings of words, pairs of ideographs."""
    wide = [word if len(word) == 1 and word >= "\u3040" else " " for word in words]
    pairs = {one + other for one, other in pairwise(wide) if " " not in {one, other}}
    return pairs | {word[:5] for word in words if len(word) > 2}


def shape(words: list[str]) -> tuple[list[str], list[str], int]:
    return words[:1], words[-1:], len(words)


@given(lines=LINES)
def test_words_are_compared_with_those_of_the_page(lines: list[str]) -> None:
    found = measured(lines, "Hafen Kiel 2024")
    split = [list(tokens(line)) for line in lines]
    running = [
        line.endswith(".") and weight > features.RUNNING_TEXT
        for line, weight in zip(lines, found.words.tolist(), strict=True)
    ]
    spoken = Counter(
        word for words, runs in zip(split, running, strict=True) if runs for word in words
    )
    common = {word for word, times in spoken.items() if times > 1} - {"0"}
    title = {"hafen", "kiel", "0"}
    held = Counter(
        subject
        for words, runs in zip(split, running, strict=True)
        if runs
        for subject in subjects(words)
    )
    shapes = [shape(words) for words in split]
    for index, words in enumerate(split):
        own = subjects([word for word in words if word not in common])
        known = sum(held[subject] > running[index] for subject in own)
        expected = {
            "common": sum(word in common for word in words) / max(len(words), 1),
            "shared": known / max(len(own), 1),
            "in_title": len(set(words) & title) / max(len(set(words)), 1),
            "of_title": len(set(words) & title) / 3,
            "repeats": min(split.count(words), 5),
            "shape_repeats": min(shapes.count(shape(words)), 8) * bool(words),
        }
        for name, value in expected.items():
            row = found.sheet.vocabulary[VOCABULARY.index(name)]
            assert row[index] == pytest.approx(value, abs=1e-6), name


def test_only_the_forty_commonest_words_are_common() -> None:
    words = [one + other for one in "bdfgklmnp" for other in "aeiou"]
    text = " ".join([*words, *words[35:], *words, "einmal."])
    lines = [text, " ".join(words[:30]), " ".join(words[30:35]), " ".join(words[35:]), "einmal"]
    row = measured(lines).sheet.vocabulary[VOCABULARY.index("common")]
    # Ten come three times; of those that come twice the first thirty.
    assert row.tolist() == pytest.approx([(10 * 3 + 30 * 2) / 101, 1, 0, 1, 0])


def test_kernels_and_tables_use_the_same_numbers() -> None:
    header = (Path(native.__file__).parent / "lines.h").read_text("utf-8")
    classes, parts = (
        [part.strip() for part in body.split(",")]
        for body in re.findall(r"enum \{(.*?)\}", header, re.DOTALL)
    )
    for number, name in enumerate(classes):
        assert getattr(characters, name, getattr(characters, f"_{name}", None)) == number
    value = 0
    for part in parts:
        name, _, given_ = part.partition(" = ")
        value = int(given_) if given_ else value + 1
        assert getattr(folding, name) == value


@given(st.lists(st.text(max_size=20), max_size=6))
def test_characters_are_counted_by_class(texts: list[str]) -> None:
    read = characters.read(texts)
    table = characters.class_table()
    classes = [table.take(characters.code_points(f"{text}\n")) for text in texts]
    for index, expected in enumerate(classes):
        start, end = int(read.starts[index]), int(read.ends[index])
        assert read.text[start:end] == texts[index]
        assert read.classes[start : end + 1].tolist() == expected.tolist()
        counted = np.bincount(expected, minlength=characters.CLASSES)
        assert read.counts[:, index].tolist() == counted.tolist()


@given(st.text(st.sampled_from("AbÉ1.\n "), max_size=30))
def test_capitals_stand_behind_words_and_before_small_letters(text: str) -> None:
    expected = [
        match.span()
        for match in re.finditer(r"\S+", text)
        if match.start() > 1
        and match[0][0].isupper()
        and (text[match.start() - 2].isspace() or text[match.start() - 2].isalnum())
        and (match[0][1:2].islower() or (len(match[0]) == 1 and match.end() < len(text)))
        and text[match.end() :].lstrip()[:1] == "b"
    ]
    assert inside_lines.capitals(text) == expected


LISTED = st.tuples(st.booleans(), st.integers(0, 1), st.sampled_from("pq"), st.sampled_from("xy"))


@given(st.lists(LISTED, max_size=14))
def test_lists_are_runs_of_like_items(rows: list[tuple[bool, int, str, str]]) -> None:
    lines = Lines.of(Line("Salz", gap, path, css) for _, gap, path, css in rows)
    expected = []
    end = 0
    for first, (item, _, path, _) in enumerate(rows):
        if not item or first < end:
            continue
        # The second item says how the others are spaced and called.
        second = (True, *rows[first + 1][1:]) if first + 1 < len(rows) else ()
        end = first + 1
        while end < len(rows) and rows[end] == second and rows[end][2] == path:
            end += 1
        if end - first >= 3:
            expected.append((first, end))
    bits = np.array([reasons.ITEM * item for item, *_ in rows], np.uint32)
    assert units.lists(lines, reasons.Reasons(bits, reasons.ITEM), reasons.ITEM) == expected
