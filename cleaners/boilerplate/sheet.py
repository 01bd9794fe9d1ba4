"""All that is known of a page's lines before they are judged: the arrays that measures work on."""

from __future__ import annotations

from dataclasses import dataclass

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
    the measures of ``shape``, ``vocabulary`` those of ``vocabulary``. Measures that need more of a
    page take a sheet and give a ``Matrix``.
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
