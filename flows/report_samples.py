"""Samples in the report: what was found in a pair of texts, which pages were left out."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pyarrow.compute as pc

from flows.exports.html import finding, language
from flows.page.markup import escaped
from flows.published import Published, Record

SAMPLES = 2
# Kinds of findings and of rejects shown, and characters of a text before it is cut.
_KINDS = 12
_LONGEST = 400
_PLACES = ("source_start", "source_end", "target_start", "target_end")


def findings(published: Published, found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Show some pairs for each kind of finding, the place marked."""
    rows = _first(published, "findings", ("id", "code", "message", *_PLACES), "code")
    codes = [code for code in dict.fromkeys(code for code, _ in found) if code in rows][:_KINDS]
    wanted = {str(row["id"]) for code in codes for row in rows[code]}
    columns = ("id", "source_lang", "target_lang", "source", "target")
    pairs = {str(row["id"]): row for row in published.with_ids("pairs", columns, wanted)}
    for code in codes:
        yield f"<h3>{finding(code)}</h3>\n"
        for row in rows[code]:
            if pair := pairs.get(str(row["id"])):
                yield from _pair(pair, row)


def _pair(pair: Record, row: Record) -> Iterator[str]:
    yield f'<div class="quote"><p class="quiet">{escaped(str(row["message"]))}</p>'
    for side in ("source", "target"):
        text = _marked(str(pair[side]), row[f"{side}_start"], row[f"{side}_end"])
        yield f"<p {language(str(pair[f'{side}_lang']))}>{text}</p>"
    yield "</div>\n"


def _marked(text: str, start: object, end: object) -> str:
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    if not (isinstance(start, int) and isinstance(end, int) and start < end <= _LONGEST):
        return escaped(shown)
    return f"{escaped(shown[:start])}<mark>{escaped(shown[start:end])}</mark>{escaped(shown[end:])}"


def rejects(published: Published) -> Iterator[str]:
    """Show some pages and documents for each reason for which they were left out."""
    columns = ("kind", "path", "reason", "detail", "advice")
    rows = _first(published, "rejects", columns, "reason", pc.field("kind") != "pair")
    for reason, some in sorted(rows.items())[:_KINDS]:
        yield f"<h3>{escaped(reason.replace('-', ' '))}</h3>\n"
        for row in some:
            detail = f"<p>{escaped(str(row['detail'])[:_LONGEST])}</p>" if row["detail"] else ""
            yield (
                f'<div class="quote"><p><b>{escaped(str(row["path"]))}</b></p>{detail}'
                f'<p class="quiet">{escaped(str(row["advice"]))}</p></div>\n'
            )


def _first(
    published: Published,
    table: str,
    columns: Sequence[str],
    by: str,
    where: pc.Expression | None = None,
) -> dict[str, list[Record]]:
    """Give the first rows for each value of a column, whatever order the table has."""
    some: dict[str, list[Record]] = defaultdict(list)
    for row in published.records(table, columns, where):
        kept = [*some[str(row[by])], row]
        some[str(row[by])] = heapq.nsmallest(SAMPLES, kept, key=lambda one: str([*one.values()]))
    return dict(some)
