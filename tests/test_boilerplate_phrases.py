"""Phrases: what the compiled table finds in lines is what a reading line by line finds."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import rules as rule_data
from cleaners.boilerplate import hits, phrases
from cleaners.boilerplate.folding import NUMBER, tokens
from cleaners.boilerplate.phrases import (
    LONGEST_LINE,
    LONGEST_NAME,
    NO_HIT,
    Hit,
    Kind,
    Phrases,
)

RULES = rule_data.load()
Words = tuple[str, ...]
HEAD = 'match = "line"\nplace = "below"\nreason = "x"\nid = "{}"\n'
EXAMPLES = '[changes]\nen = ["a"]\nfr = ["b"]\n[keeps]\nen = ["a"]\nfr = ["b"]\n'


def listed(kinds: Mapping[str, Kind]) -> list[tuple[Words, str]]:
    """List the phrases as words, ``*`` for a placeholder."""
    found: dict[Words, str] = {}
    for kind in kinds.values():
        for phrase in kind.phrases if kind.match in {"line", "start", "shape"} else ():
            words = [word for part in phrase.split("*") for word in ("*", *tokens(part))][1:]
            if words and words[0] != "*":
                found.setdefault(tuple(words), kind.id)
    return sorted(found.items(), key=lambda item: ("*" in item[0], -len(item[0]), item[0]))


def end_of(phrase: Words, line: Words) -> int:
    """Give how many words of a line a phrase covers, 0 for none."""
    if "*" not in phrase:
        return len(phrase) if line[: len(phrase)] == phrase else 0
    star = phrase.index("*")
    if line[:star] != phrase[:star]:
        return 0
    rest = phrase[star + 1 :]
    for skipped in range(1, LONGEST_NAME + 1):
        start = star + skipped
        if start == len(line) and not rest:
            return start
        if start < len(line) and rest and (end := end_of(rest, line[start:])):
            return start + end
    return 0


def read(line: Words, known: list[tuple[Words, str]]) -> Hit:
    """Cover a line with phrases, word by word."""
    found: list[tuple[int, int, str]] = []
    at = numbers = 0
    while at < (len(line) if len(line) <= LONGEST_LINE else min(len(line), 1)):
        ends = ((end_of(phrase, line[at:]), kind) for phrase, kind in known)
        length, kind = next(((end, kind) for end, kind in ends if end), (0, ""))
        if length:
            found.append((at, at + length, kind))
        numbers += not length and line[at] == NUMBER
        at += length or 1
    if not found:
        return NO_HIT
    held = {kind: sum(b - a for a, b, other in found if other == kind) for _, _, kind in found}
    first, opening = next(((kind, b) for a, b, kind in found if not a), ("", 0))
    return Hit(
        (sum(held.values()) + numbers) / len(line),
        max(held, key=lambda kind: (held[kind], kind)),
        first,
        next((kind for _, b, kind in found if b == len(line)), ""),
        frozenset(held),
        opening,
        held.get(first, 0),
    )


def compiled(folder: Path, kinds: Mapping[str, list[str]]) -> tuple[Phrases, Mapping[str, Kind]]:
    """Write phrase files and read them, without the built-in ones."""
    (folder / "boilerplate").mkdir(parents=True)
    for kind, texts in kinds.items():
        listing = ", ".join(f'"{text}"' for text in texts)
        content = f"{HEAD.format(kind)}{EXAMPLES}[phrases]\nen = [{listing}]\nfr = [{listing}]\n"
        (folder / "boilerplate" / f"{kind}.toml").write_text(content, "utf-8")
    rules = rule_data.Rules((folder,))
    return phrases.load(rules), phrases.kinds(rules)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Phrases, list[tuple[Words, str]]]:
    kinds = {
        "aa": ["a", "a b", "b * c", "a * b * c", "a *", "b b b", "c 1 a"],
        "bb": ["a b", "b c", "b * b c", "c *", "a b c a b c a", "* a"],
        "cc": ["c", "c c"],
    }
    found, read_kinds = compiled(tmp_path_factory.mktemp("rules"), kinds)
    return found, listed(read_kinds)


@given(lines=st.lists(st.lists(st.sampled_from("abcx1"), max_size=12), max_size=6))
def test_lines_are_covered_as_word_by_word(
    few: tuple[Phrases, list[tuple[Words, str]]], lines: list[list[str]]
) -> None:
    found = hits.of([" ".join(line) for line in lines], few[0])
    for index, line in enumerate(lines):
        assert found[index] == read(tokens(" ".join(line)), few[1])


def test_long_lines_are_covered_at_their_start_only(
    few: tuple[Phrases, list[tuple[Words, str]]],
) -> None:
    texts = ["b c " + "x " * LONGEST_LINE, "x b c " + "x " * LONGEST_LINE]
    found = hits.of(texts, few[0])
    assert [found[0], found[1]] == [read(tokens(text), few[1]) for text in texts]
    assert (found[0].first, found[1]) == ("bb", NO_HIT)


BUILT_IN = phrases.load(RULES)
KINDS = phrases.kinds(RULES)
_TEXTS = sorted(
    phrase
    for kind in KINDS.values()
    if kind.match in {"line", "start"}
    for phrase in kind.phrases
)  # fmt: skip
_BY_FIRST: dict[str, list[tuple[Words, str]]] = {}
for _words, _kind in listed(KINDS):
    _BY_FIRST.setdefault(_words[0], []).append((_words, _kind))
_PIECES = st.sampled_from([*_TEXTS, "12", "Ernie Zhu", "et", "·", "今天"])


@given(st.lists(st.lists(_PIECES, max_size=4).map(" ".join), min_size=1, max_size=5))
def test_the_built_in_phrases_are_found(texts: list[str]) -> None:
    found = hits.of(texts, BUILT_IN)
    for index, text in enumerate(texts):
        line = tokens(text)
        known = sorted(
            {one for word in line for one in _BY_FIRST.get(word, ())},
            key=lambda item: ("*" in item[0], -len(item[0]), item[0]),
        )
        assert found[index] == read(line, known)


def test_every_phrase_is_of_the_first_kind_that_lists_it() -> None:
    exact = [(words, kind) for words, kind in listed(KINDS) if "*" not in words]
    found = hits.of([" ".join(words) for words, _ in exact], BUILT_IN)
    assert len(exact) > 20_000
    wrong = [
        words
        for index, (words, kind) in enumerate(exact)
        if len(words) <= LONGEST_LINE and (found[index].first, found[index].covered) != (kind, 1.0)
    ]
    assert not wrong


def test_compiled_phrases_are_kept_and_found_again(tmp_path: Path) -> None:
    rules = dataclasses.replace(RULES, compiled=tmp_path)
    before = hits.of(["查看原文", "Share"], phrases.load(rules))
    (kept,) = tmp_path.glob("*.index")
    made = kept.stat().st_ino
    phrases.load.cache_clear()
    after = hits.of(["查看原文", "Share"], phrases.load(rules))
    assert [before[0], before[1]] == [after[0], after[1]]
    assert [file.stat().st_ino for file in tmp_path.glob("*.index")] == [made]


def test_too_many_kinds_are_refused(tmp_path: Path) -> None:
    kinds = {f"kind{number}": ["x"] for number in range(phrases.MOST_KINDS + 1)}
    with pytest.raises(rule_data.RuleFileError, match="more than 63"):
        compiled(tmp_path, kinds)
