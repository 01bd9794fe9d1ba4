"""The second flow: names that machine translation broke and the lexicon does not know.

Proposes only: a person decides with ``limpide review`` or on the web page.
"""

# ruff: noqa: I001 - flows.settings sets the environment that Prefect reads when it is imported
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from flows import discover
from flows.progress import listener
from flows.settings import Settings

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

SHOWN = 200


@flow(name="discover-artifacts", persist_result=False)
def discover_artifacts(  # noqa: PLR0913, PLR0917 - the form of a manual run has these fields
    sources: Sequence[str] = (),
    clean: str = "clean",
    out: str = "proposals",
    limit: Annotated[int, Field(ge=1)] = discover.LIMIT,
    rules: Sequence[str] = (),
    workers: Annotated[int, Field(ge=0)] = 0,
) -> str:
    """Look for broken names in a collection and write candidates for review.

    Args:
        sources: Folders of releases or of scraped pages; the newest release if there are none.
        clean: Folder in which releases and finished work are.
        out: Folder for the review file and page.
        limit: Candidates to write at most.
        rules: Folders of own rule files, layered over the built-in ones.
        workers: Worker processes; 0 means one a processor core.
    """
    folders = tuple(Path(folder) for folder in rules)
    settings = Settings(clean=Path(clean), rules=folders, workers=workers)
    chosen = [Path(source) for source in sources] or [discover.newest_release(Path(clean))]
    done = discover_stage(chosen, settings, Path(out), limit)
    create_table_artifact(
        [
            {"wrong": one.wrong, "right": one.canonical, "source": one.source, "times": one.times}
            for one in done.written[:SHOWN]
        ],
        key="candidates",
        description="Names to review, the likeliest first",
    )
    get_run_logger().info(discover.summary(done, Path(out)))
    return discover.summary(done, Path(out))


@task(name="discover", cache_policy=NO_CACHE, persist_result=False)
def discover_stage(
    sources: list[Path], settings: Settings, out: Path, limit: int
) -> discover.Discovery:
    """Read the sources, compare, and write the review file."""
    return discover.discover(sources, settings, out, limit, listener.get())
