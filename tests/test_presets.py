"""What passes for what purpose, and that a threshold never changes what was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.bitext.presets import PRESETS, SEVERITIES, choose
from cleaners.records import Finding, Quality, Severity


@pytest.mark.parametrize(
    ("score", "found", "accepted"),
    [
        (0.95, [], ("training", "evaluation", "terminology")),
        (0.70, [], ("training", "terminology")),
        (0.45, [], ("terminology",)),
        (0.30, [], ()),
        (0.95, [("fluency/punctuation", "minor")], ("training", "terminology")),
        (0.95, [("accuracy/omission:number", "minor")], ("training", "terminology")),
        (0.95, [("accuracy/mistranslation:number", "major")], ("terminology",)),
        (0.95, [("accuracy/mistranslation:entity", "major")], ()),
        (0.95, [("accuracy/mistranslation:entity", "minor")], ("training",)),
        (0.95, [("accuracy/untranslated", "minor")], ("training",)),
        (0.95, [("accuracy/omission", "critical")], ()),
        (0.95, [("other/template", "neutral")], ("training", "terminology")),
        (0.95, [("fluency/inconsistency:target", "neutral")], ("training", "terminology")),
        (0.95, [("fluency/markup", "neutral")], ("training", "evaluation", "terminology")),
    ],
)
def test_presets(
    score: float, found: list[tuple[str, Severity]], accepted: tuple[str, ...]
) -> None:
    findings = tuple(Finding(code, severity, "") for code, severity in found)
    quality = Quality(score, findings)
    assert tuple(name for name in PRESETS if PRESETS[name].accepts(quality)) == accepted


def test_a_minimum_of_ones_own_replaces_the_presets() -> None:
    assert not choose("training", 0.7).accepts(Quality(0.6))
    assert choose("evaluation", 0.5).accepts(Quality(0.6))
    assert choose("evaluation") == PRESETS["evaluation"]
    with pytest.raises(ValueError, match="'fun': is none of training, evaluation, terminology"):
        choose("fun")


@given(
    score=st.floats(0, 1),
    more=st.floats(0, 1),
    severity=st.sampled_from(SEVERITIES),
    code=st.sampled_from(["accuracy/omission", "fluency/markup", "accuracy/untranslated"]),
    name=st.sampled_from(sorted(PRESETS)),
)
def test_better_is_never_worse(
    score: float, more: float, severity: Severity, code: str, name: str
) -> None:
    preset = PRESETS[name]
    flawed = Quality(score, (Finding(code, severity, ""),))
    if preset.accepts(flawed):
        assert preset.accepts(Quality(score))
        assert preset.accepts(Quality(max(score, more), flawed.findings))
