"""Whether words may render a name: by their number, their sense, what leads to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaners.artifacts import firms
from cleaners.artifacts.aligned_couple import (
    Couple,
    is_sense,
    is_spelling,
    whole,
)
from cleaners.artifacts.forms import fold
from cleaners.artifacts.windows import NOUNS, Window

MOST = 3
"""Words of a run that stands for a name of one word."""
WHOLE, HALF = 0.6, 0.42
"""How near (cosine) the senses of a name and of its rendering are: all of it, part of it."""
WORD = 0.6
"""How near the senses of two words are that translate each other."""


def has_shape(couple: Couple, name: str, runs: Sequence[Window], sense: int, *, twin: bool) -> bool:
    """Tell whether runs have as many words as the name, or a reason to have others."""
    first, parts = runs[0], len(name.split())
    size = len(first.words)
    whole = any(run.whole for run in runs)
    syllables = couple.language == "vi" and parts <= size <= 2 * parts + 1
    compound = (parts == 1 or couple.language in NOUNS) and sense > 0
    if not (size == parts or syllables or compound or first.quoted or (twin and size <= MOST)):
        return False
    sure = twin and len({run.bead for run in runs}) > 1
    shares = any(is_spelling(one, word) for one in name.split() for word in first.words)
    return (whole or (sense == 2 and size == parts > 1)) and not (shares and sense < 2 and not sure)


def has_twin(couple: Couple, name: str, run: Window) -> bool:
    """Tell whether what leads to a run, and to the name beside it, only leads to a firm's name."""
    around = firms.read(couple.rules)
    source = fold(couple.beads[run.bead].source)
    return around.leads(couple.folded, run.start, couple.language) and any(
        around.leads(source, match.start(), couple.spoken)
        for match in whole(fold(name)).finditer(source)
    )


def senses(couple: Couple, name: str, found: Sequence[Window]) -> list[int]:
    """Say of each run whether its words mean what the name's do: 2 all, 1 in part, 0 not."""
    parts = name.lower().split()
    texts = [" ".join(window.words) for window in found]
    words = sorted({word for window in found for word in window.words})
    if not found:
        return []
    whole = couple.likeness([name.lower()], texts)[0]
    near = {
        (part, word): is_sense(part, word, couple) or cosine >= WORD
        for part, row in zip(parts, couple.likeness(parts, words), strict=True)
        for word, cosine in zip(words, row, strict=True)
    }
    return [
        _sense(parts, window, near, cosine) for window, cosine in zip(found, whole, strict=True)
    ]


def _sense(
    parts: Sequence[str],
    window: Window,
    near: Mapping[tuple[str, str], bool],
    whole: float,
) -> int:
    words = window.words
    matched = [word for word in words if any(near[part, word] for part in parts)]
    met = [part for part in parts if any(near[part, word] for word in words)]
    if len(matched) == len(words) and len(met) == len(parts):
        return 2
    if not window.capitals:
        return 0
    if not frozenset(parts).isdisjoint(words):
        return int(bool(matched))
    return 2 if whole >= WHOLE else int(bool(matched) or whole >= HALF)
