"""The figures of a release as lines for people, and as one value for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from cleaners.boilerplate import kinds
from flows.console import bar, counts, table
from flows.figures import Figures, Histogram
from flows.release import Release

LISTED = 15
_BAR = 40


def lines(release: Release, figures: Figures) -> Iterator[str]:
    """Tell what a release holds."""
    yield f"Release {release.number} ({release.version})"
    yield from (f"{count:>9,}  {name}" for name, count in figures.funnel.items())
    if figures.languages:
        yield from ("", "Documents by language", *counts(figures.languages, LISTED))
    if figures.pairs:
        rows = [(one.name, one.pairs, one.accepted, one.gaps) for one in figures.pairs]
        yield from ("", "Segment pairs", *table(("languages", "pairs", "accepted", "gaps"), rows))
        yield from ("", "Score of quality (0-1): █ accepted, ░ not", *_scores(figures.quality))
    if figures.sites:
        rows = [
            (one.name or "(address unknown)", one.documents, one.pairs, one.accepted)
            for one in figures.sites[:LISTED]
        ]
        yield from ("", "Sites", *table(("site", "documents", "pairs", "accepted"), rows))
    yield from _lists(figures)


def _scores(histogram: Histogram) -> Iterator[str]:
    """Draw a line for each tenth; two bins of the histogram are one line."""
    kept, refused = (
        [sum(bins[start : start + 2]) for start in range(0, len(bins), 2)]
        for bins in (histogram.accepted, histogram.refused)
    )
    largest = max(map(sum, zip(kept, refused, strict=True))) or 1
    for place, (good, bad) in enumerate(zip(kept, refused, strict=True)):
        drawn = bar(good, largest, _BAR) + "░" * round(bad / largest * _BAR)
        yield f"  {place / 10:.1f}-{(place + 1) / 10:.1f}  {good + bad:>7,}  {drawn}".rstrip()


def _lists(figures: Figures) -> Iterator[str]:
    findings = {f"{code}  ({severity})": n for (code, severity), n in figures.findings.items()}
    removed = {kinds.shown(kind): times for kind, (times, _) in figures.boilerplate.items()}
    rejects = {f"{kind}: {reason}": n for (kind, _, reason), n in figures.rejects.items()}
    names = {
        f"{one.before} -> {one.after}  ({one.language}, {one.concept})": one.times
        for one in figures.names
    }
    for title, counted in (
        ("Findings", findings),
        ("Boilerplate removed, by kind", removed),
        ("Names repaired", names),
        ("Rejected, by reason", rejects),
    ):
        if counted:
            yield from ("", title, *counts(counted, LISTED))


def as_json(release: Release, figures: Figures) -> dict[str, object]:
    """Give the same for programs, complete."""
    return {
        "number": release.number,
        "version": release.version,
        "funnel": dict(figures.funnel),
        "languages": dict(figures.languages),
        "pairs": [asdict(pair) for pair in figures.pairs],
        "sites": [asdict(site) for site in figures.sites],
        "score_quality": _bins(figures.quality),
        "score_alignment": _bins(figures.alignment),
        "characters": {side: _bins(histogram) for side, histogram in figures.lengths.items()},
        "findings": [
            {"code": code, "severity": severity, "count": n}
            for (code, severity), n in figures.findings.items()
        ],
        "boilerplate": {
            kind: {"removals": times, "characters": characters}
            for kind, (times, characters) in figures.boilerplate.items()
        },
        "names": [asdict(name) for name in figures.names],
        "rules": dict(figures.rules),
        "rejects": [
            {"kind": kind, "stage": stage, "reason": reason, "count": n}
            for (kind, stage, reason), n in figures.rejects.items()
        ],
    }


def _bins(histogram: Histogram) -> list[dict[str, object]]:
    """Give the bins; the end of the last one is unknown where there is none."""
    rows = zip(histogram.ends, histogram.accepted, histogram.refused, strict=True)
    return [
        {"below": end if end < float("inf") else None, "accepted": good, "refused": bad}
        for end, good, bad in rows
    ]
