"""Train the boosted trees that judge the lines of pages (see ``train_boilerplate``).

Needs CatBoost (``pip install catboost``), which the weights themselves do not. The second stage
learns from what the first thought of pages it had not seen. For HTML it is shown what a line is by
itself, but not again what stands around it: with so few pages it would learn the pages. It is the
mean of two growths.
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

from cleaners.boilerplate import anchors, model
from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.sheet import Matrix

SEEDS = (0, 1)


@dataclass(frozen=True)
class Recipe:
    """How trees are grown for one kind of input.

    ``first`` and ``second`` are how many, how deep, how fast, and the share of measures that each
    level of a tree may ask of; ``own`` are the first rows and ``last`` the last rows that the
    second stage sees of the measures (0: all of them). The pages are cut into ``parts`` for what
    the first stage thinks of pages it has not seen.
    """

    first: tuple[int, int, float, float]
    second: tuple[int, int, float, float]
    parts: int
    smoothing: float
    own: int = 0
    last: int = 0


RECIPES = {
    "html": Recipe(
        (150, 6, 0.08, 0.1), (120, 5, 0.08, 0.15), 5, 30, own=71, last=len(anchors.COLUMNS)
    ),
    "text": Recipe((120, 6, 0.1, 0.2), (120, 6, 0.08, 0.2), 3, 10),
}


@dataclass(frozen=True)
class Page:
    """A page to learn from.

    ``labels`` are 1, 0 or -1 (not known), ``weights`` what each line counts; ``part`` is a number
    that pages of one site share.
    """

    measured: Measured
    labels: NDArray[np.int8]
    weights: NDArray[np.float64]
    part: int


def train(mode: str, pages: Sequence[Page]) -> model.Model:
    """Train both stages."""
    recipe = RECIPES[mode]
    columns = [page.measured.columns for page in pages]
    seconded: list[Matrix] = [np.empty(0, np.float32)] * len(pages)
    for part in range(recipe.parts):
        others = [i for i, page in enumerate(pages) if page.part % recipe.parts != part]
        trees = _fit([pages[i] for i in others], [columns[i] for i in others], recipe, first=True)
        for index in {*range(len(pages))} - {*others}:
            measured = pages[index].measured
            blocks = model.seconded(measured, trees.score(measured.columns))
            seconded[index] = np.concatenate(blocks)
    second = [_fit(pages, seconded, recipe, first=False, seed=seed) for seed in SEEDS]
    return model.Model(_fit(pages, columns, recipe, first=True), _mean(second))


def _mean(grown: Sequence[model.Trees]) -> model.Trees:
    """Join trees that were grown for the same."""
    return model.Trees(
        np.concatenate([trees.features for trees in grown]),
        np.concatenate([trees.borders for trees in grown]),
        np.concatenate([trees.leaves for trees in grown]) / np.float32(len(grown)),
        float(np.mean([trees.bias for trees in grown])),
    )


def _fit(
    pages: Sequence[Page],
    columns: Sequence[Matrix],
    recipe: Recipe,
    *,
    first: bool,
    seed: int = 0,
) -> model.Trees:
    """Train one stage."""
    count, depth, rate, asked = recipe.first if first else recipe.second
    measures = len(pages[0].measured.columns)
    unasked = range(recipe.own, measures - recipe.last) if recipe.own and not first else ()
    known = [page.labels >= 0 for page in pages]
    trained = CatBoostClassifier(
        iterations=count, depth=depth, learning_rate=rate, rsm=asked, random_seed=seed,
        thread_count=1, verbose=0, l2_leaf_reg=recipe.smoothing, border_count=64,
        bootstrap_type="Bernoulli", subsample=0.8, allow_writing_files=False,
        ignored_features=[*unasked],
    )  # fmt: skip
    trained.fit(
        np.vstack([rows.T[k] for rows, k in zip(columns, known, strict=True)]),
        np.concatenate([page.labels[k] == 1 for page, k in zip(pages, known, strict=True)]),
        sample_weight=np.concatenate(
            [page.weights[k] for page, k in zip(pages, known, strict=True)]
        ),
    )
    return _exported(trained, depth)


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
