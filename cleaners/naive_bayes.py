"""A language detector of its own kind: naive Bayes over runs of bytes, with py3langid's model.

The answers are py3langid's, to the last bit; its file takes half a second to unpack, and the one
here (``benchmarks/build_naive_bayes.py`` makes it) some milliseconds. M. Lui and T. Baldwin,
"langid.py: An Off-the-shelf Language Identification Tool", ACL 2012.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners import native

FILE = Path(__file__).parent / "models" / "naive_bayes.npz"

Scores = NDArray[np.float32]

_find_runs = native.kernel(
    "find_runs", native.COUNT, native.BYTES, native.COUNT, *[native.ARRAY] * 5
)
_weigh_runs = native.kernel(
    "weigh_runs",
    native.NOTHING,
    *(native.ARRAY, native.COUNT),
    *[native.ARRAY] * 5,
    *(native.COUNT, native.ARRAY),
)


class Model(NamedTuple):
    """Of each language its tag, its prior and its usual weight; the features, one row each.

    A feature's weights stand from its number in ``rows`` on, as bits of half precision, each for
    one of the ``languages``; the others have their usual one. Weights are natural logarithms.
    ``again`` are the languages whose tag an earlier one has, each with that. The last four are the
    tree of runs: see native/byte_runs.c.
    """

    tags: tuple[str, ...]
    priors: Scores
    usual: Scores
    rows: NDArray[np.uint32]
    languages: NDArray[np.uint8]
    weights: NDArray[np.uint16]
    again: tuple[tuple[int, int], ...]
    children: NDArray[np.uint32]
    bytes: NDArray[np.uint8]
    shorter: NDArray[np.uint32]
    features: NDArray[np.int32]


def shares(text: str) -> dict[str, float]:
    """Give the share of each language's tag in what a text may be, likeliest first.

    >>> next(iter(shares("Mediante un comunicado")))
    'es'
    """
    model = _model()
    encoded = _encoded(text)
    scores = _scores(encoded, model)
    # Longer texts are not surer in proportion.
    scores *= 1.0 / math.sqrt(len(encoded) or 1)
    np.exp(scores - scores.max(), out=scores)
    scores /= scores.sum()
    for number, first in model.again:
        scores[first] += scores[number]
        scores[number] = 0.0
    found: dict[str, float] = {}
    for tag, score in zip(model.tags, scores.tolist(), strict=True):
        found.setdefault(tag, score)
    return dict(sorted(found.items(), key=itemgetter(1), reverse=True))


def _encoded(text: str) -> bytes:
    text = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")


def _scores(text: bytes, model: Model) -> Scores:
    """Add up what the features of a text weigh for each language."""
    found = np.empty(len(text), np.int32)
    count = _find_runs(
        text, len(text), model.children, model.bytes, model.shorter, model.features, found
    )
    if not count:
        return np.zeros(len(model.tags), np.float32)
    seen = Counter(found[:count].tolist())
    times = np.fromiter(seen.values(), np.float32, len(seen))
    features = np.fromiter(seen, np.int64, len(seen))
    table = np.empty((len(seen), len(model.tags)), np.float32)
    _weigh_runs(
        *(features, len(seen)),
        *(model.rows, model.languages, model.weights, _halves(), model.usual),
        *(len(model.tags), table),
    )
    scores: Scores = np.log1p(times) @ table + model.priors
    return scores


@cache
def _halves() -> Scores:
    """Give what the 16 bits of each number of half precision stand for."""
    with np.errstate(invalid="ignore"):
        return np.arange(1 << 16, dtype=np.uint16).view(np.float16).astype(np.float32)


@cache
def _model() -> Model:
    with np.load(FILE) as file:
        held: dict[str, Any] = dict(file)
    tags = tuple(held["tags"].tolist())
    firsts = [tags.index(tag) for tag in tags]
    return Model(
        tags=tags,
        priors=held["priors"],
        usual=held["usual"].astype(np.float32),
        rows=held["rows"],
        languages=held["languages"],
        weights=held["weights"].view(np.uint16),
        again=tuple((number, first) for number, first in enumerate(firsts) if first < number),
        children=held["children"],
        bytes=held["bytes"],
        shorter=held["shorter"],
        features=held["features"],
    )
