"""Boilerplate that a user wants to keep: it stays where it stands and is labelled as what it is.

The article is judged as if the user had not asked; then the kinds that were asked for stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaners.boilerplate.verdicts import Verdict
from cleaners.records import Page
from cleaners.rules import Rules

COMMENT = "reader_comment"
# What only its surroundings show to be boilerplate: between two comments it belongs to them.
_GUESSED = frozenset({"sequence", "between-buttons"})
# Whatever stands around comments besides their text: who wrote them and when, short answers.
_OF_A_THREAD = frozenset({"byline", "related_headlines", "footer", "advertisement", "time_ago"})
# So many lines above a comment name its author and date.
_HEADER = 2


def spare(verdicts: Sequence[Verdict], keep: Sequence[str]) -> list[Verdict]:
    """Let the kinds that were asked for stay; who wrote a comment, and when, stays with it."""
    if not keep:
        return list(verdicts)
    judged = _whole_threads(verdicts) if COMMENT in keep else list(verdicts)
    return [
        replace(verdict, kept=True) if not verdict.kept and verdict.label in keep else verdict
        for verdict in judged
    ]


def _whole_threads(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Take what stands between comments, and the lines that head one, as part of them."""
    judged = list(verdicts)
    comments = [i for i, v in enumerate(judged) if not v.kept and v.label == COMMENT]
    for before, index in zip([-1, *comments], comments, strict=False):
        run = index
        while run > before + 1 and _belongs(judged[run - 1]):
            run -= 1
        inside = before >= 0 and not any(v.kept for v in judged[before + 1 : index])
        for position in range(before + 1, index) if inside else range(run, index):
            near = inside or index - position <= _HEADER
            if near and _belongs(judged[position]):
                judged[position] = replace(judged[position], label=COMMENT)
    return judged


def _belongs(verdict: Verdict) -> bool:
    if verdict.kept or verdict.label not in _OF_A_THREAD:
        return False
    return verdict.evidence in _GUESSED or verdict.label in {"byline", "time_ago"}


def remember(bare: Page, page: Page, rules: Rules) -> Page:
    """Label the lines of a page that is judged again with what they were kept as."""
    if not rules.keep:
        return bare
    blocks = tuple(
        new.replace(label=old.label) if old.label in rules.keep else new
        for new, old in zip(bare.blocks, page.blocks, strict=True)
    )
    return replace(bare, blocks=blocks)


def undecided(page: Page, rules: Rules) -> Sequence[int]:
    """Give the indices of the blocks that are still to be judged: not those kept already."""
    if not rules.keep:
        return range(len(page.blocks))
    return [i for i, block in enumerate(page.blocks) if block.label not in rules.keep]


def without(page: Page, judged: Sequence[int]) -> Page:
    """Leave out the blocks that are not to be judged; the text stays whole."""
    if len(judged) == len(page.blocks):
        return page
    return replace(page, blocks=tuple(page.blocks[index] for index in judged))


def beside(page: Page, judged: Sequence[int], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Put the verdicts on the judged blocks among those that were kept before."""
    if len(judged) == len(page.blocks):
        return list(verdicts)
    whole = [Verdict(block.label, kept=True) for block in page.blocks]
    for index, verdict in zip(judged, verdicts, strict=True):
        whole[index] = verdict
    return whole
