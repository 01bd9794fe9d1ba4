"""A cleaned page as one HTML file: left the page as it came, right what is kept.

The file needs nothing else: no network, no script, no font. What it shows comes from strangers'
pages, so every text is escaped and a content policy forbids everything but the style inside.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from cleaners import trace
from cleaners.boilerplate import kinds
from cleaners.records import UNKNOWN_LANGUAGE, Document, Edit
from cleaners.rejection import ADVICE
from cleaners.trace import Change, Line, Row
from flows.page.markup import class_name, escaped, hue

# Steps whose edits are too many and too small to be listed one by one below a paragraph.
_SMALL = frozenset({"layout", "typography"})
# Removed lines no longer than this, such as the entries of a menu, share lines in the view.
_SHORT = 40
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(slots=True)
class _Group:
    """Changes that share some of the text at ``start:end``."""

    start: int
    end: int
    changes: list[Change]


class _Marks:
    """Changes in the order of a text; those that overlap are one, as marks cannot be."""

    def __init__(self, located: Iterable[tuple[tuple[int, int], Change]]) -> None:
        self._groups: list[_Group] = []
        for (start, end), change in sorted(located, key=lambda item: item[0]):
            last = self._groups[-1] if self._groups else None
            if last and start < last.end:
                last.end = max(last.end, end)
                last.changes.append(change)
            else:
                self._groups.append(_Group(start, end, [change]))
        self._ends = [group.end for group in self._groups]

    def inside(self, start: int, end: int) -> Iterator[_Group]:
        """Give the groups that touch a span, also those of no length at its edges."""
        for group in self._groups[bisect_left(self._ends, start) :]:
            if group.start > end:
                return
            yield group


@dataclass(frozen=True, slots=True)
class _View:
    """A document with all that is asked of it more than once."""

    document: Document
    page: str
    changes: tuple[Change, ...]
    rows: tuple[Row, ...]
    attributes: str
    came: _Marks
    kept: _Marks
    suggested: frozenset[Edit]

    @property
    def inside(self) -> list[Change]:
        """The edits inside lines that stay."""
        whole = {line.removal for row in self.rows for line in row.lines if line.clean is None}
        return [change for change in self.changes if change not in whole]


def render(document: Document, name: str) -> str:
    """Give the side-by-side view of a document; ``name`` says where its page came from."""
    language = document.language
    tag = "" if language == UNKNOWN_LANGUAGE else f' lang="{escaped(language)}"'
    changes = tuple(trace.changes(document.edits))
    proposed = [Change(one, (0, 0), (one.start, one.end)) for one in document.suggestions]
    view = _View(
        document,
        document.page_text,
        changes,
        tuple(trace.rows(document)),
        f'{tag} dir="auto"',
        _Marks((change.page, change) for change in changes),
        _Marks((change.clean, change) for change in [*changes, *proposed]),
        frozenset(document.suggestions),
    )
    counts = _counts(view)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            *_head(document.title or name, dict.fromkeys([*counts, *_kept_kinds(document)])),
            "<body>",
            *_top(view, name),
            *_figures(view),
            _strip(view),
            *_filters(view, counts),
            *_table(view),
            *_foot(document),
            "</body>",
            "</html>",
            "",
        ]
    )


@cache
def _style() -> str:
    return (Path(__file__).parent / "side_by_side.css").read_text("utf-8")


def _counts(view: _View) -> Counter[str]:
    """Count what went by kind: whole lines, and parts of lines that stay."""
    whole = (line.removal for row in view.rows for line in row.lines if line.clean is None)
    inside = (change for change in view.inside if change.is_removal)
    return Counter(_kind(change) for change in [*whole, *inside])


def _kept_kinds(document: Document) -> list[str]:
    return [block.label for block in document.blocks if block.label in kinds.KINDS]


def _kind(change: Change | None) -> str:
    """Name what took a line: a kind of boilerplate, else the step (``encoding``, ``layout``)."""
    return (change.kind or change.edit.step) if change else ""


def _head(title: str, counts: Iterable[str]) -> Iterator[str]:
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{escaped(title)} · Limpide</title>"
    yield "<style>"
    yield _style().rstrip()
    for kind in counts:
        name = class_name(kind)
        yield f".{name} {{ --h: {hue(kind)}; }}"
        hidden = f"body:has(#show-{name}:not(:checked)) :is(tr.{name}, del.cut.{name})"
        yield f"{hidden} {{ display: none; }}"
    yield "</style>"
    yield "</head>"


def _plain(sign: str) -> str:
    """Show the name of a sign in words."""
    return sign.replace("-", " ")


def _top(view: _View, name: str) -> Iterator[str]:
    document = view.document
    facts = [name, document.metadata.url or "", _language(document.language)]
    facts += [f"site: {document.metadata.site_name}"] if document.metadata.site_name else []
    if document.mt_suspected:
        facts.append(
            "machine-translated by its " + ", ".join(map(_plain, document.metadata.mt_evidence))
        )
    headline = document.title or "No headline"
    yield "<header>"
    yield '<p class="brand">Limpide: what became of a page</p>'
    yield f"<h1{view.attributes}>{escaped(headline)}</h1>"
    shown = (f"<bdi>{escaped(fact)}</bdi>" for fact in dict.fromkeys(facts) if fact)
    yield f'<p class="facts">{" · ".join(shown)}</p>'
    if document.rejected:
        detail = f" ({document.failure})" if document.failure else ""
        advice = ADVICE.get(document.rejected, "")
        yield '<p class="rejected" role="note">'
        yield f"<strong>Rejected: {escaped(document.rejected + detail)}.</strong> {escaped(advice)}"
        yield "</p>"
    yield "</header>"


def _language(tag: str) -> str:
    return "language unknown" if tag == UNKNOWN_LANGUAGE else f"language: {tag}"


def _figures(view: _View) -> Iterator[str]:
    lines = {line.number: line for row in view.rows for line in row.lines}
    stay = sum(line.clean is not None for line in lines.values())
    changed = len(view.inside)
    page, clean = len(view.page), len(view.document.content)
    percent = round(100 * clean / page) if page else 0
    figures = [
        ("", len(lines), "line came" if len(lines) == 1 else "lines came"),
        ("stay", stay, "kept"),
        ("went", len(lines) - stay, "removed"),
        ("", changed, "change inside a line" if changed == 1 else "changes inside lines"),
        ("", f"{percent}%", f"of the characters: {clean:,} of {page:,}"),
    ]
    yield '<ul class="figures">'
    for style, number, text in figures:
        yield f'<li class="{style}"><b>{number}</b>{text}</li>'
    yield "</ul>"


def _strip(view: _View) -> str:
    """Draw the page as one bar from its start to its end, each part in the colour of its fate."""
    parts = [
        ("kept" if line.clean else class_name(_kind(line.removal)), line.end - line.start)
        for row in view.rows
        for line in row.lines
    ]
    bars = []
    position = 0
    for style, group in groupby(parts, key=lambda part: part[0]):
        width = sum(length for _, length in group)
        bars.append(f'<rect class="{style}" x="{position}" width="{width}" height="1"/>')
        position += width
    label = "The page from start to end: what stays, and what went by kind"
    box = f'viewBox="0 0 {max(position, 1)} 1" preserveAspectRatio="none"'
    return f'<svg class="strip" role="img" aria-label="{label}" {box}>{"".join(bars)}</svg>'


def _filters(view: _View, counts: Counter[str]) -> Iterator[str]:
    kept = sum(bool(row.blocks) for row in view.rows)
    yield "<fieldset><legend>What to show</legend>"
    for name, text, count in (
        ("kept", "kept", kept),
        ("gone", "removed", counts.total()),
        ("edits", "changes", sum(not change.is_removal for change in view.inside)),
    ):
        box = f'<input type="checkbox" id="show-{name}" checked>'
        yield f"<label>{box} {text} <b>{count}</b></label>"
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        name = class_name(kind)
        box = f'<input type="checkbox" id="show-{name}" checked>'
        yield f'<label class="{name}">{box} {escaped(kinds.shown(kind))} <b>{count}</b></label>'
    yield "</fieldset>"


def _table(view: _View) -> Iterator[str]:
    yield "<main>"
    yield "<table>"
    yield '<colgroup><col class="number"><col><col></colgroup>'
    yield '<thead><tr><th scope="col"><span class="unseen">Line</span></th>'
    yield '<th scope="col"><h2>The page as it came</h2></th>'
    yield '<th scope="col"><h2>What is kept</h2></th></tr></thead>'
    yield "<tbody>"
    last = 0
    for gone, group in groupby(view.rows, key=_gone_as):
        if gone is not None:
            yield from _gone(view, [line for row in group for line in row.lines])
            continue
        for row in group:
            yield from _stays(view, row, last)
            last = row.lines[-1].number
    yield "</tbody>"
    yield "</table>"
    if not view.rows:
        yield '<p class="none">The page holds no text.</p>'
    yield "</main>"


def _gone_as(row: Row) -> str | None:
    """Give the kind as which a row went; ``None`` when it stays."""
    return None if row.blocks else _kind(row.lines[0].removal)


def _gone(view: _View, lines: Sequence[Line]) -> Iterator[str]:
    """Show lines of one kind that went together."""
    takers = [line.removal for line in lines if line.removal]
    texts = [view.page[line.start : line.end] for line in lines]
    kind = _kind(lines[0].removal)
    yield f'<tr class="gone {class_name(kind)}">{_numbers(lines)}<td class="came">'
    yield f'<div class="why">{_why(kind, takers)}</div>'
    yield f"<div{view.attributes}>"
    for line, text in zip(lines, texts, strict=True):
        title = escaped(_title(line.removal.edit)) if line.removal else ""
        short = ' class="short"' if len(text) <= _SHORT else ""
        yield f'<p{short}><del title="{title}">{escaped(text)}</del></p>'
    yield '</div></td><td class="kept"></td></tr>'


def _why(kind: str, takers: Sequence[Change]) -> str:
    """Say the kind of removed lines, the evidence in plain words, and how sure it is."""
    reasons = dict.fromkeys(kinds.reason(taker.edit.rule.partition("/")[2]) for taker in takers)
    sure = sorted({f"{taker.edit.confidence:.2f}" for taker in takers})
    shown = "–".join(dict.fromkeys([*sure[:1], *sure[-1:]]))
    return (
        f'<span class="tag">{escaped(kinds.shown(kind))}</span> '
        f"<span>{escaped('; '.join(reasons))}</span> "
        f'<span title="confidence, 0 to 1">{shown}</span>'
    )


def _numbers(lines: Sequence[Line], before: int = 0) -> str:
    """Number a row; one that goes on with the line ``before`` is not numbered again."""
    first, last = lines[0].number, lines[-1].number
    shown = "⋮" if last == before else f"{first}" if first == last else f"{first}–{last}"
    return f'<th scope="row">{shown}</th>'


def _stays(view: _View, row: Row, before: int) -> Iterator[str]:
    """Show a row that stays: its lines with what was taken from them, its blocks with the edits."""
    yield f'<tr class="stay">{_numbers(row.lines, before)}<td class="came">'
    for line in row.lines:
        yield f"<p{view.attributes}>{_came(view, line)}</p>"
    yield '</td><td class="kept">'
    for block in row.blocks:
        if block.label in kinds.KINDS:
            style = class_name(block.label)
            yield f'<span class="tag {style}">{escaped(kinds.shown(block.label))}</span>'
        text = _kept(view, block.start, block.end)
        yield f'<p class="{escaped(block.label)}"{view.attributes}>{text}</p>'
    yield from _listed(view, row)
    yield "</td></tr>"


def _came(view: _View, line: Line) -> str:
    """Mark in a line of the page what was removed from it or replaced in it."""
    if line.clean is None:
        return f"<del>{escaped(view.page[line.start : line.end])}</del>"
    pieces = []
    position = line.start
    for group in view.came.inside(line.start, line.end):
        start, end = max(group.start, position), min(group.end, line.end)
        if start >= end or end <= line.start:
            continue
        pieces.append(escaped(view.page[position:start]))
        pieces.append(_taken(group.changes, view.page[start:end]))
        position = end
    return "".join(pieces) + escaped(view.page[position : line.end])


def _taken(changes: Sequence[Change], text: str) -> str:
    removal = next((change for change in changes if change.is_removal), None)
    if removal:
        style, tag = class_name(removal.kind), escaped(kinds.shown(removal.kind))
        title = escaped(_title(removal.edit))
        label = f'<span class="tag">{tag}</span>'
        return f'<del class="cut {style}" title="{title}">{label} {escaped(text)}</del>'
    if not text.strip():
        return escaped(text)
    title = escaped("; ".join(_title(change.edit) for change in changes))
    return f'<del class="edit" title="{title}">{escaped(text)}</del>'


def _kept(view: _View, start: int, end: int) -> str:
    """Mark in a block of the clean text what was put into it, and where something was removed."""
    content = view.document.content
    pieces = []
    position = start
    for group in view.kept.inside(start, end):
        first, last = max(group.start, position), min(group.end, end)
        if last < first:
            continue
        shown = _put(group.changes, content[first:last], view.suggested)
        if first == last and (first in {start, end} or not shown):
            continue
        pieces += [escaped(content[position:first]), shown]
        position = last
    return "".join(pieces) + escaped(content[position:end])


def _put(changes: Sequence[Change], text: str, suggested: Container[Edit]) -> str:
    titles = escaped("; ".join(_title(change.edit) for change in changes))
    removal = next((change for change in changes if change.is_removal), None)
    if removal and not text:
        name = class_name(removal.kind)
        return f'<span class="scar {name}" title="{titles}" aria-hidden="true">‸</span>'
    if not text:
        return ""
    if all(change.edit in suggested for change in changes):
        return f'<mark class="suggested" title="suggested: {titles}">{escaped(text)}</mark>'
    small = all(change.edit.step in _SMALL for change in changes)
    style = "space" if not text.strip() else "edit typography" if small else "edit"
    return f'<ins class="{style}" title="{titles}">{escaped(text)}</ins>'


def _title(edit: Edit) -> str:
    if edit.step == trace.BOILERPLATE and not edit.after:
        kind, _, evidence = edit.rule.partition("/")
        return f"{kinds.shown(kind)}: {kinds.reason(evidence)} ({edit.confidence:.2f})"
    return f"{edit.step}/{edit.rule}: “{edit.before}” → “{edit.after}” ({edit.confidence:.2f})"


def _listed(view: _View, row: Row) -> Iterator[str]:
    """List the repairs of a row, before and after, and what was only suggested."""
    start, end = row.blocks[0].start, row.blocks[-1].end
    near = [c for group in view.kept.inside(start, end) for c in group.changes]
    within = [c for c in near if start <= c.clean[0] and c.clean[1] <= end]
    made = Counter(
        (change.edit.before, change.edit.after, f"{change.edit.step}/{change.edit.rule}")
        for change in within
        if change.edit not in view.suggested
        and change.edit.step not in _SMALL | {trace.BOILERPLATE}
        and (change.edit.before + change.edit.after).strip()
    )
    proposed = Counter(
        (c.edit.before, c.edit.after, f"only suggested: {c.edit.step}/{c.edit.rule}")
        for c in within
        if c.edit in view.suggested
    )
    if not made and not proposed:
        return
    yield '<ul class="edits">'
    for (before, after, rule), count in [*made.items(), *proposed.items()]:
        times = f" ×{count}" if count > 1 else ""
        old, new = f"<del>{escaped(before)}</del>", f"<ins>{escaped(after)}</ins>"
        change = f"<bdi>{old}</bdi> → <bdi>{new}</bdi>"
        yield f"<li>{change}{times} <small>{escaped(rule)}</small></li>"
    yield "</ul>"


def _foot(document: Document) -> Iterator[str]:
    yield "<footer>"
    yield f"Document {escaped(document.id)}, SHA-256 of the page {escaped(document.raw_sha256)}."
    yield "Undoing all edits gives the page back, character for character."
    yield "</footer>"
