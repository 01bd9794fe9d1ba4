"""Names as the kernels look them up: ``Names`` in native/html.h."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from cleaners import native


class NameTable(ctypes.Structure):
    """Different names, numbered, and a hash table over them."""

    _fields_ = (
        ("text", ctypes.c_void_p),
        ("starts", ctypes.c_void_p),
        ("slots", ctypes.c_void_p),
        ("count", ctypes.c_int64),
        ("mask", ctypes.c_int64),
    )

    @classmethod
    def of(cls, names: Sequence[str]) -> NameTable:
        """Number names in their order; the table holds the arrays that it points to."""
        encoded = [name.encode() for name in names]
        text, starts = np.frombuffer(b"".join(encoded) + b"\0", np.uint8), starts_of(encoded)
        slots = np.full(1 << (2 * len(names)).bit_length(), -1, np.int32)
        places = (native.place(text), native.place(starts), native.place(slots))
        made = cls(*places, len(names), len(slots) - 1)
        made.held = (text, starts, slots)
        _number_names(ctypes.byref(made))
        return made


_number_names = native.kernel("number_names", native.NOTHING, ctypes.c_void_p)


def starts_of(texts: Iterable[bytes]) -> NDArray[np.int32]:
    """Give where each text begins in all of them together, and where the last one ends."""
    return np.array([*accumulate(map(len, texts), initial=0)], np.int32)
