"""What the page asks of the segment pairs: a page of rows, how many there are, facets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flows.exports.schema import columns
from flows.page.database import Tables
from flows.page.filters import Condition, Filters, together
from flows.rows import PairRow

ROWS = 50
# A list shows this many characters of a text; the pair's own page has the whole.
SHOWN = 1_200
# Beyond so many rows a page of the list is looked up in two steps.
SORTED_WHOLE = 2_000
# A text that at most so many rows hold is looked for once, and its rows remembered.
REMEMBERED = 20_000
# Values of a facet that are listed, the most frequent ones.
LISTED = 30
BINS = 20

_FACETS = {
    "pair": "source_lang || '-' || target_lang",
    "accepted": "if(accepted, 'yes', 'no')",
    "finding": "found",
    "mt": "if(mt_suspected, 'yes', 'no')",
    "evidence": "evidence",
    "changed": "if(edited, 'yes', 'no')",
    "alignment": "alignment",
    "part": "part",
    "site": "coalesce(domain, 'none')",
    "score": f"least(floor(score_quality * {BINS} + 1e-9), {BINS - 1})::INT",
}
_FROM = {
    "finding": "(SELECT unnest(if(len(findings) = 0, ['none'], findings)) AS found FROM {0})",
    # Counted by pairs of documents first, which are far fewer.
    "evidence": """(SELECT times, unnest(list_distinct(list_concat(
            coalesce(one.mt_evidence, []), coalesce(other.mt_evidence, [])))) AS evidence
        FROM (SELECT source_doc, target_doc, count(*) AS times FROM {0} WHERE mt_suspected
            GROUP BY ALL)
        LEFT JOIN {documents} AS one ON one.id = source_doc
        LEFT JOIN {documents} AS other ON other.id = target_doc)""",
}
# A segment without a counterpart stands in a row of its own.
_GAP = "starts_with(alignment, '0-') OR ends_with(alignment, '-0')"
_NARROW = (
    "source_lang, target_lang, domain, accepted, mt_suspected, alignment, part, score_quality, "
    "findings, source_doc, target_doc, edits_source + edits_target > 0 AS edited"
)


@dataclass(frozen=True)
class Facets:
    """How many rows there are, and how many for each value of each facet, most frequent first.

    ``gaps`` have a text on one side only, ``whole`` are the others. The counts of a facet leave its
    own filter out, so that its other values can be chosen too.
    """

    whole: int
    gaps: int
    values: dict[str, list[tuple[str, int]]]
    more: dict[str, int]

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self.whole + self.gaps

    def bins(self) -> list[int]:
        """Give the counts of the scores, in steps of one twentieth."""
        found = dict(self.values["score"])
        return [found.get(str(place), 0) for place in range(BINS)]


def page(tables: Tables, filters: Filters) -> list[dict[str, Any]]:
    """Give the rows of one page of the list; texts are in ``source_shown``, ``target_shown``."""
    names = [column.name for column in columns(PairRow) if column.name not in ("source", "target")]
    for side in ("source", "target"):
        names += [f"left({side}, {SHOWN}) AS {side}_shown", f"length({side}) AS {side}_length"]
    where, parameters = together(_conditions(tables, filters))
    start = (filters.number - 1) * ROWS
    limit = f"ORDER BY {filters.order} LIMIT {ROWS} OFFSET {start}"
    if start > SORTED_WHOLE:
        # Only identifiers are sorted so far down; the rows themselves would fill the memory.
        sql = f"SELECT id FROM {{pairs}} WHERE {where} {limit}"  # noqa: S608 - see `filters`
        found = [row["id"] for row in tables.rows(sql, parameters)]
        where, parameters, limit = "list_contains(?, id)", [found], f"ORDER BY {filters.order}"
    sql = f"SELECT {', '.join(names)} FROM {{pairs}} WHERE {where} {limit}"  # noqa: S608
    return tables.rows(sql, parameters)


@lru_cache(maxsize=256)
def facets(tables: Tables, filters: Filters) -> Facets:
    """Count the values of all facets. A release never changes, so that an answer stays right.

    ``filters`` are those without order and place (``Filters.chosen_rows``), which do not matter.
    """
    conditions = _conditions(tables, filters)
    own = [one for one in conditions if one.name in _FACETS]
    scan, parameters = _scan(own, [one for one in conditions if one not in own])
    whole = " AND ".join(f"ok_{one.name}" for one in own) or "true"
    kind = f"SELECT 'rows' AS facet, if({_GAP}, 'gap', 'whole') AS value, count(*) AS times"
    parts = [f"{kind} FROM scan WHERE {whole} GROUP BY ALL"]
    parts += [_counted(name, own) for name in _FACETS]
    rows = tables.rows(
        f"WITH scan AS MATERIALIZED ({scan}) {' UNION ALL '.join(parts)}", parameters
    )
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in _FACETS}
    counts = {"whole": 0, "gap": 0}
    for row in sorted(rows, key=lambda row: (-row["times"], str(row["value"]))):
        if row["facet"] == "rows":
            counts[row["value"]] = row["times"]
        elif row["value"] is not None:
            found[row["facet"]].append((str(row["value"]), row["times"]))
    more = {name: max(len(values) - LISTED, 0) for name, values in found.items()}
    listed = {name: _listed(name, found[name], filters) for name in found}
    return Facets(counts["whole"], counts["gap"], listed, more)


def _conditions(tables: Tables, filters: Filters) -> list[Condition]:
    """Give what is asked; a text that few rows have is looked for only once."""
    conditions = filters.conditions()
    matches = _matches(tables, filters.q, filters.side) if filters.q else None
    if matches is None:
        return conditions
    few = Condition("q", "id IN (SELECT unnest(?))", ([*matches],))
    return [few if one.name == "q" else one for one in conditions]


@lru_cache(maxsize=8)
def _matches(tables: Tables, q: str, side: str) -> tuple[str, ...] | None:
    """Find the rows that hold a text; ``None`` when they are too many to be remembered."""
    where, parameters = Filters(q=q, side=side).where()
    sql = f"SELECT id FROM {{pairs}} WHERE {where} LIMIT {REMEMBERED + 1}"  # noqa: S608
    found = tuple(row["id"] for row in tables.rows(sql, parameters))
    return found if len(found) <= REMEMBERED else None


def _scan(own: Sequence[Condition], others: Sequence[Condition]) -> tuple[str, list[Any]]:
    """Read the rows once, with a column for each facet's own filter that says whether it holds.

    A facet leaves its own filter out; a row that fails two of them is counted by none.
    """
    columns = [_NARROW, *(f"coalesce({one.sql}, false) AS ok_{one.name}" for one in own)]
    where, parameters = together(others)
    sql = f"SELECT {', '.join(columns)} FROM {{pairs}} WHERE {where}"  # noqa: S608
    if own:
        fails = " + ".join(f"(NOT ok_{one.name})::INT" for one in own)
        sql = f"SELECT * FROM ({sql}) WHERE {fails} <= 1"  # noqa: S608
    return sql, [value for one in own for value in one.values] + parameters


def _counted(name: str, own: Sequence[Condition]) -> str:
    where = " AND ".join(f"ok_{one.name}" for one in own if one.name != name) or "true"
    scan = f"(SELECT * FROM scan WHERE {where})"  # noqa: S608
    source = _FROM.get(name, "{0}").replace("{0}", scan)
    times = "sum(times)::BIGINT" if name == "evidence" else "count(*)"
    value = _FACETS[name]
    return f"SELECT '{name}', ({value})::VARCHAR AS value, {times} FROM {source} GROUP BY ALL"  # noqa: S608


def _listed(
    name: str, values: Sequence[tuple[str, int]], filters: Filters
) -> list[tuple[str, int]]:
    """Give the most frequent values, and those that are chosen although they are rare."""
    if name == "score":
        return list(values)
    there = list(values[:LISTED])
    there += [one for one in values[LISTED:] if filters.chosen(name, one[0])]
    known = {value for value, _ in there}
    chosen = getattr(filters, name)
    asked = (chosen,) if isinstance(chosen, str) else chosen
    return there + [(value, 0) for value in asked if value and value not in known]
