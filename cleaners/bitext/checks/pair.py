"""A segment pair as the checks see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """A source text and what is said to be its translation; languages are BCP-47 tags."""

    source: str
    target: str
    source_language: str
    target_language: str
