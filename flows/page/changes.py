"""What changed from one release to the next, found by ``limpide diff`` in a process of its own.

Comparing reads whole tables; the server would keep the memory that it takes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotReadyError
from pathlib import Path
from typing import Any

from flows.release import Release

# Releases of ordinary size are compared within the first, none takes as long as the second.
PATIENCE = 4.0
LONGEST = 600.0
SAMPLES = 20
_DIFF = "from flows.cli import main; main()"
Difference = dict[str, Any]


class Changes:
    """Differences between releases, each found once."""

    def __init__(self, clean: Path) -> None:
        """Compare releases of a folder."""
        self._clean = clean
        self._found: dict[tuple[str, str], Future[Difference]] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, "changes")

    def between(self, before: Release, after: Release, wait: float = PATIENCE) -> Difference | None:
        """Give what is different, or ``None`` while it is still being found."""
        key = (before.version, after.version)
        with self._lock:
            if key not in self._found:
                self._found[key] = self._worker.submit(self._compare, *key)
            future = self._found[key]
        try:
            return future.result(wait)
        except NotReadyError:
            return None

    def _compare(self, before: str, after: str) -> Difference:
        command = [sys.executable, "-c", _DIFF, "diff", before, after, "--clean", str(self._clean)]
        command += ["--samples", str(SAMPLES), "--format", "json"]
        try:
            done = subprocess.run(  # noqa: S603 - the versions are names of folders that are there
                command, capture_output=True, timeout=LONGEST, check=True
            )
        except subprocess.CalledProcessError as error:
            return {"failed": error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]}
        except subprocess.TimeoutExpired:
            return {"failed": "comparing them takes too long; see limpide diff"}
        found: Difference = json.loads(done.stdout)
        return found

    def close(self) -> None:
        """Start no more comparisons."""
        self._worker.shutdown(wait=False, cancel_futures=True)
