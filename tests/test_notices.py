"""Who runs a command sees what takes the library seconds, and what is wrong with its files."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from flows import notices

LOG = logging.getLogger("cleaners.compiled")


class Terminal(io.StringIO):
    """A terminal that keeps what is written."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    log = logging.getLogger("cleaners")
    handlers, level, propagate = log.handlers[:], log.level, log.propagate
    yield
    log.handlers[:], log.propagate = handlers, propagate
    log.setLevel(level)


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        pytest.param(Terminal(), ["limpide: compiling", "limpide: damaged"], id="terminal"),
        pytest.param(io.StringIO(), ["limpide: damaged"], id="file"),
    ],
)
def test_what_is_shown(
    error: io.StringIO, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", error)
    notices.show()
    notices.show()
    LOG.info("compiling")
    LOG.warning("damaged")
    assert error.getvalue().splitlines() == shown
