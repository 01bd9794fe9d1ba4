"""Words that open a byline before a colon or a date, and are ordinary words without."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import cleaners

ARTICLES = tomllib.loads((Path(__file__).parent / "data" / "articles.toml").read_text("utf-8"))
CASES = {
    "en": ("Date: 3 May 2024", "Date Night", "Author Interviews", "Published Works"),
    "fr": ("Publié : 3 mai 2024", "Publié 3 fois"),
    "de": ("Veröffentlicht: 3. Mai 2024", "Veröffentlicht 1605 in Madrid"),
    "zh-Hans": ("文：王小明", "文化遗产", "记者会", "发布会", "编辑基因"),
    "zh-Hant": ("記者 王小明", "文學獎", "記者會", "發布禁令"),
    "ja": ("編集：田中花子", "記者会見", "公開中止", "配信開始"),
    "ko": ("글: 김철수", "글 쓰는 사람들", "기자 회견", "수정 예산안"),
    "ar": ("نشر: 3 مايو 2024", "نشر القوات", "كتب الأطفال", "تحديث الجيش"),
    "hi": ("लेखक: कमल वर्मा", "लेखक और पाठक", "प्रकाशित किताबें"),
    "pt": ("Atualizado: 3 maio 2024", "Atualizado 2 vezes"),
}
SIGNED = [pytest.param(lang, lines[0], id=lang) for lang, lines in CASES.items()]
ORDINARY = [
    pytest.param(lang, line, id=f"{lang}-{number}")
    for lang, lines in CASES.items()
    for number, line in enumerate(lines[1:])
]


def rules(language: str, line: str) -> set[str]:
    """Give the rules of the removals from an article with a line under its headline."""
    headline, (first, last) = ARTICLES[language]["headline"], ARTICLES[language]["paragraphs"]
    document = cleaners.clean_text(f"{headline}\n\n{line}\n\n{first}\n\n{last}")
    return {edit.rule for edit in document.edits}


@pytest.mark.parametrize(("language", "line"), SIGNED)
def test_a_word_before_a_sign_opens_a_byline(language: str, line: str) -> None:
    assert "byline/phrase" in rules(language, line)


@pytest.mark.parametrize(("language", "line"), ORDINARY)
def test_a_word_without_a_sign_proves_no_byline(language: str, line: str) -> None:
    assert "byline/phrase" not in rules(language, line)
