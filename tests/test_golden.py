"""The golden run: raw/ through the whole job, compared with the stored outcome as a diff.

After a change that is meant, ``pytest tests/test_golden.py --update-golden`` stores the new
outcome; read the difference before it is committed.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from cleaners.bitext.presets import PRESETS
from flows import job
from flows.collection import collect
from flows.rows import Tables
from flows.settings import Settings
from flows.shards import clean_pages
from flows.tabulate import tabulate

REPOSITORY = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Do the main job on raw/, up to the rows of its tables."""
    clean = tmp_path_factory.mktemp("golden") / "clean"
    planned = job.plan(Settings(REPOSITORY / "raw", clean))
    pages = clean_pages(planned.settings, planned.rules)
    return tabulate(collect(planned.settings, planned.rules, pages), "golden", PRESETS["training"])


def documents(tables: Tables) -> str:
    """Show each document: where it came from, what is known of it, how it reads."""
    shown = [
        f"== {row.path} [{row.language}] duplicate={bool(row.duplicate_of)} mt={row.mt_suspected}\n"
        f"{row.content}\n"
        for row in sorted(tables.documents, key=lambda row: row.path)
    ]
    return "\n".join(shown)


def pairs(tables: Tables) -> str:
    """Show each segment pair with what was decided."""
    rows = sorted(
        tables.pairs, key=lambda r: (r.source_lang, r.target_lang, r.source_doc, r.source_index)
    )
    lines = [
        f"{row.source_lang}\t{row.target_lang}\t{row.alignment}\t{row.accepted}\t"
        f"{';'.join(row.findings)}\t{row.source}\t{row.target}"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def rejects(tables: Tables) -> str:
    """Show each page that is not published, with its reason."""
    pages = [row for row in tables.rejects if row.kind != "pair"]
    lines = [f"{row.path}\t{row.stage}\t{row.reason}\t{row.detail}" for row in pages]
    return "\n".join(sorted(lines)) + "\n"


@pytest.mark.parametrize("show", [documents, pairs, rejects], ids=lambda show: show.__name__)
def test_the_main_job_gives_the_stored_outcome(
    tables: Tables, show: object, request: pytest.FixtureRequest
) -> None:
    assert callable(show)
    file = GOLDEN / f"{show.__name__}.txt"
    actual = str(show(tables))
    if request.config.getoption("--update-golden"):
        file.write_text(actual, "utf-8")
    stored = file.read_text("utf-8") if file.exists() else ""
    difference = difflib.unified_diff(stored.splitlines(), actual.splitlines(), lineterm="", n=0)
    assert "\n".join(difference) == ""
