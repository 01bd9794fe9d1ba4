"""Train the boosted trees that judge the lines of HTML pages (see ``train_boilerplate``).

Needs CatBoost (``pip install catboost``), which the weights themselves do not. Every page counts
alike, as scorers have it, and in a page a line by its length. The second stage learns from what the
first thought of pages it had not seen; it is shown what a line is by itself, but not again what
stands around it: with so few pages it would learn the pages. It is the mean of two growths.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray

from cleaners.boilerplate import model
from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.sheet import Matrix

# Trees, depth, learning rate, and the share of measures that each level of a tree may ask of.
FIRST = (150, 6, 0.08, 0.1)
SECOND = (120, 5, 0.08, 0.15)
# The second stage sees the first rows: what a line is by itself and what its markup says.
OWN_ROWS = 71
PARTS = 5
SEEDS = (0, 1)
# A page's lines together weigh as much as so many lines; a line's words count to this power.
PAGE_WEIGHT = 60.0
LENGTH_POWER = 0.8


@dataclass(frozen=True)
class Page:
    """A page to learn from: ``labels`` are 1, 0 or -1 (not known); ``part`` is its fold."""

    measured: Measured
    labels: NDArray[np.int8]
    weight: float
    part: int


def train(pages: Sequence[Page]) -> model.Model:
    """Train both stages."""
    columns = [page.measured.columns for page in pages]
    seconded: list[Matrix] = [np.empty(0, np.float32)] * len(pages)
    for part in range(PARTS):
        others = [index for index, page in enumerate(pages) if page.part != part]
        trees = _fit([pages[i] for i in others], [columns[i] for i in others], *FIRST)
        for index in {*range(len(pages))} - {*others}:
            measured = pages[index].measured
            blocks = model.seconded(measured, trees.score(measured.columns))
            seconded[index] = np.concatenate(blocks)
    unasked = [*range(OWN_ROWS, len(columns[0]))]
    second = [_fit(pages, seconded, *SECOND, unasked=unasked, seed=seed) for seed in SEEDS]
    return model.Model(_fit(pages, columns, *FIRST), _mean(second))


def _mean(grown: Sequence[model.Trees]) -> model.Trees:
    """Join trees that were grown for the same."""
    return model.Trees(
        np.concatenate([trees.features for trees in grown]),
        np.concatenate([trees.borders for trees in grown]),
        np.concatenate([trees.leaves for trees in grown]) / np.float32(len(grown)),
        float(np.mean([trees.bias for trees in grown])),
    )


def _fit(  # noqa: PLR0913, PLR0917 - what CatBoost asks for
    pages: Sequence[Page],
    columns: Sequence[Matrix],
    count: int,
    depth: int,
    rate: float,
    asked: float,
    unasked: Sequence[int] = (),
    seed: int = 0,
) -> model.Trees:
    """Train one stage."""
    known = [page.labels >= 0 for page in pages]
    trained = CatBoostClassifier(
        iterations=count, depth=depth, learning_rate=rate, rsm=asked, random_seed=seed,
        thread_count=1, verbose=0, l2_leaf_reg=30, border_count=64, bootstrap_type="Bernoulli",
        subsample=0.8, allow_writing_files=False, ignored_features=[*unasked],
    )  # fmt: skip
    trained.fit(
        np.vstack([rows.T[k] for rows, k in zip(columns, known, strict=True)]),
        np.concatenate([page.labels[k] == 1 for page, k in zip(pages, known, strict=True)]),
        sample_weight=np.concatenate(
            [_weights(page)[k] for page, k in zip(pages, known, strict=True)]
        ),
    )
    return _exported(trained, depth)


def _weights(page: Page) -> NDArray[np.float64]:
    weights = (page.measured.words + 0.5) ** LENGTH_POWER
    total = float(weights[page.labels >= 0].sum())
    return np.asarray(weights * page.weight * PAGE_WEIGHT / max(total, 1e-9))


def _exported(trained: CatBoostClassifier, depth: int) -> model.Trees:
    """Read CatBoost's trees as plain arrays."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.json"
        trained.save_model(str(file), format="json")
        data: Any = json.loads(file.read_text())
    trees = data["oblivious_trees"]
    column = [f["flat_feature_index"] for f in data["features_info"]["float_features"]]
    features = np.zeros((len(trees), depth), np.int16)
    borders = np.full((len(trees), depth), np.inf, np.float32)
    leaves = np.zeros((len(trees), 2**depth), np.float32)
    scale, bias = data["scale_and_bias"]
    for row, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            features[row, level] = column[split["float_feature_index"]]
            borders[row, level] = split["border"]
        leaves[row, : len(tree["leaf_values"])] = np.array(tree["leaf_values"]) * scale
    return model.Trees(
        features, borders, leaves, float(bias[0] if isinstance(bias, list) else bias)
    )
