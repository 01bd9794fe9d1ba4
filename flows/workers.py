"""Batches of work done, here or in worker processes that may die without harm."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import Generic, TypeVar

from cleaners import pipeline
from cleaners.boilerplate.sites import Observed
from cleaners.records import Document, Scrape
from cleaners.rules import Rules
from flows import notices
from flows.codec import to_json

Results = list[tuple[str, dict[str, object]]]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Work(Generic[Item]):
    """A page or another item to work on, and the key under which its result is kept."""

    key: str
    item: Item


@dataclass(frozen=True)
class Task(Generic[Item]):
    """What is done with a batch, and what stands for an item that kills its worker."""

    run: Callable[[Sequence[Work[Item]], Rules], Results]
    lost: Callable[[Item], dict[str, object]]


def observe_batch(batch: Sequence[Work[Scrape]], rules: Rules) -> Results:
    """Note the lines of a batch of pages and what became of each; an odd page has none."""
    return [(work.key, {"observed": to_json(_observe(work.item, rules))}) for work in batch]


def _observe(scrape: Scrape, rules: Rules) -> Observed:
    try:
        return pipeline.observe(scrape, rules)
    except Exception:  # noqa: BLE001 - cleaning it tells what is wrong; nothing is learned from it
        return Observed("", scrape.path, ())


def clean_batch(batch: Sequence[Work[Scrape]], rules: Rules) -> Results:
    """Clean a batch of pages; runs anywhere, needs nothing but the pages and the rule files."""
    return [(work.key, {"document": to_json(_clean(work.item, rules))}) for work in batch]


def _clean(scrape: Scrape, rules: Rules) -> Document:
    """Clean one page; a fault of the program becomes a rejected document that names it."""
    try:
        return pipeline.clean(scrape, rules)
    except Exception as error:  # noqa: BLE001 - one page must never stop the run
        return pipeline.failed(scrape, f"{type(error).__name__}: {error}")


def _lost_document(scrape: Scrape) -> dict[str, object]:
    failed = pipeline.failed(scrape, "the process that cleaned this page died")
    return {"document": to_json(failed)}


def _lost_observation(scrape: Scrape) -> dict[str, object]:
    return {"observed": to_json(Observed("", scrape.path, ()))}


CLEAN = Task(clean_batch, _lost_document)
OBSERVE = Task(observe_batch, _lost_observation)


def run_batches(
    task: Task[Item], batches: Iterator[list[Work[Item]]], rules: Rules, workers: int
) -> Iterator[Results]:
    """Work through batches and give their results in order.

    A single batch is done here; several are spread over worker processes.
    """
    first = list(islice(batches, 2))
    if len(first) < 2:
        return (task.run(batch, rules) for batch in first)
    return _in_processes(task, chain(first, batches), rules, workers)


def _in_processes(
    task: Task[Item], batches: Iterable[Sequence[Work[Item]]], rules: Rules, workers: int
) -> Iterator[Results]:
    """Work through batches in processes, and give their results in the order of the batches.

    At most twice as many batches as workers are in flight, so that memory stays bounded. When a
    worker dies, its batches are done again, apart; only a page that kills its worker is lost.
    """
    flying: deque[tuple[Sequence[Work[Item]], Future[Results] | None]] = deque()
    pool = _pool(workers)
    try:
        for batch in batches:
            try:
                flying.append((batch, pool.submit(task.run, batch, rules)))
            except BrokenExecutor:
                flying.append((batch, None))
                pool.shutdown()
                pool = _pool(workers)
            while len(flying) > 2 * workers:
                yield _land(task, *flying.popleft(), rules)
        while flying:
            yield _land(task, *flying.popleft(), rules)
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, spawn, initializer=_begin, initargs=(notices.shown(),))


def _land(
    task: Task[Item], batch: Sequence[Work[Item]], future: Future[Results] | None, rules: Rules
) -> Results:
    try:
        return future.result() if future else _apart(task, batch, rules)
    except BrokenExecutor:
        return _apart(task, batch, rules)


def _apart(task: Task[Item], batch: Sequence[Work[Item]], rules: Rules) -> Results:
    """Do a batch in a process of its own, halving it until the page that kills is alone."""
    with _pool(1) as pool:
        try:
            return pool.submit(task.run, batch, rules).result()
        except BrokenExecutor:
            pass
    if len(batch) == 1:
        return [(batch[0].key, task.lost(batch[0].item))]
    half = len(batch) // 2
    return [*_apart(task, batch[:half], rules), *_apart(task, batch[half:], rules)]


def _begin(show_notices: bool) -> None:  # noqa: FBT001 - a pool passes by position only
    _die_with_parent()
    if show_notices:
        notices.show()


def _die_with_parent() -> None:
    """End this worker when its parent is gone, even when that was killed outright."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
