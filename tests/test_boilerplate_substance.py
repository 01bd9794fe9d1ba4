"""Pages of flattened text without a text of their own, and those that must not be taken for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import extract
from cleaners import rules as rule_data
from cleaners.boilerplate import features, labels, model, network, phrases, substance
from cleaners.boilerplate.lines import Line, Lines
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.substance import FACTS, PageJudge
from cleaners.boilerplate.texture import COLUMNS as TEXTURE
from cleaners.boilerplate.vocabulary import VOCABULARY
from cleaners.rules import RuleFileError

RULES = rule_data.load()
PHRASES = phrases.load(RULES)
ALWAYS = PageJudge(np.zeros(len(FACTS)), np.ones(len(FACTS)), np.zeros(len(FACTS)), 9.0)
SENTENCE = "The council met on Monday and agreed to close the old bridge for two whole months."
ITEM = "Kettle with a lid, two litres, white 24.50"
TEASERS = (
    "Uutiset",
    "Kunta aikoo sulkea kirjaston kesän ajaksi, sillä katon korjaus on [...] Lue lisää",
    "Urheilu",
    "Joukkue voitti viidennen ottelunsa peräkkäin, ja valmentaja kertoi [...] Lue lisää",
    "Kulttuuri",
    "Uusi näyttely avautuu perjantaina, ja mukana on myös nuoria [...] Lue lisää",
    "Talous",
    "Korot nousevat jälleen syksyllä, ja monen perheen asuntolaina on [...] Lue lisää",
    "Sää",
    "Viikonlopusta tulee sateinen koko maassa, mutta alkuviikosta [...] Lue lisää",
    "Kotimaa",
    "Poliisi etsii silminnäkijöitä, jotka olivat torilla lauantaina [...] Lue lisää",
)


def measured(texts: Sequence[str]) -> features.Measured:
    return features.measure(Lines.of([Line(text) for text in texts]), "", PHRASES)


def judged(texts: Sequence[str]) -> tuple[features.Measured, model.Scores]:
    page = measured(texts)
    return page, labels.together(network.load(RULES), model.load(RULES, "text_trees"), page)


def longest(flags: Sequence[bool], lengths: Sequence[float]) -> float:
    best = now = 0.0
    for flag, length in zip(flags, lengths, strict=True):
        now = now + length if flag else 0.0
        best = max(best, now)
    return best


LINES = st.sampled_from([SENTENCE, ITEM, "Menu", "***", "他說：「好的。」", "Lue lisää"])


@given(st.lists(st.tuples(LINES, st.floats(-9, 9)), min_size=1, max_size=12))
def test_facts_are_those_of_a_plain_reading(lines: list[tuple[str, float]]) -> None:
    page = measured([text for text, _ in lines])
    scores = np.array([score for _, score in lines])
    lengths = page.words + 0.3
    kept = lengths / (1 + np.exp(-scores))
    liked, ends = scores > 0, page.sheet.ends
    running = ends & (page.words >= features.RUNNING_TEXT)
    after = np.concatenate(([False], liked[:-1]))
    runs = [longest(flags, lengths) for flags in (running, ends, liked, liked & ends)]
    wanted = [
        np.log1p(lengths.sum()),
        np.log1p(len(lines)),
        scores.max(),
        np.sort(scores)[-3:].mean(),
        np.average(scores, weights=lengths),
        kept.sum() / lengths.sum(),
        liked.mean(),
        *np.log1p(runs),
        np.log1p((liked & ~after).sum()),
        np.log1p(lengths.max()),
    ]
    own = len(SHAPE) + len(VOCABULARY)
    rows = np.vstack([page.columns[:own], page.columns[-len(TEXTURE) :]])
    found = substance.gather(page, scores)
    assert found == pytest.approx([*wanted, *(rows @ (kept / kept.sum()))], rel=1e-5, abs=1e-5)


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        pytest.param([ITEM] * 12, True, id="a list"),
        pytest.param([SENTENCE] * 2, False, id="too short to know"),
        pytest.param([*["Menu"] * 80, *[SENTENCE] * 5], False, id="a passage under a menu"),
        pytest.param([SENTENCE, ITEM] * 9, True, id="sentences that do not follow each other"),
        pytest.param(
            ["市議會週一開會，決定關閉河上的舊橋兩個月，公車照常行駛。"] * 8,
            False,
            id="a passage of ideographs",
        ),
    ],
)
def test_short_pages_and_passages_are_never_given_up(texts: list[str], wanted: bool) -> None:
    page = measured(texts)
    assert substance.is_missing(page, np.zeros(len(texts)), ALWAYS) is wanted


def test_a_page_of_teasers_gives_nothing() -> None:
    page, scores = judged(TEASERS)
    assert (scores > -labels.LENIENCE["text"]).any()
    assert substance.is_missing(page, scores, substance.load(RULES))
    assert not extract.extract_text("\n".join(TEASERS)).text


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat tagte am Montag. Er schließt die alte Brücke bis Mai. Busse fahren.",
        "Ночью шёл по саду дед,\nискал луну, а той и нет,\nи дед присел на старый пень.",
        "理事会は月曜日に開かれた。古い橋は二か月閉鎖される。バスは引き続き運行する。",
    ],
)
def test_short_texts_stay_whole(text: str) -> None:
    assert extract.extract_text(text).text == text


def test_missing_weights_are_told(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="train the weights"):
        substance.load(rule_data.Rules((tmp_path,)))
