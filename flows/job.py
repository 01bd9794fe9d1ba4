"""The main job without an orchestrator: raw pages in, a release out.

The Prefect flow wraps these same stages; tests and the benchmark adapter call them directly.
"""

from __future__ import annotations

from dataclasses import dataclass

from cleaners.rules import Rules
from flows import raw, release
from flows.collection import Collection, collect
from flows.exports import ReleaseInfo, write_release
from flows.progress import Progress, no_progress
from flows.report_page import report_text
from flows.rows import Tables
from flows.settings import Settings, signature
from flows.shards import CleanedPages, clean_pages
from flows.tabulate import tabulate


@dataclass(frozen=True)
class Plan:
    """What a run is about to do: the release it leads to, and that release if it is there."""

    settings: Settings
    rules: Rules
    version: str
    published: release.Release | None

    @property
    def nothing_new(self) -> bool:
        """Whether the release is published already and nobody asked to make it again."""
        return self.published is not None and not self.settings.force


@dataclass(frozen=True)
class Outcome:
    """How a run ended: the release and whether it is new, the funnel, the rejects by reason."""

    release: release.Release
    is_new: bool
    funnel: dict[str, int]
    rejects: dict[str, int]
    cleaned_now: int
    finished_before: int
    internal_errors: tuple[str, ...]


def plan(settings: Settings) -> Plan:
    """Check the settings, read a user's rule files, and look whether there is anything to do.

    Raises ``SettingsError`` or ``RuleFileError`` before anything is written.
    """
    settings = settings.checked()
    rules = settings.load_rules()
    listed = raw.list_files(settings.raw)
    files = [(file.path, file.sha256, file.sidecar_sha256) for file in listed]
    version = release.version_of(settings, rules, files)
    return Plan(settings, rules, version, release.find(settings.clean, version))


def run(settings: Settings, progress: Progress = no_progress) -> Outcome | Plan:
    """Do the whole job; gives the plan back when there is nothing new."""
    planned = plan(settings)
    if planned.nothing_new:
        return planned
    pages = clean_pages(planned.settings, planned.rules, progress)
    collection = collect(planned.settings, planned.rules, pages, progress)
    return publish(planned, pages, collection, progress)


def publish(
    planned: Plan, pages: CleanedPages, collection: Collection, progress: Progress = no_progress
) -> Outcome:
    """Write, verify and commit the release."""
    progress("publish", 0, 1)
    tables = tabulate(collection, planned.version, planned.settings.accepting)
    funnel = count_funnel(collection, tables)
    info = ReleaseInfo(
        version=planned.version,
        signature=signature(planned.rules),
        funnel=funnel,
        languages=tuple(sorted({document.language for document in collection.documents})),
        notes=_notes(planned.settings),
    )
    published, is_new = release.publish(
        planned.settings.clean,
        planned.version,
        lambda folder: write_release(folder, tables, info, report_text),
    )
    progress("publish", 1, 1)
    reasons = sorted(row.reason for row in tables.rejects if row.kind != "pair")
    errors = [reject.path for reject in collection.rejects if reject.reason == "internal-error"]
    return Outcome(
        published,
        is_new,
        funnel,
        {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)},
        pages.cleaned_now,
        pages.finished_before,
        tuple(errors),
    )


def _notes(settings: Settings) -> tuple[str, ...]:
    """Say what decided the pairs: a name and its value each."""
    notes = (f"accepted for {settings.purpose}", f"minimum quality {settings.accepting.minimum}")
    return (*notes, f"paired and aligned with {settings.model}") if settings.model else notes


def count_funnel(collection: Collection, tables: Tables) -> dict[str, int]:
    """Count what is left after each stage, from raw pages to accepted segment pairs."""
    unique = [row for row in tables.documents if not row.duplicate_of]
    linked = {pair for row in tables.document_pairs for pair in (row.source_doc, row.target_doc)}
    whole = [row for row in tables.pairs if row.source and row.target]
    return {
        "pages": collection.pages,
        "documents": len(tables.documents),
        "unique documents": len(unique),
        "documents with a translation": len(linked),
        "document pairs": len(tables.document_pairs),
        **({"pairs of corpora": len(collection.units)} if collection.units else {}),
        "segment pairs": len(whole),
        "accepted segment pairs": sum(row.accepted for row in whole),
    }
