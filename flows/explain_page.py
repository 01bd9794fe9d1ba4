"""What became of a page, for a terminal: what went by kind, then each removal and each repair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from cleaners import trace
from cleaners.boilerplate import kinds
from cleaners.records import Document
from cleaners.rejection import ADVICE
from cleaners.trace import Change, Line
from flows.explain import explain_edits, explain_suggestions, visible

# Edits that are too many to be shown one by one: they are counted, and shown by --format json.
_SMALL = frozenset({"layout", "typography"})
_EXCERPT = "   "


@dataclass(frozen=True, slots=True)
class Removal:
    """Something that went: a whole line, or a part of one that stays (``whole`` is false)."""

    line: int
    change: Change
    text: str
    whole: bool


def removals(document: Document) -> list[Removal]:
    """List what went from a page, in its order: lines, and parts of lines."""
    page = document.page_text
    lines = trace.lines(document)
    found = [
        Removal(line.number, line.removal, page[line.start : line.end], whole=True)
        for line in lines
        if line.removal
    ]
    taken = {line.removal for line in lines}
    kept = [line for line in lines if line.clean is not None]
    for change in trace.changes(document.edits):
        if change.is_removal and change not in taken:
            number = _line_of(kept, change)
            found.append(Removal(number, change, change.edit.before.strip(), whole=False))
    return sorted(found, key=lambda removal: (removal.line, removal.change.page))


def _line_of(lines: Sequence[Line], change: Change) -> int:
    return next((line.number for line in lines if line.end > change.page[0]), 1)


def kind_of(removal: Removal) -> str:
    """Name what took it: a kind of boilerplate, else the step (``encoding``, ``layout``)."""
    return removal.change.kind or removal.change.edit.step


def explain_document(document: Document, width: int) -> Iterator[Text]:
    """Show what was done to a page and what was only proposed, in lines of so many cells."""
    went = removals(document)
    yield from _summary(document, went)
    if went:
        yield Text("\nWhat went, by kind", style="bold")
        yield from _counted(went)
        yield Text("\nWhat went, in the order of the page", style="bold")
        yield from _in_order(went, width)
    shown = [edit for edit in document.edits if edit.step not in _SMALL]
    shown = [edit for edit in shown if edit.step != trace.BOILERPLATE or edit.after]
    if shown:
        yield Text("\nWhat was changed in the text", style="bold")
        yield from explain_edits(document.page_text, document.edits, {id(e) for e in shown})
    small = Counter(edit.step for edit in document.edits if edit.step in _SMALL)
    if small:
        counted = ", ".join(f"{count} of {step}" for step, count in sorted(small.items()))
        yield Text(f"\nSmall changes: {counted} (--format json lists them).", style="dim")
    if document.suggestions:
        yield Text("\nWhat was only suggested", style="bold")
        yield from explain_suggestions(document.content, document.suggestions)


def _summary(document: Document, went: Sequence[Removal]) -> Iterator[Text]:
    lines = trace.lines(document)
    kept = sum(line.clean is not None for line in lines)
    page, clean = len(document.page_text), len(document.content)
    yield Text(document.title or "(no headline)", style="bold")
    whole = sum(removal.whole for removal in went)
    yield Text(
        f"language {document.language}; {kept} of {len(lines)} lines and {clean:,} of {page:,} "
        f"characters kept",
        style="dim",
    )
    lines_gone = "1 line" if whole == 1 else f"{whole} lines"
    parts = len(went) - whole
    parts_gone = "1 part of a line" if parts == 1 else f"{parts} parts of lines"
    yield Text(f"{lines_gone} and {parts_gone} removed", style="dim")
    if document.rejected:
        advice = ADVICE.get(document.rejected, "")
        yield Text.assemble((f"rejected: {document.rejected}", "bold red"), f"  {advice}")


def _counted(went: Sequence[Removal]) -> Iterator[Text]:
    counts = Counter(kind_of(removal) for removal in went)
    characters: Counter[str] = Counter()
    for removal in went:
        characters[kind_of(removal)] += len(removal.text)
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield Text.assemble(
            f"{count:>5}  ",
            (f"{kinds.shown(kind):<20}", "cyan"),
            (f"{characters[kind]:>7,} characters", "dim"),
        )


def _in_order(went: Sequence[Removal], width: int) -> Iterator[Text]:
    """Show removals under a heading for each run of one rule."""
    for (rule, whole), group in groupby(went, key=lambda r: (r.change.edit.rule, r.whole)):
        run = list(group)
        first, last = run[0].line, run[-1].line
        kind, _, evidence = rule.rpartition("/") if not run[0].change.kind else rule.partition("/")
        place = f"line {first}" if first == last else f"lines {first}-{last}"
        yield Text.assemble(
            (f"{'' if whole else 'in '}{place}  ", "dim"),
            (kinds.shown(run[0].change.kind or kind), "bold cyan"),
            f"  {kinds.reason(evidence)}",
            (f"  ({rule} {_confidence(run)})", "dim"),
        )
        for removal in run:
            yield Text(_EXCERPT + _cut(visible(removal.text), width - len(_EXCERPT)), style="red")


def _confidence(run: Sequence[Removal]) -> str:
    sure = sorted({f"{removal.change.edit.confidence:.2f}" for removal in run})
    return "-".join(dict.fromkeys([sure[0], sure[-1]]))


def _cut(text: str, width: int) -> str:
    """Shorten a text to so many cells; an ideograph takes two."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def as_json(document: Document) -> dict[str, object]:
    """Give the same for programs: counts by kind, removals in the page's order, changes."""
    went = removals(document)
    counts: dict[str, dict[str, int]] = {}
    for removal in went:
        count = counts.setdefault(kind_of(removal), {"removals": 0, "characters": 0})
        count["removals"] += 1
        count["characters"] += len(removal.text)
    kept_changes = [c for c in trace.changes(document.edits) if not c.is_removal]
    return {
        "title": document.title,
        "language": document.language,
        "rejected": document.rejected,
        "lines": len(trace.lines(document)),
        "characters": {"page": len(document.page_text), "kept": len(document.content)},
        "kinds": dict(sorted(counts.items())),
        "removals": [_removal_row(removal) for removal in went],
        "changes": [_change_row(change) for change in kept_changes],
        "suggestions": [
            {"rule": f"{edit.step}/{edit.rule}", "before": edit.before, "after": edit.after}
            for edit in document.suggestions
        ],
    }


def _removal_row(removal: Removal) -> dict[str, object]:
    edit = removal.change.edit
    start, end = removal.change.page
    return {
        "line": removal.line,
        "whole_line": removal.whole,
        "kind": kind_of(removal),
        "rule": f"{edit.step}/{edit.rule}",
        "reason": kinds.reason(edit.rule.partition("/")[2]),
        "confidence": edit.confidence,
        "start": start,
        "end": end,
        "text": removal.text,
    }


def _change_row(change: Change) -> dict[str, object]:
    edit = change.edit
    return {
        "rule": f"{edit.step}/{edit.rule}",
        "confidence": edit.confidence,
        "start": change.page[0],
        "end": change.page[1],
        "before": edit.before,
        "after": edit.after,
    }
