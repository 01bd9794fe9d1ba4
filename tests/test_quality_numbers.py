"""Numbers are read as values in many languages, and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.bitext.checks.numbers import numbers
from cleaners.bitext.checks.numerals import quantities
from cleaners.bitext.checks.pair import Pair

VALUES = [
    ("en", "two hundred and fifty thousand", [250_000]),
    ("en", "$2.4 billion in twenty-one days", [2.4e9, 21]),
    ("en", "12,345.67 and 1,000", [12345.67, 1000]),
    ("fr", "quatre-vingt-dix-sept euros", [97]),
    ("fr", "1,5 million, soit 3 000 000 de litres", [1.5e6, 3e6]),
    ("fr", "soixante et onze", [71]),
    ("de", "dreiundzwanzig Schiffe, 2,5 Milliarden", [23, 2.5e9]),
    ("es", "24.000 millones, mil millones", [24e9, 1e9]),
    ("pt", "3 bilhões de parâmetros", [3e9]),
    ("ru", "158 млрд, двадцать пять тысяч", [158e9, 25_000]),
    ("id", "dua puluh lima, delapan belas, 1.600", [25, 18, 1600]),
    ("vi", "1.580 tỷ, hai mươi lăm", [1.58e12, 25]),
    ("ar", "خمسة وعشرون و٢٠ مليون", [25, 20e6]),
    ("zh", "24億元，四成，十二所，二〇二四年", [2.4e9, 40, 12, 2024]),
    ("ja", "3億5,000万円、9割、十八か月", [3.5e8, 90, 18]),
    ("ko", "3억 5000만 원, 2만 명", [3.5e8, 20_000]),
    ("hi", "५०० करोड़", [5e9]),
    ("en", "١٢٣", [123]),
]


@pytest.mark.parametrize(("language", "text", "values"), VALUES)
def test_values(language: str, text: str, values: list[float]) -> None:
    assert [quantity.value for quantity in quantities(text, language)] == values


IMPLIED = [
    ("zh", "三星和万科统一表示十分满意"),
    ("fr", "Une femme et un homme, neuf ou d’occasion"),
    ("en", "One of the first decades, GPT4 and A380"),
    ("vi", "năm nay ba mẹ"),
]


@pytest.mark.parametrize(("language", "text"), IMPLIED)
def test_words_that_only_may_be_numbers(language: str, text: str) -> None:
    assert all(quantity.kind == "implied" for quantity in quantities(text, language))


SAME = [
    ("zh-Hant", "五年培訓3,000名工程師", "fr", "former 3 000 ingénieurs en cinq ans"),
    ("en", "admission costs nine euros", "es", "la entrada cuesta 9 euros"),
    ("ja", "そのうち9割を再利用できる", "en", "Ninety percent of it can be reused"),
    ("en", "about 158 billion dollars", "zh-Hans", "约为1,580亿美元"),
    ("en", "from April to July 2021", "ja", "2021年4月から7月まで"),
    ("ru", "до 1 сентября", "vi", "trước ngày 1 tháng 9"),
    ("de", "2,5 Millionen", "en", "two and a half million, 2.5 million"),
    ("en", "winds of 85 miles per hour", "fr", "des vents de 137 km/h"),
    ("en", "at 3 p.m.", "fr", "à 15 h"),
    ("en", "One of the mayors left.", "de", "Der Bürgermeister ging."),
    ("ja", "令和6年の予算", "en", "the budget for 2024"),
    ("en", "a decade ago", "zh", "十年前"),
    ("en", "the 1990s", "fr", "les années 90"),
    ("en", "on Tuesday", "ja", "火曜日に"),
    ("id", "harga 1.600", "en", "a price of 1,600"),
    ("pt", "dois terços dos 450 alunos", "id", "dua pertiga dari 450 siswa"),
    ("th", "ประชาชน 3 ล้านคน", "en", "three million people"),
    ("zh", "国道3号线十分拥挤", "en", "Highway 3 is very crowded"),
]


@pytest.mark.parametrize(("language", "source", "other", "target"), SAME)
def test_same_numbers(language: str, source: str, other: str, target: str) -> None:
    assert numbers(Pair(source, target, language, other)) == ()


DIFFERENT = [
    ("zh-Hant", "培訓3,000名工程師", "fr", "former 30 000 ingénieurs", "number"),
    ("en", "a period of six months", "ru", "период в девять месяцев", "number"),
    ("es", "el 40 % mujeres", "en", "four of whom are women", "number"),
    ("zh", "其中四成是女性", "en", "four of whom are women", "number"),
    ("en", "until the end of November", "de", "bis Ende September", "date"),
    ("ja", "来年3月", "en", "next May 31 or April", "date"),
    ("vi", "vào thứ Ba", "en", "on Thursday", "date"),
    ("en", "1.5 million", "fr", "15 millions", "number"),
    ("en", "2.4 billion", "zh", "2.4億", "number"),
    ("en", "37 instruments", "fr", "73 instruments", "number"),
    ("en", "in 2018", "vi", "năm 2020", "number"),
]


@pytest.mark.parametrize(("language", "source", "other", "target", "detail"), DIFFERENT)
def test_different_numbers(
    language: str, source: str, other: str, target: str, detail: str
) -> None:
    findings = numbers(Pair(source, target, language, other))
    assert f"accuracy/mistranslation:{detail}" in {finding.code for finding in findings}


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("In total 450 students came.", "Les étudiants sont venus.", "accuracy/omission:number"),
        ("The students came.", "Les 450 étudiants sont venus.", "accuracy/addition:number"),
    ],
)
def test_a_number_on_one_side_is_a_minor_finding(source: str, target: str, code: str) -> None:
    (finding,) = numbers(Pair(source, target, "en", "fr"))
    assert (finding.code, finding.severity) == (code, "minor")


@given(st.text(max_size=60), st.sampled_from(["en", "zh", "ja", "vi", "ar", "fr", "xx", "de"]))
def test_any_text_has_quantities_in_order(text: str, language: str) -> None:
    found = quantities(text, language)
    assert [q.start for q in found] == sorted(q.start for q in found)
    assert all(0 <= q.start < q.end <= len(text) for q in found)


@given(st.text(max_size=60), st.sampled_from(["en", "zh", "fr"]))
def test_a_text_has_the_same_numbers_as_itself(text: str, language: str) -> None:
    assert numbers(Pair(text, text, language, language)) == ()
