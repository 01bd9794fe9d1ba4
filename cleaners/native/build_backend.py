"""Builds the package as setuptools does, and asks for a C compiler only where there is none."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import warnings
from typing import Any

from setuptools import build_meta

# Brings clang; used only on machines without a compiler of their own.
_COMPILER = "ziglang==0.15.2"


def _has_compiler() -> bool:
    command = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    return shutil.which(str(command).split()[0]) is not None


def _choose_compiler() -> None:
    """Let setuptools compile and link with the compiler in ``ziglang``."""
    if not _has_compiler():
        command = f"{sys.executable} -m ziglang cc"
        os.environ.update(CC=command, LDSHARED=f"{command} -shared")


def get_requires_for_build_wheel(settings: Any = None) -> list[str]:
    """Give what building needs besides ``build-system.requires``."""
    needed: list[str] = build_meta.get_requires_for_build_wheel(settings)
    return needed if _has_compiler() else [*needed, _COMPILER]


def build_wheel(folder: str, settings: Any = None, metadata: str | None = None) -> str:
    """Build a wheel in ``folder``; give its name."""
    _choose_compiler()
    name: str = build_meta.build_wheel(folder, settings, metadata)
    return name


def build_editable(folder: str, settings: Any = None, metadata: str | None = None) -> str:
    """Compile in place and build a wheel that points here; give its name."""
    _choose_compiler()
    with warnings.catch_warnings():
        # An editable package is what was asked for; setuptools warns of it at length.
        warnings.simplefilter("ignore")
        name: str = build_meta.build_editable(folder, settings, metadata)
    return name


get_requires_for_build_editable = get_requires_for_build_wheel
get_requires_for_build_sdist = build_meta.get_requires_for_build_sdist
prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable
build_sdist = build_meta.build_sdist
