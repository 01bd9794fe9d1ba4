"""Metadata: what a page says about itself; and the marks of machine translation in its source."""

import json
from pathlib import Path

import pytest

from cleaners import mt_marks
from cleaners.markup import flatten_html
from cleaners.metadata import iso_date, language_tag
from cleaners.records import Metadata
from cleaners.rules import RuleFileError, Rules, load


def said(html: str, known: Metadata | None = None) -> Metadata:
    return flatten_html(html, known or Metadata()).metadata


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("fr", "fr"), ("FR", "fr"), ("fr-fr", "fr-FR"), ("pt_BR", "pt-BR"), ("en-US", "en-US"),
        ("zh-CN", "zh-Hans"), ("zh_TW.UTF-8", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("zh", "zh"),
        ("zh-hans", "zh-Hans"), ("cmn-Hans-CN", "zh-Hans"), ("zho", "zh"), ("sr-latn", "sr-Latn"),
        ("es-419", "es-419"), ("iw", "he"), ("no", "nb"), ("fra", "fr"), ("fr-x-mtfrom-en", "fr"),
        ("", None), ("x-default", None), ("français", None), ("english", None), (None, None),
    ],
)  # fmt: skip
def test_language_tag(code: str | None, tag: str | None) -> None:
    assert language_tag(code) == tag


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-07-05", "2026-07-05"),
        ("2026-07-05T10:30:00Z", "2026-07-05T10:30:00+00:00"),
        ("2026-07-05T10:30:00.123+0800", "2026-07-05T10:30:00.123000+08:00"),
        ("2026-07-05 10:30:00 UTC", "2026-07-05T10:30:00+00:00"),
        ("2026/07/05 10:30", "2026-07-05T10:30:00"),
        ("2026.7.5", "2026-07-05"),
        ("20260705", "2026-07-05"),
        ("2026年7月5日", "2026-07-05"),
        ("Sun, 05 Jul 2026 10:30:00 GMT", "2026-07-05T10:30:00+00:00"),
        ("05/07/2026", None),
        ("5.7.2026", None),
        ("2026", None),
        ("2026-13-05", None),
        ("1026-07-05", None),
        ("hier", None),
        ("", None),
        (None, None),
    ],
)
def test_iso_date(text: str | None, date: str | None) -> None:
    assert iso_date(text) == date


DAY = "2026-07-05"
URL = "https://a.ex/b"


def ld(kind: str, **fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": kind, **fields})}</script>'


@pytest.mark.parametrize(
    ("html", "field", "value"),
    [
        ("<title>Le port - Ouest</title>", "title", "Le port - Ouest"),
        ("<title>Le port - Ouest</title><h1>Le port</h1>", "title", "Le port"),
        ("<title>Le port - Ouest</title><h1>Menu</h1>", "title", "Menu"),
        ('<title>a | b</title><meta property="og:title" content="a">', "title", "a"),
        ('<title>a | b</title><meta property="og:title" content="c">', "title", "a | b"),
        (ld("NewsArticle", headline="X Y") + "<h1>X Y</h1>", "title", "X Y"),
        ("<p>x", "title", None),
        ("<html lang=zh_CN>", "language", "zh-Hans"),
        ('<meta http-equiv="Content-Language" content="de, en">', "language", "de"),
        ('<meta property="og:locale" content="pt_BR">', "language", "pt-BR"),
        (ld("Article", inLanguage="ja-JP"), "language", "ja-JP"),
        ('<html lang=""><p>x', "language", None),
        ("<link rel=canonical href=https://a.ex/b>", "canonical_url", URL),
        ("<link rel=canonical href=/b>", "canonical_url", None),
        ("<base href=https://a.ex/><link rel=canonical href=b>", "canonical_url", URL),
        ("<meta property=og:url content=https://a.ex/b>", "canonical_url", URL),
        ("<meta property=og:site_name content='Le Port'>", "site_name", "Le Port"),
        (ld("NewsArticle", publisher={"name": "Le Port"}), "site_name", "Le Port"),
        ("<meta property=article:published_time content=2026-07-05>", "published_at", DAY),
        ("<meta name=date content=2026/07/05>", "published_at", DAY),
        ("<meta itemprop=datePublished content=2026-07-05>", "published_at", DAY),
        ("<time datetime=2020-01-01><h1>x</h1><time datetime=2026-07-05>", "published_at", DAY),
        ("<meta name=date content=05/07/2026>", "published_at", None),
        (ld("x", **{"@graph": [{"@type": ["Report"], "datePublished": DAY}]}), "published_at", DAY),
        ('<script type="application/ld+json">{"@type": broken</script>', "published_at", None),
        (ld("Organization", datePublished="2026-07-05"), "published_at", None),
        ("<a rel=license href=https://cc.example/by>CC</a>", "licence", "https://cc.example/by"),
        (ld("Article", license="CC0"), "licence", "CC0"),
        ("<link rel=alternate hreflang=vi href=https://a.ex/b>", "alternates", (("vi", URL),)),
        ("<a hreflang=fr href=https://a.ex/f>fr</a>", "alternates", (("fr", "https://a.ex/f"),)),
        ("<link rel=alternate hreflang=x-default href=https://a.ex/>", "alternates", ()),
        ("<link rel=stylesheet hreflang=fr href=https://a.ex/>", "alternates", ()),
    ],
)  # fmt: skip
def test_what_a_page_says(html: str, field: str, value: object) -> None:
    assert getattr(said(html), field) == value


def test_what_the_record_said_wins() -> None:
    known = Metadata(url="https://a.ex/x/", title="T", language="fr", site_name="S")
    found = said("<html lang=de><title>U</title><link rel=canonical href=y>", known)
    assert (found.title, found.language, found.site_name) == ("T", "fr", "S")
    assert found.canonical_url == "https://a.ex/x/y"


def evidence(source: str) -> tuple[str, ...]:
    known = Metadata(url=source) if source.startswith("http") else Metadata()
    return said("" if known.url else source, known).mt_evidence


MARKS = mt_marks.marks(load())


@pytest.mark.parametrize(
    ("mark", "source"), [(mark.id, source) for mark in MARKS for source in mark.changes]
)
def test_marks_are_recognised(mark: str, source: str) -> None:
    assert mark in evidence(source)


@pytest.mark.parametrize(
    ("mark", "source"), [(mark.id, source) for mark in MARKS for source in mark.keeps]
)
def test_marks_are_not_seen_where_they_are_not(mark: str, source: str) -> None:
    assert mark not in evidence(source)


MARK = (
    '[[mark]]\nid = "a"\nreason = "r"\nliteral = "xy"\npattern = "x"\non = "every"\n'
    'changes = ["x"]\nkeeps = ["y"]\n'
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (MARK.replace("literal", "literals"), "unknown key 'literals'"),
        (MARK.replace('reason = "r"\n', ""), "missing 'reason'"),
        (MARK.replace('changes = ["x"]\n', ""), "missing 'changes'"),
        (MARK.replace('keeps = ["y"]\n', ""), "missing 'keeps'"),
        (MARK.replace('"every"', '"some"'), "'on' must be"),
        (MARK.replace('pattern = "x"', 'pattern = "("'), "'pattern' is no regex"),
        (MARK + MARK, "defined twice"),
        (MARK.replace('"xy"', '"XY"'), "must be lower case"),
        (MARK.replace('"xy"', '"x"'), "at least 2 characters"),
        ("[mark]\n", "must be a list"),
    ],
)
def test_a_rule_file_with_a_mistake_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "mt_marks.toml").write_text(content)
    with pytest.raises(RuleFileError, match=message):
        mt_marks.marks(Rules((tmp_path,)))
