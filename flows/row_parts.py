"""What the rows of paired pages and the rows of corpora have in common."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.bitext.presets import Preset
from cleaners.records import Edit, Quality
from flows.rows import FindingRow, PairRow, RejectRow


def folded(text: str) -> str:
    """Fold case, space and punctuation away, so that pairs that say the same meet."""
    return "".join(character for character in text.casefold() if character.isalnum())


def described(edit: Edit) -> tuple[str, str, int, int, str, str, float]:
    """Give what an edit and a suggestion have in common, in the order of their columns."""
    where = (edit.start, edit.end)
    return (edit.step, edit.rule, *where, edit.before, edit.after, edit.confidence)


def finding_rows(row: PairRow, quality: Quality, version: str) -> Iterator[FindingRow]:
    """Give the rows of a pair's findings."""
    for finding in quality.findings:
        source_start, source_end = finding.source_span or (None, None)
        target_start, target_end = finding.target_span or (None, None)
        yield FindingRow(
            id=row.id,
            code=finding.code,
            severity=finding.severity,
            message=finding.message,
            source_start=source_start,
            source_end=source_end,
            target_start=target_start,
            target_end=target_end,
            dataset_version=version,
        )


def pair_reject(
    row: PairRow, quality: Quality, place: tuple[str, int], accepting: Preset
) -> RejectRow:
    """Say why a pair is not accepted; ``place`` is its file and record."""
    grave = [one for one in quality.findings if accepting.blocks(one)]
    gap = not (row.source and row.target)
    if gap:
        reason = "gap"
        detail = "no counterpart was found for this segment"
        advice = "Look at both documents side by side; one may lack the sentence."
    elif grave:
        reason = grave[0].code
        detail = "; ".join(one.message for one in grave)
        advice = "Compare source and target; the findings say where to look."
    else:
        reason = "low-quality"
        detail = f"score {row.score_quality:.3f} is below {accepting.minimum}"
        advice = "Lower the minimum quality of the run to accept such pairs."
    return RejectRow(
        kind="pair",
        id=row.id,
        path=place[0],
        record=place[1],
        stage="align" if gap else "quality",
        reason=reason,
        detail=detail,
        advice=advice,
        dataset_version=row.dataset_version,
    )
