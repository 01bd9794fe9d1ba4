"""A comparison of two releases as lines for people, and as one value for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from flows.compare import Change, Comparison, Difference
from flows.console import WIDTH, cut, number_pair, table, visible
from flows.published import Record
from flows.release import Release

# Rules, findings and reasons listed before the rest is summed up.
LISTED = 15
_PAIR_SHOWN = (
    *("id", "source_lang", "target_lang", "source", "target"),
    *("accepted", "score_quality", "findings"),
)
_DOCUMENT_SHOWN = ("id", "path", "record", "language", "title")


def lines(before: Release, after: Release, found: Comparison, samples: int) -> Iterator[str]:
    """Tell what is different, ``samples`` rows of each kind at most."""
    yield f"From release {before.number} ({before.version}) to {after.number} ({after.version})"
    yield from _made(found.made)
    yield ""
    yield f"{'before':>9} {'now':>9} {'change':>9}"
    yield from (f"{number_pair(*pair)}  {name}" for name, pair in found.funnel.items())
    yield from _documents(found.documents, samples)
    yield from _pairs(found.pairs, samples)
    for title, counts in (
        ("Rules that changed more or less", found.rules),
        ("Findings noticed more or less often", found.findings),
        ("Reasons of rejection given more or less often", found.rejects),
    ):
        yield from _counts(title, counts)


def _made(made: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for name, (before, after) in made.items():
        yield cut(f"  {name}: {before or 'none'} -> {after or 'none'}", WIDTH)


def _documents(found: Difference, samples: int) -> Iterator[str]:
    yield ""
    yield (
        f"Documents: {len(found.added):,} added, {len(found.removed):,} removed, "
        f"{len(found.changed):,} changed, {found.same:,} the same"
    )
    for sign, rows in (("+", found.added), ("-", found.removed)):
        yield from (_document(sign, row) for row in rows[:samples])
        yield from _more(rows, samples)
    for change in found.changed[:samples]:
        yield _document("~", change.after)
        yield from _why(change)
    yield from _more(found.changed, samples)


def _document(sign: str, row: Record) -> str:
    title = row["title"] or "(no headline)"
    return cut(f"  {sign} {row['language']}  {row['path']}  {title}", WIDTH)


def _pairs(found: Difference, samples: int) -> Iterator[str]:
    yield ""
    yield (
        f"Segment pairs: {len(found.added):,} added, {len(found.removed):,} removed, "
        f"{len(found.changed):,} changed, {len(found.judged):,} judged"
    )
    yield f"differently, {found.same:,} the same"
    counted = by_languages(found)
    if counted:
        kinds = ("added", "removed", "changed", "judged")
        rows: list[list[str | int]] = [
            [name, *(count[kind] for kind in kinds)] for name, count in counted.items()
        ]
        yield from table(("languages", *kinds), rows)
    for sign, added in (("+", found.added), ("-", found.removed)):
        yield from (line for row in added[:samples] for line in _pair(sign, row))
        yield from _more(added, samples)
    for changes in (found.changed, found.judged):
        yield from (line for change in changes[:samples] for line in _change(change))
        yield from _more(changes, samples)


def by_languages(found: Difference) -> dict[str, Counter[str]]:
    """Count what became of the segment pairs, by language pair."""
    counted: dict[str, Counter[str]] = {}
    kinds = {"added": found.added, "removed": found.removed}
    kinds["changed"] = tuple(change.after for change in found.changed)
    kinds["judged"] = tuple(change.after for change in found.judged)
    for kind, rows in kinds.items():
        for row in rows:
            counted.setdefault(_languages(row), Counter())[kind] += 1
    return dict(sorted(counted.items()))


def _languages(row: Record) -> str:
    return f"{row['source_lang']}-{row['target_lang']}"


def _pair(sign: str, row: Record) -> Iterator[str]:
    yield _text(f"  {sign} {row['source_lang']}", row["source"])
    yield _text(f"    {row['target_lang']}", row["target"])


def _change(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if all(before[side] == after[side] for side in ("source", "target")):
        yield from _pair("=", after)
    else:
        for sign, side in zip("~ ", ("source", "target"), strict=True):
            yield from _side(sign, after[f"{side}_lang"], str(before[side]), str(after[side]))
    yield from _why(change)


def _side(sign: str, language: object, before: str, after: str) -> Iterator[str]:
    """Show a side; where it changed, both versions from shortly before the first difference."""
    head = f"  {sign} {language}"
    if before == after:
        yield _text(head, after)
        return
    same = next(
        (i for i, two in enumerate(zip(before, after, strict=False)) if len(set(two)) > 1), 0
    )
    start = max(same - 20, 0)
    opening = "…" if start else ""
    yield _text(f"{head} was", opening + before[start:])
    yield _text(f"{' ' * len(head)} now", opening + after[start:])


def _text(head: str, text: object) -> str:
    return cut(f"{head}  {text or '(nothing)'}", WIDTH)


def _why(change: Change) -> Iterator[str]:
    if change.why:
        yield cut(f"      why: {', '.join(change.why)}", WIDTH)


def _more(rows: Sequence[object], samples: int) -> Iterator[str]:
    if samples and len(rows) > samples:
        yield f"      … and {len(rows) - samples:,} more"


def _counts(title: str, counts: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    if not counts:
        return
    yield ""
    yield title
    for name, pair in list(counts.items())[:LISTED]:
        yield cut(f"{number_pair(*pair)}  {visible(name)}", WIDTH)
    yield from _more(list(counts), LISTED)


def as_json(before: Release, after: Release, found: Comparison, samples: int) -> dict[str, object]:
    """Give the same for programs; each ``samples`` holds that many rows at most."""
    return {
        "from": {"number": before.number, "version": before.version},
        "to": {"number": after.number, "version": after.version},
        "made": _two(found.made),
        "funnel": _two(found.funnel),
        "documents": _rows(found.documents, _DOCUMENT_SHOWN, samples),
        "pairs": _rows(found.pairs, _PAIR_SHOWN, samples)
        | {
            "by_languages": {name: dict(count) for name, count in by_languages(found.pairs).items()}
        },
        "rules": _two(found.rules),
        "findings": _two(found.findings),
        "rejects": _two(found.rejects),
    }


def _two(counts: Mapping[str, tuple[object, object]]) -> dict[str, dict[str, object]]:
    return {name: {"before": one, "after": other} for name, (one, other) in counts.items()}


def _rows(found: Difference, columns: Sequence[str], samples: int) -> dict[str, object]:
    def shown(row: Record) -> Record:
        return {column: row[column] for column in columns}

    def changes(rows: Sequence[Change]) -> list[dict[str, object]]:
        return [
            {"before": shown(one.before), "after": shown(one.after), "why": list(one.why)}
            for one in rows[:samples]
        ]

    return {
        "same": found.same,
        "added": len(found.added),
        "removed": len(found.removed),
        "changed": len(found.changed),
        "judged_differently": len(found.judged),
        "samples": {
            "added": [shown(row) for row in found.added[:samples]],
            "removed": [shown(row) for row in found.removed[:samples]],
            "changed": changes(found.changed),
            "judged_differently": changes(found.judged),
        },
    }
