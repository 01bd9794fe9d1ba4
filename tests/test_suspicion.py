"""Reasons to believe that a machine translated a page, read off its text and its repairs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaners
from cleaners import suspicion
from cleaners.records import Block, Edit, Metadata, Page
from cleaners.rules import RuleFileError, Rules, load

RULES = load()


def page(text: str, language: str, declared: str | None = None) -> Page:
    return Page(text, (Block(0, len(text)),), Metadata(language=declared), language)


def reasons(text: str, language: str, declared: str | None = None) -> tuple[str, ...]:
    before = page(text, language, declared)
    return suspicion.weigh(before, before, (), RULES).metadata.mt_evidence


@pytest.mark.parametrize("notice", suspicion.notices(RULES), ids=lambda notice: notice.id)
def test_each_notice_does_what_its_examples_say(notice: suspicion.Notice) -> None:
    for line in notice.changes:
        assert reasons(f"Eins zwei drei.\n{line}\nVier.", "und") == ("notice",)
    for line in notice.keeps:
        assert reasons(f"Eins zwei drei.\n{line}\nVier.", "und") == ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le groupe 输 recule et le titre 跌 aussi.", "source-residue"),
        ("ru", "Компания 输 упала, а акции 跌 выросли.", "source-residue"),
        ("en", "He said，then left。So", "source-punctuation"),
        ("de", "Der Konzern《Huida》und「Tesla」steigen.", "source-punctuation"),
    ],
)
def test_what_the_source_left_in_the_text(language: str, text: str, expected: str) -> None:
    assert reasons(text, language) == (expected,)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le groupe NVIDIA (輝達) et Tesla (特斯拉) reculent."),
        ("en", "The word “内卷” and the word “躺平” are slang."),
        ("en", "The film 《流浪地球》 was shown."),
        ("en", "The character 人 means person."),
        ("ja", "輝達，特斯拉。「はい」"),
        ("zh-Hant", "輝達 NVIDIA，特斯拉 Tesla。"),
        ("ko", "그는 输 말했다. 주가는 跌 하락했다."),
        ("fr", "Un texte ordinaire, sans rien."),
        ("und", "a 输 b 跌 c"),
    ],
)
def test_what_people_write_is_not_suspected(language: str, text: str) -> None:
    assert reasons(text, language) == ()


def test_a_page_that_calls_itself_chinese_and_is_french() -> None:
    text = "Le port a rouvert ce matin, après deux jours de grève."
    assert reasons(text, "fr", "zh-CN") == ("declared-language",)
    assert reasons(text, "fr", "en") == reasons(text, "fr", "fr") == reasons(text, "fr") == ()
    assert reasons("港口今晨重新開放。", "zh-Hant", "zh-CN") == ()


def broken(*rules: str) -> list[Edit]:
    return [Edit("names", rule, 0, 1, "a", "b") for rule in rules]


@pytest.mark.parametrize(
    ("rules", "words", "dense"),
    [
        (("x/spelling", "y/hybrid", "y/hybrid"), 500, True),
        (("x/spelling", "x/spelling", "x/spelling"), 500, False),
        (("x/spelling", "y/hybrid"), 500, False),
        (("x/spelling", "y/hybrid", "y/hybrid"), 5000, False),
        (("x/variant", "y/brand-case", "z/spelling"), 100, False),
        (("calque/fr/cut-leeks", "calque/fr/airdrop", "x/literal"), 500, True),
    ],
)
def test_many_repairs_are_a_sign(rules: tuple[str, ...], words: int, dense: bool) -> None:
    assert suspicion.is_dense("word " * words, broken(*rules)) == dense


def test_the_reasons_are_published_with_the_document() -> None:
    text = (
        "Huang Jenxun, PDG de NVIDIA, a rencontré Ma Sike à Paris. Selon Huang Jenxun, les puces "
        "de NVIDIA manquent partout, et Ma Sike, le patron de Tesla, en veut bien davantage encore."
    )
    document = cleaners.clean_text(f"{text}\nTraduit par Google\n", language="fr")
    assert document.metadata.mt_evidence == ("notice", "artifact-density")
    assert document.mt_suspected
    again = cleaners.clean_text(document.content, language="fr")
    assert "artifact-density" not in again.metadata.mt_evidence


@given(
    text=st.text("aé 输跌，。「」()（）\n«»1", max_size=40),
    language=st.sampled_from(["fr", "zh", "und"]),
)
def test_any_text_can_be_weighed_and_stays(text: str, language: str) -> None:
    before = page(text, language)
    after = suspicion.weigh(before, before, (), RULES)
    assert after.text == text
    assert suspicion.weigh(before, after, (), RULES).metadata == after.metadata


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[[notice]]\nid = 'x'\nreason = 'r'\npattern = '('", "is no regex"),
        ("[[notice]]\nid = 'x'\nreason = 'r'\npattern = 'a'\nchanges = ['a']", "keeps"),
        ("[[notice]]\nid = 'x'\nrason = 'r'", "unknown key"),
    ],
)
def test_the_loader_refuses_mistakes(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "mt_notices.toml").write_text(content, "utf-8")
    with pytest.raises(RuleFileError, match=complaint):
        suspicion.notices(Rules((tmp_path,)))
