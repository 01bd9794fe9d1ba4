"""The names of a release, what was only suggested, what was discovered, and decisions about it."""

from __future__ import annotations

import hmac
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from cleaners.artifacts.discovery import CLUES
from cleaners.rules import RuleFileError
from flows.page.database import Tables
from flows.page.entities import EXPRESSION, entities, spelled, suggestions
from flows.page.filters import FilterError
from flows.page.listing import listing
from flows.page.reviewing import Desk
from flows.page.site import COOKIE, Site, TheSite, TheTables, UnknownPageError
from flows.settings import SettingsError

router = APIRouter(prefix="/releases/{version}")
root = APIRouter()
ROWS = 40
SAMPLES = 8
# A form of this page has a few short fields.
LONGEST_FORM = 4_000


@router.get("/names")
def names(request: Request, site: TheSite, tables: TheTables) -> Response:
    """List the names that were repaired."""
    asked = listing(request.query_params.multi_items(), {"q": "", "language": "", "kind": ""})
    found = [
        one
        for one in entities(tables)
        if (not asked.get("q") or one.mentions(asked.get("q")))
        and (not asked.get("language") or asked.get("language") in one.languages)
        and (not asked.get("kind") or one.kind == asked.get("kind"))
    ]
    start = (asked.number - 1) * ROWS
    return site.render(
        request,
        "names.html",
        release=tables.release,
        asked=asked,
        found=found[start : start + ROWS],
        total=len(found),
        shown=ROWS,
        languages=sorted({tag for one in entities(tables) for tag in one.languages}),
        kinds=sorted({one.kind for one in entities(tables)}),
        suggested=len(suggestions(tables)),
        several=len(spelled(tables)),
        waiting=len(site.desk.waiting()),
    )


@router.get("/names/review")
def reviewed(request: Request, site: TheSite, tables: TheTables) -> Response:
    """Show what was suggested and discovered, and let whoever has the token decide."""
    return _review(request, site, tables)


def _review(request: Request, site: Site, tables: Tables, said: str = "") -> Response:
    return site.render(
        request,
        "review.html",
        release=tables.release,
        suggestions=suggestions(tables),
        candidates=site.desk.waiting(),
        clues=CLUES,
        said=said,
    )


@router.get("/names/spellings")
def spellings(request: Request, site: TheSite, tables: TheTables) -> Response:
    """List the names that documents or sites of one language spell differently."""
    asked = listing(request.query_params.multi_items(), {})
    found = spelled(tables)
    start = (asked.number - 1) * ROWS
    return site.render(
        request,
        "spellings.html",
        release=tables.release,
        asked=asked,
        found=found[start : start + ROWS],
        total=len(found),
        shown=ROWS,
    )


@router.get("/names/{concept:path}")
def name(request: Request, site: TheSite, tables: TheTables, concept: str) -> Response:
    """Show one name with all its spellings."""
    found = next((one for one in entities(tables) if one.id == concept), None)
    if found is None:
        raise UnknownPageError(f"Nothing was repaired in this release for {concept!r}.")
    prefix = f"names/{concept}" + ("" if concept.startswith(f"{EXPRESSION}/") else "/")
    samples = tables.rows(
        "SELECT document, language, before, after, url FROM {repairs} "
        "WHERE len(list_filter(rules, lambda rule: starts_with(rule, ?))) > 0 ORDER BY id LIMIT ?",
        [prefix, SAMPLES],
    )
    return site.render(
        request,
        "name.html",
        release=tables.release,
        entity=found,
        samples=samples,
        pairs=_pairs(concept),
        proposed=[one for one in suggestions(tables) if one.concept == concept],
    )


def _pairs(concept: str) -> str:
    """Give the query of the pairs that hold a repair of this name; empty for turns of phrase."""
    return "" if concept.startswith(f"{EXPRESSION}/") else urlencode({"name": concept})


async def _fields(request: Request) -> dict[str, str]:
    """Read the fields of a form. Raises ``FilterError`` for one that no person filled in."""
    body = await request.body()
    if len(body) > LONGEST_FORM:
        raise FilterError("The form is too long.")
    return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=10))


Fields = Annotated[dict[str, str], Depends(_fields)]


@root.post("/token")
def show_token(site: TheSite, fields: Fields) -> Response:
    """Remember the token that allows writing, in a cookie that no script can read."""
    token = fields.get("token", "")
    if not site.token or not hmac.compare_digest(token.encode(), site.token.encode()):
        raise HTTPException(403, "That is not the token with which this page was started.")
    answer = RedirectResponse(_inside(fields.get("back", "/")), 303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
    return answer


@router.post("/names/review")
def decide(request: Request, site: TheSite, tables: TheTables, fields: Fields) -> Response:
    """Accept or reject a candidate, or a suggestion of the release."""
    if not site.may_write(request):
        raise HTTPException(403, "Deciding needs the token with which this page was started.")
    decision = fields.get("decision", "")
    if decision not in ("accept", "reject"):
        raise FilterError("decision: must be accept or reject")
    try:
        candidate = fields.get("candidate") or _proposed(site.desk, tables, fields)
        said = site.desk.decide(candidate, decision, fields.get("canonical", ""))
    except (SettingsError, RuleFileError) as error:
        said = f"Nothing was changed: {error}"
    return _review(request, site, tables, said)


def _proposed(desk: Desk, tables: Tables, fields: dict[str, str]) -> str:
    """Put a suggestion, named by its place in the list, before the desk."""
    there = dict(enumerate(suggestions(tables)))
    number = fields.get("suggestion", "")
    found = there.get(int(number)) if number.isdecimal() and number.isascii() else None
    if found is None or not found.is_name:
        raise UnknownPageError("There is no such suggestion.")
    return desk.propose(found)


def _inside(address: str) -> str:
    """Give an address of this page; any other leads to the front."""
    good = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if good and address.isprintable() else "/"
