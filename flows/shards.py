"""Pages to documents: read, clean what is new, keep what is finished.

The unit that is finished or not is the page (its path, bytes and metadata, under one state of rules
and code); pages are cleaned in batches, each batch a shard of the store. Which pages share a batch
never shows in the result.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path

from cleaners import pipeline
from cleaners import rules as rule_data
from cleaners.records import Document, Reject, Scrape
from cleaners.rejection import ADVICE
from cleaners.rules import Rules
from flows import raw
from flows.codec import from_json, to_json
from flows.progress import Progress, no_progress
from flows.settings import Settings, cache_folder, context
from flows.store import Store

# A batch is what one worker cleans before its result is safe on disk: seconds of work, so that a
# killed run loses little, and large enough that passing it on costs nothing beside it.
BATCH_PAGES = 200
BATCH_CHARACTERS = 4_000_000


@dataclass(frozen=True)
class CleanedPages:
    """What cleaning gave: documents (rejected ones among them), unreadable input, and counts."""

    documents: tuple[Document, ...]
    rejects: tuple[Reject, ...]
    cleaned_now: int
    finished_before: int


@dataclass(frozen=True)
class _Work:
    key: str
    scrape: Scrape


@dataclass
class _Batch:
    work: list[_Work] = field(default_factory=list)
    characters: int = 0

    def add(self, work: _Work) -> None:
        self.work.append(work)
        self.characters += len(work.scrape.content)

    @property
    def full(self) -> bool:
        return len(self.work) >= BATCH_PAGES or self.characters >= BATCH_CHARACTERS


def work_folder(settings: Settings, rules: Rules) -> Path:
    """Name the hidden folder that holds what is finished under these rules and this code."""
    return settings.clean / ".work" / context(rules)


def clean_pages(settings: Settings, rules: Rules, progress: Progress = no_progress) -> CleanedPages:
    """Clean all pages of the raw folder that are not finished yet, and load the finished ones.

    Documents come in the order of their path and record.
    """
    store = Store(work_folder(settings, rules) / "pages")
    keys: list[str] = []
    rejects: list[Reject] = []
    pending = 0

    def unfinished() -> Iterator[_Work]:
        nonlocal pending
        for file in raw.list_files(settings.raw):
            for item in raw.read_file(settings.raw, file):
                if isinstance(item, Reject):
                    rejects.append(item)
                    continue
                key = page_key(item)
                keys.append(key)
                if settings.force or key not in store:
                    pending += 1
                    yield _Work(key, item)

    done = 0
    for count in _clean_batches(_batches(unfinished()), settings, store):
        done += count
        progress("clean", done, pending)
    loaded = store.load(keys)
    documents = [from_json(payload["document"], Document) for _, payload in loaded]
    documents.sort(key=lambda document: (document.path, document.record))
    order = sorted(rejects, key=lambda reject: (reject.path, reject.record, reject.reason))
    return CleanedPages(tuple(documents), tuple(order), pending, len(keys) - pending)


def page_key(scrape: Scrape) -> str:
    """Name a page by all that its cleaning depends on besides rules and code; 64 digits."""
    parts = [scrape.path, scrape.record, scrape.media, scrape.raw_sha256]
    described = json.dumps([*parts, to_json(scrape.metadata)], sort_keys=True)
    return hashlib.sha256(described.encode("ascii")).hexdigest()


def _batches(works: Iterator[_Work]) -> Iterator[list[_Work]]:
    batch = _Batch()
    for work in works:
        batch.add(work)
        if batch.full:
            yield batch.work
            batch = _Batch()
    if batch.work:
        yield batch.work


def _clean_batches(
    batches: Iterator[list[_Work]], settings: Settings, store: Store
) -> Iterator[int]:
    """Clean batch after batch, store each, and give how many pages it held.

    A single batch is cleaned here; several are spread over worker processes, at most twice as many
    in flight as there are workers, so that memory stays bounded.
    """
    first = next(batches, None)
    if first is None:
        return
    second = next(batches, None)
    folders = settings.load_rules().folders[1:]
    if second is None:
        store.save(clean_batch(first, folders))
        yield len(first)
        return
    workers = settings.workers or os.cpu_count() or 1
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, spawn, initializer=_die_with_parent) as pool:
        flying: deque[tuple[int, Future[list[tuple[str, dict[str, object]]]]]] = deque()
        for batch in _chain(first, second, batches):
            flying.append((len(batch), pool.submit(clean_batch, batch, folders)))
            while len(flying) > 2 * workers or (flying and flying[0][1].done()):
                yield _land(flying, store)
        while flying:
            yield _land(flying, store)


def _chain(
    first: list[_Work], second: list[_Work], rest: Iterator[list[_Work]]
) -> Iterator[list[_Work]]:
    yield first
    yield second
    yield from rest


def _land(
    flying: deque[tuple[int, Future[list[tuple[str, dict[str, object]]]]]], store: Store
) -> int:
    size, future = flying.popleft()
    store.save(future.result())
    return size


def _die_with_parent() -> None:
    """End this worker when its parent is gone, even when that was killed outright."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def clean_batch(
    batch: Sequence[_Work], rule_folders: tuple[Path, ...]
) -> list[tuple[str, dict[str, object]]]:
    """Clean a batch of pages; runs anywhere, needs nothing but the pages and the rule folders."""
    rules = rule_data.load(*rule_folders, compiled=cache_folder())
    return [(work.key, {"document": to_json(_clean(work.scrape, rules))}) for work in batch]


def _clean(scrape: Scrape, rules: Rules) -> Document:
    """Clean one page; a fault of the program becomes a rejected document that names it."""
    try:
        return pipeline.clean(scrape, rules)
    except Exception as error:  # noqa: BLE001 - one page must never stop the run
        return pipeline.failed(scrape, f"{type(error).__name__}: {error}")


def page_reject(document: Document) -> Reject:
    """Turn a rejected document into the row that says why."""
    reason = document.rejected or ""
    detail = document.failure or f"nothing to publish on {document.path or 'this page'}"
    return Reject(
        document.path,
        document.record,
        "clean",
        reason,
        detail,
        ADVICE.get(reason, ADVICE["no-content"]),
    )
