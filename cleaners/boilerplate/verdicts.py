"""What was decided of a page's lines, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line is, on which evidence, how sure (0-1); ``kept`` lines are the article's."""

    label: str
    kept: bool
    evidence: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts on all lines of a page: the fields of ``Verdict`` as columns."""

    labels: list[str]
    kept: list[bool]
    evidence: list[str]
    confidence: list[float]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Verdicts:
        """Put single verdicts together.

        >>> Verdicts.of([Verdict("menu", kept=False, evidence="sequence")]).labels
        ['menu']
        """
        rows = list(verdicts)
        return cls(
            [row.label for row in rows],
            [row.kept for row in rows],
            [row.evidence for row in rows],
            [row.confidence for row in rows],
        )

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.labels)

    def __iter__(self) -> Iterator[Verdict]:
        """Give the verdicts one by one."""
        return map(Verdict, self.labels, self.kept, self.evidence, self.confidence)

    def put(self, index: int, verdict: Verdict) -> None:
        """Change the verdict on a line."""
        self.labels[index] = verdict.label
        self.kept[index] = verdict.kept
        self.evidence[index] = verdict.evidence
        self.confidence[index] = verdict.confidence

    def first(self, label: str) -> int | None:
        """Give the first line with a label."""
        return self.labels.index(label) if label in self.labels else None

    def removed(self, label: str) -> bool:
        """Tell whether a line with a label goes."""
        return label in self.labels and any(
            own == label and not kept for own, kept in zip(self.labels, self.kept, strict=True)
        )

    def keeps(self, label: str) -> bool:
        """Tell whether a line with a label stays."""
        return label in self.labels and any(
            own == label and kept for own, kept in zip(self.labels, self.kept, strict=True)
        )

    def has_body(self) -> bool:
        """Tell whether any line stays but the headline."""
        # More lines than could all be headlines.
        return self.kept.count(True) > self.labels.count("title") or bool(self.body())

    def body(self) -> list[int]:
        """Give the lines that stay, the headline left out."""
        inside = [index for index, kept in enumerate(self.kept) if kept]
        if "title" in self.labels:
            return [index for index in inside if self.labels[index] != "title"]
        return inside
