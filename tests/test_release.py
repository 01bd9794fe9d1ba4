"""Releases: committed create-only, verified, the newest linked, abandoned builds removed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.release import ReleaseError, find, publish, releases, verify


def writer(text: str) -> Callable[[Path], None]:
    """Write a release of one file and its checksums."""

    def write(folder: Path) -> None:
        (folder / "data.txt").write_text(text, "utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        (folder / "SHA256SUMS").write_text(f"{digest}  data.txt\n", "utf-8")

    return write


def test_releases_are_numbered_in_the_order_of_publication(tmp_path: Path) -> None:
    for version in ("bbb", "aaa"):
        release, is_new = publish(tmp_path, version, writer(version))
        assert is_new
        assert (release.folder / "data.txt").read_text("utf-8") == version
    assert [(one.number, one.version) for one in releases(tmp_path)] == [(1, "bbb"), (2, "aaa")]
    assert (tmp_path / "latest").resolve() == (tmp_path / "aaa").resolve()


def test_the_same_release_twice_is_one(tmp_path: Path) -> None:
    publish(tmp_path, "aaa", writer("x"))
    release, is_new = publish(tmp_path, "aaa", writer("x"))
    assert not is_new
    assert release.number == 1
    assert len(releases(tmp_path)) == 1


def test_other_content_under_a_published_version_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, "aaa", writer("x"))
    with pytest.raises(ReleaseError, match="other content"):
        publish(tmp_path, "aaa", writer("y"))
    assert (tmp_path / "aaa" / "data.txt").read_text("utf-8") == "x"


def test_a_folder_without_its_marker_is_no_release_and_is_committed_later(tmp_path: Path) -> None:
    (tmp_path / "aaa").mkdir()
    writer("x")(tmp_path / "aaa")
    assert find(tmp_path, "aaa") is None
    release, is_new = publish(tmp_path, "aaa", writer("x"))
    assert is_new
    assert release.number == 1


def test_a_failing_build_publishes_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half.txt").write_text("half", "utf-8")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publish(tmp_path, "aaa", fail)
    assert releases(tmp_path) == []
    assert not list((tmp_path / ".work").iterdir())


def test_builds_of_dead_processes_are_removed(tmp_path: Path) -> None:
    dead = tmp_path / ".work" / "build-old-4194305"  # above the kernel's largest process number
    dead.mkdir(parents=True)
    publish(tmp_path, "aaa", writer("x"))
    assert not dead.exists()


@pytest.mark.parametrize("damage", ["changed", "missing", "added"])
def test_a_damaged_release_is_noticed(tmp_path: Path, damage: str) -> None:
    writer("x")(tmp_path)
    verify(tmp_path)
    if damage == "changed":
        (tmp_path / "data.txt").write_text("y", "utf-8")
    elif damage == "missing":
        (tmp_path / "data.txt").unlink()
    else:
        (tmp_path / "more.txt").write_text("z", "utf-8")
    with pytest.raises(ReleaseError, match=r"(data|more)\.txt"):
        verify(tmp_path)
