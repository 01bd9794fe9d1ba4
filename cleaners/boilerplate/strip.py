"""Strip what is not the article: menus, tickers, disclaimers, comments, related headlines.

HTML and flattened text go the same way: lines are labelled in sequence, then parts of lines.
``decide`` says what goes; ``strip`` makes it edits, ``kept_text`` only text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners.blocks import Blocks
from cleaners.boilerplate import headline, inside_lines, keep, labels, site_rules
from cleaners.boilerplate.below_the_line import Find
from cleaners.boilerplate.inside_lines import GLUED_HEADING, GLUED_HEADING_END
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.phrases import load as load_phrases
from cleaners.boilerplate.verdicts import Verdict, Verdicts
from cleaners.edits import edit_page
from cleaners.records import UNKNOWN_LANGUAGE, Cleaned, Edit, Page
from cleaners.rules import Rules

STEP = "boilerplate"
SEE_ORIGINAL = "see-original-label"
# Says of a block whether it is in another language than its page.
Foreign = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Decision:
    """What of a page stays.

    ``verdicts`` are on its blocks; ``finds`` are parts of blocks that stay, as spans of the page's
    text, in order; ``headings`` are the texts of headings found inside lines; ``see_original`` says
    that a label offers the original text.
    """

    verdicts: Verdicts
    finds: Sequence[Find]
    headings: frozenset[str]
    see_original: bool


def strip(page: Page, rules: Rules, foreign: Foreign | None = None) -> Cleaned:
    r"""Remove the boilerplate of a page and label what stays.

    Every removal is an edit whose rule is ``<kind>/<evidence>``; a page without content ends empty.
    A label that offers the original text adds ``see-original-label`` to ``mt_evidence``.
    ``foreign`` is asked as in ``decide``.

    >>> from cleaners import markup, rules as rule_data
    >>> article = "台北今天下雨，捷運照常行駛。氣象局說明天放晴，週末氣溫會回升到二十五度左右。"
    >>> page = markup.flatten_text(f"首頁 新聞 登入\n{article}\n查看原文")
    >>> cleaned = strip(page, rule_data.load())
    >>> cleaned.page.text == article, cleaned.page.metadata.mt_evidence
    (True, ('see-original-label',))
    """
    found = decide(page, rules, foreign)
    edits = _edits(page, found)
    current = edit_page(_labelled(page, found.verdicts.labels), edits)
    metadata = page.metadata
    if metadata.summary:
        # Only the labeller needs it.
        metadata = replace(metadata, summary=None)
    if found.see_original and SEE_ORIGINAL not in metadata.mt_evidence:
        metadata = replace(metadata, mt_evidence=(*metadata.mt_evidence, SEE_ORIGINAL))
    blocks = current.blocks
    if found.headings:
        blocks = tuple(
            block.replace(label="heading") if block.text(current.text) in found.headings else block
            for block in blocks
        )
    stripped = replace(page, text=current.text, blocks=blocks, metadata=metadata)
    return Cleaned(stripped, tuple(edits))


def decide(page: Page, rules: Rules, foreign: Foreign | None = None) -> Decision:
    """Label a page's lines and parts of lines, and say what goes.

    ``foreign`` tells of a block, by its index, whether it is known to be in another language than
    the page. Only the lines that stay at the edges of the article are asked of, from outside in, up
    to one that is not; without ``foreign`` the languages of the blocks are compared.
    """
    phrases = load_phrases(rules)
    judged = keep.undecided(page, rules)
    whole, page = page, keep.without(page, judged)
    asked = foreign or _differs(whole)
    lines = as_lines(page)
    result = labels.judge(
        lines,
        page.metadata,
        phrases,
        rules,
        lambda index: asked(judged[index]),
    )
    verdicts = result.verdicts
    site_rules.settle(page, verdicts, rules)
    cuts = headline.settle(page, lines, result)
    see_original = verdicts.removed("see_original")
    parts = inside_lines.find(lines, result, phrases)
    for index, find in parts:
        if verdicts.kept[index] and find.end - find.start == len(lines.texts[index]):
            kind, evidence = find.rule.split("/")
            certain = verdicts.confidence[index]
            verdicts.put(index, Verdict(kind, kept=False, evidence=evidence, confidence=certain))
    if not verdicts.has_body():
        _drop_all(verdicts)
    finds = _finds(page, verdicts, [*parts, *cuts], rules)
    headings = _headings(whole, finds)
    if rules.keep:
        verdicts = Verdicts.of(keep.beside(whole, judged, keep.spare([*verdicts], rules.keep)))
    return Decision(verdicts, finds, headings, see_original)


def kept_text(page: Page, decision: Decision) -> str:
    r"""Give the text that stays of a page, as ``strip`` does.

    >>> from cleaners import markup, rules as rule_data
    >>> page = markup.flatten_text("Menu\nLogin\nLe port a rouvert ce matin, après deux jours.")
    >>> kept_text(page, decide(page, rule_data.load()))
    'Le port a rouvert ce matin, après deux jours.'
    """
    runs = _removed_runs(page, decision.verdicts.kept)
    cuts = [(borders[0], borders[-1], "") for _, borders in runs]
    cuts += [(find.start, find.end, find.after) for find in decision.finds]
    cuts.sort(key=lambda cut: cut[:2])
    pieces = []
    position = 0
    for start, end, after in cuts:
        pieces += [page.text[position:start], after]
        position = end
    return "".join((*pieces, page.text[position:]))


def _labelled(page: Page, labels_: Sequence[str]) -> Page:
    blocks = tuple(
        block.replace(label=label, elements=())
        for block, label in zip(page.blocks, labels_, strict=True)
    )
    return replace(page, blocks=blocks)


def _drop_all(verdicts: Verdicts) -> None:
    """Let a headline without an article go too."""
    for index, verdict in enumerate(verdicts):
        if verdict.kept:
            gone = Verdict("menu", False, "no-article", verdict.confidence)  # noqa: FBT003
            verdicts.put(index, gone)


def _finds(
    page: Page, verdicts: Verdicts, parts: Sequence[tuple[int, Find]], rules: Rules
) -> list[Find]:
    """Put what goes inside the lines that stay where it stands in the page, in order."""
    finds = []
    blocks = Blocks.of(page.blocks)
    for index, find in parts:
        start, end = blocks.starts[index], blocks.ends[index]
        wanted = not find.after and find.rule.split("/")[0] in rules.keep
        whole = find.end - find.start == end - start
        if verdicts.kept[index] and not wanted and not whole:
            finds.append(replace(find, start=start + find.start, end=start + find.end))
    return sorted(finds, key=lambda find: (find.start, find.end))


def _headings(page: Page, finds: Sequence[Find]) -> frozenset[str]:
    """Give the texts between the line breaks that are put around headings."""
    return frozenset(
        page.text[one.end : other.start]
        for one, other in pairwise(finds)
        if (one.rule, other.rule) == (GLUED_HEADING, GLUED_HEADING_END)
    )


def as_lines(page: Page) -> Lines:
    """Give a page's blocks as the labeller sees them."""
    text, blocks = page.text, Blocks.of(page.blocks)
    densities = blocks.link_densities
    return Lines(
        [text[start:end] for start, end in zip(blocks.starts, blocks.ends, strict=True)],
        _gaps(text, blocks),
        blocks.paths,
        blocks.css,
        np.array(densities, np.float64) if any(densities) else np.zeros(len(blocks)),
        blocks.elements,
    )


def _gaps(text: str, blocks: Blocks) -> NDArray[np.int64]:
    """Count the empty lines before each block."""
    gaps = np.zeros(len(blocks), np.int64)
    starts, ends = blocks.spans
    # One character between two lines is the line feed.
    for index in (starts[1:] - ends[:-1] > 1).nonzero()[0].tolist():
        breaks = text.count("\n", blocks.ends[index], blocks.starts[index + 1])
        gaps[index + 1] = max(breaks - 1, 0)
    gaps[:1] = text.count("\n", 0, starts[0]) if len(blocks) else 0
    return gaps


def _differs(page: Page) -> Foreign:
    """Give what tells whether a block is known to be in another language than its page."""
    own = page.language.split("-")[0]

    def foreign(index: int) -> bool:
        language = page.blocks[index].language
        unknown = UNKNOWN_LANGUAGE in (page.language, language)
        return not unknown and language.split("-")[0] != own

    return foreign


def _edits(page: Page, decision: Decision) -> list[Edit]:
    """Make edits of what goes: one for each line, one for each part of a line."""
    verdicts, text = decision.verdicts, page.text
    edits = []
    for index, start, end in _removals(page, verdicts.kept):
        rule = f"{verdicts.labels[index]}/{verdicts.evidence[index]}"
        confidence = round(verdicts.confidence[index], 3)
        edits.append(Edit(STEP, rule, start, end, text[start:end], "", confidence))
    for find in decision.finds:
        before = text[find.start : find.end]
        edits.append(
            Edit(
                STEP,
                find.rule,
                find.start,
                find.end,
                before,
                find.after,
                find.confidence,
            )
        )
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return edits


def _removals(page: Page, kept: Sequence[bool]) -> list[tuple[int, int, int]]:
    """Give the lines that go, each with the white space on one side of it: index, start, end."""
    return [
        (index, start, end)
        for first, borders in _removed_runs(page, kept)
        for index, (start, end) in enumerate(pairwise(borders), first)
    ]


def _removed_runs(page: Page, kept: Sequence[bool]) -> Iterator[tuple[int, list[int]]]:
    """Give each run of lines that go: the first, and the borders of what goes with each line."""
    blocks = Blocks.of(page.blocks)
    rest = [*kept, True, False]
    first = rest.index(False)
    while first < len(kept):
        behind = rest.index(True, first)
        yield first, _borders(page.text, blocks, first, behind)
        first = rest.index(False, behind)


def _borders(text: str, blocks: Blocks, first: int, behind: int) -> list[int]:
    """Remove a run of lines; of the white space around it the side with more line breaks stays."""
    starts, ends = blocks.starts[first:behind], blocks.ends[first:behind]
    at_end = behind == len(blocks)
    left = blocks.ends[first - 1] if first else 0
    right = len(text) if at_end else blocks.starts[behind]
    before = text.count("\n", left, starts[0])
    after = text.count("\n", ends[-1], right)
    if first == 0 or (not at_end and before >= after):
        return [starts[0] if first else 0, *starts[1:], right]
    return [left, *ends[:-1], len(text) if at_end else ends[-1]]
