"""The measures over whole pages say what a look at each line by itself would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import markup
from cleaners import rules as rule_data
from cleaners.boilerplate import (
    characters,
    features,
    model,
    phrases,
    strip,
    surroundings,
    words,
)
from cleaners.boilerplate.characters import MEASURED
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.lines import Line, Lines
from cleaners.boilerplate.shape import SHAPE, ends_sentence, weight
from cleaners.boilerplate.vocabulary import VOCABULARY
from cleaners.records import Metadata

RULES = rule_data.load()
PHRASES = phrases.load(RULES)

# Letters that fold to several, join with others, or are digits inside words, beside common ones.
_TRICKY = 'aZß©™ﬁ½²№İёe\u0301ｱﾞカ\u3099ำক১ক\u09bcا\u064bก๑台北年.。!?…:：|»"”-•@/ \u00a0\u3000'
_LINES = st.lists(
    st.text(st.sampled_from(_TRICKY), max_size=40)
    | st.text(max_size=30).map(lambda text: "".join(text.splitlines())),
    max_size=12,
)


@given(_LINES)
def test_words_of_a_page_are_the_tokens_of_its_lines(texts: list[str]) -> None:
    found = words.cut(characters.read(texts))
    expected = [tokens(text) for text in texts]
    assert found.count.tolist() == [len(line) for line in expected]
    assert found.hashes.tolist() == [words.token_hash(t) for line in expected for t in line]
    assert found.length.tolist() == [len(t) for line in expected for t in line]


def test_long_lines_are_cut() -> None:
    text = "début " * 300
    read = characters.read(["Menu", text, "Fin"])
    assert (read.ends - read.starts).tolist() == [4, MEASURED, 3]
    assert read.lengths.tolist() == [4, len(text), 3]
    assert words.cut(read).count.tolist() == [1, MEASURED // 6, 1]


@given(st.lists(st.integers(0, 30), max_size=60))
def test_equal_values_get_equal_numbers(values: list[int]) -> None:
    numbers = words.classes_of(np.array(values, np.uint64) << np.uint64(60)).tolist()
    shifted = [(value << 60) % (1 << 64) for value in values]
    assert len(set(numbers)) == len(set(shifted))
    assert len(set(zip(numbers, shifted, strict=True))) == len(set(shifted))


def measured(*texts: str, title: str = "") -> features.Measured:
    return features.measure(Lines.of(map(Line, texts)), title, PHRASES)


@given(_LINES)
def test_lengths_and_ends_are_those_of_each_line(texts: list[str]) -> None:
    found = measured(*texts)
    assert found.words.tolist() == pytest.approx([weight(tokens(t), t) for t in texts])
    assert found.sheet.ends.tolist() == [ends_sentence(text) for text in texts]
    assert found.matrix.shape == (len(texts), len(found.columns))
    assert np.isfinite(found.columns).all()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("sentence_end", "Il a dit : « Oui. »", 1),
        ("sentence_end", "À lire aussi", 0),
        ("colon_end", "相關新聞：", 1),
        ("sentences", "Wirklich?! Ja. Version 2.0 ist da", 2),
        ("sentences", "他来了。他走了！", 2),
        ("commas", "un, deux", 0.5),
        ("digits", "3 Kommentare", 0.5),
        ("initials", "Der Hafen und die Stadt", 0.6),
        ("capitals", "ΝΕΑ ΤΗΣ ΗΜΕΡΑΣ", 1),
        ("capitals", "台北", 0),
        ("token_length", "Straße", 7),
        ("separators", "Home > News", 0.5),
        ("symbols", "a, b", 0.25),
        ("bullet", "• Öffnungszeiten", 1),
        ("bullet", "12. Platz", 1),
        ("bullet", "1200 m", 0),
        ("lower_start", "— und dann", 1),
        ("contact", "Schreiben Sie an info@example.org", 1),
        ("contact", "Sie schrieb ihm.", 0),
        ("clock", "今天 18:05", 1),
        ("clock", "im Verhältnis 3:1", 0),
        ("date", "le 12 mars 2024", 1),
        ("date", "2024-03-12", 1),
        ("date", "2024 年 3 月", 1),
        ("date", "March 3, 2024", 1),
        ("date", "seit 2024", 0),
        ("ticker", "BTC $64,120 +1.2%", 1),
        ("ticker", "Die Miete stieg um 3 %", 0),
        ("question", "Kommst du?", 1),
        ("quote_start", "„Wir bleiben“, sagte er", 1),
    ],
)
def test_shape_of_a_line(name: str, text: str, value: float) -> None:
    assert measured(text).columns[SHAPE.index(name), 0] == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("repeats", [1, 1, 1, 2, 2]),
        ("in_title", [2 / 18, 1, 0, 0, 0]),
        ("of_title", [2 / 3, 2 / 3, 0, 0, 0]),
        ("shared", [0, 1, 0, 0, 0]),
        ("script", [1, 1, 0, 1, 1]),
    ],
)
def test_vocabulary_of_lines(name: str, values: list[float]) -> None:
    found = measured(
        "Der Hafen von Kiel baut den Landstrom aus, damit Schiffe am Kai keinen Diesel mehr"
        " verbrennen müssen, 2030.",
        "Hafen Landstrom",
        "台北",
        "Kontakt",
        "KONTAKT",
        title="Landstrom im Hafen",
    )
    row = found.sheet.vocabulary[VOCABULARY.index(name)]
    assert row.tolist() == pytest.approx(values)


def test_markup_says_what_a_line_is_and_what_stands_beside_it() -> None:
    text = (
        "Der Hafen von Kiel baut den Landstrom aus, damit am Kai kein Schiff mehr Diesel braucht."
    )
    lines = Lines.of(
        [
            Line("Kontakt", path="body/nav/ul/li", css="item main-nav", link_density=1.0),
            Line(text, path="body/main/p", css="teaser-free"),
            Line(text, path="body/main/p", css="teaser-free"),
        ]
    )
    sheet = features.measure(lines, "", PHRASES).sheet
    found = surroundings.measure(lines, sheet.words, sheet.ends, 6)
    density, nav, *_ = found
    assert density.tolist() == [1, 0, 0]
    assert nav.tolist() == [1, 0, 0]
    share_of_path = found[-surroundings.CONTAINERS + 1]
    assert share_of_path.tolist() == [0, 1, 1]
    menu_cue = found[surroundings.CUE_ROWS][0]
    assert menu_cue.tolist() == [1, 0, 0]
    assert not surroundings.measure(Lines.of([Line(text)]), sheet.words[:1], sheet.ends, 6).any()


def test_trees_answer_as_one_by_one() -> None:
    random = np.random.default_rng(3)
    trees = model.Trees(
        random.integers(0, 9, (20, 4)).astype(np.int16),
        random.integers(0, 3, (20, 4)).astype(np.float32),
        random.normal(size=(20, 16)).astype(np.float32),
        0.25,
    )
    columns = random.integers(0, 4, (9, 7)).astype(np.float32)
    for line, score in enumerate(trees.score(columns[:5], columns[5:])):
        leaves = [
            sum(int(columns[f, line] > b) << level for level, (f, b) in enumerate(questions))
            for questions in map(zip, trees.features, trees.borders)
        ]
        expected = sum(trees.leaves[tree, leaf] for tree, leaf in enumerate(leaves)) + 0.25
        assert score == pytest.approx(expected, abs=1e-5)


@given(
    st.lists(
        st.sampled_from(["Share", "12", "© 2024"])
        | st.just("Le port a rouvert ce matin, après deux jours de fermeture.")
    )
)
def test_kept_text_is_what_strip_leaves(texts: list[str]) -> None:
    page = markup.flatten_text("\n".join(texts))
    assert strip.kept_text(page, strip.decide(page, RULES)) == strip.strip(page, RULES).page.text


def test_languages_are_asked_at_the_edges_only() -> None:
    own = "Le port a rouvert ce matin, après deux jours de fermeture, et les navires attendent."
    other = "The port reopened this morning after two days, and the ships are still waiting there."
    page = markup.flatten_text(f"{other}\n\n{own}\n\n{other}\n\n{own}\n\n{own}", Metadata())
    asked: list[int] = []

    def foreign(index: int) -> bool:
        asked.append(index)
        return page.blocks[index].text(page.text) == other

    decision = strip.decide(page, RULES, foreign)
    assert asked == [0, 1, 4]
    assert decision.verdicts.kept == [False, True, True, True, True]
    assert decision.verdicts.evidence[0] == "other-language"
