"""Findings on broken pairs, none on sound ones, and a score that tells them apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.bitext.checks import check
from cleaners.bitext.checks.coverage import length_surplus
from cleaners.bitext.checks.entities import mentions
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.polarity import negation
from cleaners.bitext.checks.tables import open_endings, polarity
from cleaners.bitext.quality import accepts, assess, assess_all
from cleaners.records import Finding, Quality

DATA = Path(__file__).parent / "data"


def _cases(name: str) -> list[tuple[str, ...]]:
    lines = (DATA / name).read_text("utf-8").splitlines()[1:]
    return [tuple(line.split("\t")) for line in lines]


SOUND, BROKEN = _cases("quality_sound.tsv"), _cases("quality_broken.tsv")


@pytest.mark.parametrize(("language", "source", "other", "target"), SOUND)
def test_sound_pairs_have_no_finding(language: str, source: str, other: str, target: str) -> None:
    assert check(Pair(source, target, language, other)) == ()


@pytest.mark.parametrize(("language", "source", "other", "target", "code"), BROKEN)
def test_broken_pairs_have_the_finding(
    language: str, source: str, other: str, target: str, code: str
) -> None:
    assert code in {finding.code for finding in check(Pair(source, target, language, other))}


@pytest.mark.parametrize(("language", "source", "other", "target"), SOUND)
def test_sound_pairs_are_accepted(language: str, source: str, other: str, target: str) -> None:
    (quality,) = assess_all([Pair(source, target, language, other)], vectors=False)
    assert accepts(quality)


def test_spans_name_the_place() -> None:
    source, target = "Il a neigé en janvier.", "It snowed in February."
    (finding,) = check(Pair(source, target, "fr", "en"))
    assert finding.source_span is not None
    assert finding.target_span is not None
    assert source[slice(*finding.source_span)] == "janvier"
    assert target[slice(*finding.target_span)] == "February"


def test_vectors_see_what_rules_do_not() -> None:
    good = "Le conseil municipal a voté mardi la construction d’une nouvelle école."
    other = "Les pêcheurs de la région se plaignent depuis longtemps du mauvais temps."
    source = "The city council voted on Tuesday to build a new school for the district."
    assert assess(source, good, "en", "fr").score > assess(source, other, "en", "fr").score + 0.1


def test_many_are_assessed_as_each_alone() -> None:
    pairs = [
        Pair("Le port a fermé.", "The harbour closed.", "fr", "en"),
        Pair("工厂停工了。", "The factory stopped.", "zh-Hans", "en"),
        Pair("Le port a fermé.", "Le port a fermé.", "fr", "en"),
        Pair("Saa ngapi?", "What time is it?", "sw", "en"),
    ]
    alone = [assess(p.source, p.target, p.source_language, p.target_language) for p in pairs[:3]]
    assert assess_all(pairs)[:3] == alone


@pytest.mark.parametrize(
    ("quality", "expected"),
    [
        (Quality(0.9), True),
        (Quality(0.5), True),
        (Quality(0.49), False),
        (Quality(0.9, (Finding("fluency/punctuation", "minor", "m"),)), True),
        (Quality(0.9, (Finding("accuracy/omission", "major", "m"),)), False),
        (Quality(0.9, (Finding("accuracy/untranslated", "critical", "m"),)), False),
    ],
)
def test_accepts(quality: Quality, *, expected: bool) -> None:
    assert accepts(quality) is expected


def test_accepts_a_chosen_minimum() -> None:
    assert not accepts(Quality(0.7), minimum=0.8)


AMBIGUOUS = [
    ("zh", "圣地亚哥"),  # Santiago and San Diego
    ("en", "the turkey was roasted in china"),
    ("fr", "il a mangé une orange"),
]


@pytest.mark.parametrize(("language", "text"), AMBIGUOUS)
def test_what_may_be_no_entity_is_none(language: str, text: str) -> None:
    assert mentions(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("ru", "рудники в Австралии", "AU"),
        ("en", "the Australian miners", "AU"),
        ("zh-Hant", "在澳大利亞的礦山", "AU"),
        ("ar", "في أستراليا", "AU"),
        ("de", "in Österreich", "AT"),
        ("ja", "鹿児島から大阪へ", "Osaka"),
        ("vi", "ở Cao Hùng", "Kaohsiung"),
    ],
)
def test_entities_in_inflected_forms(language: str, text: str, concept: str) -> None:
    assert concept in {mention.concept for mention in mentions(text, language)}


@pytest.mark.parametrize("language", ["en", "zh", "ja", "ko", "th", "vi", "ru", "ar", "tr", "fi"])
def test_languages_have_their_words(language: str) -> None:
    assert polarity(language)
    assert open_endings(language)


def test_a_language_without_words_gives_no_finding() -> None:
    assert negation(Pair("Sijui.", "I know.", "sw", "en")) == ()


def test_length_does_not_depend_on_the_script() -> None:
    pair = Pair(
        "公司計劃明年在墨西哥開辦同樣的學校。",
        "La empresa planea abrir escuelas iguales en México el próximo año.",
        "zh",
        "es",
    )
    assert abs(length_surplus(pair)) < 2
    back = Pair(pair.target, pair.source, "es", "zh")
    assert length_surplus(back) == pytest.approx(-length_surplus(pair))


TEXT = st.text(max_size=80)
TAGS = st.sampled_from(["en", "zh-Hant", "ja", "vi", "ar", "ru", "und", "xx", "th", "pt-BR"])


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TAGS, TAGS)
def test_any_pair_gets_findings_inside_its_texts(
    source: str, target: str, language: str, other: str
) -> None:
    for finding in check(Pair(source, target, language, other)):
        for span, text in ((finding.source_span, source), (finding.target_span, target)):
            assert span is None or 0 <= span[0] <= span[1] <= len(text)


@settings(max_examples=30, deadline=None)
@given(TEXT, TEXT, TAGS, TAGS)
def test_any_pair_gets_a_score(source: str, target: str, language: str, other: str) -> None:
    (quality,) = assess_all([Pair(source, target, language, other)], vectors=False)
    assert 0 <= quality.score <= 1
    assert assess_all([Pair(source, target, language, other)], vectors=False) == [quality]
