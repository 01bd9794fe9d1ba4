"""How a line's words compare with those of the running text, the title and the other lines."""

from __future__ import annotations

VOCABULARY = (
    "common",
    "shared",
    "in_title",
    "of_title",
    "repeats",
    "shape_repeats",
    "script",
)
"""The measures, in the order of their rows."""
