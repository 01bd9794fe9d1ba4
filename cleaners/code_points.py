"""A text as the kernels see it: an array of code points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]


def code_points(text: str) -> Codes:
    """Give the code points of a text.

    >>> code_points("a台").tolist(), code_points("").tolist()
    ([97, 21488], [])
    """
    # An array of one string holds its characters so; half the work of encoding it.
    return np.array([text]).view(np.uint32) if text else np.empty(0, np.uint32)
