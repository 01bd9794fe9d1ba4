"""Releases in clean/: built aside, verified, then committed create-only.

``clean/<version>/`` is a release once a file in ``clean/.commits/`` names it; readers look there.
The version is a hash of all that decides the content (raw files, rules, code, parameters), so that
the same job always makes the same release, and a job that is already published is known at once.
``clean/latest`` is a link to the newest release, for people.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from cleaners.rules import Rules
from flows.settings import Settings, context
from flows.store import sync_folder, write_atomically

VERSION_DIGITS = 12
_RELEASES_NAMED = 5
# A version may be shortened to this; fewer digits are easily taken for a number.
_SHORTENED = 4


class ReleaseError(RuntimeError):
    """A release that cannot be published, or a published one that is damaged."""


class UnknownIdError(LookupError):
    """No release holds that identifier."""


class UnknownReleaseError(LookupError):
    """No release is called that."""


@dataclass(frozen=True)
class Release:
    """A committed release: its number in the order of publication, its version, its folder."""

    number: int
    version: str
    folder: Path

    @property
    def manifest(self) -> dict[str, object]:
        """The release's machine-readable description."""
        manifest: dict[str, object] = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        return manifest


def version_of(settings: Settings, rules: Rules, files: Iterable[tuple[str, ...]]) -> str:
    """Name the release that these settings, rules and raw files (path, hashes) lead to."""
    described = {
        "context": context(rules),
        "raw": settings.raw.resolve().name,
        "files": sorted(files),
        "languages": sorted(set(settings.languages)),
        "accepting": asdict(settings.accepting),
        "model": settings.model_fingerprint,
    }
    text = json.dumps(described, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:VERSION_DIGITS]


def releases(clean: Path) -> list[Release]:
    """List the committed releases of a folder, oldest first."""
    found = []
    for marker in sorted((clean / ".commits").glob("*.json")):
        version = json.loads(marker.read_text("utf-8"))["version"]
        found.append(Release(int(marker.stem), version, clean / version))
    return found


def find(clean: Path, version: str) -> Release | None:
    """Give the committed release of that version whose folder is still there."""
    matching = [one for one in releases(clean) if one.version == version and one.folder.is_dir()]
    return matching[0] if matching else None


def choose(clean: Path, name: str) -> Release:
    """Give the release that a person means: ``latest``, ``previous``, a number or a version.

    A version may be shortened to its first characters, four at least. Raises
    ``UnknownReleaseError`` with the names that there are.
    """
    there = [one for one in releases(clean) if one.folder.is_dir()]
    if not there:
        raise UnknownReleaseError(
            f"no release in {clean}; 'limpide run' makes one, --clean names another folder"
        )
    places = {"latest": there[-1:], "previous": there[-2:-1]}
    found = places.get(name)
    if found is None:
        found = [one for one in there if name in (one.version, str(one.number))]
        if not found and len(name) >= _SHORTENED:
            found = [one for one in there if one.version.startswith(name)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{one.number} ({one.version})" for one in there[-_RELEASES_NAMED:])
    known = f"…, {known}" if len(there) > _RELEASES_NAMED else known
    problem = "is the beginning of more than one release" if found else "is no release"
    raise UnknownReleaseError(f"{name!r} {problem} in {clean}; there are: {known}")


def publish(clean: Path, version: str, write: Callable[[Path], None]) -> tuple[Release, bool]:
    """Build a release with ``write``, verify it, and commit it.

    Gives the release and whether it is new. When the same version is there already, the freshly
    built one must have the same bytes: anything else raises ``ReleaseError``.
    """
    clean.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(clean / ".work")
    building = clean / ".work" / f"build-{version}-{os.getpid()}"
    building.mkdir(parents=True)
    try:
        write(building)
        verify(building)
        _sync_tree(building)
        _move_into_place(building, clean / version)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    committed = find(clean, version)
    if committed:
        return committed, False
    release = _commit(clean, version)
    _link_latest(clean, version)
    return release, True


def verify(folder: Path) -> None:
    """Check every file of a release against its checksum; a fault raises ``ReleaseError``."""
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {line.split("  ", 1)[1]: line.split("  ", 1)[0] for line in lines}
    there = {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "SHA256SUMS"
    }
    for name in sorted(there ^ set(listed)):
        state = "is not listed in" if name in there else "is missing but listed in"
        raise ReleaseError(
            f"{folder.name}/{name} {state} SHA256SUMS; delete the folder and run again"
        )
    for name, expected in sorted(listed.items()):
        with (folder / name).open("rb") as stream:
            actual = hashlib.file_digest(stream, "sha256").hexdigest()
        if actual != expected:
            raise ReleaseError(
                f"{folder.name}/{name} does not match its checksum; delete the folder and run again"
            )


def _remove_abandoned(work: Path) -> None:
    """Remove builds whose process is gone."""
    for folder in work.glob("build-*"):
        process = int(folder.name.rsplit("-", 1)[1])
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except PermissionError:
            continue


def _sync_tree(folder: Path) -> None:
    """Make the built files survive a power failure before their folder gets its name."""
    for file in folder.rglob("*"):
        if file.is_dir():
            sync_folder(file)
        else:
            with file.open("rb") as stream:
                os.fsync(stream.fileno())
    sync_folder(folder)


def _move_into_place(building: Path, target: Path) -> None:
    """Give the built folder its name; a folder of that name must hold the very same release."""
    try:
        building.rename(target)
    except OSError:
        if not target.is_dir():
            raise
        verify(target)
        sums = [(folder / "SHA256SUMS").read_bytes() for folder in (building, target)]
        if sums[0] != sums[1]:
            raise ReleaseError(
                f"{target.name} is published with other content; report this as a fault"
            ) from None
    sync_folder(target.parent)


def _commit(clean: Path, version: str) -> Release:
    """Write the next commit marker; another process that was faster takes its number first."""
    commits = clean / ".commits"
    commits.mkdir(exist_ok=True)
    draft = commits / f".{version}.{os.getpid()}"
    write_atomically(draft, json.dumps({"version": version}).encode("ascii"))
    try:
        while True:
            committed = releases(clean)
            for one in committed:
                if one.version == version:
                    return one
            number = max((one.number for one in committed), default=0) + 1
            try:
                os.link(draft, commits / f"{number:06}.json")
            except FileExistsError:
                continue
            sync_folder(commits)
            return Release(number, version, clean / version)
    finally:
        draft.unlink()


def _link_latest(clean: Path, version: str) -> None:
    """Point ``clean/latest`` to the release, in one step."""
    link = clean / f".latest.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(version, target_is_directory=True)
    link.replace(clean / "latest")
