"""Whether a page of flattened text has a text of its own, or is all menus, lists and forms.

Line by line an error page, a list of teasers or the text of a booking form reads like an article.
What tells them apart is the page as a whole: how sure the weights are of its best lines, how long
its runs of sentences are, and what the lines are like that would stay. A weighted sum of these
facts decides. ``benchmarks/train_boilerplate.py`` makes the weights, from what judges thought of
pages they had not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaners import native
from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.texture import COLUMNS as TEXTURE
from cleaners.boilerplate.vocabulary import VOCABULARY
from cleaners.rules import RuleFileError, Rules

Scores = NDArray[np.float64]
Facts = NDArray[np.float64]

FACTS = (
    "words", "lines", "strongest", "strongest_three", "mean", "share", "lines_kept", "run",
    "run_of_sentences", "run_kept", "run_of_sentences_kept", "blocks_kept", "longest_line",
    *(f"kept_{name}" for name in (*SHAPE, *VOCABULARY, *TEXTURE)),
)  # fmt: skip
"""The facts of a page, in their order; ``kept_…`` are means over the lines that would stay."""

NAME = "text_page"
# Facts further than this from their mean count as so far.
FARTHEST = 4.0
# Log-odds from which a page has nothing; chosen on the development pages by cross-validation.
THRESHOLD = -0.25
# So many words of sentences in a row are a text, whatever else stands on the page. Of shorter pages
# nobody knows: all that was learned from are longer.
_PASSAGE = float(np.log1p(60))
_WORDS, _RUN = FACTS.index("words"), FACTS.index("run")
# Measures of the line itself stand first, those of the page's texture last.
_OWN = len(SHAPE) + len(VOCABULARY)
_gather_facts = native.kernel(
    "gather_facts", native.NOTHING, *[native.ARRAY] * 4, *[native.COUNT] * 4, *[native.ARRAY] * 2
)


@dataclass(frozen=True, slots=True, eq=False)
class PageJudge:
    """A weighted sum of a page's facts; ``mean`` and ``scale`` are what they are set against."""

    mean: Facts
    scale: Facts
    weights: Facts
    constant: float

    def score(self, facts: Facts) -> NDArray[np.float64]:
        """Give the log-odds that a page has no text of its own; the facts are the last axis."""
        far = (facts - self.mean) / self.scale
        return np.asarray(
            np.maximum(np.minimum(far, FARTHEST), -FARTHEST) @ self.weights + self.constant
        )


def gather(measured: Measured, scores: Scores) -> Facts:
    """Gather the facts of a page; ``scores`` are above 0 for lines that the weights would keep."""
    rows, lines = measured.columns.shape
    room, found = np.empty(lines), np.empty(len(FACTS))
    _gather_facts(
        scores, measured.words, measured.sheet.ends, measured.columns, rows, _OWN,
        rows - len(TEXTURE), lines, room, found,
    )  # fmt: skip
    return found


def is_missing(measured: Measured, scores: Scores, judge: PageJudge) -> bool:
    """Tell whether a page of flattened text has no text of its own."""
    facts = gather(measured, scores)
    if facts[_WORDS] < _PASSAGE or facts[_RUN] >= _PASSAGE:
        return False
    return bool(judge.score(facts) > THRESHOLD)


@lru_cache(maxsize=8)
def load(rules: Rules) -> PageJudge:
    """Read the weights ``text_page.npz``; the last layer of rules that has them wins."""
    files = [file for file in rules.files("boilerplate", ".npz") if file.stem == NAME]
    if not files:
        missing = rules.folders[0] / "boilerplate" / f"{NAME}.npz"
        raise RuleFileError(missing, "", "is missing; train the weights")
    with np.load(files[-1]) as data:
        return PageJudge(data["mean"], data["scale"], data["weights"], float(data["constant"]))
