"""Corpora among the raw files: their units cleaned and assessed, finished ones kept."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.lone_pairs import fit_all
from cleaners.bitext.quality import assess_all
from cleaners.pipeline import clean_segment
from cleaners.records import Normalised, Quality, Reject
from cleaners.rules import Rules
from flows.codec import from_json, to_json
from flows.corpora.opening import Reader, with_languages
from flows.corpora.raw_corpora import RawCorpus
from flows.corpora.units import Languages, Unit
from flows.progress import Progress
from flows.raw import ADVICE
from flows.raw_streams import Fault
from flows.settings import Settings, SettingsError
from flows.store import Store
from flows.workers import Results, Task, Work, run_batches

# Some seconds of work, after which the result is safe on disk.
UNITS_A_BATCH = 512


@dataclass(frozen=True)
class CleanUnit:
    """A unit of a corpus: as it came, and what its two sides are now."""

    path: str
    unit: Unit
    source: Normalised = field(default_factory=lambda: Normalised(""))
    target: Normalised = field(default_factory=lambda: Normalised(""))
    fit: float = 0.0
    quality: Quality = field(default_factory=lambda: Quality(0.0))


@dataclass(frozen=True)
class CleanedUnits:
    """The units of all corpora, in the order of files and units, and what could not be read."""

    units: tuple[CleanUnit, ...] = ()
    rejects: tuple[Reject, ...] = ()


def clean_units(
    corpora: Sequence[RawCorpus], settings: Settings, rules: Rules, store: Store, progress: Progress
) -> CleanedUnits:
    """Clean and assess the units that are not finished yet, and load the finished ones."""
    read: list[str] = []
    rejects: list[Reject] = []
    seen = Counter[str]()
    done = 0

    def unfinished() -> Iterator[Work[CleanUnit]]:
        for corpus in corpora:
            for item in _read(corpus):
                if isinstance(item, Fault):
                    rejects.append(_reject(corpus.path, item))
                    continue
                described = _described(item)
                key = hashlib.sha256(f"{described}{seen[described]}".encode("ascii")).hexdigest()
                seen[described] += 1
                read.append(key)
                if settings.force or key not in store:
                    yield Work(key, item)

    works = unfinished()
    batches = iter(lambda: list(islice(works, UNITS_A_BATCH)), [])
    workers = settings.workers or os.cpu_count() or 1
    for results in run_batches(CLEAN_UNITS, batches, rules, workers):
        store.save(results)
        done += len(results)
        progress("corpora", done, 0)
    found = {key: from_json(payload["unit"], CleanUnit) for key, payload in store.load(read)}
    return CleanedUnits(tuple(found[key] for key in read), tuple(rejects))


def _read(corpus: RawCorpus) -> Iterator[CleanUnit | Fault]:
    """Read a corpus; units whose language nobody can know are one fault of the file."""
    items = iter(Reader(corpus.corpus, Languages()))
    try:
        for item in with_languages(items, corpus.corpus.languages, corpus.path):
            yield item if isinstance(item, Fault) else CleanUnit(corpus.path, item)
    except SettingsError as error:
        yield Fault("unknown-languages", str(error).partition("; ")[0])


def _reject(path: str, fault: Fault) -> Reject:
    advice = ADVICE[fault.reason]
    return Reject(path, fault.record, "read", fault.reason, fault.detail, advice)


def _described(item: CleanUnit) -> str:
    """Give all that a unit's cleaning depends on besides rules and code."""
    return json.dumps([item.path, to_json(item.unit)], sort_keys=True)


def clean_batch(batch: Sequence[Work[CleanUnit]], rules: Rules) -> Results:
    """Clean and assess a batch of units; runs anywhere."""
    cleaned = [_cleaned(work.item, rules) for work in batch]
    pairs = [_pair(item) for item in cleaned]
    judged = zip(batch, cleaned, fit_all(pairs), assess_all(pairs), strict=True)
    return [
        (work.key, {"unit": to_json(replace(item, fit=fit, quality=quality))})
        for work, item, fit, quality in judged
    ]


def _pair(item: CleanUnit) -> Pair:
    languages = (item.unit.source_language, item.unit.target_language)
    return Pair(item.source.text, item.target.text, *languages)


def _cleaned(item: CleanUnit, rules: Rules) -> CleanUnit:
    """Clean both sides; a Chinese one is taken for the original of the other."""
    unit = item.unit
    sides = [(unit.source, unit.source_language), (unit.target, unit.target_language)]
    results = []
    for side, other in (sides, sides[::-1]):
        original = other if other[1].startswith("zh") else None
        results.append(clean_segment(*side, rules, original))
    return replace(item, source=results[0], target=results[1])


def _lost(item: CleanUnit) -> dict[str, object]:
    """Stand for a unit that kills its worker: as it came, and worth nothing."""
    unit = item.unit
    lost = replace(item, source=Normalised(unit.source), target=Normalised(unit.target))
    return {"unit": to_json(lost)}


CLEAN_UNITS = Task(clean_batch, _lost)
