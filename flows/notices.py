"""What the library says while it works, shown to who runs a command: compiling, a damaged file."""

from __future__ import annotations

import logging
import sys

_LOG = logging.getLogger("cleaners")


class _Notices(logging.Handler):
    """Writes each line to standard error as it is at that moment: bars may stand there."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(f"limpide: {record.getMessage()}\n")


def show() -> None:
    """Show what the library warns of and, when a terminal is there, what takes it seconds."""
    if not shown():
        _LOG.addHandler(_Notices())
        _LOG.setLevel(logging.INFO if sys.stderr.isatty() else logging.WARNING)
        _LOG.propagate = False


def shown() -> bool:
    """Tell whether ``show`` was called in this process."""
    return any(isinstance(handler, _Notices) for handler in _LOG.handlers)
