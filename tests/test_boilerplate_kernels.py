"""The measures and judgements that are computed in C, beside plain readings of their rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cleaners import rules as rule_data
from cleaners.boilerplate import (
    class_names,
    containers,
    context,
    features,
    folding,
    headline,
    model,
    network,
    phrases,
    surroundings,
    texture,
)
from cleaners.boilerplate.lines import Line, Lines
from cleaners.boilerplate.network import FARTHEST, PAGE_AFTER, REACHES, WEAKEST, WORDS_READ
from cleaners.boilerplate.paths import Paths
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.words import Tokens, hashes_of

Numbers = NDArray[np.float64]

RULES = rule_data.load()
PHRASES = phrases.load(RULES)
NETWORK = network.load(RULES)
LENGTHS = st.lists(st.floats(0, 60).map(lambda value: round(value, 1)), min_size=1, max_size=40)


def flagged(lengths: Sequence[float]) -> NDArray[np.bool_]:
    return np.array(lengths) >= 12


def placed(lengths: Sequence[float]) -> NDArray[np.float32]:
    """Measure places of lines of such lengths; the long ones are running text."""
    own = np.zeros((len(SHAPE), len(lengths)), np.float32)
    own[SHAPE.index("covered")] = np.array(lengths) % 1
    gaps = np.arange(len(lengths)) % 2
    common = np.zeros(len(lengths), np.float32)
    found = context.measure(own, common, np.array(lengths), flagged(lengths), gaps)
    return found[-context.PLACES :]


@given(LENGTHS)
def test_means_are_those_of_the_lines_around(lengths: list[float]) -> None:
    found = placed(lengths)
    held = [
        np.where(flagged(lengths), lengths, 0),
        flagged(lengths),
        np.array(lengths) < 5,
        np.array(lengths, np.float32) % 1,
    ]
    for row, values in enumerate(held):
        for offset, reach in ((0, 4), (4, 10)):
            near = [values[max(i - reach, 0) : i + reach + 1] for i in range(len(lengths))]
            means = [float(np.mean(part)) for part in near]
            assert found[row + offset] == pytest.approx(means, abs=1e-4)


@given(LENGTHS)
def test_running_text_is_so_many_lines_away(lengths: list[float]) -> None:
    rows = placed(lengths)[13:15]
    at = np.flatnonzero(flagged(lengths))
    for index in range(len(lengths)):
        above, below = index - at[at <= index], at[at >= index] - index
        wanted = [min((*side.tolist(), 50)) for side in (above, below)]
        assert np.expm1(rows[:, index]) == pytest.approx(wanted, abs=1e-3)


@given(LENGTHS)
def test_the_best_run_of_lines_has_the_greatest_sum(lengths: list[float]) -> None:
    inside = placed(lengths)[22] > 0
    worth = np.array(lengths) - 6
    sums = [0.0, *accumulate(worth.tolist())]
    best = max(end - min(sums[: i + 1]) for i, end in enumerate(sums))
    assert float(worth[inside].sum()) == pytest.approx(best, abs=1e-6)
    assert len(np.flatnonzero(np.diff(inside))) <= 2


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_neighbours_are_moved_and_missing_outside(count: int) -> None:
    own = np.arange(len(SHAPE) * count, dtype=np.float32).reshape(len(SHAPE), count)
    lengths = np.ones(count)
    flags = np.zeros(count, np.bool_)
    found = context.measure(
        own, np.full(count, 7, np.float32), lengths, flags, np.zeros(count, int)
    )
    words = own[SHAPE.index("words")]
    for row, shift in ((0, -1), (10, 1), (20, -2), (30, 2), (40, -3), (42, 3)):
        places = np.arange(count) + shift
        outside = (places < 0) | (places >= count)
        wanted = np.where(outside, -1, words[np.clip(places, 0, count - 1)])
        assert found[row].tolist() == wanted.tolist()


NAMES = st.text("adnvscoie -_Éz", max_size=12) | st.sampled_from(["nav-item", "comment list", "ad"])


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_cues_are_what_a_name_begins_with(names: list[str]) -> None:
    lines = Lines.of([Line("x", 0, "body/p", name) for name in names])
    flags = np.zeros(len(names), np.bool_)
    rows = surroundings.measure(lines, np.ones(len(names)), flags, 6)[surroundings.CUE_ROWS]
    for index, name in enumerate(names):
        parts = name.split(" ")
        for row, cue in enumerate(class_names.PLACES.values()):
            pattern = re.compile(f"(?<![a-z])(?:{'|'.join(cue.split())})")
            held = [pattern.search(part) is not None for part in parts]
            assert rows[row, index] == any(held)
            assert rows[row + len(rows) // 2, index] == any(held[:2])


@given(st.lists(NAMES | st.sampled_from(["x_ads", "ad-", "load", "most-read b"]), max_size=6))
def test_kinds_are_told_by_what_names_hold(names: list[str]) -> None:
    numbers = class_names.kinds(class_names.cues(names)[0]).tolist()
    for name, number in zip(names, numbers, strict=True):
        patterns = ["|".join(words.split()) for words in class_names.KINDS.values()]
        patterns[5] += r"|(?:^|[\s_-])ads?(?:$|[\s_-])"
        held = [kind for kind, pattern in enumerate(patterns) if re.search(pattern, name)]
        assert number == min(held, default=-1)


PATHS = st.lists(st.sampled_from(["body", "div", "p", "a-b", "", "é"]), max_size=5).map("/".join)


@given(st.lists(PATHS, min_size=1, max_size=8))
def test_paths_have_the_tags_and_beginnings_that_they_spell(paths: list[str]) -> None:
    found = Paths.of(paths)
    beginnings: dict[str, int] = {}
    tags: dict[str, int] = {"a-b": -1, "": -1, "é": -1}
    for path, first in zip(paths, found.first.tolist(), strict=False):
        parts = path.split("/")
        for number, part in enumerate(parts):
            assert found.tags[first + number] == tags.setdefault(part, found.tags[first + number])
            hashed = found.prefixes[first + number]
            assert beginnings.setdefault("/".join(parts[: number + 1]), hashed) == hashed
    assert len(set(beginnings.values())) == len(beginnings)
    assert found.first[-1] == sum(path.count("/") + 1 for path in paths)


def test_text_held_above_is_shared_by_paths_that_meet() -> None:
    paths = ["body/main/p", "body/main/li", "body/main/p", "body/div/p"]
    lines = Lines.of([Line("x", 0, path) for path in paths])
    words = np.array([10.0, 3, 20, 30])
    rows = surroundings.measure(lines, words, np.ones(4, np.bool_), 6)[-surroundings.CONTAINERS :]
    shares = [[30, 0, 30, 30], [30, 0, 30, 30], [30] * 4, [60] * 4, [60] * 4]
    assert rows[:5] * 60 == pytest.approx(np.array(shares), abs=1e-4)
    assert rows[6].tolist() == [2] * 4


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(0.3, 50)), min_size=1, max_size=30))
def test_no_threshold_expects_a_greater_f1(lines: list[tuple[float, float]]) -> None:
    likely, weight = np.array(lines).T.copy()
    threshold, expected = containers.best_threshold(likely, weight)

    def f1(least: float) -> float:
        kept = likely >= least
        return float(
            2 * (likely * weight)[kept].sum() / (weight[kept].sum() + (likely * weight).sum())
        )

    assert f1(threshold) == pytest.approx(expected)
    assert max(map(f1, likely.tolist())) <= expected + 1e-9


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(0, 40)), min_size=1, max_size=40))
def test_what_was_thought_of_the_lines_around(lines: list[tuple[float, float]]) -> None:
    scores, words = np.array(lines).T.copy()
    found = model.around(scores, words)
    odds = np.clip(scores, -6, 6)
    likely = 1 / (1 + np.exp(-odds))
    mass, total = likely * words, max(float((likely * words).sum()), 1.0)
    assert found[0] == pytest.approx(odds, abs=1e-5)
    for row, reach in ((7, 2), (9, 6), (11, 15)):
        spans = [slice(max(i - reach, 0), i + reach + 1) for i in range(len(words))]
        shares = [mass[span].sum() / max(words[span].sum(), 1) for span in spans]
        assert found[row] == pytest.approx(shares, abs=1e-5)
        assert found[row + 1] * 2 * reach == pytest.approx(
            [likely[span].sum() for span in spans], abs=1e-4
        )
    assert found[13] == pytest.approx((np.cumsum(mass) - mass) / total, abs=1e-5)
    assert found[18:, 0] == pytest.approx(
        [likely.mean(), total / max(words.sum(), 1), np.log1p(total), odds.max()], abs=1e-5
    )


def plainly_judged(measured: features.Measured) -> Numbers:
    """Judge lines as the network does, one matrix product after the other."""
    known, words = NETWORK, measured.words
    measures = np.clip((measured.columns - known.mean) / known.scale, -FARTHEST, FARTHEST)
    total = np.zeros(len(words))
    for one in range(len(known.line)):
        inputs = np.vstack([measures, heard(measured.sheet.tokens, one)])
        signs = np.maximum(known.line[one] @ inputs + known.line_constant[one], 0)
        for layer, reach in enumerate(REACHES):
            empty = np.zeros((len(signs), reach))
            padded = np.hstack([empty, signs, empty])
            near = np.vstack([padded[:, : -2 * reach], signs, padded[:, 2 * reach :]])
            seen = known.inwards[one, layer] @ near + known.inwards_constant[one, layer]
            signs = signs + known.outwards[one, layer] @ np.maximum(seen, 0)
            signs = signs + known.outwards_constant[one, layer]
            if layer == PAGE_AFTER:
                weight = np.log1p(words) / max(np.log1p(words).sum(), 1e-3)
                mean = np.maximum(signs, 0) @ weight
                both = np.concatenate([mean, np.maximum(signs.max(axis=1), WEAKEST)])
                page = known.page[one] @ both[:, None] + known.page_constant[one]
                signs = signs + np.maximum(page, 0)
        weighed = known.weighed[one] @ np.maximum(signs, 0) + known.weighed_constant[one]
        judged = known.judgement[one] @ np.maximum(weighed, 0) + known.judgement_constant[one]
        total += judged[0]
    return total / len(known.line)


def heard(tokens: Tokens, one: int) -> Numbers:
    """Add up what one of the networks knows of each line's first words."""
    size = NETWORK.vocabulary.shape[1] // len(NETWORK.line)
    own = NETWORK.vocabulary[:, one * size : (one + 1) * size]
    rows = network.buckets(tokens.hashes, len(own))
    found = np.zeros((size, len(tokens.count)))
    for line, (start, end) in enumerate(zip(tokens.starts, tokens.starts[1:], strict=False)):
        first = rows[start : min(end, start + WORDS_READ)]
        found[:, line] = own[first].sum(axis=0) / np.sqrt(max(len(first), 1))
    return found


ANY_LINE = st.text(min_size=1, max_size=30).map(lambda text: " ".join(text.split()) or "x")
USUAL_LINES = st.sampled_from(["Le port a rouvert ce matin.", "Menu", "台北", "12 h"])
TEXTS = st.lists(USUAL_LINES | ANY_LINE, min_size=1, max_size=40)


@given(TEXTS)
def test_the_network_judges_as_its_products_say(texts: list[str]) -> None:
    measured = features.measure(Lines.of([Line(text) for text in texts]), "", PHRASES)
    found = NETWORK.score(measured.columns, measured.sheet.tokens, measured.words)
    assert found == pytest.approx(plainly_judged(measured), abs=1e-4)


@given(TEXTS, ANY_LINE)
def test_words_are_shared_with_a_headline_once_each(texts: list[str], title: str) -> None:
    tokens = features.measure(Lines.of([Line(text) for text in texts]), "", PHRASES).sheet.tokens
    wanted = {*folding.tokens(title), *folding.tokens(texts[0])}
    distinct, shared = headline._shared(tokens, hashes_of(wanted))
    own = [set(folding.tokens(text)) for text in texts]
    assert distinct.tolist() == [*map(len, own)]
    assert shared.tolist() == [len(words & wanted) for words in own]


def test_only_short_lines_have_templates() -> None:
    long = "Ann 3, " * 20
    texts = [*["Menu"] * 5, long, "Menu", long]
    measured = features.measure(Lines.of([Line(text) for text in texts]), "", PHRASES)
    woven = measured.columns[-len(texture.COLUMNS) :]
    rows = dict(zip(texture.COLUMNS, woven.tolist(), strict=True))
    assert np.expm1(rows["template"]) == pytest.approx([6] * 5 + [1, 6, 1])
    assert rows["template_before"] == [30, 1, 1, 1, 1, 30, 2, 30]
    assert rows["page_templates"][0] == pytest.approx(6 / 8)
