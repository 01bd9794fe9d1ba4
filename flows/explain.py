"""Edits, suggestions and findings as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rich.text import Text

from cleaners.edits import apply, by_step
from cleaners.records import Edit, Normalised, Quality

# Characters of unchanged text shown on each side of an edit.
CONTEXT = 40


def explain_edits(
    page_text: str, edits: Sequence[Edit], shown: Container[int] | None = None
) -> Iterator[Text]:
    """Show each edit as a coloured difference with its step and rule, in the order of the steps.

    ``shown`` holds the ``id`` of each edit to show; without it all are.
    """
    text = page_text
    for _, group in by_step(edits):
        chosen = [edit for edit in group if shown is None or id(edit) in shown]
        for rule, same in groupby(chosen, key=_kind):
            alike = list(same)
            first = alike[0]
            times = f"  {len(alike)} times, the first:" if rule and len(alike) > 1 else ""
            for edit in [first] if times else alike:
                yield Text.assemble(_heading(edit), (times, "dim"))
                yield _difference(text, edit)
        text = apply(text, group)


def _kind(edit: Edit) -> str:
    """Give the rule of an edit of white space, which need not be shown one by one; else nothing."""
    return "" if edit.before.strip() or edit.after.strip() else edit.rule


def explain_edit(edit: Edit) -> Iterator[Text]:
    """Show one edit without the text around it."""
    yield _heading(edit)
    yield _difference(edit.before, replace(edit, start=0, end=len(edit.before)))


def explain_suggestions(text: str, suggestions: Sequence[Edit]) -> Iterator[Text]:
    """Show what was not changed but may have to be."""
    for edit in suggestions:
        yield Text.assemble(("suggestion: ", "bold yellow"), _heading(edit))
        yield _difference(text, edit)


def explain_normalised(before: str, result: Normalised) -> Iterator[Text]:
    """Show what was normalised in a text."""
    yield from explain_edits(before, result.edits)
    yield from explain_suggestions(result.text, result.suggestions)


def explain_quality(quality: Quality) -> Iterator[Text]:
    """Show a score and the findings behind it."""
    yield Text(f"score {quality.score:.3f}", style="bold")
    for finding in quality.findings:
        style = "red" if finding.severity in ("major", "critical") else "yellow"
        yield Text(f"  {finding.severity}: {finding.code}: {finding.message}", style=style)


def _heading(edit: Edit) -> Text:
    return Text.assemble(
        (f"{edit.step}/{edit.rule}", "bold cyan"), (f"  {edit.confidence:.2f}", "dim")
    )


def _difference(text: str, edit: Edit) -> Text:
    left = visible(text[max(0, edit.start - CONTEXT) : edit.start])
    right = visible(text[edit.end : edit.end + CONTEXT])
    return Text.assemble(
        ("  …" if edit.start > CONTEXT else "  ", "dim"),
        (left, "dim"),
        ("[-" + visible(edit.before) + "-]" if edit.before else "", "red"),
        ("{+" + visible(edit.after) + "+}" if edit.after else "", "green"),
        (right, "dim"),
        ("…" if edit.end + CONTEXT < len(text) else "", "dim"),
    )


def visible(text: str) -> str:
    """Show line breaks and invisible characters, which an edit is often about."""
    shown = text.replace("\n", "⏎").replace("\u00a0", "⍽").replace("\u202f", "⍽")
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in shown)
