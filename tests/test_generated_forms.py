"""Which wrong forms follow from a concept, in which language; names of no benchmark."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import rules
from cleaners.artifacts import kana, lexicon, romanisation, ukrainian, vietnamese
from cleaners.artifacts.forms import SOME, fold
from cleaners.artifacts.generation import wrong_forms
from cleaners.artifacts.lexicon import Concept

KUROSAWA = Concept(
    "akira-kurosawa",
    "person",
    "Akira Kurosawa",
    "Akira Kurosawa",
    ("黑澤明",),
    names=(("ja", "黒澤明"), ("ko", "구로사와 아키라")),
    domains=("culture",),
)
MURAKAMI = Concept(
    "haruki-murakami",
    "person",
    "Haruki Murakami",
    "Haruki Murakami",
    ("村上春樹",),
    names=(("ja", "村上春樹"), ("ko", "무라카미 하루키"), ("ar", "هاروكي موراكامي")),
    domains=("culture",),
)
EASTWOOD = Concept(
    "clint-eastwood",
    "person",
    "Clint Eastwood",
    "Clint Eastwood",
    ("克林·伊斯威特",),
    names=(("ja", "クリント・イーストウッド"), ("ru", "Клинт Иствуд"), ("ar", "كلينت إيستوود")),
    domains=("culture",),
)
ZHANG = Concept(
    "zhang-ziyi",
    "person",
    "Zhang Ziyi",
    "Zhang Ziyi",
    ("章子怡",),
    names=(("ja", "チャン・ツィイー"),),
    domains=("culture",),
)

ZENG = Concept(
    "robin-zeng", "person", "Robin Zeng", "Robin Zeng", ("曾毓群",), domains=("culture",)
)
LEE = Concept(
    "lee-chang-dong",
    "person",
    "Lee Chang-dong",
    "Lee Chang-dong",
    ("李滄東",),
    names=(("ko", "이창동"), ("ar", "لي تشانغ دونغ")),
    domains=("culture",),
)
HUSTON = Concept(
    "john-huston",
    "person",
    "John Huston",
    "Huston",
    ("約翰·休斯頓",),
    ("休斯頓",),
    names=(("ru", "Джон Хьюстон"), ("ar", "جون هيوستن")),
    domains=("culture",),
)

MADE = [
    # Japanese by their Chinese reading: the surname has two characters
    (KUROSAWA, "", "heize ming"),
    (MURAKAMI, "", "cunshang chunshu"),
    (MURAKAMI, "", "cunshangchunshu"),
    (MURAKAMI, "ru", "цуньшан чуньшу"),
    (MURAKAMI, "ko", "춘상 춘수"),
    (MURAKAMI, "ar", "تسونشانغ تشونشو"),
    # a Japanese's Latin name in kana
    (MURAKAMI, "ja", "ハルキ・ムラカミ"),
    (KUROSAWA, "ja", "アキラ・クロサワ"),
    # the sound of pinyin in kana; the right given name with the surname spelt out
    (EASTWOOD, "ja", "ケリン・イスウェイテ"),
    (EASTWOOD, "", "clint yisiweite"),
    (replace(EASTWOOD, source=("布萊恩·尼克爾",)), "", "bulaien nike'er"),
    (EASTWOOD, "ru", "клинт исывэйтэ"),
    (EASTWOOD, "ar", "كيلين يسيويتي"),
    # a surname that is read in its own way, and a given name whose syllables begin with a vowel
    (ZENG, "", "zeng yuqun"),
    (ZENG, "", "ceng yuqun"),
    # Koreans by the Vietnamese and the Chinese reading of their characters
    (LEE, "vi", "lý thương đông"),
    (LEE, "ko", "리창둥"),
    (LEE, "ar", "لي كانغ دونغ"),
    (LEE, "ar", "لي تسانج دونج"),
    (LEE, "ar", "لي تسانغ دونغ"),
    # a short surname cut in two, and a name in two parts, in other alphabets
    (HUSTON, "ru", "сю сыдун"),
    (HUSTON, "ru", "юэхань сюсыдун"),
    (HUSTON, "uk", "сю сидун"),
    (HUSTON, "ar", "شيو سيدون"),
    (EASTWOOD, "vi", "khắc lâm y tư uy đặc"),
]

NOT_MADE = [
    (KUROSAWA, "", "akira kurosawa"),
    (ZHANG, "", "zhang ziyi"),
    (ZHANG, "vi", "chương tử di"),
    (EASTWOOD, "ja", "クリント・イーストウッド"),
]


def forms(concept: Concept, language: str) -> set[str]:
    return {form.text for form in wrong_forms(concept, {}) if form.language in ("", language)}


@pytest.mark.parametrize(("concept", "language", "form"), MADE)
def test_a_machines_form_is_made(concept: Concept, language: str, form: str) -> None:
    assert fold(form) in forms(concept, language)


@pytest.mark.parametrize(("concept", "language", "form"), NOT_MADE)
def test_a_right_form_is_not(concept: Concept, language: str, form: str) -> None:
    assert fold(form) not in forms(concept, language)


def test_three_syllables_of_a_foreigners_sound_need_no_evidence_in_vietnamese() -> None:
    needs = {f.exact: f.need for f in wrong_forms(EASTWOOD, {}) if f.language == "vi"}
    assert needs["khắc lâm y tư uy đặc"] == 0


@pytest.mark.parametrize(
    ("russian", "latin", "after"),
    [
        ("Билл Мюррей", "Bill Murray", "Білл Мюррей"),
        ("Уильям Харт", "William Hurt", "Вільям Харт"),
        ("Милан Кундера", "Milan Kundera", "Мілан Кундера"),
        ("Йенс Вайсфлог", "Jens Weißflog", "Єнс Вайсфлог"),
        ("Луи Арагон", "Louis Aragon", "Луї Арагон"),
        ("Эмир Кустурица", "Emir Kusturica", "Емір Кустуріца"),
        ("Сергей Эйзенштейн", "Sergei Eisenstein", ""),
        ("Чулпан Хаматова", "Chulpan Khamatova", "Чулпан Хаматова"),
    ],
)
def test_ukrainian_follows_from_russian(russian: str, latin: str, after: str) -> None:
    assert ukrainian.from_russian(russian, latin) == after


@pytest.mark.parametrize(
    ("source", "latin", "chinese"),
    [
        ("梁朝偉", "Tony Leung Chiu-wai", True),
        ("張曼玉", "Maggie Cheung", True),
        ("鞏俐", "Gong Li", True),
        ("宋康昊", "Song Kang-ho", True),
        ("黑澤明", "Akira Kurosawa", False),
        ("克林·伊斯威特", "Clint Eastwood", False),
    ],
)
def test_who_has_a_chinese_surname(source: str, latin: str, chinese: bool) -> None:
    assert vietnamese.is_chinese(source, latin) is chinese


@given(st.text("aiueokstnhmyrwgzdbpjcf", max_size=12))
def test_kana_come_back_as_the_word_they_were(word: str) -> None:
    for written in kana.of_japanese(word):
        assert all("ァ" <= character <= "ー" for character in written)


def test_every_everyday_syllable_has_kana() -> None:
    syllables = {s.replace("ü", "v") for r in romanisation.readings().values() for s in r.pinyin}
    silent = {s for s in syllables if not kana.of_pinyin(s.replace("v", "u"))}
    assert len(silent) < len(syllables) / 50


LOTUS_BANK = Concept(
    "lotus-bank", "company", "Lotus", "Lotus", ("藍花銀行",), literal=("blue flower",)
)
NING = Concept(
    "acme-ning", "company", "Acme Ning", "Acme Ning", ("寧波時代",), literal=("ningbo era",)
)

RENDERED = [
    (LOTUS_BANK, "uk", "синьої квітки"),
    (LOTUS_BANK, "pl", "niebieski kwiat"),
    (LOTUS_BANK, "tr", "mavi çiçek"),
    (LOTUS_BANK, "ar", "زهرة الزرقاء"),
    (LOTUS_BANK, "ja", "青い花"),
    (LOTUS_BANK, "ko", "푸른 꽃"),
    (NING, "ru", "эпохи нинбо"),
    (NING, "uk", "епоха нінбо"),
]


@pytest.mark.parametrize(("concept", "language", "form"), RENDERED)
def test_words_are_rendered_in_each_language(concept: Concept, language: str, form: str) -> None:
    glosses = lexicon.read(rules.load()).glosses
    found = {f.text: f for f in wrong_forms(concept, glosses) if f.language == language}
    assert found[fold(form)].need >= SOME


def layered(folder: Path, row: str) -> lexicon.Lexicon:
    (folder / "lexicon").mkdir(parents=True)
    (folder / "lexicon" / "nicknames.tsv").write_text(f"id\tsource\tliteral\n{row}\n", "utf-8")
    return lexicon.read(rules.load(folder))


ACME = Concept(
    "acme", "company", "Acme", "Acme", ("艾克科技集團", "艾克銀行"), domains=("finance",)
)
OPERA = Concept("grandopera", "institution", "Grand Opera", "Grand Opera", ("國立歌劇基金會",))


@pytest.mark.parametrize(
    ("concept", "language", "form"),
    [
        (ACME, "en", "aike bank"),
        (ACME, "fr", "aike bank"),
        (ACME, "fr", "banque aike"),
        (ACME, "de", "aike-bank"),
        (ACME, "pl", "banku aike"),
        (ACME, "tr", "aike bankası"),
        (ACME, "ru", "банка айкэ"),
        (ACME, "uk", "банком айкэ".replace("э", "е")),
        (ACME, "ar", "بنك ايكي"),
        (ACME, "ko", "아이커 은행"),
        (ACME, "ja", "アイケ銀行"),
        (OPERA, "en", "guoligeju foundation"),
    ],
)
def test_a_generic_part_is_translated(concept: Concept, language: str, form: str) -> None:
    assert fold(form) in forms(concept, language)


def test_every_character_of_a_name_can_be_read() -> None:
    known = romanisation.readings().keys()
    names = {name for one in lexicon.read(rules.load()).concepts.values() for name in one.source}
    assert {c for name in names for c in name if "\u4e00" <= c <= "\u9fa5"} <= known


def test_an_institutions_english_part_is_for_english_only() -> None:
    assert "guoligeju foundation" not in forms(OPERA, "fr")
    assert not any("fondation" in form for form in forms(OPERA, "fr"))


def test_a_brand_may_be_cut_where_a_capital_stands() -> None:
    brand = Concept("skypond", "company", "SkyPond", "SkyPond", ("天塘",))
    assert "sky pond" in forms(brand, "en")
    assert "sky pond" not in forms(replace(brand, name="Sky Pond"), "en")


def test_who_goes_by_pinyin_may_do_so_in_cyrillic() -> None:
    known = replace(ZENG, names=(("ru", "Робин Цзэн"),))
    assert "цзэн юйцюн" in forms(known, "ru")
    assert "цзэн юйцюн" not in forms(replace(known, variants=("Zeng Yuqun",)), "ru")


def test_a_nickname_is_read_and_rendered(tmp_path: Path) -> None:
    words = layered(tmp_path / "one", "bill-gates\t蓋老大\tboss gate")
    found = {form.text for form in wrong_forms(words.concepts["bill-gates"], words.glosses)}
    assert {"boss gate", "gai laoda"} <= found


def test_a_nickname_leaves_the_spellings_of_a_chinese_name(tmp_path: Path) -> None:
    words = layered(tmp_path / "three", "jack-ma\t馬老闆\tboss ma")
    before = lexicon.read(rules.load())
    found, known = (
        {form.text for form in wrong_forms(one.concepts["jack-ma"], one.glosses)}
        for one in (words, before)
    )
    assert known <= found


def test_a_nickname_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(rules.RuleFileError, match="nobody-here"):
        layered(tmp_path / "two", "nobody-here\t某人\t")
