"""The main flow: scraped pages in ``raw/`` become a release in ``clean/``.

Thin by intent: each task is one stage of ``flows.job``, whose own keys decide what is done again.
Prefect's caching is off, since a thin task's source says nothing about the code below it.
"""

# ruff: noqa: I001 - flows.settings sets the environment that Prefect reads when it is imported
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Annotated, cast
from uuid import UUID

from pydantic import Field

from cleaners.bitext.presets import DEFAULT, Purpose
from flows import job, report
from flows.collection import Collection, collect
from flows.progress import Progress, listener
from flows.settings import Settings
from flows.shards import CleanedPages, clean_pages

from prefect import flow, get_run_logger, task
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE


# Where `limpide serve` listens unless told otherwise.
PAGE = "http://127.0.0.1:8010"
STAGES = ("clean pages", "collect", "publish")
MEASURED = {"clean": "Pages cleaned", "align": "Article pairs aligned"}


@flow(name="clean-scrapes", persist_result=False)
def clean_scrapes(  # noqa: PLR0913, PLR0917 - the form of a manual rerun has these fields
    raw: str = "raw",
    clean: str = "clean",
    languages: Sequence[str] = (),
    minimum_quality: Annotated[float, Field(ge=0, le=1)] | None = None,
    rules: Sequence[str] = (),
    force: bool = False,  # noqa: FBT001, FBT002 - a check box of that form
    workers: Annotated[int, Field(ge=0)] = 0,
    keep: Sequence[str] = (),
    purpose: Purpose = DEFAULT,
    model: str = "",
    page: str = PAGE,
) -> str:
    """Clean the pages of a folder and publish them as a bilingual dataset.

    Only new or changed pages are cleaned; when nothing changed, nothing is published.

    Args:
        raw: Folder with the scraped pages.
        clean: Folder in which releases are published.
        languages: BCP-47 tags to publish, such as fr or zh-Hant; all if there are none.
        minimum_quality: Score (0 to 1) from which a segment pair is accepted; that of the purpose
            if none is given.
        rules: Folders of own rule files, layered over the built-in ones.
        force: Clean all pages again, also those that are finished.
        workers: Worker processes; 0 means one a processor core.
        keep: Kinds of boilerplate that stay, such as comments or captions.
        purpose: What the pairs are wanted for; it decides which are accepted.
        model: Model to pair and align with, such as labse; the built-in one if empty.
        page: Address at which `limpide serve` shows the releases, for the link to the report.
    """
    settings = Settings(
        Path(raw),
        Path(clean),
        tuple(Path(folder) for folder in rules),
        tuple(languages),
        minimum_quality,
        force,
        workers,
        tuple(keep),
        purpose,
        model,
    )
    logger = get_run_logger()
    planned = job.plan(settings)
    if planned.nothing_new:
        create_markdown_artifact(report.markdown(planned), key="run", description="Outcome")
        logger.info(report.summary(planned))
        return report.summary(planned)
    started = [monotonic()]
    pages = clean_stage(planned)
    started.append(monotonic())
    collection = collect_stage(planned, pages)
    started.append(monotonic())
    outcome = publish_stage(planned, pages, collection)
    started.append(monotonic())
    for path in outcome.internal_errors:
        logger.error("internal error on %s; it is in the rejects", path)
    create_table_artifact(
        [{"stage": name, "count": count} for name, count in outcome.funnel.items()],
        key="funnel",
        description="What is left after each stage",
    )
    # Not in the release: the same input gives the same bytes there.
    create_table_artifact(
        [
            {"stage": name, "seconds": round(end - start, 1)}
            for name, (start, end) in zip(STAGES, pairwise(started), strict=True)
        ],
        key="time",
        description="How long each stage took",
    )
    version, number = outcome.release.version, outcome.release.number
    create_link_artifact(
        f"{page.rstrip('/')}/releases/{version}/files/report.html",
        f"Report of release {number}",
        key="report",
        description=f"Charts and samples; also the file {outcome.release.folder / 'report.html'}",
    )
    create_markdown_artifact(report.markdown(outcome), key="run", description="Outcome")
    logger.info(report.summary(outcome))
    return report.summary(outcome)


@task(name="clean pages", cache_policy=NO_CACHE, persist_result=False)
def clean_stage(planned: job.Plan) -> CleanedPages:
    """Clean what is new among the raw pages; shards fan out inside."""
    return clean_pages(planned.settings, planned.rules, _progress("clean"))


@task(name="collect", cache_policy=NO_CACHE, persist_result=False)
def collect_stage(planned: job.Plan, pages: CleanedPages) -> Collection:
    """Find duplicates and translations, align and assess."""
    return collect(planned.settings, planned.rules, pages, _progress("align"))


@task(name="publish", cache_policy=NO_CACHE, persist_result=False)
def publish_stage(planned: job.Plan, pages: CleanedPages, collection: Collection) -> job.Outcome:
    """Write, verify and commit the release."""
    return job.publish(planned, pages, collection, listener.get())


def _progress(measured: str) -> Progress:
    """Tell the terminal about every stage, and Prefect's page about the one that takes long."""
    terminal = listener.get()
    artifact = cast("UUID", create_progress_artifact(0.0, description=MEASURED[measured]))
    shown = 0

    def show(stage: str, done: int, total: int) -> None:
        nonlocal shown
        terminal(stage, done, total)
        percent = 100 * done // total if total else 0
        if stage == measured and percent > shown:
            shown = percent
            update_progress_artifact(artifact, float(percent), description=MEASURED[measured])

    return show
