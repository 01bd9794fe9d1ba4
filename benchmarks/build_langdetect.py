"""Write langdetect's profiles down as ``cleaners.langdetect_profiles`` reads them.

    python -m benchmarks.build_langdetect

The numbers stay the same; the 55 files become one table of runs of letters.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import accumulate
from pathlib import Path

import numpy as np
from langdetect.detector_factory import PROFILES_DIRECTORY

from cleaners.langdetect_profiles import FILE, Profiles, number


def profiles() -> Profiles:
    """Read the profiles inside the package, in the order of their files' names."""
    files = sorted(path for path in Path(PROFILES_DIRECTORY).iterdir() if path.is_file())
    read = [json.loads(file.read_bytes()) for file in files]
    seen: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for language, profile in enumerate(read):
        for run, count in profile["freq"].items():
            seen[number(run)].append((language, count))
    runs = sorted(seen)
    columns = [pair for run in runs for pair in seen[run]]
    return Profiles(
        runs=np.array(runs, np.uint64),
        starts=np.array([*accumulate((len(seen[run]) for run in runs), initial=0)], np.uint32),
        languages=np.array([language for language, _ in columns], np.uint8),
        counts=np.array([count for _, count in columns], np.uint32),
        totals=np.array([profile["n_words"] for profile in read], np.uint32),
        tags=np.array([profile["name"] for profile in read]),
    )


def main() -> None:
    """Write the profiles beside their reader."""
    np.savez(FILE, **profiles()._asdict())
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
