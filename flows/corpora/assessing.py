"""Units of a corpus assessed, in batches, here or in worker processes, in their order."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.quality import assess_all
from cleaners.records import Quality
from cleaners.rules import Rules
from flows.codec import from_json, to_json
from flows.console import counts
from flows.corpora.results import Result
from flows.corpora.units import Unit
from flows.raw_streams import Fault
from flows.workers import Results, Task, Work, run_batches

# Some seconds of work: what is passed to another process at once, and held in memory.
UNITS_A_BATCH = 512
MOST_NAMED = 12


@dataclass(frozen=True)
class Assessed:
    """A unit with what is thought of it."""

    unit: Unit
    quality: Quality
    accepted: bool

    @property
    def result(self) -> Result:
        """What is written about it."""
        unit = self.unit
        return Result(
            unit.number,
            unit.source_language,
            unit.target_language,
            unit.source,
            unit.target,
            unit.name,
            quality=self.quality,
            accepted=self.accepted,
        )


@dataclass
class Tally:
    """What came of a corpus, counted on the way."""

    units: int = 0
    accepted: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)

    def add(self, item: Assessed | Fault) -> None:
        """Count one more."""
        if isinstance(item, Fault):
            self.rejects[item.reason] += 1
            return
        self.units += 1
        self.accepted += item.accepted
        self.findings.update({finding.code for finding in item.quality.findings})

    def lines(self, purpose: str) -> Iterator[str]:
        """Sum it up for a person."""
        yield f"{self.units:,} pairs assessed, {self.accepted:,} accepted for {purpose}"
        if self.findings:
            yield "Pairs with each finding:"
            yield from counts(dict(self.findings.most_common()), MOST_NAMED)
        if self.rejects:
            yield "Not read, with the reason:"
            yield from counts(dict(self.rejects.most_common()), MOST_NAMED)


def assess_units(
    items: Iterator[Unit | Fault],
    accepts: Callable[[Quality], bool],
    rules: Rules,
    workers: int,
    advance: Callable[[], None],
) -> Iterator[Assessed | Fault]:
    """Assess units as they come, and give faults where they stand among them.

    A few batches are in memory at a time, however long the corpus is; ``advance`` is called after
    each.
    """
    waiting: deque[list[Unit | Fault]] = deque()

    def batches() -> Iterator[list[Work[Unit]]]:
        batch: list[Unit | Fault] = []
        units = 0
        for item in items:
            batch.append(item)
            units += isinstance(item, Unit)
            if units == UNITS_A_BATCH or len(batch) == 4 * UNITS_A_BATCH:
                waiting.append(batch)
                yield _works(batch)
                batch, units = [], 0
        waiting.append(batch)
        yield _works(batch)

    for results in run_batches(ASSESS, batches(), rules, workers):
        qualities = iter(results)
        for item in waiting.popleft():
            if isinstance(item, Fault):
                yield item
                continue
            _, payload = next(qualities)
            quality = from_json(payload["quality"], Quality)
            yield Assessed(item, quality, accepts(quality))
        advance()


def _works(batch: Sequence[Unit | Fault]) -> list[Work[Unit]]:
    return [Work("", item) for item in batch if isinstance(item, Unit)]


def assess_batch(batch: Sequence[Work[Unit]], rules: Rules) -> Results:
    """Assess a batch of units; runs anywhere."""
    del rules
    pairs = [pair_of(work.item) for work in batch]
    qualities = assess_all(pairs)
    return [
        (work.key, {"quality": to_json(quality)})
        for work, quality in zip(batch, qualities, strict=True)
    ]


def pair_of(unit: Unit) -> Pair:
    """Give a unit as the checks see it."""
    return Pair(unit.source, unit.target, unit.source_language, unit.target_language)


def _lost(unit: Unit) -> dict[str, object]:
    del unit
    return {"quality": to_json(Quality(0.0))}


ASSESS = Task(assess_batch, _lost)
