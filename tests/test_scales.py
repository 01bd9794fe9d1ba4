"""Amounts whose scale went wrong: suggested with a reason, never changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaners
from cleaners import scale_rules, scales
from cleaners.paired import repair_beside
from cleaners.records import Block, Page
from cleaners.rules import RuleFileError, Rules, load

RULES = load()


def page(text: str, language: str) -> Page:
    return Page(text, (Block(0, len(text), language=language),), language=language)


def found(text: str, language: str, original: Page | None = None) -> list[tuple[str, str, str]]:
    suggestions = scales.suggest(page(text, language), RULES, original)
    assert all(text[one.start : one.end] == one.before for one in suggestions)
    return [(one.rule, one.before, one.after) for one in suggestions]


ALONE = [
    ("en", "The fund lost $7700 billion.", "too-many", "7700 billion", "770 billion"),
    ("en", "It raised 1,200 billion yuan.", "too-many", "1,200 billion", "120 billion"),
    (
        "de",
        "Der Fonds verlor 7700 Milliarden Dollar.",
        "too-many",
        "7700 Milliarden",
        "770 Milliarden",
    ),
    ("ru", "Фонд потерял 7700 миллиардов долларов.", "too-many", "7700 миллиардов", "770 млрд"),
    ("en", "Assets of $9,000 trillion.", "too-many", "9,000 trillion", "900 billion"),
    (
        "fr",
        "Il gère 5 000 000 milliards d'euros.",
        "too-much",
        "5 000 000 milliards",
        "500\xa0000 milliards",
    ),
    ("fr", "Il vaut 3 billions de dollars.", "false-friend", "3 billions", "3 milliards"),
    (
        "fr",
        "Une dette de 3 trillions de dollars.",
        "false-friend",
        "3 trillions",
        "3\xa0000 milliards",
    ),
    ("de", "Es kostet 2 Trillionen Dollar.", "false-friend", "2 Trillionen", "2 Billionen"),
    ("es", "Vale 2 trillones de dólares.", "false-friend", "2 trillones", "2 billones"),
    ("it", "Vale 3 trilioni di dollari.", "false-friend", "3 trilioni", "3.000 miliardi"),
    ("ru", "Он стоит 3 биллиона долларов.", "false-friend", "3 биллиона", "3 млрд"),
    ("pl", "Dług 3 trylionów dolarów.", "false-friend", "3 trylionów", "3 bln"),
    ("en", "They sold 20万 units.", "left-over", "20万", "200,000"),
    ("de", "Es kostet 7700億 Dollar.", "left-over", "7700億", "770 Milliarden"),
    (
        "fr",
        "Il verse 77 millions de yuans (億).",
        "left-over",
        "77 millions de yuans (億)",
        "7,7 milliards de yuans",
    ),
    (
        "fr",
        "Il verse 100 millions de yuans (億).",
        "left-over",
        "100 millions de yuans (億)",
        "100 millions de yuans",
    ),
    ("vi", "Quỹ lỗ 3,5兆 đô la.", "left-over", "3,5兆", "3,5 nghìn tỷ"),
]


@pytest.mark.parametrize(("language", "text", "rule", "before", "after"), ALONE)
def test_a_suspicious_amount_is_suggested(
    language: str, text: str, rule: str, before: str, after: str
) -> None:
    assert found(text, language) == [(rule, before, after)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Its market value is $1.2 trillion, 770 billion more than in May."),
        ("en", "Derivatives of $715 trillion are outstanding."),
        ("en", "There are 8,000 million people and 3 billion users."),
        ("en", "Light travels 9,500 billion kilometres a year."),
        ("en", "It made $1.25 billion; 10% of that, $125 million, is tax. It made $1.25 billion."),
        ("en", "The years 2019 and 2020; $3 million, $30 million and $300 million."),
        ("fr", "Il vaut 7 700 milliards de dollars."),
        ("fr", "Un billion vaut mille milliards."),
        ("fr", "Le mot « trillion » désigne 3 trillions d'étoiles."),
        ("de", "Er vernichtete 7,7 Billionen Dollar."),
        ("es", "Ventas de 3.500 millones de euros y 2 billones de dólares."),
        ("it", "Un debito di 2.900 miliardi di euro."),
        ("pt", "Um PIB de 10,9 trilhões de reais."),
        ("ru", "Бюджет вырос до 40 трлн рублей."),
        ("vi", "Vốn điều lệ 7.700 tỷ đồng."),
        ("id", "Laba Rp 7.700 triliun rupiah."),
        ("zh", "基金虧損7700億美元，另有3億5,000万。"),
        ("ja", "7700億ドルの損失。"),
        ("und", "7700 billion dollars"),
        ("en", "Model GB200萬 and 万 people."),
    ],
)
def test_an_ordinary_amount_is_left_alone(language: str, text: str) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "original", "expected"),
    [
        ("en", "A loss of $7700 billion.", "虧損7700億美元。", ("7700 billion", "770 billion")),
        ("fr", "Une perte de 77 milliards.", "虧損770億美元。", None),
        ("fr", "Une perte de 770 millions.", "虧損770億美元。", ("770 millions", "77 milliards")),
        ("ru", "Выручка 24 млрд юаней.", "營收24億元。", ("24 млрд", "2,4 млрд")),
        ("en", "Revenue of 2.4 billion yuan.", "營收24億元。", None),
        ("en", "Sales of 350 million.", "營收3億5,000万円。", None),
        ("en", "A fund of $1,200 billion.", "1兆2000億美元的基金。", None),
        ("en", "He paid $3 million.", "他付了500萬美元。", None),
    ],
)
def test_the_original_decides(
    language: str, text: str, original: str, expected: tuple[str, str] | None
) -> None:
    wanted = [("original", *expected)] if expected else []
    assert found(text, language, page(original, "zh-Hant")) == wanted


def test_an_english_original_shows_the_false_friend() -> None:
    english = page("It is worth $3 billion.", "en")
    assert found("Cela vaut 3 billions de dollars.", "fr", english) == [
        ("original", "3 billions", "3 milliards")
    ]


def test_two_values_in_one_document() -> None:
    text = "It made $1.25 billion. Of the $1.25 billion, or $12.5 billion, little is left."
    assert found(text, "en") == [("two-values", "12.5 billion", "1.25 billion")]


def test_normalising_suggests_and_changes_nothing() -> None:
    text = "The fund lost $7700 billion."
    done = cleaners.normalise(text, "en")
    assert done.text == text
    assert [(one.step, one.rule) for one in done.suggestions] == [("scales", "too-many")]


def test_a_document_is_judged_by_its_original() -> None:
    body = "A fund that lost a loss of $77 billion last year will close its doors in May. " * 3
    one = replace(cleaners.clean_text(body, language="en"), rejected=None)
    other = replace(
        cleaners.clean_text("虧損7700億美元的基金將於五月關閉。" * 3, language="zh-Hant"),
        rejected=None,
    )
    done = repair_beside(one, other, RULES)
    assert done.content == one.content
    assert {(s.step, s.rule, s.after) for s in done.suggestions} == {
        ("scales", "original", "770 billion")
    }
    assert repair_beside(done, other, RULES).suggestions == done.suggestions


NUMBERS = st.sampled_from(
    [
        "7700",
        "7,700",
        "1.5",
        "3",
        "億",
        "萬",
        "billion",
        "billions",
        "milliards",
        "$",
        " ",
        "dollars",
        "de",
        "(",
        ")",
        "\n",
        "Trillionen",
        "tỷ",
        "млрд",
        ".",
    ]
)


@settings(max_examples=200)
@given(
    text=st.lists(NUMBERS, max_size=9).map("".join) | st.lists(NUMBERS, max_size=9).map(" ".join),
    language=st.sampled_from(["en", "fr", "de", "es", "ru", "vi", "pl", "zh", "und"]),
)
def test_suggestions_stand_where_they_say(text: str, language: str) -> None:
    suggestions = scales.suggest(page(text, language), RULES)
    assert all(text[one.start : one.end] == one.before != one.after for one in suggestions)
    ends = [one.end for one in suggestions]
    assert all(end <= one.start for end, one in zip(ends, suggestions[1:], strict=False))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[[language]]\ntag = 'en'\ndecimal = '.'\ngroup = ','", "missing 'words'"),
        ("[[language]]\ntag = 'en'\nwords = { a = 'b' }", "table of numbers"),
        ("[[language]]\nwords = { a = 1 }", "missing 'tag'"),
        ("[currency]\nsings = ['$']", "unknown key 'sings'"),
        ("[currency]\nsigns = 1", "list of strings"),
        ("han = 1", "must be a table"),
    ],
)
def test_the_loader_refuses_mistakes(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "scales.toml").write_text(content, "utf-8")
    with pytest.raises(RuleFileError, match=complaint):
        scale_rules.read(Rules((tmp_path,)))
