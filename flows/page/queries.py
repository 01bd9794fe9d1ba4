"""What the page asks of the segment pairs: a page of rows, how many there are, facets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flows.exports.schema import columns
from flows.page.database import Tables
from flows.page.filters import Filters
from flows.rows import PairRow

ROWS = 50
# A list shows this many characters of a text; the pair's own page has the whole.
SHOWN = 1_200
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
    "evidence": """(SELECT unnest(list_distinct(list_concat(
            coalesce(one.mt_evidence, []), coalesce(other.mt_evidence, [])))) AS evidence
        FROM (SELECT source_doc, target_doc FROM {0} WHERE mt_suspected)
        LEFT JOIN {documents} AS one ON one.id = source_doc
        LEFT JOIN {documents} AS other ON other.id = target_doc)""",
}
_NARROW = (
    "source_lang, target_lang, domain, accepted, mt_suspected, alignment, part, score_quality, "
    "findings, source_doc, target_doc, edits_source + edits_target > 0 AS edited"
)


@dataclass(frozen=True)
class Facets:
    """How many pairs there are, and how many for each value of each facet, most frequent first.

    The counts of a facet leave its own filter out, so that its other values can be chosen too.
    """

    total: int
    values: dict[str, list[tuple[str, int]]]
    more: dict[str, int]

    def bins(self) -> list[int]:
        """Give the counts of the scores, in steps of one twentieth."""
        found = dict(self.values["score"])
        return [found.get(str(place), 0) for place in range(BINS)]


def page(tables: Tables, filters: Filters) -> list[dict[str, Any]]:
    """Give the rows of one page of the list; texts are in ``source_shown``, ``target_shown``."""
    names = [column.name for column in columns(PairRow) if column.name not in ("source", "target")]
    for side in ("source", "target"):
        names += [f"left({side}, {SHOWN}) AS {side}_shown", f"length({side}) AS {side}_length"]
    where, parameters = filters.where()
    start = (filters.number - 1) * ROWS
    sql = (
        f"SELECT {', '.join(names)} FROM {{pairs}} WHERE {where} "  # noqa: S608 - see `filters`
        f"ORDER BY {filters.order} LIMIT {ROWS} OFFSET {start}"
    )
    return tables.rows(sql, parameters)


def count(tables: Tables, filters: Filters) -> int:
    """Count the rows that are asked for."""
    where, parameters = filters.where()
    return tables.number(f"SELECT count(*) FROM {{pairs}} WHERE {where}", parameters)  # noqa: S608


@lru_cache(maxsize=256)
def facets(tables: Tables, filters: Filters) -> Facets:
    """Count the values of all facets. A release never changes, so that an answer stays right.

    ``filters`` are those without order and place (``Filters.chosen_rows``), which do not matter.
    """
    parts, parameters = _scans(filters)
    counted = [_counted(name, value, filters) for name, value in _FACETS.items()]
    everything = "SELECT 'total' AS facet, '' AS value, count(*) AS times FROM chosen"
    rows = tables.rows(f"WITH {parts} {' UNION ALL '.join([everything, *counted])}", parameters)
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in _FACETS}
    total = 0
    for row in sorted(rows, key=lambda row: (-row["times"], str(row["value"]))):
        if row["facet"] == "total":
            total = row["times"]
        elif row["value"] is not None:
            found[row["facet"]].append((str(row["value"]), row["times"]))
    more = {name: max(len(values) - LISTED, 0) for name, values in found.items()}
    return Facets(total, {name: _listed(name, found[name], filters) for name in found}, more)


def _scans(filters: Filters) -> tuple[str, list[Any]]:
    """Read the rows that are asked for once, and once for each facet with a filter of its own."""
    asked = {"": filters.where()}
    asked |= {name: filters.where(name) for name in _FACETS if _own(name, filters)}
    scans = [
        f"{_scan(name)} AS MATERIALIZED (SELECT {_NARROW} FROM {{pairs}} WHERE {where})"  # noqa: S608
        for name, (where, _) in asked.items()
    ]
    return ", ".join(scans), [value for _, values in asked.values() for value in values]


def _counted(name: str, value: str, filters: Filters) -> str:
    scan = _scan(name if _own(name, filters) else "")
    source = _FROM.get(name, "{0}").replace("{0}", scan)
    return f"SELECT '{name}', ({value})::VARCHAR AS value, count(*) FROM {source} GROUP BY ALL"  # noqa: S608


def _own(name: str, filters: Filters) -> bool:
    if name == "score":
        return bool(filters.least or filters.most)
    return bool(getattr(filters, name))


def _scan(name: str) -> str:
    return f"chosen_{name}" if name else "chosen"


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
