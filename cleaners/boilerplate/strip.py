"""Strip what is not the article: menus, tickers, disclaimers, comments, related headlines.

HTML and flattened text go the same way: lines are labelled in sequence, then parts of lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from cleaners.boilerplate import below_the_line, headline, keep, labels
from cleaners.boilerplate.labels import Verdict
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.phrases import Phrases
from cleaners.boilerplate.phrases import load as load_phrases
from cleaners.boilerplate.shape import ends_sentence
from cleaners.edits import edit_page
from cleaners.records import UNKNOWN_LANGUAGE, Block, Cleaned, Edit, Page
from cleaners.rules import Rules

STEP = "boilerplate"
GLUED_HEADING = "heading/glued"
GLUED_HEADING_END = "heading/glued-end"
OWN_LINE = "related_headlines/below-the-article"
SEE_ORIGINAL = "see-original-label"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look at a page decided."""

    edits: tuple[Edit, ...]
    labels: tuple[str, ...]
    headings: frozenset[str]
    see_original: bool


def strip(page: Page, rules: Rules) -> Cleaned:
    r"""Remove the boilerplate of a page and label what stays.

    Every removal is an edit whose rule is ``<kind>/<evidence>``; a page without content ends empty.
    A label that offers the original text adds ``see-original-label`` to ``mt_evidence``.

    >>> from cleaners import markup, rules as rule_data
    >>> article = "台北今天下雨，捷運照常行駛。氣象局說明天放晴，週末氣溫會回升到二十五度左右。"
    >>> page = markup.flatten_text(f"首頁 新聞 登入\n{article}\n查看原文")
    >>> cleaned = strip(page, rule_data.load())
    >>> cleaned.page.text == article, cleaned.page.metadata.mt_evidence
    (True, ('see-original-label',))
    """
    found = _look(page, page.metadata.title or "", load_phrases(rules), rules)
    current = edit_page(_labelled(page, found.labels), found.edits)
    metadata = page.metadata
    if found.see_original and SEE_ORIGINAL not in metadata.mt_evidence:
        metadata = replace(metadata, mt_evidence=(*metadata.mt_evidence, SEE_ORIGINAL))
    blocks = tuple(
        block.replace(label="heading") if block.text(current.text) in found.headings else block
        for block in current.blocks
    )
    stripped = replace(page, text=current.text, blocks=blocks, metadata=metadata)
    return Cleaned(stripped, found.edits)


def _labelled(page: Page, labels_: Sequence[str]) -> Page:
    blocks = tuple(
        block.replace(label=label, elements=())
        for block, label in zip(page.blocks, labels_, strict=True)
    )
    return replace(page, blocks=blocks)


def _look(page: Page, title: str, phrases: Phrases, rules: Rules) -> _Found:
    """Label a page's lines and parts of lines, and say what goes."""
    judged = keep.undecided(page, rules)
    whole, page = page, keep.without(page, judged)
    lines = as_lines(page)
    verdicts = labels.judge(lines, title, phrases, rules, _foreign(page))
    cut = headline.settle(page, [*lines], verdicts)
    verdicts = cut.verdicts
    see_original = any(v.label == "see_original" and not v.kept for v in verdicts)
    parts = _parts(page, verdicts, phrases)
    verdicts = [
        replace(v, kept=False, label=rule.split("/")[0], evidence=rule.split("/")[1])
        if v.kept and (rule := _whole(i, page.blocks[i], parts))
        else v
        for i, v in enumerate(verdicts)
    ]
    if not any(v.kept and v.label != "title" for v in verdicts):
        verdicts = [
            replace(v, kept=False, label="menu", evidence="no-article") if v.kept else v
            for v in verdicts
        ]
    kept = {i for i, v in enumerate(verdicts) if v.kept}
    verdicts = keep.beside(whole, judged, keep.spare(verdicts, rules.keep))
    edits = _removals(whole, verdicts)
    for index, found in [*parts, *cut.finds]:
        block = page.blocks[index]
        stays = not found.after and found.rule.split("/")[0] in rules.keep
        if index in kept and not stays and found.end - found.start < block.end - block.start:
            start, end = block.start + found.start, block.start + found.end
            before = page.text[start:end]
            edits.append(Edit(STEP, found.rule, start, end, before, found.after, found.confidence))
    edits.sort(key=lambda edit: (edit.start, edit.end))
    headings = frozenset(
        page.blocks[i].text(page.text)[one.end : other.start]
        for (i, one), (_, other) in pairwise(parts)
        if i in kept and (one.rule, other.rule) == (GLUED_HEADING, GLUED_HEADING_END)
    )
    return _Found(tuple(edits), tuple(v.label for v in verdicts), headings, see_original)


def as_lines(page: Page) -> Lines:
    """Give a page's blocks as the labeller sees them."""
    gaps: list[int] = []
    end = 0
    for block in page.blocks:
        gaps.append(max(page.text.count("\n", end, block.start) - bool(gaps), 0))
        end = block.end
    return Lines(
        [page.text[block.start : block.end] for block in page.blocks],
        np.array(gaps, np.int64),
        [block.path for block in page.blocks],
        [block.css for block in page.blocks],
        np.array([block.link_density for block in page.blocks], np.float64),
        [block.elements for block in page.blocks],
    )


def _foreign(page: Page) -> Callable[[int], bool]:
    """Give what tells whether a block is known to be in another language than its page."""
    own = page.language.split("-")[0]

    def foreign(index: int) -> bool:
        language = page.blocks[index].language
        unknown = UNKNOWN_LANGUAGE in (page.language, language)
        return not unknown and language.split("-")[0] != own

    return foreign


def _whole(index: int, block: Block, parts: Sequence[tuple[int, below_the_line.Find]]) -> str:
    """Give the rule when a find takes a whole block, else nothing."""
    for holder, found in parts:
        if holder == index and found.end - found.start == block.end - block.start:
            return found.rule
    return ""


def _parts(
    page: Page, verdicts: Sequence[Verdict], phrases: Phrases
) -> list[tuple[int, below_the_line.Find]]:
    """Find the boilerplate inside the lines that stay, and the headings glued into them."""
    texts = [block.text(page.text) for block in page.blocks]
    body = [i for i, v in enumerate(verdicts) if v.kept and v.label != "title"]
    title = next((texts[i] for i, v in enumerate(verdicts) if v.label == "title" and v.kept), "")
    removed = "\n".join(text for text, v in zip(texts, verdicts, strict=True) if not v.kept)
    finds: list[tuple[int, below_the_line.Find]] = []
    for index in body:
        text = texts[index]
        inserted = below_the_line.teasers(text, phrases)
        credit = below_the_line.source_credit(text, title, phrases) if index in body[-2:] else None
        end = credit.start if credit else len(text)
        tail = None
        if index == body[-1] and len(body) > 1 and _ends_with_headlines(page, verdicts, body):
            finds.append((index, below_the_line.Find(0, len(text), OWN_LINE, 0.85)))
            continue
        if index in body[-3:]:
            followed = index + 1 < len(verdicts) and not verdicts[index + 1].kept
            tail = below_the_line.glued_headlines(
                text[:end],
                [texts[i] for i in body if i != index],
                removed,
                strong=credit is not None or followed,
            )
        headings = below_the_line.glued_headings(
            text[: tail.start if tail else end], phrases.openers
        )
        found = [*inserted, *([tail] if tail else []), *([credit] if credit else [])]
        for start, stop in headings:
            found += _line_breaks(text, start, stop)
        finds += [(index, find) for find in _disjoint(found)]
    return finds


def _ends_with_headlines(page: Page, verdicts: Sequence[Verdict], body: Sequence[int]) -> bool:
    """Tell whether the last line that stays is no part of the article but headlines below it."""
    last = body[-1]
    followed = last + 1 < len(verdicts) and not verdicts[last + 1].kept
    texts = [page.blocks[i].text(page.text) for i in body]
    return (
        followed
        and verdicts[last].label == "heading"
        and ends_sentence(texts[-2])
        and below_the_line.foreign_to(texts[-1], texts[:-1])
    )


def _line_breaks(text: str, start: int, end: int) -> list[below_the_line.Find]:
    """Put a heading on its own line: the white space around it becomes an empty line."""
    before = start - len(text[:start]) + len(text[:start].rstrip())
    after = end + len(text[end:]) - len(text[end:].lstrip())
    return [
        below_the_line.Find(before, start, GLUED_HEADING, 0.9, "\n\n"),
        below_the_line.Find(end, after, GLUED_HEADING_END, 0.9, "\n\n"),
    ]


def _disjoint(finds: Sequence[below_the_line.Find]) -> list[below_the_line.Find]:
    chosen: list[below_the_line.Find] = []
    for find in sorted(finds, key=lambda f: (f.start, f.end)):
        if not chosen or find.start >= chosen[-1].end:
            chosen.append(find)
    return chosen


def _removals(page: Page, verdicts: Sequence[Verdict]) -> list[Edit]:
    """Remove the lines that go, one edit each, with the white space on one side of them."""
    edits = []
    count = len(verdicts)
    index = 0
    while index < count:
        if verdicts[index].kept:
            index += 1
            continue
        last = index
        while last + 1 < count and not verdicts[last + 1].kept:
            last += 1
        edits += _removed_run(page, verdicts, index, last)
        index = last + 1
    return edits


def _removed_run(page: Page, verdicts: Sequence[Verdict], first: int, last: int) -> list[Edit]:
    """Remove a run of lines; of the white space around it the side with more line breaks stays."""
    blocks = page.blocks
    left = blocks[first - 1].end if first else 0
    right = blocks[last + 1].start if last + 1 < len(blocks) else len(page.text)
    before = page.text.count("\n", left, blocks[first].start)
    after = page.text.count("\n", blocks[last].end, right)
    forward = first == 0 or (last + 1 < len(blocks) and before >= after)
    edits = []
    for index in range(first, last + 1):
        if forward:
            start = 0 if index == 0 else blocks[index].start
            end = blocks[index + 1].start if index + 1 < len(blocks) else len(page.text)
        else:
            start = blocks[index - 1].end
            end = len(page.text) if index + 1 == len(blocks) else blocks[index].end
        verdict = verdicts[index]
        rule = f"{verdict.label}/{verdict.evidence}"
        before_text = page.text[start:end]
        edits.append(Edit(STEP, rule, start, end, before_text, "", round(verdict.confidence, 3)))
    return edits
