"""Compiled forms of the rules, kept from one process to the next where the rules say."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from cleaners.rules import Rules

# Of each form so many stay on disk; every change of the rules makes another.
MOST_KEPT = 4
_Form = TypeVar("_Form")


def kept(
    rules: Rules,
    name: str,
    code: Iterable[Path],
    make: Callable[[], _Form],
    without: Collection[str] = (),
) -> _Form:
    """Give a compiled form of the rules: the one that was kept, else a new one, which is kept.

    ``code`` are the modules that make it: it is another when they, the rules or numpy change; it
    does not depend on the parts of the rules that are ``without``.
    """
    if rules.compiled is None:
        return make()
    file = rules.compiled / f"{name}-{_fingerprint(rules, code, without)}.index"
    try:
        # The folder is the user's own, as the rules are.
        found: _Form = pickle.loads(file.read_bytes())  # noqa: S301
        _note_use(file)
    except FileNotFoundError:
        found = make()
        if _keep(found, file):
            _forget_old(file.parent, name)
    return found


def _fingerprint(rules: Rules, code: Iterable[Path], without: Collection[str]) -> str:
    digest = hashlib.sha256(f"{rules.digest(without)}\0{version('numpy')}\0".encode())
    for module in sorted(code):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:32]


def _keep(found: object, file: Path) -> bool:
    """Keep a form for the next process; a folder that cannot be written keeps nothing."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL))
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        return False
    return True


def _note_use(file: Path) -> None:
    """Make a file the newest; where that is forbidden, nothing is forgotten either."""
    with suppress(OSError):
        file.touch()


def _forget_old(folder: Path, name: str) -> None:
    """Remove the forms that were not used for longest."""
    with suppress(OSError):
        files = sorted(
            folder.glob(f"{name}-*.index"), key=lambda f: f.stat().st_mtime, reverse=True
        )
        for old in files[MOST_KEPT:]:
            old.unlink(missing_ok=True)
