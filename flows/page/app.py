"""``limpide serve``: the releases of a folder as a web page. Reading changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from cleaners.rules import RuleFileError
from flows.page.changes import Changes
from flows.page.database import PAGE_SECONDS, Database, QueryTooLongError
from flows.page.filters import FilterError
from flows.page.reviewing import Desk
from flows.page.routes import articles, files, names, pairs, rejects, releases, rules
from flows.page.security import Guard
from flows.page.site import Site, UnknownPageError
from flows.release import ReleaseError

_TITLES = {404: "There is no such page", 405: "That cannot be done here"}


def create_app(
    clean: Path,
    desk: Desk,
    token: str = "",
    hosts: Iterable[str] = (),
    seconds: float = PAGE_SECONDS,
) -> FastAPI:
    """Make the application over a folder of releases.

    ``desk`` is where names wait for decisions; ``token`` allows deciding to whoever shows it, and
    without one nothing can be written. ``hosts`` are the names under which the page may be asked
    for besides those of this machine; ``seconds`` is the longest that a page's query may take.
    """
    database = Database(clean, seconds)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.changes.close()
        database.close()

    app = FastAPI(
        title="Limpide", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.site = Site(clean, database, desk, token)
    app.state.changes = Changes(clean)
    static = Path(str(resources.files("flows.page") / "static"))
    app.mount("/static", StaticFiles(directory=static), name="static")
    for part in (releases, pairs, articles, names, rejects, rules, files):
        app.include_router(part.router)
    for part in (releases, names, files):
        app.include_router(part.root)
    app.add_middleware(Guard, hosts=frozenset(hosts))
    _add_errors(app)
    return app


def _add_errors(app: FastAPI) -> None:
    """Say on a page what went wrong and what to do instead."""

    def page(request: Request, status: int, title: str, says: str) -> Response:
        site: Site = request.app.state.site
        return site.render(request, "error.html", status, title=title, says=says, release=None)

    def bad_filter(request: Request, error: Exception) -> Response:
        return page(request, 400, "That filter means nothing", str(error))

    def bad_value(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        places = ", ".join(str(one["loc"][-1]) for one in error.errors())
        return page(request, 400, "That address means nothing", f"Wrong or missing: {places}.")

    def too_long(request: Request, error: Exception) -> Response:
        says = f"{error}. Ask for less (a language pair, a site), or take the release's files."
        return page(request, 503, "That takes too long", says)

    def unknown(request: Request, error: Exception) -> Response:
        return page(request, 404, _TITLES[404], str(error))

    def damaged(request: Request, error: Exception) -> Response:
        return page(request, 500, "This release cannot be read", str(error))

    def broken(request: Request, error: Exception) -> Response:
        return page(request, 500, "A rule file or review file is broken", str(error))

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        title = _TITLES.get(error.status_code, "That does not work")
        return page(request, error.status_code, title, str(error.detail))

    app.add_exception_handler(FilterError, bad_filter)
    app.add_exception_handler(RequestValidationError, bad_value)
    app.add_exception_handler(QueryTooLongError, too_long)
    app.add_exception_handler(UnknownPageError, unknown)
    app.add_exception_handler(ReleaseError, damaged)
    app.add_exception_handler(RuleFileError, broken)
    app.add_exception_handler(HTTPException, refused)
