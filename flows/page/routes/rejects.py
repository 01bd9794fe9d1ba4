"""What is not published as good, with the reason and what to do."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from flows.page.listing import listing
from flows.page.site import TheSite, TheTables

router = APIRouter(prefix="/releases/{version}")
ROWS = 50
_FIELDS = {
    "kind": "kind = ?",
    "stage": "stage = ?",
    "reason": "reason = ?",
    "q": "contains(lower(path || ' ' || detail), lower(?))",
}
_FACETS = ("kind", "stage", "reason")


@router.get("/rejects")
def rejects(request: Request, site: TheSite, tables: TheTables) -> Response:
    """List the rejects."""
    asked = listing(request.query_params.multi_items(), _FIELDS)
    where, parameters = asked.where()
    rows = tables.rows(
        f"""
        WITH few AS (
            SELECT * FROM {{rejects}} WHERE {where}
            ORDER BY kind <> 'page', kind, reason, path, record, id
            LIMIT {ROWS} OFFSET {(asked.number - 1) * ROWS})
        SELECT few.*, pair.source_lang, pair.target_lang,
            left(pair.source, 300) AS source, left(pair.target, 300) AS target,
            page.id AS document, page.title, page.language, page.duplicate_of
        FROM few LEFT JOIN {{pairs}} AS pair ON few.kind = 'pair' AND pair.id = few.id
        LEFT JOIN {{documents}} AS page
          ON few.kind = 'document' AND page.path = few.path AND page.record = few.record
        ORDER BY few.kind <> 'page', few.kind, reason, few.path, few.record, few.id""",  # noqa: S608
        parameters,
    )
    facets = {}
    for name in _FACETS:
        condition, values = asked.where(name)
        counted = tables.rows(
            f"SELECT {name} AS value, count(*) AS times FROM {{rejects}} WHERE {condition} "  # noqa: S608
            "GROUP BY value ORDER BY times DESC, value LIMIT 30",
            values,
        )
        facets[name] = [(row["value"], row["times"]) for row in counted]
    return site.render(
        request,
        "rejects.html",
        release=tables.release,
        asked=asked,
        rows=rows,
        facets=facets,
        total=tables.number(f"SELECT count(*) FROM {{rejects}} WHERE {where}", parameters),  # noqa: S608
        shown=ROWS,
    )
