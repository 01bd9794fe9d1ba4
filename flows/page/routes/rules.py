"""How often each rule changed something, with samples, and which never did."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cleaners import patterns
from cleaners import rules as rule_data
from cleaners.boilerplate import kinds
from flows.page.entities import concepts
from flows.page.listing import listing
from flows.page.site import TheSite, TheTables, UnknownPageError
from flows.page.words import STEPS

router = APIRouter(prefix="/releases/{version}")
ROWS = 60
SAMPLES = 12


@router.get("/rules")
def rules(request: Request, site: TheSite, tables: TheTables) -> Response:
    """List the rules that fired."""
    asked = listing(request.query_params.multi_items(), {"step": "step = ?"})
    where, parameters = asked.where()
    rows = tables.rows(
        "SELECT step, rule, count(*) AS times, count(DISTINCT id) AS documents, "  # noqa: S608
        "any_value(before ORDER BY id) AS before, any_value(after ORDER BY id) AS after "
        f"FROM {{edits}} WHERE {where} GROUP BY step, rule ORDER BY times DESC, step, rule "
        f"LIMIT {ROWS} OFFSET {(asked.number - 1) * ROWS}",
        parameters,
    )
    steps = tables.rows(
        "SELECT step, count(*) AS times, count(DISTINCT rule) AS rules, "
        "count(DISTINCT id) AS documents FROM {edits} GROUP BY step ORDER BY times DESC"
    )
    return site.render(
        request,
        "rules.html",
        release=tables.release,
        asked=asked,
        rows=rows,
        steps=steps,
        step_names=STEPS,
        total=sum(one["rules"] for one in steps if asked.get("step") in ("", one["step"])),
        most=max((row["times"] for row in rows), default=1),
        shown=ROWS,
        never=_never(tables),
    )


@router.get("/rules/{step}/{rule:path}")
def rule(request: Request, site: TheSite, tables: TheTables, step: str, rule: str) -> Response:
    """Show samples of what a rule did."""
    samples = tables.rows(
        "SELECT edit.id, edit.before, edit.after, edit.confidence, page.language, page.title, "
        "page.path FROM {edits} AS edit JOIN {documents} AS page ON page.id = edit.id "
        "WHERE edit.step = ? AND edit.rule = ? ORDER BY hash(edit.id, edit.sequence) LIMIT ?",
        [step, rule, SAMPLES],
    )
    if not samples:
        raise UnknownPageError(f"The rule {step}/{rule} changed nothing in this release.")
    counted = tables.row(
        "SELECT count(*) AS times, count(DISTINCT id) AS documents, avg(confidence) AS confidence "
        "FROM {edits} WHERE step = ? AND rule = ?",
        [step, rule],
    )
    return site.render(
        request,
        "rule.html",
        release=tables.release,
        step=step,
        rule=rule,
        samples=samples,
        counted=counted,
    )


def _never(tables: Any) -> dict[str, list[str]]:
    """Name the rules of this installation that changed nothing in a release, by step."""
    fired = {
        (row["step"], row["first"])
        for row in tables.rows(
            "SELECT DISTINCT step, split_part(rule, '/', 1) AS first FROM {edits}"
        )
    }
    never = {
        step: sorted(one for one in known if (step, one) not in fired)
        for step, known in _known().items()
    }
    return {step: found for step, found in never.items() if found}


@cache
def _known() -> dict[str, tuple[str, ...]]:
    loaded = rule_data.load()
    return {
        "boilerplate": tuple(kinds.KINDS),
        "encoding": tuple(one.id for one in patterns.load(loaded, "encoding/invisible")),
        "typography": tuple(one.id for one in patterns.load(loaded, "typography")),
        "names": tuple(concepts()),
    }
