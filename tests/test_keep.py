"""Keeping kinds of boilerplate: they stay in place, labelled, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import cleaners
from cleaners import rules as rule_data
from cleaners.boilerplate import kinds
from cleaners.boilerplate.keep import spare
from cleaners.boilerplate.kinds import UnknownKindError, parse
from cleaners.boilerplate.labels import Verdict
from cleaners.edits import apply_steps, line_spans
from cleaners.records import Document
from flows.settings import Settings, SettingsError, context, signature

ARTICLE = (
    "Le port de Marseille a rouvert mardi matin après deux jours de tempête, a dit la préfecture.\n"
    "Une trentaine de navires attendaient au large, et les dockers ont repris à l’aube.\n"
    "Le trafic doit redevenir normal avant la fin de la semaine, selon la capitainerie du port."
)
PAGE = (
    "Accueil\nConnexion\nLe port de Marseille rouvre après la tempête\n\n"
    f"{ARTICLE}\n\nBTC-0.62%\nVoir l'original\nPartager\n0/400\nAucun commentaire\n"
    "• English\n• 日本語\n• Español\n• Русский"
)


def kept(document: Document, label: str) -> list[str]:
    return [b.text(document.content) for b in document.blocks if b.label == label]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("comments", "reader_comment"),
        ("reader_comment", "reader_comment"),
        ("Reader-Comments", "reader_comment"),
        ("captions", "caption"),
        ("bylines", "byline"),
        ("source_credits", "source_credit"),
        ("disclaimers", "disclaimer"),
        ("ads", "advertisement"),
        ("cookies", "cookie_notice"),
        ("language pickers", "language_picker"),
        ("related headlines", "related_headlines"),
    ],
)
def test_kinds_have_the_names_that_people_use(name: str, kind: str) -> None:
    assert parse([name], rule_data.load()) == (kind,)


@pytest.mark.parametrize("name", ["bananas", "", "content", "title", "section_opener"])
def test_an_unknown_kind_lists_those_that_exist(name: str) -> None:
    with pytest.raises(UnknownKindError, match="reader_comment"):
        cleaners.clean_text(PAGE, keep=[name])


def test_a_near_miss_is_asked_about() -> None:
    with pytest.raises(UnknownKindError, match="did you mean caption"):
        parse(["captoins"], rule_data.load())


def test_what_is_kept_stays_in_its_place_under_its_label() -> None:
    without, asked = cleaners.clean_text(PAGE), cleaners.clean_text(PAGE, keep=["tickers"])
    assert kept(without, "ticker") == []
    assert kept(asked, "ticker") == ["BTC-0.62%"]
    assert asked.content == f"{without.content}\n\nBTC-0.62%"
    assert asked.page_text == PAGE


def test_several_kinds_keep_the_order_of_the_page() -> None:
    asked = cleaners.clean_text(PAGE, keep=("language_pickers", "tickers", "share_bars"))
    labels = [
        b.label for b in asked.blocks if b.label in {"ticker", "share_bar", "language_picker"}
    ]
    assert labels == ["ticker", "share_bar", *["language_picker"] * 4]


def test_a_part_of_a_line_stays_when_its_kind_is_kept() -> None:
    text = (
        f"{ARTICLE}\n（前情提要：比特幣）"
        "輝達執行長黃仁勳表示，「沒有好的資料」，所以公司決定明年在台灣再蓋一座資料中心。"
    )
    inside = [e for e in cleaners.clean_text(text).edits if e.rule.startswith("related_headlines/")]
    asked = cleaners.clean_text(text, keep=["related headlines"])
    assert not [e for e in asked.edits if e.rule.startswith("related_headlines/")]
    assert all(edit.before.strip() in asked.content for edit in inside)


def verdict(label: str, evidence: str = "sequence", *, stays: bool = False) -> Verdict:
    return Verdict(label, kept=stays, evidence=evidence)


def test_a_comment_comes_back_whole() -> None:
    thread = [
        verdict("content", stays=True),
        verdict("comment_box", "phrase"),
        verdict("byline"),
        verdict("reader_comment"),
        verdict("share_bar", "phrase"),
        verdict("byline", "time-ago"),
        verdict("related_headlines"),
        verdict("reader_comment"),
        verdict("footer", "phrase"),
    ]
    asked = spare(thread, ("reader_comment",))
    assert [v.label for v in asked if v.kept] == ["content", *["reader_comment"] * 5]
    assert [v.kept for v in spare(thread, ())] == [v.kept for v in thread]


LINES = st.lists(
    st.sampled_from(
        [*PAGE.split("\n"), "Jean dit : bravo !", "il y a 3 heures", "© 2026 Le Port", "", "   "]
    ),
    max_size=14,
)
ASKED = st.lists(st.sampled_from(sorted(kinds.KINDS)), min_size=1, max_size=4, unique=True)


@given(LINES, ASKED)
@hypothesis_settings(max_examples=60)
def test_with_any_kinds_kept_the_laws_hold(lines: list[str], asked: list[str]) -> None:
    text = "\n".join(lines)
    document = cleaners.clean_text(text, keep=asked)
    assert document.page_text == text
    assert apply_steps(text, document.edits) == document.content
    assert [(b.start, b.end) for b in document.blocks] == line_spans(document.content)
    gone = {e.rule.split("/")[0] for e in document.edits if e.step == "boilerplate" and not e.after}
    assert not gone & set(asked)
    again = cleaners.clean_text(text, keep=asked)
    assert again == document


def test_all_kinds_kept_leaves_every_line() -> None:
    document = cleaners.clean_text(PAGE, keep=sorted(kinds.KINDS))
    assert [b.text(document.content) for b in document.blocks if b.label == "ticker"]
    assert len(document.blocks) == len(line_spans(PAGE))


@pytest.mark.parametrize("asked", [["tickers"], ["tickers", "language_pickers", "share_bars"]])
def test_cleaning_what_was_kept_again_changes_nothing(asked: list[str]) -> None:
    document = cleaners.clean_text(PAGE, keep=asked)
    again = cleaners.clean_text(document.content, keep=asked)
    assert (again.content, again.edits) == (document.content, ())


def test_html_comments_are_kept_with_their_author() -> None:
    comment = "<p class='author'>Jeanne</p><p>Merci pour cet article, j’attendais ma voiture.</p>"
    paragraphs = "".join(f"<p>{line}</p>" for line in ARTICLE.split("\n"))
    html = (
        f"<title>Le port rouvre</title><article><h1>Le port rouvre</h1>{paragraphs}</article>"
        f"<div class='comments'><h3>2 commentaires</h3><div class='comment'>{comment}</div></div>"
    )
    document = cleaners.clean_html(html, keep=["comments"])
    assert "Merci pour cet article, j’attendais ma voiture." in kept(document, "reader_comment")
    assert "Merci" not in cleaners.clean_html(html).content


def test_what_is_kept_is_part_of_a_releases_fingerprint() -> None:
    plain = rule_data.load()
    keeping = replace(plain, keep=("caption",))
    assert context(plain) != context(keeping)
    assert "keep:caption" in signature(keeping)
    assert signature(plain) != signature(keeping)
    assert Settings(keep=("captions",)).load_rules().keep == ("caption",)
    with pytest.raises(SettingsError, match="the kinds are advertisement"):
        Settings(keep=("bananas",)).load_rules()
