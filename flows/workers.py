"""Cleaning batches of pages, here or in worker processes that may die without harm."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import wait

from cleaners import pipeline
from cleaners.records import Document, Scrape
from cleaners.rules import Rules
from flows.codec import to_json

Results = list[tuple[str, dict[str, object]]]


@dataclass(frozen=True)
class Work:
    """A page to clean, and the key under which its result is kept."""

    key: str
    scrape: Scrape


def clean_batch(batch: Sequence[Work], rules: Rules) -> Results:
    """Clean a batch of pages; runs anywhere, needs nothing but the pages and the rule files."""
    return [(work.key, {"document": to_json(_clean(work.scrape, rules))}) for work in batch]


def _clean(scrape: Scrape, rules: Rules) -> Document:
    """Clean one page; a fault of the program becomes a rejected document that names it."""
    try:
        return pipeline.clean(scrape, rules)
    except Exception as error:  # noqa: BLE001 - one page must never stop the run
        return pipeline.failed(scrape, f"{type(error).__name__}: {error}")


def clean_in_processes(
    batches: Iterable[Sequence[Work]], rules: Rules, workers: int
) -> Iterator[Results]:
    """Clean batches in worker processes, and give their results in the order of the batches.

    At most twice as many batches as workers are in flight, so that memory stays bounded. When a
    worker dies, its batches are cleaned again, apart; only a page that kills its worker is lost,
    and is rejected.
    """
    flying: deque[tuple[Sequence[Work], Future[Results] | None]] = deque()
    pool = _pool(workers)
    try:
        for batch in batches:
            try:
                flying.append((batch, pool.submit(clean_batch, batch, rules)))
            except BrokenExecutor:
                flying.append((batch, None))
                pool.shutdown()
                pool = _pool(workers)
            while len(flying) > 2 * workers:
                yield _land(*flying.popleft(), rules)
        while flying:
            yield _land(*flying.popleft(), rules)
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, spawn, initializer=_die_with_parent)


def _land(batch: Sequence[Work], future: Future[Results] | None, rules: Rules) -> Results:
    try:
        return future.result() if future else _apart(batch, rules)
    except BrokenExecutor:
        return _apart(batch, rules)


def _apart(batch: Sequence[Work], rules: Rules) -> Results:
    """Clean a batch in a process of its own, halving it until the page that kills is alone."""
    with _pool(1) as pool:
        try:
            return pool.submit(clean_batch, batch, rules).result()
        except BrokenExecutor:
            pass
    if len(batch) == 1:
        failed = pipeline.failed(batch[0].scrape, "the process that cleaned this page died")
        return [(batch[0].key, {"document": to_json(failed)})]
    half = len(batch) // 2
    return [*_apart(batch[:half], rules), *_apart(batch[half:], rules)]


def _die_with_parent() -> None:
    """End this worker when its parent is gone, even when that was killed outright."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
