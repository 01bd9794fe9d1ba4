"""All that is known of a page's lines before they are judged: the arrays that measures work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.characters import Characters
from cleaners.boilerplate.hits import Hits
from cleaners.boilerplate.lines import Lines
from cleaners.boilerplate.words import Tokens

# One row a measure, one column a line.
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page's lines in arrays.

    ``words`` gives each line's length in words, ``ends`` whether it ends a sentence; ``own`` are
    the measures of ``shape``, ``vocabulary`` those of ``vocabulary``: the first rows of
    ``columns``, which of flattened text go on with the places of ``context`` and the ``texture``.
    Measures that need more of a page take a sheet and give a ``Matrix``.
    """

    lines: Lines
    title: str
    characters: Characters
    tokens: Tokens
    hits: Hits
    words: NDArray[np.float64]
    ends: NDArray[np.bool_]
    own: Matrix
    vocabulary: Matrix
    columns: Matrix


def within(values: NDArray[Any], most: float) -> NDArray[Any]:
    """Cut values off at ``most`` to both sides of 0; for short rows faster than ``np.clip``.

    >>> within(np.array([-7, 3]), 5).tolist()
    [-5, 3]
    """
    return np.asarray(np.maximum(np.minimum(values, most), -most))
