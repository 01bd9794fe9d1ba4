"""How far a run is, told to whoever listens: a terminal, Prefect's page, or nobody."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is (0: unknown)."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Show nothing."""


listener: ContextVar[Progress] = ContextVar("listener", default=no_progress)
"""Who listens in this context; set by the command line, read by the flow's tasks."""


@contextmanager
def terminal_bars() -> Iterator[None]:
    """Show a bar for each stage on standard error, when that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    columns = (TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        stages: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bars.add_task(stage, total=None)
            bars.update(stages[stage], completed=done, total=total or None)

        token = listener.set(show)
        try:
            yield
        finally:
            listener.reset(token)
