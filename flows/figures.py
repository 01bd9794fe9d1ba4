"""The figures of a release: what ``limpide stats`` prints and the report draws.

They are counted over the columns of the Parquet files, so that a release of any age has them and
none is held in memory as a whole.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.published import Published

# Upper ends of the bins; what lies beyond is in the last one.
SCORE_ENDS = tuple(number / 20 for number in range(1, 21))
LENGTH_ENDS = (10, 20, 40, 60, 80, 100, 150, 200, 300, 500, 1000, math.inf)


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """How many segment pairs two languages have: in all, accepted, without a counterpart."""

    source: str
    target: str
    pairs: int
    accepted: int
    gaps: int

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.source}-{self.target}"


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of accepted and refused pairs by bin; bin ``i`` ends below ``ends[i]``."""

    ends: tuple[float, ...]
    accepted: tuple[int, ...]
    refused: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A host with its documents and the segment pairs whose source it is; ``None``: unknown."""

    name: str | None
    documents: int
    pairs: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling that was repaired in one language; ``concept`` is whom or what it names."""

    concept: str
    language: str
    before: str
    after: str
    times: int


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name with several spellings in one language: each with times, documents and sites."""

    concept: str
    name: str
    language: str
    spellings: tuple[tuple[str, int, int, int], ...]
    documents: int
    mixed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted about a release; mappings are sorted, the largest count first."""

    funnel: Mapping[str, int]
    pairs: tuple[LanguagePair, ...]
    languages: Mapping[str, int]
    sites: tuple[Site, ...]
    quality: Histogram
    alignment: Histogram
    lengths: Mapping[str, Histogram]
    findings: Mapping[tuple[str, str], int]
    boilerplate: Mapping[str, tuple[int, int]]
    names: tuple[Name, ...]
    spelled: tuple[Spelled, ...]
    translated: Mapping[str, int]
    rules: Mapping[str, int]
    rejects: Mapping[tuple[str, str, str], int]


def count(published: Published, stages: Mapping[str, int]) -> Figures:
    """Count all there is to count about a release; ``stages`` is its funnel."""
    pairs = published.table(
        "pairs",
        (
            *("source_lang", "target_lang", "accepted", "domain", "source", "target"),
            *("score_quality", "score_alignment"),
        ),
    )
    documents = published.table("documents", ("id", "language", "domain"))
    lengths = {side: pc.utf8_length(pairs[side]) for side in ("source", "target")}
    whole = pc.and_(pc.greater(lengths["source"], 0), pc.greater(lengths["target"], 0))
    pairs = pairs.append_column("whole", whole)
    scored = pairs.filter(whole)
    return Figures(
        funnel=stages,
        pairs=_language_pairs(pairs),
        languages=_counts(documents, "language"),
        sites=_sites(documents, pairs),
        quality=_histogram(scored["score_quality"], scored["accepted"], SCORE_ENDS),
        alignment=_histogram(scored["score_alignment"], scored["accepted"], SCORE_ENDS),
        lengths={
            side: _histogram(length.filter(whole), scored["accepted"], LENGTH_ENDS)
            for side, length in lengths.items()
        },
        findings=_grouped(published.table("findings", ("code", "severity"))),
        boilerplate=_boilerplate(published),
        names=_names(published, documents),
        spelled=count_spelled(published),
        translated=_translated(published),
        rules=count_rules(published),
        rejects=_grouped(published.table("rejects", ("kind", "stage", "reason"))),
    )


def funnel(published: Published) -> dict[str, int]:
    """Say how many were left after each stage of the run, as the manifest has it."""
    stages = published.manifest["funnel"]
    assert isinstance(stages, dict)
    return stages


def count_rules(published: Published) -> dict[str, int]:
    """Count how often each rule changed something, named ``step/rule``."""
    grouped = _grouped(published.table("edits", ("step", "rule")))
    return {"/".join(key): times for key, times in grouped.items()}


def count_findings(published: Published) -> dict[str, int]:
    """Count the findings by code."""
    return _counts(published.table("findings", ("code",)), "code")


def count_rejects(published: Published) -> dict[str, int]:
    """Count what was rejected, named ``kind/reason``."""
    grouped = _grouped(published.table("rejects", ("kind", "reason")))
    return {"/".join(key): times for key, times in grouped.items()}


def _grouped(table: pa.Table) -> dict[tuple[Any, ...], int]:
    """Count equal rows; the most frequent first, ties by name."""
    counted = table.group_by(table.column_names).aggregate([([], "count_all")])
    *keys, times = (counted[name].to_pylist() for name in (*table.column_names, "count_all"))
    rows = zip(zip(*keys, strict=True), times, strict=True)
    return dict(sorted(rows, key=lambda row: (-row[1], [(v is not None, v) for v in row[0]])))


def _counts(table: pa.Table, column: str) -> dict[Any, int]:
    return {key[0]: times for key, times in _grouped(table.select([column])).items()}


def _language_pairs(pairs: pa.Table) -> tuple[LanguagePair, ...]:
    grouped = _grouped(pairs.select(["source_lang", "target_lang", "accepted", "whole"]))
    counts: dict[tuple[str, str], Counter[str]] = {}
    for (source, target, accepted, whole), times in grouped.items():
        counter = counts.setdefault((source, target), Counter())
        counter["pairs" if whole else "gaps"] += times
        counter["accepted"] += times if accepted else 0
    found = [
        LanguagePair(*languages, counter["pairs"], counter["accepted"], counter["gaps"])
        for languages, counter in counts.items()
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.pairs, pair.name)))


def _sites(documents: pa.Table, pairs: pa.Table) -> tuple[Site, ...]:
    by_site = _counts(documents, "domain")
    segment_pairs = Counter[str | None]()
    accepted = Counter[str | None]()
    whole = pairs.filter(pairs["whole"]).select(["domain", "accepted"])
    for (site, good), times in _grouped(whole).items():
        segment_pairs[site] += times
        accepted[site] += times if good else 0
    sites = [
        Site(name, by_site.get(name, 0), segment_pairs[name], accepted[name])
        for name in by_site.keys() | segment_pairs.keys()
    ]
    return tuple(sorted(sites, key=lambda one: (-one.documents, -one.pairs, one.name or "")))


def _histogram(
    values: pa.ChunkedArray, accepted: pa.ChunkedArray, ends: Sequence[float]
) -> Histogram:
    # `searchsorted` puts a value on an end into the next bin; the greatest score stays in the last.
    places = np.searchsorted(ends, values.to_numpy(), side="right").clip(max=len(ends) - 1)
    good = accepted.to_numpy().astype(bool)
    kept, refused = (np.bincount(places[chosen], minlength=len(ends)) for chosen in (good, ~good))
    return Histogram(tuple(ends), tuple(kept.tolist()), tuple(refused.tolist()))


def _boilerplate(published: Published) -> dict[str, tuple[int, int]]:
    """Count removals and their characters by kind of boilerplate."""
    removed = (pc.field("step") == "boilerplate") & (pc.field("after") == "")
    removals = Counter[str]()
    characters = Counter[str]()
    for edit in published.records("edits", ("rule", "before"), removed):
        kind = str(edit["rule"]).partition("/")[0]
        removals[kind] += 1
        characters[kind] += len(str(edit["before"]))
    ordered = sorted(removals, key=lambda kind: (-removals[kind], kind))
    return {kind: (removals[kind], characters[kind]) for kind in ordered}


def _names(published: Published, documents: pa.Table) -> tuple[Name, ...]:
    languages = dict(
        zip(documents["id"].to_pylist(), documents["language"].to_pylist(), strict=True)
    )
    repaired = published.records(
        "edits", ("id", "rule", "before", "after"), pc.field("step") == "names"
    )
    counted = Counter(
        (
            str(edit["rule"]).partition("/")[0],
            languages.get(edit["id"], "und"),
            str(edit["before"]),
            str(edit["after"]),
        )
        for edit in repaired
    )
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Name(*name, times) for name, times in ordered)


def count_spelled(published: Published) -> tuple[Spelled, ...]:
    """Collect the names that one language spells in several ways, the most frequent first."""
    if not published.has("spellings"):
        return ()
    columns = ("concept", "name", "language", "short", "spelling", "times", "documents", "sites")
    groups: dict[tuple[str, str, bool], list[dict[str, Any]]] = {}
    for row in published.records("spellings", (*columns, "mixed"), pc.field("spellings") > 1):
        key = (str(row["concept"]), str(row["language"]), bool(row["short"]))
        groups.setdefault(key, []).append(row)
    found = [_one_spelled(rows) for _, rows in sorted(groups.items())]
    return tuple(sorted(found, key=lambda one: (-one.documents, one.name, one.language)))


def _one_spelled(rows: Sequence[dict[str, Any]]) -> Spelled:
    ordered = sorted(rows, key=lambda row: (-row["times"], row["spelling"]))
    return Spelled(
        ordered[0]["concept"],
        ordered[0]["name"],
        ordered[0]["language"],
        tuple((row["spelling"], row["times"], row["documents"], row["sites"]) for row in ordered),
        sum(row["documents"] for row in rows),
        max(row["mixed"] for row in rows),
    )


def _translated(published: Published) -> dict[str, int]:
    """Count the documents by each sign that a machine translated them."""
    signs = Counter[str]()
    for row in published.records("documents", ("mt_evidence",)):
        evidence = row["mt_evidence"]
        signs.update(evidence if isinstance(evidence, list) else ())
    return dict(sorted(signs.items(), key=lambda item: (-item[1], item[0])))
