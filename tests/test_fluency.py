"""A sentence that a translation broke reads less naturally than it did before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.bitext.fluency import unnatural
from cleaners.bitext.quality import assess

SOUND = "The ferry was late because the harbour had been closed for two days."
DAMAGED = {
    "word left out": "The ferry was late because the had closed for two days.",
    "two words swapped": "The ferry was late the because harbour had been closed for two days.",
    "other small word": "The ferry was late because at harbour had been closed for two days.",
    "said twice": "The ferry was late because the harbour had been closed closed for two days.",
    "slip": "The ferry was late because the harbuor had been closed for two days.",
    "begins small": "the ferry was late because the harbour had been closed for two days.",
    "other script": "The ferry was late because the 港口 had been closed for two days.",
    "any order": "Harbour the ferry for been closed was two because days the late had.",
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_shows(damage: str) -> None:
    assert unnatural(DAMAGED[damage], "en") > unnatural(SOUND, "en")


def test_damage_lowers_the_score() -> None:
    source = "Le ferry était en retard parce que le port était fermé depuis deux jours."
    scores = [assess(source, text, "fr", "en").score for text in (SOUND, DAMAGED["any order"])]
    assert scores[0] > scores[1]


@pytest.mark.parametrize(
    ("text", "language"), [("", "en"), ("…", "en"), ("2026", "en"), ("港口關閉了兩天。", "zh")]
)
def test_nothing_is_said_without_words_or_counts(text: str, language: str) -> None:
    assert unnatural(text, language) == 0


@given(st.text(), st.sampled_from(["en", "en-GB", "fr", "und"]))
def test_any_text_has_a_bounded_answer(text: str, language: str) -> None:
    assert -3 <= unnatural(text, language) <= 16
