"""A user's own lexicon, one file of any known format, as a layer of rules."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from cleaners import rules as rule_data
from cleaners.artifacts import exchange
from flows.settings import SettingsError


def layers(files: Iterable[Path]) -> tuple[Path, ...]:
    """Make a rules folder of each lexicon file (TOML, TSV, CSV or TBX), in the user's cache.

    A folder is named after what the file holds, so that it is made once. Raises ``SettingsError``
    for a file that cannot be read and ``RuleFileError`` for one that is no lexicon.
    """
    return tuple(_layer(file) for file in files)


def _layer(file: Path) -> Path:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"lexicon {file}: {error.strerror}; name a TOML, TSV, CSV or TBX file"
        ) from error
    name = hashlib.sha256(f"{file.name}\0".encode() + content).hexdigest()[:16]
    folder = rule_data.cache_folder() / "lexicons" / name
    if not folder.is_dir():
        draft = folder.with_name(f"{name}.{os.getpid()}")
        exchange.layer(file, draft)
        try:
            draft.rename(folder)
        except OSError:
            # Another process was faster; its folder holds the same.
            shutil.rmtree(draft)
    return folder
