"""Finding a published document or pair by its identifier, with all that explains it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.dataset as arrow
from rich.text import Text

from cleaners.edits import final_spans, undo_steps
from cleaners.records import Edit, Finding, Quality
from flows.explain import explain_edit, explain_edits, explain_quality, explain_suggestions
from flows.release import Release, UnknownIdError, releases


def explain(clean: Path, identifier: str) -> Iterator[Text]:
    """Show why a document or a pair reads as it does; the newest release that has it speaks.

    Raises ``UnknownIdError`` when no release of the folder has it.
    """
    for release in reversed(releases(clean)):
        documents = _rows(release, "documents", identifier)
        if documents:
            return _document(release, documents[0])
        pairs = _rows(release, "pairs", identifier)
        if pairs:
            return _pair(release, pairs[0])
    raise UnknownIdError(
        f"{identifier}: no release in {clean} has it; 'limpide list' shows the releases"
    )


def _rows(release: Release, table: str, identifier: str) -> list[dict[str, object]]:
    files = sorted((release.folder / table).rglob("*.parquet"))
    if not files:
        return []
    found = arrow.dataset(files).to_table(filter=arrow.field("id") == identifier)
    rows: list[dict[str, object]] = found.to_pylist()
    return rows


def _document(release: Release, row: dict[str, object]) -> Iterator[Text]:
    identifier, content = str(row["id"]), str(row["content"])
    edits = _edits(release, "edits", identifier)
    yield Text.assemble((str(row["title"]), "bold"), f"\n{row['path']}  {row['language']}")
    if row["duplicate_of"]:
        yield Text(f"duplicate of {row['duplicate_of']}", style="yellow")
    yield from explain_edits(undo_steps(content, edits), edits)
    yield from explain_suggestions(content, _edits(release, "suggestions", identifier))


def _edits(release: Release, table: str, identifier: str) -> list[Edit]:
    rows = sorted(_rows(release, table, identifier), key=lambda row: int(str(row["sequence"])))
    names = [name for name in Edit.__slots__ if not rows or name in rows[0]]
    return [Edit(**{name: row[name] for name in names}) for row in rows]  # type: ignore[arg-type]


def _pair(release: Release, row: dict[str, object]) -> Iterator[Text]:
    yield Text.assemble((f"{row['source_lang']}  ", "dim"), str(row["source"]))
    yield Text.assemble((f"{row['target_lang']}  ", "dim"), str(row["target"]))
    accepted = "accepted" if row["accepted"] else "not accepted"
    yield Text(f"{accepted}, alignment {row['alignment']} ({row['score_alignment']:.3f})")
    findings = [
        Finding(str(one["code"]), one["severity"], str(one["message"]))  # type: ignore[arg-type]
        for one in _rows(release, "findings", str(row["id"]))
    ]
    yield from explain_quality(Quality(float(str(row["score_quality"])), tuple(findings)))
    if row.get("corpus"):
        yield Text(f"from {row['corpus']}, line or unit {row['corpus_unit']}")
    for side in ("source", "target"):
        if row.get("corpus"):
            edits = _edits(release, "edits", str(row[f"{side}_doc"]))
            yield from explain_edits(undo_steps(str(row[side]), edits), edits)
        for document in _rows(release, "documents", str(row[f"{side}_doc"])):
            yield Text(f"\n{side}: document {document['id']}  {document['path']}", style="bold")
            yield from _inside(release, document, str(row[side]))


def _inside(release: Release, row: dict[str, object], text: str) -> Iterator[Text]:
    """Show the edits that show inside a passage of a document."""
    content = str(row["content"])
    edits = _edits(release, "edits", str(row["id"]))
    start = content.find(text)
    shown = [
        edit
        for edit, (first, last) in zip(edits, final_spans(edits), strict=True)
        if start <= first and last <= start + len(text)
    ]
    if start < 0:
        yield Text("  its sentences do not stand side by side; explain the document instead")
    for edit in shown:
        yield from explain_edit(edit)
