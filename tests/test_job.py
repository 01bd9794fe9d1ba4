"""The whole job: same input, same bytes, whatever the order, the workers, or who was killed."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cleaners.bitext.presets import PRESETS
from flows import job, shards
from flows.collection import collect
from flows.job import Outcome, Plan
from flows.release import releases, verify
from flows.settings import Settings, SettingsError
from flows.shards import clean_pages
from flows.tabulate import tabulate

GOLDEN = Path(__file__).parent / "golden"
RUN = """
import sys
from pathlib import Path
from flows.job import run
from flows.settings import Settings
run(Settings(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def tree(clean: Path) -> dict[str, str]:
    """Give the checksum of every published file and commit marker."""
    hidden = clean / ".work"
    return {
        file.relative_to(clean).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(clean.rglob("*"))
        if file.is_file() and not file.is_relative_to(hidden) and not file.is_symlink()
    }


@pytest.fixture(scope="module")
def published(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """Run the job once, undisturbed."""
    clean = tmp_path_factory.mktemp("published") / "clean"
    outcome = job.run(Settings(small_raw, clean))
    assert isinstance(outcome, Outcome)
    return clean, outcome


def test_a_run_publishes_a_verified_release(published: tuple[Path, Outcome]) -> None:
    clean, outcome = published
    assert outcome.is_new
    verify(outcome.release.folder)
    assert [one.version for one in releases(clean)] == [outcome.release.version]
    assert outcome.funnel["documents"] == 4
    assert outcome.funnel["document pairs"] == 3
    assert outcome.funnel["accepted segment pairs"] > 0


def test_bad_input_is_rejected_with_its_reason(published: tuple[Path, Outcome]) -> None:
    _, outcome = published
    assert outcome.rejects == {
        "bad-json-line": 1,
        "binary": 1,
        "empty": 1,
        "only-ticker": 1,
    }


def test_a_second_run_has_nothing_to_do(small_raw: Path, published: tuple[Path, Outcome]) -> None:
    clean, _ = published
    before = tree(clean)
    assert isinstance(job.run(Settings(small_raw, clean)), Plan)
    assert tree(clean) == before


def test_force_makes_the_same_bytes_again(small_raw: Path, published: tuple[Path, Outcome]) -> None:
    clean, first = published
    outcome = job.run(Settings(small_raw, clean, force=True))
    assert isinstance(outcome, Outcome)
    assert not outcome.is_new
    assert outcome.cleaned_now == first.cleaned_now


def test_only_a_new_page_is_cleaned(
    small_raw: Path, tmp_path: Path, published: tuple[Path, Outcome]
) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    shutil.copytree(small_raw, raw)
    shutil.copytree(published[0], clean, symlinks=True)
    (raw / "new.txt").write_text("Une page de plus, avec une seule phrase.\n", "utf-8")
    outcome = job.run(Settings(raw, clean))
    assert isinstance(outcome, Outcome)
    assert outcome.is_new
    assert outcome.cleaned_now == 1
    assert outcome.release.number == 2


def test_batches_and_workers_do_not_show(
    small_raw: Path,
    tmp_path: Path,
    published: tuple[Path, Outcome],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shards, "BATCH_PAGES", 2)
    outcome = job.run(Settings(small_raw, tmp_path / "clean", workers=2))
    assert isinstance(outcome, Outcome)
    assert tree(tmp_path / "clean") == tree(published[0])


def test_a_worker_that_dies_takes_nothing_with_it(
    small_raw: Path,
    tmp_path: Path,
    published: tuple[Path, Outcome],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shards, "BATCH_PAGES", 1)
    killed: list[int] = []

    def kill_first_worker() -> None:
        while not killed:
            for child in multiprocessing.active_children():
                if child.pid and "SpawnProcess" in child.name:
                    os.kill(child.pid, signal.SIGKILL)
                    killed.append(child.pid)
                    break
            time.sleep(0.01)

    killer = threading.Thread(target=kill_first_worker, daemon=True)
    killer.start()
    job.run(Settings(small_raw, tmp_path / "clean", workers=1))
    killer.join(10)
    assert killed
    assert tree(tmp_path / "clean") == tree(published[0])


def test_an_edited_sidecar_is_something_new(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    raw.mkdir()
    (raw / "page.txt").write_text("Le port a rouvert mardi. Les navires attendent.\n", "utf-8")
    sidecar = raw / "page.txt.meta.json"
    versions = []
    for licence in ("CC-BY-4.0", "CC0-1.0"):
        sidecar.write_text(json.dumps({"licence": licence}), "utf-8")
        outcome = job.run(Settings(raw, clean))
        assert isinstance(outcome, Outcome)
        versions.append(outcome.release.version)
    assert len(set(versions)) == 2
    assert isinstance(job.run(Settings(raw, clean, force=True)), Outcome)


def test_the_order_of_documents_does_not_show(small_raw: Path, tmp_path: Path) -> None:
    planned = job.plan(Settings(small_raw, tmp_path / "clean"))
    pages = clean_pages(planned.settings, planned.rules)
    turned = shards.CleanedPages(pages.documents[::-1], pages.rejects[::-1], 0, 0)
    tables = [
        tabulate(collect(planned.settings, planned.rules, one), "v", PRESETS["training"])
        for one in (pages, turned)
    ]
    for name in ("documents", "pairs", "document_pairs", "repairs", "spellings", "rejects"):
        first, second = (sorted(map(repr, getattr(one, name))) for one in tables)
        assert first == second


@pytest.mark.slow
def test_a_killed_run_ends_in_the_same_bytes(
    small_raw: Path, tmp_path: Path, published: tuple[Path, Outcome]
) -> None:
    clean = tmp_path / "clean"
    command = [sys.executable, "-c", RUN, str(small_raw), str(clean)]
    started = time.monotonic()
    subprocess.run([*command[:-1], str(tmp_path / "warm")], check=True)
    whole = time.monotonic() - started
    kills = 0
    for share in (0.35, 0.55, 0.7, 0.8, 0.9, 0.95):
        process = subprocess.Popen(command)
        try:
            process.wait(whole * share)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            kills += process.wait() == -signal.SIGKILL
        for release in releases(clean):
            verify(release.folder)
    assert kills > 0
    subprocess.run(command, check=True)
    assert tree(clean) == tree(published[0])


@pytest.mark.slow
def test_two_runs_at_once_publish_one_release(
    small_raw: Path, tmp_path: Path, published: tuple[Path, Outcome]
) -> None:
    command = [sys.executable, "-c", RUN, str(small_raw), str(tmp_path / "clean")]
    processes = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert tree(tmp_path / "clean") == tree(published[0])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Settings(Path("no/such/folder")), "raw folder no/such/folder: does not exist"),
        (Settings(Path(__file__)), "is a file"),
        (Settings(Path(__file__).parent, purpose="fun"), "'fun': is none of training"),
        (Settings(Path(__file__).parent, minimum_quality=1.5), "must lie between 0 and 1"),
        (Settings(Path(__file__).parent, languages=("french!",)), "is no BCP-47 tag"),
        (Settings(GOLDEN, Path(__file__)), "is a file, not a folder"),
        (Settings(Path(__file__).parent, Path(__file__).parent / "x"), "must not lie inside"),
        (Settings(Path(__file__).parent, workers=-1), "workers -1"),
    ],
)
def test_wrong_settings_are_refused_before_anything_is_written(
    settings: Settings, message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        job.plan(settings)
