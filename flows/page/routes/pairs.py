"""The segment pairs of a release: filtered, sorted, counted, downloaded, one by one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from flows.page import article, queries, words
from flows.page.article import Article
from flows.page.database import Tables
from flows.page.downloads import FORMATS, download
from flows.page.filters import NOTHING, SORTS, FilterError, Filters, parse
from flows.page.loading import Lines, lines_for
from flows.page.marks import Mark, Piece, Places, pieces
from flows.page.site import TheSite, TheTables, UnknownPageError

router = APIRouter(prefix="/releases/{version}")


@router.get("/pairs")
def pairs(request: Request, site: TheSite, tables: TheTables) -> Response:
    """Show the segment pairs that are asked for."""
    items = request.query_params.multi_items()
    filters = parse(items)
    if any(not value for _, value in items):  # an empty field of the form asks for nothing
        query = filters.query(page=filters.page)
        return RedirectResponse(f"{request.url.path}{'?' if query else ''}{query}", 303)
    counted = queries.facets(tables, filters.chosen_rows)
    base = str(request.base_url).rstrip("/")
    return site.render(
        request,
        "pairs.html",
        release=tables.release,
        filters=filters,
        facets=counted,
        rows=queries.page(tables, filters),
        last=max(-(-counted.total // queries.ROWS), 1),
        shown=queries.ROWS,
        sorts=SORTS,
        formats=FORMATS,
        nothing=NOTHING,
        name_title=_name_title(tables, filters),
        loading=_loading(base, tables, filters),
    )


def _name_title(tables: Tables, filters: Filters) -> str:
    """Give the name that a filter speaks of as people write it."""
    if not filters.name:
        return ""
    row = tables.row(
        "SELECT after FROM {edits} WHERE step = 'names' AND starts_with(rule, ?) "
        "GROUP BY after ORDER BY count(*) DESC, after LIMIT 1",
        [f"{filters.name}/"],
    )
    return str(row["after"]) if row else words.title(filters.name)


def _loading(base: str, tables: Tables, filters: Filters) -> Lines:
    query = filters.query()
    address = f"{base}/releases/{tables.release.version}/download/parquet"
    return lines_for(f"{address}{'?' if query else ''}{query}")


@router.api_route("/download/{name}", methods=["GET", "HEAD"])
def rows(request: Request, tables: TheTables, name: str) -> Response:
    """Send exactly the rows that are asked for."""
    if name not in FORMATS:
        raise FilterError(f"{name!r} is no format; there are: {', '.join(FORMATS)}")
    filters = parse(request.query_params.multi_items())
    made = download(tables, filters, name)
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "X-Total-Count": str(made.rows),
        "X-Dataset-Version": tables.release.version,
        "Cache-Control": "private, no-cache",
    }
    if request.method == "HEAD":
        return Response(None, 200, headers, made.media_type)
    return StreamingResponse(made.parts, 200, headers, made.media_type)


@router.get("/pair/{identifier}")
def pair(request: Request, site: TheSite, tables: TheTables, identifier: str) -> Response:
    """Show a segment pair with all that is known of it."""
    row = tables.row("SELECT * FROM {pairs} WHERE id = ?", [identifier])
    if row is None:
        raise UnknownPageError(
            f"Release {tables.release.version} has no pair {identifier}; an older one may have it."
        )
    findings = tables.rows("SELECT * FROM {findings} WHERE id = ? ORDER BY ALL", [identifier])
    sides = [_side(tables, row, findings, side) for side in ("source", "target")]
    return site.render(
        request,
        "pair.html",
        release=tables.release,
        pair=row,
        sides=sides,
        findings=findings,
        near=_neighbours(tables, row),
        reject=tables.row("SELECT * FROM {rejects} WHERE kind = 'pair' AND id = ?", [identifier]),
    )


def _side(
    tables: Tables, row: dict[str, Any], findings: list[dict[str, Any]], side: str
) -> dict[str, Any]:
    """Give one side of a pair: its text with marks, its document, the edits that show in it."""
    text = str(row[side])
    shown = text[: article.LONGEST]
    found = article.load(tables, row[f"{side}_doc"])
    marks = _edit_marks(found, shown)
    noticed = [
        Mark(one[f"{side}_start"], one[f"{side}_end"], "finding", one["message"], one["code"])
        for one in findings
        if one[f"{side}_start"] is not None and one[f"{side}_end"] <= len(shown)
    ]
    return {
        "name": side,
        "language": row[f"{side}_lang"],
        "pieces": list(pieces(shown, [*marks, *noticed])) or [Piece("")],
        "cut": len(text) - len(shown),
        "marks": marks,
        "document": found.row if found else None,
        "url": row[f"{side}_url"],
    }


def _edit_marks(found: Article | None, text: str) -> list[Mark]:
    if found is None or not text:
        return []
    place = Places(found.row["content"]).find(text)
    return list(found.marks(place)) if place else []


def _neighbours(tables: Tables, row: dict[str, Any]) -> dict[str, Any]:
    """Give the pairs before and after one in its articles."""
    there = article.in_order(
        tables.rows(
            "SELECT id, source_index, target_index FROM {pairs} "
            "WHERE source_doc = ? AND target_doc = ?",
            [row["source_doc"], row["target_doc"]],
        )
    )
    place = next((i for i, one in enumerate(there) if one["id"] == row["id"]), 0)
    return {
        "number": place + 1,
        "total": len(there),
        "before": there[place - 1]["id"] if place else None,
        "after": there[place + 1]["id"] if place + 1 < len(there) else None,
    }
