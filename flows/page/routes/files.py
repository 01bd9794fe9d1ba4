"""The files of a release, whole, as they were published, and lines that load them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from cleaners.boilerplate import kinds
from flows.exports.manifest import FORMATS
from flows.page.loading import lines_for
from flows.page.markup import class_name, hue
from flows.page.security import FILE_POLICY
from flows.page.site import TheSite, TheTables, UnknownPageError
from flows.release import Release

router = APIRouter(prefix="/releases/{version}")
root = APIRouter()
_MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".tmx": "application/x-tmx+xml",
    ".tbx": "application/x-tbx+xml",
    ".tsv": "text/tab-separated-values; charset=utf-8",
}
# Looked at where they stand; every other file is saved.
_LOOKED_AT = (".html",)


@router.get("/files")
def files(request: Request, site: TheSite, tables: TheTables) -> Response:
    """List the files with their checksums."""
    manifest: dict[str, Any] = tables.release.manifest
    by_table: dict[str, list[dict[str, Any]]] = {}
    for one in manifest["files"]:
        by_table.setdefault(one["table"], []).append(one)
    largest = max(
        (one for one in manifest["tables"] if one["name"].startswith("pairs/")),
        key=lambda one: one["rows"],
        default=manifest["tables"][0],
    )
    stem = largest["name"].rpartition("/")[2]
    base = str(request.base_url).rstrip("/")
    address = f"{base}/releases/{tables.release.version}/files/{largest['name']}/{stem}.parquet"
    return site.render(
        request,
        "files.html",
        release=tables.release,
        tables=manifest["tables"],
        by_table=by_table,
        pages=manifest.get("pages", []),
        formats=FORMATS,
        loading=lines_for(address),
        example=largest["name"],
        base=base,
    )


@router.api_route("/files/{path:path}", methods=["GET", "HEAD"])
def file(tables: TheTables, path: str) -> Response:
    """Send a file of a release; only what its manifest lists is there to be sent."""
    known = _known(tables.release)
    if path not in known:
        raise UnknownPageError(f"Release {tables.release.version} has no such file.")
    where = tables.release.folder / path
    headers = {"X-Checksum-SHA256": known[path], "Cache-Control": "private, max-age=3600"}
    if where.suffix in _LOOKED_AT:
        headers["Content-Security-Policy"] = FILE_POLICY
        return FileResponse(where, media_type=_MEDIA[where.suffix], headers=headers)
    media = _MEDIA.get(where.suffix, "application/octet-stream")
    name = where.name if where.name.isascii() else "file"
    return FileResponse(where, media_type=media, filename=name, headers=headers)


@root.get("/kinds.css")
def colours() -> Response:
    """Give each kind of boilerplate its colour, the same as in every other view of it."""
    text = "".join(f".{class_name(kind)} {{ --h: {hue(kind)}; }}\n" for kind in kinds.KINDS)
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(text, media_type="text/css", headers=headers)


def _known(release: Release) -> dict[str, str]:
    """Give the checksum of each file that a reader may have."""
    manifest: dict[str, Any] = release.manifest
    known = {one["path"]: one["sha256"] for one in manifest["files"]}
    known |= {one["path"]: one["sha256"] for one in manifest.get("pages", [])}
    known |= {name: _sha256(release.folder / name) for name in ("manifest.json", "SHA256SUMS")}
    return known


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
