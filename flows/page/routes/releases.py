"""The list of releases, what one holds, and what changed since the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from flows import release as published
from flows.page.changes import Changes, Difference
from flows.page.site import Site, TheSite, TheTables
from flows.release import Release

root = APIRouter()
router = APIRouter(prefix="/releases/{version}")
# Releases that are listed with what changed; older ones only by their counts.
COMPARED = 8


def _changes(request: Request) -> Changes:
    changes = request.app.state.changes
    assert isinstance(changes, Changes)
    return changes


TheChanges = Annotated[Changes, Depends(_changes)]


@root.get("/")
def releases(request: Request, site: TheSite, changes: TheChanges) -> HTMLResponse:
    """List the releases, the newest first."""
    there = [one for one in published.releases(site.clean) if one.folder.is_dir()][::-1]
    rows = []
    for place, one in enumerate(there):
        before = there[place + 1] if place + 1 < len(there) else None
        found = changes.between(before, one) if before and place < COMPARED else None
        rows.append(
            {
                "release": one,
                "manifest": one.manifest,
                "before": before,
                "difference": found,
                "waiting": before is not None and place < COMPARED and found is None,
            }
        )
    waiting = any(row["waiting"] for row in rows)
    answer = site.render(request, "releases.html", rows=rows, release=None, clean=site.clean)
    if waiting:
        answer.headers["Refresh"] = "3"
    return answer


@root.get("/latest/{rest:path}")
def latest(request: Request, site: TheSite, rest: str) -> Response:
    """Lead to the newest release: an address that stays while releases come."""
    version = site.release("latest").version
    address = request.url.replace(path=f"/releases/{version}/{rest}")
    return RedirectResponse(f"{address.path}{'?' if address.query else ''}{address.query}")


@router.get("")
def overview(request: Request, site: TheSite, tables: TheTables) -> HTMLResponse:
    """Show what a release holds."""
    manifest = tables.release.manifest
    listed = manifest["tables"]
    assert isinstance(listed, list)
    pairs = sorted(
        (table for table in listed if table["name"].startswith("pairs/")),
        key=lambda table: -table["rows"],
    )
    languages = tables.rows(
        "SELECT language, count(*) AS times FROM {documents} GROUP BY language "
        "ORDER BY times DESC, language"
    )
    return site.render(
        request,
        "overview.html",
        release=tables.release,
        manifest=manifest,
        pairs=pairs,
        languages=languages,
        before=_before(site, tables.release),
    )


@router.get("/changes")
def what_changed(
    request: Request, site: TheSite, changes: TheChanges, version: str, since: str = ""
) -> HTMLResponse:
    """Show what is different from an earlier release, the one before if none is named."""
    release = site.release(version)
    before = site.release(since) if since else _before(site, release)
    found = changes.between(before, release) if before else None
    answer = site.render(
        request,
        "changes.html",
        release=release,
        before=before,
        difference=found,
        why=_reasons(found),
        others=[one for one in published.releases(site.clean) if one.number < release.number],
    )
    if before and found is None:
        answer.headers["Refresh"] = "3"
    return answer


def _before(site: Site, release: Release) -> Release | None:
    there: Sequence[Release] = published.releases(site.clean)
    earlier = [one for one in there if one.number < release.number and one.folder.is_dir()]
    return earlier[-1] if earlier else None


def _reasons(found: Difference | None) -> list[tuple[str, Any]]:
    """Give the rules that fired more or less often, those of names and furniture first."""
    if not found or "failed" in found:
        return []
    return list(found["rules"].items())
