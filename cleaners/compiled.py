"""Compiled forms of the rules, kept from one process to the next where the rules say.

Processes that need one at the same time take turns: the first makes it, the others find it. A file
begins with the digest of the rest, so that a damaged one is noticed and made again; so is one that
other packages or another Python wrote and that cannot be read.
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import logging
import pickle
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from io import BufferedReader
from pathlib import Path
from typing import TypeVar, cast

from cleaners.rules import Rules

# Of each form so many stay on disk; every change of the rules makes another.
MOST_KEPT = 4
LEFT_BEHIND = 3600.0
"""Seconds after which an unfinished file is one whose process was killed."""
_DIGEST = "sha256"
_DIGEST_BYTES = 32
# What reading a form raises that is damaged, or whose classes moved or changed.
_DAMAGED = (
    pickle.UnpicklingError, AttributeError, EOFError, ImportError, LookupError, RuntimeError,
    TypeError, ValueError,
)  # fmt: skip
_LOG = logging.getLogger(__name__)
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
    does not depend on the parts of the rules that are ``without``. Logs when it makes one to keep,
    and warns of a file that is damaged or cannot be written.
    """
    with _collector_at_rest():
        if rules.compiled is None:
            return make()
        file = rules.compiled / f"{name}-{_fingerprint(rules, code, without)}.index"
        # What is wrong with a file is told by who makes it again.
        found = _found(file, logging.DEBUG)
        if found is None:
            with _turn(file.with_name(f"{name}.lock")):
                found = _found(file, logging.WARNING)
                if found is None:
                    found = _made(make, file, name)
        return cast("_Form", found)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Stop collecting garbage: a million objects without a cycle are only walked for nothing."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _fingerprint(rules: Rules, code: Iterable[Path], without: Collection[str]) -> str:
    digest = hashlib.sha256(f"{rules.digest(without)}\0{version('numpy')}\0".encode())
    for module in sorted([Path(__file__), *code]):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:32]


def _found(file: Path, level: int) -> object:
    """Give the form that a file holds, and note its use; ``None`` for none or a damaged one.

    Logs on that level what is wrong with the file.
    """
    try:
        with file.open("rb") as opened:
            form = _read(opened)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        _LOG.log(level, "%s cannot be read (%s): compiling it again", file, error.strerror)
        return None
    except _DAMAGED:
        _LOG.log(level, "%s is damaged: compiling it again", file)
        return None
    with suppress(OSError):  # a file that cannot be touched is only forgotten sooner
        file.touch()
    return form


def _read(opened: BufferedReader) -> object:
    """Give the form in an open file; raises ``OSError``, and what stands in ``_DAMAGED``."""
    digest = opened.read(_DIGEST_BYTES)
    if digest != hashlib.file_digest(opened, _DIGEST).digest():
        raise pickle.UnpicklingError("the digest is not that of the rest")
    opened.seek(_DIGEST_BYTES)
    # The folder is the user's own, as the rules are.
    return pickle.load(opened)  # noqa: S301


@contextmanager
def _turn(lock: Path) -> Iterator[None]:
    """Wait while another process makes such a form; where nothing can be locked, go on."""
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        opened = lock.open("w")
    except OSError:
        yield
        return
    with opened:
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def _made(make: Callable[[], object], file: Path, name: str) -> object:
    """Make a form and keep it for the next process, if its folder can be written."""
    _LOG.info("compiling the index of %s: once, until the rules change", name)
    made = make()
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        _write(made, draft)
        draft.replace(file)
    except OSError as error:
        message = "%s cannot be written (%s): the index of %s will be compiled in each process"
        _LOG.warning(message, file.parent, error.strerror, name)
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    else:
        _forget_old(file.parent, name)
    return made


def _write(form: object, file: Path) -> None:
    """Write a form straight to its file: as bytes in memory it would be there twice."""
    with file.open("w+b") as opened:
        opened.write(bytes(_DIGEST_BYTES))
        pickle.dump(form, opened, protocol=pickle.HIGHEST_PROTOCOL)
        opened.seek(_DIGEST_BYTES)
        digest = hashlib.file_digest(opened, _DIGEST).digest()
        opened.seek(0)
        opened.write(digest)


def _forget_old(folder: Path, name: str) -> None:
    """Remove the forms that were not used for longest, and what killed processes left behind."""
    with suppress(OSError):
        files = sorted(
            folder.glob(f"{name}-*.index"), key=lambda f: f.stat().st_mtime, reverse=True
        )
        drafts = folder.glob(f"{name}-*.index.*")
        since = files[0].stat().st_mtime - LEFT_BEHIND
        left = [draft for draft in drafts if draft.stat().st_mtime < since]
        for old in [*files[MOST_KEPT:], *left]:
            old.unlink(missing_ok=True)
