"""The innermost loops in C: what a page costs there is arithmetic, not calls.

A page has few lines, and most of what measures them are loops over characters, words and trees;
as many small array operations they cost ten times as much as one loop. Each C file says what its
functions take and give; the Python module that uses a function declares it with ``kernel`` and
checks what it passes, so that C sees nothing but arrays of known type and size.

``build_backend.py`` compiles the files when the package is installed, with the machine's C compiler
or, where there is none, with the one in the package ``ziglang``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

from numpy.typing import NDArray


class ARRAY:
    """What a kernel takes for an array: the array itself, which lives as long as the call.

    ``None`` is no array. What is read-only is passed too, only slower.
    """

    # No line of Python stands between a call and its arrays; ``kernel`` sees to what this refuses.
    from_param = (ctypes.c_char * 0).from_buffer


# What else a kernel takes: bytes as they are, a count, a number.
BYTES = ctypes.c_char_p
COUNT = ctypes.c_ssize_t
NUMBER = ctypes.c_double
NOTHING = None

_FOLDER = Path(__file__).parent


class NotBuiltError(ImportError):
    """The C files have not been compiled, or others were: the package was copied, not installed."""


@cache
def _library() -> ctypes.CDLL:
    for suffix in EXTENSION_SUFFIXES:
        file = _FOLDER / f"_kernels{suffix}"
        if file.exists():
            return ctypes.CDLL(str(file))
    message = "the compiled part of Limpide is missing: install it with `pip install -e .`"
    raise NotBuiltError(message)


def kernel(name: str, gives: type[Any] | None, *takes: type[Any]) -> Callable[..., Any]:
    """Give the C function ``name``; it runs without Python's lock.

    ``gives`` and ``takes`` are of the types above. A call raises ``ValueError`` for an array with
    gaps. Raises ``NotBuiltError`` when nothing has been
    compiled, ``AttributeError`` when there is no such function (compiled from older files).
    """
    quick, slow = _library()[name], _library()[name]
    quick.restype = slow.restype = gives
    quick.argtypes = takes
    slow.argtypes = [ctypes.c_void_p if kind is ARRAY else kind for kind in takes]

    def call(*given: Any) -> Any:
        try:
            return quick(*given)
        except ctypes.ArgumentError:
            kinds = zip(given, takes, strict=True)
            return slow(*(_passed(value) if kind is ARRAY else value for value, kind in kinds))

    return call


def _passed(array: NDArray[Any] | ctypes.Structure | None) -> object:
    if isinstance(array, ctypes.Structure):
        return ctypes.byref(array)
    return None if array is None else place(array)


def place(array: NDArray[Any]) -> int:
    """Give where an array's numbers stand in memory; they must stand there without gaps.

    Only while the array lives: it needs a name until the kernel is done.

    >>> from numpy import zeros
    >>> place(zeros((4, 4))[:, 1])
    Traceback (most recent call last):
    ValueError: the array has gaps
    """
    if not array.flags.c_contiguous:
        raise ValueError("the array has gaps")
    return array.ctypes.data
