"""Pages to documents: read, clean what is new, keep what is finished.

The unit that is finished or not is the page (its path, bytes and metadata, under one state of rules
and code); pages are cleaned in batches, each batch a shard of the store. Which pages share a batch
never shows in the result.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cleaners.records import Document, Reject, Scrape
from cleaners.rejection import ADVICE
from cleaners.rules import Rules
from flows import raw
from flows.codec import from_json, to_json
from flows.corpora.cleaning import CleanUnit, clean_units
from flows.corpora.raw_corpora import RawCorpus, find_corpora
from flows.progress import Progress, no_progress
from flows.raw import RawFile
from flows.settings import Settings, context
from flows.store import Store
from flows.workers import CLEAN, Work, run_batches

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
    units: tuple[CleanUnit, ...] = ()


@dataclass
class _Batch:
    work: list[Work[Scrape]] = field(default_factory=list)
    characters: int = 0

    def add(self, work: Work[Scrape]) -> None:
        self.work.append(work)
        self.characters += len(work.item.content)

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
    files = raw.list_files(settings.raw)
    corpora = _corpora(settings, files)
    taken = {path for corpus in corpora for path in corpus.files}

    def unfinished() -> Iterator[Work[Scrape]]:
        nonlocal pending
        for file in files:
            if file.path in taken:
                continue
            for item in raw.read_file(settings.raw, file):
                if isinstance(item, Reject):
                    rejects.append(item)
                    continue
                key = page_key(item)
                keys.append(key)
                if settings.force or key not in store:
                    pending += 1
                    yield Work(key, item)

    done = 0
    for count in _clean_batches(batches_of(unfinished()), rules, settings, store):
        done += count
        progress("clean", done, pending)
    loaded = store.load(keys)
    documents = [from_json(payload["document"], Document) for _, payload in loaded]
    documents.sort(key=lambda document: (document.path, document.record))
    kept = Store(work_folder(settings, rules) / "units")
    cleaned = clean_units(corpora, settings, rules, kept, progress)
    rejects += cleaned.rejects
    order = sorted(rejects, key=lambda reject: (reject.path, reject.record, reject.reason))
    finished = len(keys) - pending
    return CleanedPages(tuple(documents), tuple(order), pending, finished, cleaned.units)


def _corpora(settings: Settings, files: Sequence[RawFile]) -> list[RawCorpus]:
    """Give the corpora among the raw files that can be read."""
    readable = [
        file.path
        for file in files
        if file.sha256 and not raw.unreadable(settings.raw, settings.raw / file.path)
    ]
    return find_corpora(settings.raw, readable)


def page_key(scrape: Scrape) -> str:
    """Name a page by all that its cleaning depends on besides rules and code; 64 digits."""
    parts = [scrape.path, scrape.record, scrape.media, scrape.raw_sha256]
    described = json.dumps([*parts, to_json(scrape.metadata)], sort_keys=True)
    return hashlib.sha256(described.encode("ascii")).hexdigest()


def batches_of(works: Iterator[Work[Scrape]]) -> Iterator[list[Work[Scrape]]]:
    """Cut pages into batches of bounded size."""
    batch = _Batch()
    for work in works:
        batch.add(work)
        if batch.full:
            yield batch.work
            batch = _Batch()
    if batch.work:
        yield batch.work


def _clean_batches(
    batches: Iterator[list[Work[Scrape]]], rules: Rules, settings: Settings, store: Store
) -> Iterator[int]:
    """Clean batch after batch, store each, and give how many pages it held."""
    workers = settings.workers or os.cpu_count() or 1
    for results in run_batches(CLEAN, batches, rules, workers):
        store.save(results)
        yield len(results)


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
