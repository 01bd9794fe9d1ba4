# ruff: noqa: E501 - a case is read best on one line
"""A page beside its original: what the original decides, what it leaves, and the laws."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import paired, rules
from cleaners.artifacts.repair import repair
from cleaners.edits import apply, line_spans, undo, undo_steps
from cleaners.records import Block, Document, Metadata, Page

RULES = rules.load()


def page(text: str, language: str) -> Page:
    blocks = tuple(Block(start, end) for start, end in line_spans(text))
    return Page(text, blocks, language=language)


def document(text: str, language: str, name: str) -> Document:
    one = page(text, language)
    return Document(name, name, 0, "", text, one.blocks, Metadata(), language)


CHANGES = [
    # the original names who is meant: sound, spelling, word-by-word rendering
    ("zh", "谷歌公布了新模型。", "fr", "Gougueule a publié un nouveau modèle.", "Google a publié un nouveau modèle."),
    ("zh", "联发科发布芯片。", "en", "The chips of Lianfaka sold out.", "The chips of MediaTek sold out."),
    # a Latin original: an end cut off
    ("en", "Then Clara Ferrante sang.", "fr", "Puis Clara Ferra a chanté.", "Puis Clara Ferrante a chanté."),
    # a surname nearly in its Vietnamese reading, whose last syllable is also Germany
    ("en", "Christine Lagarde spoke.", "vi", "Hôm qua Christine La Gia Đức nói.", "Hôm qua Christine Lagarde nói."),
    # a Japanese given name read by the sounds of its characters
    ("ja", "主任の大森信子氏は語る。", "en", "Omori Shinshi leads the team.", "Nobuko Omori leads the team."),
    # a name that shows no case takes the one that the word before it asks for
    ("zh", "金管會官員昨天出席。", "ru", "Сотрудники Цзиньгуаньхуэй пришли.", "Сотрудники Комиссии по финансовому надзору пришли."),
    ("zh", "金管會昨天公布規定。", "ru", "Вчера Цзиньгуаньхуэй решила.", "Вчера Комиссия по финансовому надзору решила."),
]  # fmt: skip

KEEPS = [
    ("zh", "黄仁勋来了。", "fr", "Le lycée a publié ses résultats."),
    ("es", "El Tribunal Supremo y el New Yorker.", "pt", "O Supremo Tribunal e o New York."),
    (
        "en",
        "Costa Rican exports, Anna Lindqvist said.",
        "es",
        "Costa Rica exporta, dice Lindqvist Anna.",
    ),
    ("en", "Matsuda Yuka sang.", "fr", "Yuka Matsuda a chanté."),
    ("zh", "福特汽车周五发布新车。", "en", "The carmaker said on Friday that cars sell."),
    ("en", "Lan Yin-ding painted.", "fr", "Lan Yin Ding a peint."),
    ("en", "Clara Ferrante and Clara Ferra sang.", "fr", "Clara Ferra a chanté."),
    ("ja", "大森信子氏は語る。", "en", "Nobuko Omori leads the team, says Omori Nobuko."),
    ("zh", "中国银行和华为。", "fr", "La Banque de Chine et Huawei."),
    ("en", "Vladimir Novak spoke.", "fr", "Vladimir Nowak a parlé."),
]


@pytest.mark.parametrize(("source", "original", "language", "before", "after"), CHANGES)
def test_the_original_decides(
    source: str, original: str, language: str, before: str, after: str
) -> None:
    beside = page(original, source)
    cleaned = repair(page(before, language), RULES, beside)
    assert cleaned.page.text == after
    assert undo(after, cleaned.edits) == before
    assert not repair(cleaned.page, RULES, beside).edits
    assert repair(page(before, language), RULES).page.text != after


@pytest.mark.parametrize(("source", "original", "language", "text"), KEEPS)
def test_left_alone_beside_the_original(
    source: str, original: str, language: str, text: str
) -> None:
    assert repair(page(text, language), RULES, page(original, source)).edits == ()


def test_document_beside_its_original() -> None:
    original = document("谷歌公布了新模型。黄仁勋在场。", "zh-Hans", "a")
    before = document("Gougueule a publié un modèle. Huang Jenxun était là.", "fr", "b")
    after = paired.repair_beside(before, original, RULES)
    assert after.content == "Google a publié un modèle. Jensen Huang était là."
    assert undo_steps(after.content, after.edits) == before.content
    assert [one.text for one in after.segments] == [
        "Google a publié un modèle.",
        "Jensen Huang était là.",
    ]
    assert paired.repair_beside(after, original, RULES) == after
    assert paired.repair_beside(before, document("Texte", "fr", "c"), RULES) is before


words = st.sampled_from(
    ["Huida", "谷歌", "Gougueule", "Jensen Huang", "大森信子", "Omori Shinshi", "Anna Lindqvist",
     "Lindqvist Anna", "le", "modèle.", "\n", "(", ")", "Qiao Ji Shou Zi"]
)  # fmt: skip


@given(
    st.lists(words, max_size=8), st.lists(words, max_size=8), st.sampled_from(["zh", "ja", "en"])
)
@settings(max_examples=60, deadline=None)
def test_laws(text: list[str], original: list[str], source: str) -> None:
    before, beside = " ".join(text), page(" ".join(original), source)
    cleaned = repair(page(before, "fr"), RULES, beside)
    assert apply(before, cleaned.edits) == cleaned.page.text
    assert undo(cleaned.page.text, cleaned.edits) == before
    again = repair(cleaned.page, RULES, beside)
    assert repair(again.page, RULES, beside).page.text == again.page.text
