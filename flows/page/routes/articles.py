"""The articles of a release: a list, one alone, one beside its translation, one as its page was."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from flows.page import article, side_by_side
from flows.page.article import Article
from flows.page.database import Tables
from flows.page.listing import Listing, listing
from flows.page.security import FILE_POLICY
from flows.page.site import TheSite, TheTables, UnknownPageError

router = APIRouter(prefix="/releases/{version}")
ROWS = 50
_FIELDS = {
    "language": "language = ?",
    "site": "coalesce(domain, 'none') = ?",
    "evidence": "list_contains(mt_evidence, ?)",
    "kind": "if(duplicate_of IS NULL, 'unique', 'duplicate') = ?",
    "q": "contains(lower(title), lower(?))",
}


@router.get("/articles")
def articles(request: Request, site: TheSite, tables: TheTables) -> Response:
    """List the articles."""
    asked = listing(request.query_params.multi_items(), _FIELDS)
    where, parameters = asked.where()
    shown = (
        "id, title, language, domain, url, path, characters, segments, published_at, "
        "mt_suspected, duplicate_of, edits, left(text, 240) AS opening"
    )
    rows = tables.rows(
        f"SELECT {shown} FROM {{documents}} WHERE {where} "  # noqa: S608 - fixed conditions
        f"ORDER BY domain, path, record, id LIMIT {ROWS} OFFSET {(asked.number - 1) * ROWS}",
        parameters,
    )
    return site.render(
        request,
        "articles.html",
        release=tables.release,
        asked=asked,
        rows=rows,
        facets=_facets(tables, asked),
        total=tables.number(f"SELECT count(*) FROM {{documents}} WHERE {where}", parameters),  # noqa: S608
        shown=ROWS,
    )


def _facets(tables: Tables, asked: Listing) -> dict[str, list[tuple[str, int]]]:
    values = {
        "language": "language",
        "site": "coalesce(domain, 'none')",
        "kind": "if(duplicate_of IS NULL, 'unique', 'duplicate')",
        "evidence": "unnest(mt_evidence)",
    }
    found = {}
    for name, value in values.items():
        where, parameters = asked.where(name)
        rows = tables.rows(
            f"SELECT value, count(*) AS times FROM (SELECT {value} AS value FROM {{documents}} "  # noqa: S608
            f"WHERE {where}) GROUP BY value ORDER BY times DESC, value LIMIT 20",
            parameters,
        )
        found[name] = [(row["value"], row["times"]) for row in rows]
    return found


@router.get("/article/{identifier}")
def one(request: Request, site: TheSite, tables: TheTables, identifier: str) -> HTMLResponse:
    """Show an article with its changes marked and what was removed in its place."""
    found = _article(tables, identifier)
    return site.render(
        request,
        "article.html",
        release=tables.release,
        document=found.row,
        language=found.language,
        parts=list(article.lines(found)),
        versions=_versions(tables, identifier),
        other=None,
    )


@router.get("/article/{identifier}/beside/{other}")
def beside(
    request: Request, site: TheSite, tables: TheTables, identifier: str, other: str
) -> HTMLResponse:
    """Show an article beside its translation, gaps in their places."""
    source, target = _article(tables, identifier), _article(tables, other)
    pairs = tables.rows(
        "SELECT * FROM {pairs} WHERE source_doc = ? AND target_doc = ?", [identifier, other]
    )
    if not pairs:
        raise UnknownPageError("These two articles are not aligned with each other, in this order.")
    link = tables.row(
        "SELECT * FROM {document_pairs} WHERE source_doc = ? AND target_doc = ?",
        [identifier, other],
    )
    return site.render(
        request,
        "beside.html",
        release=tables.release,
        document=source.row,
        other=target.row,
        lines=list(article.beside(source, target, pairs)),
        versions=_versions(tables, identifier),
        link=link,
    )


@router.get("/article/{identifier}/page")
def page(tables: TheTables, identifier: str) -> HTMLResponse:
    """Show the page as it came beside what is kept of it: a file of its own, without script."""
    found = _article(tables, identifier)
    text = side_by_side.render(found.document(), str(found.row["path"]))
    return HTMLResponse(text, headers={"Content-Security-Policy": FILE_POLICY})


def _article(tables: Tables, identifier: str) -> Article:
    found = article.load(tables, identifier)
    if found is None:
        raise UnknownPageError(
            f"Release {tables.release.version} has no article {identifier}; an older one may."
        )
    return found


def _versions(tables: Tables, identifier: str) -> list[dict[str, Any]]:
    """Give the translations of an article that it is aligned with, and in which order."""
    return tables.rows(
        """
        SELECT link.source_doc, link.target_doc, page.id, page.title, page.language, link.score
        FROM {document_pairs} AS link
        JOIN {documents} AS page
          ON page.id = if(link.source_doc = ?, link.target_doc, link.source_doc)
        WHERE ? IN (link.source_doc, link.target_doc)
        ORDER BY page.language, page.id""",
        [identifier, identifier],
    )
