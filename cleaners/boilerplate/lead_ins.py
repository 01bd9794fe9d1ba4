"""Lines that lead to another article: "Read also: …", set between the paragraphs of this one.

What follows on the sign after such words is the other article's headline. On HTML pages it is a
link; of flattened text that is not known, there it must be as long as a headline.
"""

from __future__ import annotations

import re

import numpy as np

from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.folding import TOKEN, fold, tokens
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.model import Scores
from cleaners.boilerplate.phrases import Phrases

LEAD_IN = "related_headlines/lead-in"
_SIGNS = (":", "：", "|", "｜", "»", "›", ">", "→", "►", "▶")
_HOLDS_SIGN = re.compile(f"[{''.join(_SIGNS)}]")
_LABEL = re.compile(rf"\W*([^{''.join(_SIGNS)}]{{2,40}})[{''.join(_SIGNS)}]")
# So much of the line is inside links.
_LINKED = 0.5
# How many words the other headline has in flattened text.
_SHORTEST, _LONGEST = 4, 30
# The weights are this sure of a line before its words no longer remove it.
_SURE = 5.0
# What scores less goes even from the cleanest page.
_LOST = -4.0


def prove(
    lines: Lines, measured: Measured, scores: Scores, phrases: Phrases, proofs: list[str]
) -> None:
    """Prove the lines that name another article boilerplate, wherever they stand."""
    hits = measured.hits
    labelled = hits.first == hits.number("related_headlines")
    if not (lines.marked_up or np.count_nonzero(labelled)):
        return
    opening = np.where(labelled, hits.opening, 0)
    rest = measured.sheet.tokens.count - opening
    asked = (scores < _SURE) & (scores > _LOST)
    if lines.marked_up:
        asked &= (lines.link_density >= _LINKED) & (rest > 0)
    else:
        asked &= (opening > 0) & (rest >= _SHORTEST) & (measured.words <= _LONGEST)
    for index in asked.nonzero()[0].tolist():
        text = lines.texts[index]
        if not proofs[index] and _HOLDS_SIGN.search(text) is not None:
            known = opening[index] and _is_signed(text, int(opening[index]))
            if known or (lines.marked_up and _is_labelled(text, phrases)):
                proofs[index] = LEAD_IN


def _is_labelled(text: str, phrases: Phrases) -> bool:
    """Tell whether a label of links stands before a sign, and some words behind it.

    >>> from cleaners import rules
    >>> from cleaners.boilerplate import phrases
    >>> _is_labelled("Lue lisää: Museo löysi vanhan kartan", phrases.load(rules.load()))
    True
    """
    parted = _LABEL.match(text)
    return (
        parted is not None
        and phrases.is_label(tokens(parted[1]))
        and len(tokens(text[parted.end() :])) >= _SHORTEST
    )


def _is_signed(text: str, opening: int) -> bool:
    """Tell whether a sign follows on the first ``opening`` words of a line."""
    folded = fold(text)
    ends = [found.end() for found, _ in zip(TOKEN.finditer(folded), range(opening), strict=False)]
    return bool(ends) and folded[ends[-1] :].lstrip().startswith(_SIGNS)
