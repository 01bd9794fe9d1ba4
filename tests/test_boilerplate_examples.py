"""Every example of every kind of boilerplate, in a small article of its language.

The examples stand in ``rules/boilerplate``; each becomes one test on flattened text and on HTML.
"""

from __future__ import annotations

import html
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import cleaners
from cleaners import rules as rule_data
from cleaners.boilerplate import phrases
from cleaners.records import Document
from cleaners.rules import RuleFileError

DATA = Path(__file__).parent / "data"
ARTICLES = tomllib.loads((DATA / "articles.toml").read_text("utf-8"))
# So many sentences make an article.
ENOUGH = 6
KINDS = phrases.kinds(rule_data.load())


class Case(NamedTuple):
    """One example: its kind, and the language and text that its rule file gives."""

    kind: phrases.Kind
    language: str
    text: str


def cases(which: str) -> Iterator[object]:
    for kind in KINDS.values():
        count: dict[str, int] = {}
        for example in getattr(kind, which):
            count[example.language] = number = count.get(example.language, 0) + 1
            headline = ARTICLES[example.language]["headline"]
            text = example.text.replace("{headline}", headline)
            case = Case(kind, example.language, text)
            yield pytest.param(case, id=f"{kind.id}-{example.language}-{number}")


def page(language: str, place: str, text: str) -> list[str]:
    """Set lines at a place of the article in a language."""
    headline, (first, last) = ARTICLES[language]["headline"], ARTICLES[language]["paragraphs"]
    lines = text.split("\n")
    space = "" if language.startswith(("zh", "ja")) else " "
    return {
        "above": [*lines, headline, first, last],
        "headline": [headline, *lines, first, last],
        "inside": [headline, first, *lines, last],
        "below": [headline, first, last, *lines],
        "sentence": [headline, space.join([first, last, text]), last],
    }[place]


def cleaned(lines: Sequence[str]) -> list[Document]:
    """Clean a page as flattened text and as HTML."""
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return [
        cleaners.clean_text("\n\n".join(lines)),
        cleaners.clean_html(f"<html><body>{paragraphs}</body></html>"),
    ]


@pytest.mark.parametrize("case", list(cases("changes")))
def test_what_must_go_goes_under_its_name(case: Case) -> None:
    kind, language, text = case
    article = ARTICLES[language]
    for document in cleaned(page(language, kind.place, text)):
        kept = document.content.split("\n\n")
        if kind.match == "opener":
            assert any("heading/glued" in edit.rule for edit in document.edits)
            continue
        for paragraph in article["paragraphs"]:
            assert paragraph in document.content
        for line in text.split("\n"):
            assert kept.count(line) == (line == article["headline"])
        went = {e.rule.split("/")[0] for e in document.edits if e.step == "boilerplate"}
        named = "related_headlines" if kind.match == "label" else kind.id
        assert named in went


@pytest.mark.parametrize("case", list(cases("keeps")))
def test_what_must_stay_stays(case: Case) -> None:
    kind, language, text = case
    place = kind.place if kind.place == "sentence" else "inside"
    lines = page(language, place, text)
    for document in cleaned(lines):
        assert document.content.split("\n\n") == lines


@pytest.mark.parametrize("language", list(ARTICLES))
def test_a_clean_article_loses_nothing(language: str) -> None:
    lines = [ARTICLES[language]["headline"], *ARTICLES[language]["paragraphs"]]
    for document in cleaned(lines):
        assert document.content.split("\n\n") == lines


def topics() -> dict[str, list[str]]:
    """Give the sentences on cookies, comments, sources … as topics, for each language."""
    said: dict[str, list[str]] = {}
    for kind in KINDS.values():
        if kind.match in ("line", "start") and kind.id not in ("copyright", "language_picker"):
            for example in kind.keeps:
                said.setdefault(example.language, []).append(example.text)
    return {language: lines for language, lines in said.items() if len(lines) > ENOUGH}


@pytest.mark.parametrize("language", list(topics()))
def test_an_article_on_such_topics_loses_nothing(language: str) -> None:
    said = topics()[language]
    space = "" if language.startswith(("zh", "ja")) else " "
    lines = [space.join(said[i : i + 3]) for i in range(0, len(said), 3)]
    for document in cleaned(lines):
        assert document.content.split("\n\n") == lines


@pytest.mark.parametrize(
    "lines",
    [
        ("Главная", "Новости", "Войти", "Поделиться", "Читайте также", "© 2026"),
        ("Αρχική", "Ειδήσεις", "Σύνδεση", "Κοινοποίηση", "Όροι χρήσης", "© 2026"),
        ("首页", "新闻", "登录", "分享到", "举报", "相关阅读", "© 2026"),
        ("Strona główna", "Zaloguj się", "Udostępnij", "Zobacz też", "Polityka prywatności"),
        ("Hem", "Nyheter", "Logga in", "Dela", "Läs mer", "Om oss"),
        ("Etusivu", "Uutiset", "Kirjaudu", "Jaa", "Lue myös", "Tietosuoja"),
        ("홈", "뉴스", "로그인", "공유하기", "관련 기사", "이용약관"),
        ("الرئيسية", "أخبار", "تسجيل الدخول", "مشاركة", "اقرأ أيضًا", "سياسة الخصوصية"),
    ],
)
def test_a_page_without_content_is_rejected(lines: Sequence[str]) -> None:
    for document in cleaned(lines):
        assert not document.content
        assert document.rejected


MISTAKES = [
    ('[changes]\nen = ["x"]\n', "changes: has examples in 1 languages; give at least 2"),
    ('[changes]\nEnglish = ["x"]\n', "'English' is no language tag"),
    ('[changes]\nen = ["x"]\npl = [""]\n', "an example is empty"),
    ('[changes]\nen = ["x"]\npl = ["x"]\n', "keeps: missing"),
    ("", "changes: missing"),
]


@pytest.mark.parametrize(("table", "message"), MISTAKES)
def test_a_kind_without_its_examples_is_refused(tmp_path: Path, table: str, message: str) -> None:
    head = 'id = "mine"\nmatch = "line"\nplace = "below"\nreason = "x"\n'
    file = tmp_path / "boilerplate" / "mine.toml"
    file.parent.mkdir()
    file.write_text(f'{head}{table}[phrases]\nen = ["a"]\npl = ["b"]\n', "utf-8")
    with pytest.raises(RuleFileError) as caught:
        phrases.load(rule_data.load(tmp_path))
    assert "mine.toml" in str(caught.value)
    assert message in str(caught.value)
