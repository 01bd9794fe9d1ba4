"""What a pair must be like to be published as good, for what it is wanted.

Assessment gives a score and findings; whether a pair is *accepted* is only a threshold over both,
chosen at publication. Nothing here changes a score or drops a pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from cleaners.records import Finding, Quality, Severity

SEVERITIES: Final[tuple[Severity, ...]] = ("neutral", "minor", "major", "critical")
Purpose = Literal["training", "evaluation", "terminology"]
DEFAULT: Final[Purpose] = "training"


@dataclass(frozen=True, slots=True)
class Preset:
    """Thresholds over the score and the findings of a pair.

    ``minimum`` is the score (0-1) from which pairs are accepted; findings of the severity
    ``blocking`` and graver ones speak against a pair, except those whose code begins with one of
    ``tolerated``; those whose code begins with one of ``refused`` do at any severity.
    """

    minimum: float
    blocking: Severity
    tolerated: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    meaning: str = ""

    def accepts(self, quality: Quality) -> bool:
        """Tell whether a pair is good enough."""
        return quality.score >= self.minimum and not any(map(self.blocks, quality.findings))

    def blocks(self, finding: Finding) -> bool:
        """Tell whether a finding alone speaks against a pair."""
        if finding.code.startswith(self.refused):
            return True
        if finding.severity != "critical" and finding.code.startswith(self.tolerated):
            return False
        return SEVERITIES.index(finding.severity) >= SEVERITIES.index(self.blocking)


PRESETS: Final[Mapping[Purpose, Preset]] = {
    "training": Preset(
        0.5,
        "major",
        meaning="Lets pass what teaches a model more than it harms: minor findings are no bar.",
    ),
    "evaluation": Preset(
        0.8,
        "minor",
        refused=("fluency/inconsistency", "other/template"),
        meaning="For test sets: nothing noticed at all, a high score, no template of a site.",
    ),
    "terminology": Preset(
        0.4,
        "minor",
        tolerated=(
            "accuracy/omission", "accuracy/addition", "accuracy/mistranslation:number",
            "accuracy/mistranslation:negation", "accuracy/mistranslation:date", "fluency/",
            "locale-convention",
        ),
        refused=("accuracy/mistranslation:entity", "accuracy/untranslated"),
        meaning="For names and terms: wrong or untranslated names are a bar, sentences that say "
        "more or less than the other side, or another number, are not.",
    ),
}  # fmt: skip


def choose(purpose: Purpose, minimum: float | None = None) -> Preset:
    """Give the thresholds for a purpose; ``minimum`` replaces the score of the preset.

    Raises ``ValueError`` for a purpose that there is not, and a score that is none.
    """
    if purpose not in PRESETS:
        raise ValueError(f"purpose {purpose!r}: is none of {', '.join(PRESETS)}")
    if minimum is not None and not 0 <= minimum <= 1:
        raise ValueError(f"minimum quality {minimum}: must lie between 0 and 1")
    preset = PRESETS[purpose]
    return preset if minimum is None else replace(preset, minimum=minimum)
