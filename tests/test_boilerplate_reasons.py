"""The reasons to look closer at lines, and which stay, beside plain readings of their rules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaners import rules as rule_data
from cleaners.boilerplate import characters as classes
from cleaners.boilerplate import features, labels, phrases, reasons
from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.lines import Line, Lines
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.words import NUMBER_HASH

PHRASES = phrases.load(rule_data.load())
TEXTS = st.one_of(
    st.sampled_from(
        ["Share", "Log in", "Deutsch English Français 日本語", "By Ana Ruiz", "3 hours ago", "***",
         "Home > News > Economy", "BTC +3.2%", "12 : 14", "Ingredients:", "- salt", "相关阅读",
         "查看原文", "We use cookies to improve your experience.", "Copyright 2024 Example.",
         "The harbour was closed on Monday because of a storm that nobody had seen coming."]
    ),
    st.text("ab 1.:,|>#$%。台é\u0301", min_size=1, max_size=60).filter(str.strip),
)  # fmt: skip
PAGES = st.lists(st.tuples(TEXTS, st.floats(-9, 9), st.sampled_from([0.0, 0.5, 1.0])), min_size=1)


def read(rows: Sequence[tuple[str, float, float]]) -> tuple[Measured, Scores]:
    lines = Lines.of(Line(text.strip(), link_density=links) for text, _, links in rows)
    return features.measure(lines, "", PHRASES), np.array([score for _, score, _ in rows])


def measure(measured: Measured, name: str, index: int) -> float:
    return float(measured.sheet.own[SHAPE.index(name), index])


@given(PAGES, st.booleans())
def test_phrases_give_reasons(rows: list[tuple[str, float, float]], titled: bool) -> None:
    measured, scores = read(rows)
    found = reasons.find(measured, scores, titled=titled)
    for index, bits in enumerate(found.bits.tolist()):
        hit = measured.hits[index]
        whole, sure = hit.covered > 0.99, scores[index] > 3
        byline = hit.first == "byline"
        undated = not measure(measured, "date", index) and not measure(measured, "clock", index)
        assert bool(bits & reasons.ORIGIN) == (byline or hit.last == "time_ago")
        assert bool(bits & reasons.UNDATED) == (byline and undated)
        assert bool(bits & reasons.ENDONYMS) == (whole and hit.kind == "language_picker")
        assert bool(bits & reasons.BUTTONS) == (whole and hit.kind == "share_bar")
        assert bool(bits & reasons.ONLY_OPENS) == (bool(bits & reasons.OPENS) and not whole)
        if bits & (reasons.OPENS | reasons.KNOWN) and sure:
            assert whole or hit.first in reasons.ALWAYS
    assert found.every == np.bitwise_or.reduce(found.bits)


@given(PAGES)
def test_characters_lengths_and_places_give_reasons(rows: list[tuple[str, float, float]]) -> None:
    measured, scores = read(rows)
    found = reasons.find(measured, scores, titled=False)
    sheet, words = measured.sheet, measured.words
    tokens, counts = sheet.tokens, sheet.characters.counts
    for index, bits in enumerate(found.bits.tolist()):
        ends, colon = bool(sheet.ends[index]), measure(measured, "colon_end", index) > 0
        numbers = np.count_nonzero(tokens.hashes[tokens.line == index] == NUMBER_HASH)
        bullet = measure(measured, "bullet", index) > 0 and words[index] <= 12
        few = words[index] - numbers <= 5 and not colon
        letters = counts[classes.UPPER : classes.NUMERAL + 1, index].any()
        inside = 0 < index < len(words) - 1 and scores[index] > 0
        between = inside and words[index - 1] >= 12 and words[index + 1] >= 12
        assert bool(bits & reasons.WORDLESS) == (not letters)
        assert bool(bits & reasons.ITEM) == (words[index] <= 5 and not ends and not colon)
        assert bool(bits & reasons.TABLE_ROW) == (not ends and (few or bullet))
        assert bool(bits & reasons.LIKED) == (ends and words[index] >= 12 and scores[index] > 0)
        assert bool(bits & reasons.MAY_FOLLOW) == (
            not ends and words[index] <= 30 and scores[index] < 3
        )
        assert bool(bits & reasons.SANDWICHED) == between


@given(PAGES, st.data())
def test_lines_stay_by_score_share_and_neighbours(
    rows: list[tuple[str, float, float]], data: st.DataObject
) -> None:
    measured, scores = read(rows)
    count = len(scores)
    drawn = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    proofs = ["menu/phrase" if proven else "" for proven in drawn]
    free = ~np.array(drawn)
    share = np.count_nonzero(~free | (scores < -2)) / max(count, 20)
    lenience = labels.LENIENCE["text"] * max(0.0, 1 - share / 0.15)
    spared = np.full(count, lenience)
    if count > 8:
        spared[~measured.sheet.ends] = min(lenience, 0.5)
    kept = (scores > -spared) & free
    own = measured.sheet.own
    free &= own[SHAPE.index("covered")] < 0.5
    may_stay = free & (own[SHAPE.index("sentence_end")] > 0) & (measured.words >= 12)
    may_stay &= scores > -1.8
    for _ in range(2):
        near = np.zeros(count, bool)
        near[1:] |= kept[:-1]
        near[:-1] |= kept[1:]
        kept |= near & may_stay
    if not kept.any():
        kept = (own[SHAPE.index("sentences")] >= 2) & (measured.words >= 40) & free & (scores > -4)
    assert labels._kept(measured.sheet.lines, measured, scores, proofs) == kept.tolist()
