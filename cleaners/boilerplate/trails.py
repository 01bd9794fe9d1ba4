"""Trails from a site's front page down to the page: ``Home > News > Economy``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from cleaners.boilerplate.class_names import BREADCRUMBS
from cleaners.boilerplate.features import RUNNING_TEXT, Measured
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.phrases import Phrases
from cleaners.boilerplate.shape import ends_sentence, weight

TRAIL = "breadcrumb/trail"
NAMED = "breadcrumb/css"
# Signs that part little else than steps of a trail, and signs of many uses, set off by spaces.
_ARROWS = ">»›＞❯<«‹＜"
_SIGN = re.compile(rf"\s*([{_ARROWS}])[{_ARROWS}]*\s*|\s+(/|→|::|／)\s+")
_ANY_SIGN = re.compile(rf"[{_ARROWS}/→／]|::")
_ONLY_SIGN = re.compile(rf"[{_ARROWS}]+|/|→|::|／")
_COLON = re.compile("[:：]")
_MOST_STEPS = 7
# The last step may be the headline of the page.
_STEP_WORDS, _LAST_WORDS = 6, 25
# Between signs of many uses the steps must be what menus hold, too: "Home / Away" is no trail.
_KNOWN = 0.6
_HEADLINE_MARKS = "?!？！…"
# An element for a trail; a flag on the whole page ("has-breadcrumbs") begins otherwise.
_NAME = re.compile(r"(?:^|\s)(?:[a-z0-9]+[-_]{1,2})??(?<!has-)(?<!no-)(?<!with-)bread-?crumbs?\b")
_MOST_LINES = 2 * _MOST_STEPS
_HEADINGS = frozenset({"h1", "h2", "h3", "title"})


def prove(
    lines: Lines,
    measured: Measured,
    phrases: Phrases,
    signed: Sequence[int],
    proofs: list[str],
) -> None:
    """Prove the lines of trails boilerplate, whatever else they were taken for.

    ``signed`` are the lines, none of them long, with a mark or symbol that may be a trail's.
    """
    for index in signed:
        text = lines.texts[index]
        if not _ANY_SIGN.search(text):
            continue
        if _ONLY_SIGN.fullmatch(text):
            _prove_steps(lines, index, phrases, proofs)
        elif _is_trail(text, float(measured.hits.covered[index]), phrases):
            proofs[index] = TRAIL
    if lines.marked_up:
        _prove_named(lines, measured, proofs)


def _is_trail(text: str, known: float, phrases: Phrases) -> bool:
    """Tell whether a line is a trail; ``known`` is the share of it that phrases cover."""
    first = _SIGN.search(text)
    if first is None or (first.start() and not is_front_page(text[: first.start()], phrases)):
        return False
    signs = {arrow or sign for arrow, sign in _SIGN.findall(text)}
    if len(signs) != 1 or (ends_sentence(text) and text[-1] not in _HEADLINE_MARKS):
        return False
    steps = _SIGN.sub("\n", text).strip("\n").split("\n")
    return (
        2 <= len(steps) <= _MOST_STEPS
        and is_front_page(steps[0], phrases)
        and all(0 < weight(tokens(step), step) <= _STEP_WORDS for step in steps[:-1])
        and 0 < weight(tokens(steps[-1]), steps[-1]) <= _LAST_WORDS
        and (known >= _KNOWN or signs <= set(_ARROWS) or len(_COLON.split(steps[0])) > 1)
    )


def is_front_page(text: str, phrases: Phrases) -> bool:
    """Tell whether a text names the front page, or says before a trail that one follows."""
    return any(tokens(part) in phrases.front_pages for part in _COLON.split(text))


def _prove_steps(lines: Lines, sign: int, phrases: Phrases, proofs: list[str]) -> None:
    """Prove a trail with one step a line and signs between, from the first sign on."""
    texts = lines.texts
    if not sign or proofs[sign] == TRAIL or not is_front_page(texts[sign - 1], phrases):
        return
    end = sign + 1
    while end < len(texts) and weight(tokens(texts[end]), texts[end]) <= _STEP_WORDS:
        end += 1
        if end == len(texts) or texts[end] != texts[sign]:
            break
        end += 1
    proofs[sign - 1 : end] = [TRAIL] * (end - (sign - 1))


def _prove_named(lines: Lines, measured: Measured, proofs: list[str]) -> None:
    """Prove what stands in a small element whose name says that it is a trail."""
    likely = (lines.class_cues[0] & BREADCRUMBS > 0).tolist()
    if True not in likely:
        return
    names = zip(likely, dict.fromkeys(lines.css), strict=True)
    is_named = np.array([told and _NAME.search(css) is not None for told, css in names])
    named = is_named.take(lines.css_numbers).tolist()
    for is_trail, run in groupby(range(len(named)), named.__getitem__):
        indices = [*run]
        if not is_trail or len(indices) > _MOST_LINES:
            continue
        words = measured.words[indices]
        running = measured.sheet.ends[indices] & (words > RUNNING_TEXT)
        if running.any() or (words > _LAST_WORDS).any():
            continue
        for index in indices:
            if lines.paths[index].rsplit("/", 1)[-1] not in _HEADINGS:
                proofs[index] = NAMED
