"""One Hypothesis profile for every machine, and the pages that several tests clean."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "limpide", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("limpide")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the flag that stores a new golden outcome."""
    parser.addoption("--update-golden", action="store_true", help="store the new golden outcome")


REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def small_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a raw folder with one story in three languages, a junk page, and bad input."""
    raw = tmp_path_factory.mktemp("small") / "raw"
    for name in (
        "wirelane/en_seabed-power.txt",
        "wirelane/fr_seabed-power.html",
        "wirelane/ja_seabed-power.html",
        "gatelo/70000019.txt",
    ):
        target = raw / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "raw" / name, target)
    (raw / "empty.html").write_bytes(b"")
    (raw / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    (raw / "broken.jsonl").write_text('{"text": "Un"}\n{"text": \n', "utf-8")
    return raw
