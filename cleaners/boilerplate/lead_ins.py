"""Lines that lead to another article: "Read also: …", set between the paragraphs of this one.

What follows on the sign after such words is the other article's headline. On HTML pages it is a
link; of flattened text that is not known, there it must be as long as a headline.
"""

from __future__ import annotations

import numpy as np

from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.folding import TOKEN, fold
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.model import Scores

LEAD_IN = "related_headlines/lead-in"
_SIGNS = (":", "：", "|", "｜", "»", "›", ">", "→", "►", "▶")
# So much of the line is inside links.
_LINKED = 0.5
# How many words the other headline has in flattened text.
_SHORTEST, _LONGEST = 4, 30
# The weights are this sure of a line before its words no longer remove it.
_SURE = 3.0


def prove(lines: Lines, measured: Measured, scores: Scores, proofs: list[str]) -> None:
    """Prove the lines that name another article boilerplate, wherever they stand."""
    hits, count = measured.hits, measured.sheet.tokens.count
    rest = count - hits.opening
    leads = (hits.first == hits.number("related_headlines")) & (rest > 0) & (scores < _SURE)
    if lines.marked_up:
        leads &= lines.link_density >= _LINKED
    else:
        leads &= (rest >= _SHORTEST) & (measured.words <= _LONGEST)
    for index in np.flatnonzero(leads).tolist():
        if _is_signed(lines.texts[index], int(hits.opening[index])):
            proofs[index] = proofs[index] or LEAD_IN


def _is_signed(text: str, opening: int) -> bool:
    """Tell whether a sign follows on the first ``opening`` words of a line."""
    folded = fold(text)
    ends = [found.end() for found, _ in zip(TOKEN.finditer(folded), range(opening), strict=False)]
    return bool(ends) and folded[ends[-1] :].lstrip().startswith(_SIGNS)
