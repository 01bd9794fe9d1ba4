"""What all views of the page share: the releases, how a template is filled, who may write."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cleaners.boilerplate import kinds
from flows import release
from flows.exports import html
from flows.page import words
from flows.page.database import Database, Tables
from flows.page.markup import class_name, escaped, visible
from flows.page.reviewing import Desk
from flows.release import Release, UnknownReleaseError

COOKIE = "limpide-token"
# The same page for everybody, and never older than its release: a reload asks again.
CACHED = "private, no-cache"


class UnknownPageError(LookupError):
    """Nothing is there; the message says what was asked for and where to look instead."""


@dataclass(frozen=True)
class Site:
    """A folder of releases as a web page; without a token it can only be read."""

    clean: Path
    database: Database
    desk: Desk
    token: str = ""

    def release(self, name: str) -> Release:
        """Give the release of an address: ``latest``, ``previous``, a number or a version."""
        try:
            return release.choose(self.clean, name)
        except UnknownReleaseError as error:
            raise UnknownPageError(f"There is no release {name!r}; the list has all.") from error

    def tables(self, name: str) -> Tables:
        """Give the tables of a release."""
        return self.database.tables(self.release(name))

    def may_write(self, request: Request) -> bool:
        """Whether the reader has shown the token that was given at the start."""
        shown = request.cookies.get(COOKIE, "")
        return bool(self.token) and hmac.compare_digest(shown.encode(), self.token.encode())

    def render(
        self, request: Request, template: str, status: int = 200, /, **values: Any
    ) -> HTMLResponse:
        """Fill a template."""
        text = _environment.get_template(template).render(
            request=request,
            path=request.url.path,
            may_write=self.may_write(request),
            can_write=bool(self.token),
            **values,
        )
        return HTMLResponse(text, status, headers={"Cache-Control": CACHED})


def _site(request: Request) -> Site:
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


TheSite = Annotated[Site, Depends(_site)]


def _tables(request: Request, version: str) -> Tables:
    return _site(request).tables(version)


TheTables = Annotated[Tables, Depends(_tables)]


def _finalize(value: object) -> object:
    """Show what cannot be seen: control characters and halves of surrogate pairs."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return "" if value is None else value


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _size(size: int) -> str:
    """Give a size as people read it.

    >>> _size(999), _size(1_234_567)
    ('999 B', '1.2 MB')
    """
    if size < 1000:
        return f"{size} B"
    scaled = float(size)
    for unit in ("kB", "MB"):
        scaled /= 1000
        if scaled < 1000:
            return f"{scaled:.1f} {unit}"
    return f"{scaled / 1000:.1f} GB"


def _found(text: str, looked_for: str) -> Markup:
    """Mark in a text what was looked for."""
    if not looked_for:
        return Markup(escaped(text))
    parts = re.split(f"({re.escape(looked_for)})", text, flags=re.IGNORECASE)
    marked = (
        f"<mark>{escaped(part)}</mark>" if place % 2 else escaped(part)
        for place, part in enumerate(parts)
    )
    return Markup("".join(marked))


def _environment_of(filters: Mapping[str, Any]) -> Environment:
    environment = Environment(
        loader=PackageLoader("flows.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    return environment


_environment = _environment_of(
    {
        "number": _number,
        "size": _size,
        "found": _found,
        "title_of": words.title,
        "why": words.why,
        "evidence": words.evidence,
        "spaces": words.spaces,
        "kind": kinds.shown,
        "kind_class": class_name,
        "language": lambda tag: Markup(html.language(tag or "und")),
        "language_name": lambda tag: Markup(html.language_name(tag)),
        "finding": lambda code: Markup(html.finding(code)),
        "link": lambda address, text: Markup(html.link(address, text)),
    }
)
