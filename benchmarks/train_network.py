"""Train the network that judges the lines of flattened text (see ``train_boilerplate``).

Needs JAX (``pip install jax``), which the weights themselves do not. Pages are put one under the
other into batches of one size, with empty lines between them, so that no line sees another page.
What is learned: each line's label, and a token F1 as good as possible for each page. Words are
hidden from the network on some pages, phrases on others, and capitals on a few, so that it also
judges languages of which it has seen no words, phrases or capitals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate import network
from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.network import FARTHEST, PAGE_AFTER, REACHES, WORDS_READ, Network
from cleaners.boilerplate.shape import SHAPE
from cleaners.boilerplate.texture import COLUMNS as TEXTURE

NETWORKS = 2
WIDTH = 32
BUCKETS = 1 << 13
WORD_SIZE = 6
EPOCHS = 8
RATE = 3e-3
DROPPED = 0.1
DECAY = 1e-4
WORD_DECAY = 1e-5
# How much a page's token F1 counts beside the labels of its lines.
PAGE_SHARE = 0.5
# So much of a page's tokens is added to what is right and to what there is, so that a page without
# content is also the better the less of it stays.
PAGE_SLACK = 0.1
WORDS_HIDDEN = 0.5
PHRASES_HIDDEN = 0.3
CASE_HIDDEN = 0.15
# Lines, pages and words of a batch; lines between pages.
ROWS, PAGES, TOKENS, BETWEEN = 6144, 400, 6144 * 14, 16
_PHRASES = (
    "covered", "whole", "menu", "social", "notice", "promotion", "origin", "related", "endonym",
    "first_hit",
)  # fmt: skip
_CASE = ("initials", "capitals", "lower_start")
_CASE_TEXTURE = ("upper", "upper_habit", "continues", "continued")

Array = jax.Array
Batch = dict[str, Any]
Weights = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page to learn from.

    ``labels`` are 1, 0 or -1 (not known); ``weights`` and ``weight`` say how much its lines and
    the page count; ``lengths`` are the lines' tokens as scorers count them, ``wanted`` those of
    the clean text. ``chance`` is how likely it is looked at in each round.
    """

    measured: Measured
    labels: NDArray[np.int8]
    weights: NDArray[np.float64]
    weight: float
    lengths: NDArray[np.float64]
    wanted: float
    chance: float = 1.0


@dataclass(frozen=True)
class _Prepared:
    """A page as the network reads it: ``words`` are buckets, ``counts`` how many a line has."""

    page: Page
    columns: NDArray[np.float32]
    words: NDArray[np.intp]
    counts: NDArray[np.int64]


def train(pages: Sequence[Page]) -> Network:
    """Train networks from different beginnings and put them side by side."""
    stacked = np.hstack([page.measured.columns for page in pages])
    mean = stacked.mean(axis=1, keepdims=True)
    scale = stacked.std(axis=1, keepdims=True) + np.float32(1e-3)
    prepared = [_prepared(page, mean, scale) for page in pages]
    found = [_trained(prepared, seed) for seed in range(NETWORKS)]
    joined = {
        name: np.stack([np.asarray(weights[name]) for weights in found])
        for name in found[0]
        if name != "vocabulary"
    }
    vocabulary = np.hstack([np.asarray(weights["vocabulary"]) for weights in found])
    return Network(mean=mean, scale=scale, vocabulary=vocabulary, **joined)


def _prepared(page: Page, mean: Any, scale: Any) -> _Prepared:
    tokens = page.measured.sheet.tokens
    rank = np.arange(len(tokens.line)) - tokens.starts[tokens.line]
    words = network.buckets(tokens.hashes[rank < WORDS_READ], BUCKETS)
    columns = np.clip((page.measured.columns - mean) / scale, -FARTHEST, FARTHEST)
    return _Prepared(page, columns.T, words, np.minimum(tokens.count, WORDS_READ))


def _beginning(key: Array, measures: int) -> Weights:
    keys = iter(jax.random.split(key, 16))
    layers = len(REACHES)

    def drawn(*shape: int, strength: float = 1.0) -> Array:
        return jax.random.normal(next(keys), shape) * strength / np.sqrt(shape[-1])

    return {
        "vocabulary": drawn(BUCKETS, WORD_SIZE, strength=0.02),
        "line": drawn(WIDTH, measures + WORD_SIZE),
        "line_constant": jnp.zeros((WIDTH, 1)),
        "inwards": drawn(layers, WIDTH, 3 * WIDTH),
        "inwards_constant": jnp.zeros((layers, WIDTH, 1)),
        "outwards": drawn(layers, WIDTH, WIDTH, strength=0.5),
        "outwards_constant": jnp.zeros((layers, WIDTH, 1)),
        "page": drawn(WIDTH, 2 * WIDTH, strength=0.5),
        "page_constant": jnp.zeros((WIDTH, 1)),
        "weighed": drawn(WIDTH, WIDTH),
        "weighed_constant": jnp.zeros((WIDTH, 1)),
        "judgement": drawn(1, WIDTH, strength=0.5),
        "judgement_constant": jnp.zeros((1, 1)),
    }


def _scores(weights: Weights, batch: Batch, key: Array) -> Array:
    """Judge the lines of a batch as ``Network.score`` does those of a page."""
    inside = batch["inside"][:, None]
    page = batch["page"]
    keys = jax.random.split(key, len(REACHES) + 1)
    spoken = jax.ops.segment_sum(weights["vocabulary"][batch["words"]], batch["line"], ROWS + 1)
    spoken = spoken[:-1] * batch["share"][:, None]
    spoken *= jax.random.bernoulli(keys[0], 1 - WORDS_HIDDEN, (PAGES,))[page][:, None]
    signs = jnp.hstack([batch["columns"], spoken]) @ weights["line"].T
    signs = jax.nn.relu(signs + weights["line_constant"].T) * inside
    for layer, reach in enumerate(REACHES):
        empty = jnp.zeros((reach, WIDTH))
        above = jnp.vstack([empty, signs[:-reach]])
        below = jnp.vstack([signs[reach:], empty])
        seen = jnp.hstack([above, signs, below]) @ weights["inwards"][layer].T
        seen = jax.nn.relu(seen + weights["inwards_constant"][layer].T)
        stays = jax.random.bernoulli(keys[layer + 1], 1 - DROPPED, seen.shape)
        seen = seen * stays / (1 - DROPPED)
        signs += seen @ weights["outwards"][layer].T + weights["outwards_constant"][layer].T
        signs *= inside
        if layer == PAGE_AFTER:
            weight = batch["length"][:, None]
            total = jnp.maximum(jax.ops.segment_sum(weight, page, PAGES), 1e-3)
            mean = jax.ops.segment_sum(jax.nn.relu(signs) * weight, page, PAGES) / total
            hidden = jnp.where(inside > 0, signs, network.WEAKEST)
            most = jnp.maximum(jax.ops.segment_max(hidden, page, PAGES), network.WEAKEST)
            judged = jnp.hstack([mean, most]) @ weights["page"].T + weights["page_constant"].T
            signs += jax.nn.relu(judged)[page]
            signs *= inside
    signs = jax.nn.relu(signs) @ weights["weighed"].T + weights["weighed_constant"].T
    found = jax.nn.relu(signs) @ weights["judgement"].T + weights["judgement_constant"].T
    return found[:, 0]


def _loss(weights: Weights, batch: Batch, key: Array) -> Array:
    scores = _scores(weights, batch, key)
    surprise = jax.nn.softplus(scores) - scores * batch["label"]
    lines = (surprise * batch["weight"]).sum() / jnp.maximum(batch["weight"].sum(), 1.0)
    kept = jax.nn.sigmoid(scores) * batch["tokens"]
    hit = jax.ops.segment_sum(kept * batch["right"], batch["page"], PAGES)
    total = jax.ops.segment_sum(kept, batch["page"], PAGES) + batch["wanted"]
    slack = 1 + PAGE_SLACK * jax.ops.segment_sum(batch["tokens"], batch["page"], PAGES)
    missed = 1 - (2 * hit + slack) / (total + slack)
    pages = (missed * batch["page_weight"]).sum() / jnp.maximum(batch["page_weight"].sum(), 1.0)
    return lines + PAGE_SHARE * pages + WORD_DECAY * (weights["vocabulary"] ** 2).sum()


def _trained(pages: Sequence[_Prepared], seed: int) -> Weights:
    """Train one network with Adam, the rate falling to nothing."""
    key = jax.random.PRNGKey(seed)
    dice = np.random.default_rng(seed)
    weights = _beginning(key, pages[0].columns.shape[1])
    moments = [jax.tree.map(jnp.zeros_like, weights) for _ in range(2)]
    steps = EPOCHS * sum(1 for _ in _batches(pages, np.random.default_rng(seed)))

    @jax.jit
    def step(weights: Weights, moments: Any, batch: Batch, key: Array, now: Array) -> Any:
        slope = jax.grad(_loss)(weights, batch, key)
        rate = RATE * jnp.minimum(EPOCHS * 2 * (now + 1) / steps, 1.0)
        rate *= 0.5 * (1 + jnp.cos(jnp.pi * jnp.minimum(now / steps, 1.0)))
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, moments[0], slope)
        second = jax.tree.map(lambda m, g: 0.99 * m + 0.01 * g * g, moments[1], slope)
        one, other = 1 - 0.9 ** (now + 1), 1 - 0.99 ** (now + 1)
        weights = jax.tree.map(
            lambda w, m, v: w - rate * (m / one / (jnp.sqrt(v / other) + 1e-8) + DECAY * w),
            weights,
            first,
            second,
        )
        return weights, [first, second]

    now = 0
    for _ in range(EPOCHS):
        for batch in _batches(pages, dice):
            key, used = jax.random.split(key)
            weights, moments = step(weights, moments, batch, used, jnp.float32(now))
            now += 1
    return weights


def _batches(pages: Sequence[_Prepared], dice: np.random.Generator) -> Iterator[Batch]:
    """Give all pages in a new order, as many at a time as a batch holds."""
    held: list[_Prepared] = []
    rows = tokens = 0
    for index in dice.permutation(len(pages)).tolist():
        page = pages[index]
        if dice.random() >= page.page.chance:
            continue
        needed = min(len(page.columns), ROWS - BETWEEN) + BETWEEN
        full = rows + needed > ROWS or tokens + len(page.words) > TOKENS
        if held and (full or len(held) == PAGES - 1):
            yield _batch(held, dice)
            held, rows, tokens = [], 0, 0
        held.append(page)
        rows += needed
        tokens += len(page.words)
    if held:
        yield _batch(held, dice)


def _batch(pages: Sequence[_Prepared], dice: np.random.Generator) -> Batch:
    """Put pages one under the other; the last page number belongs to the empty lines."""
    measures = pages[0].columns.shape[1]
    line_of = np.full(TOKENS, ROWS, np.int32)
    words = np.zeros(TOKENS, np.int32)
    rows = {
        name: np.zeros(ROWS, np.float32)
        for name in ("inside", "label", "right", "weight", "tokens", "share", "length")
    }
    batch: Batch = {
        "columns": np.zeros((ROWS, measures), np.float32),
        "page": np.full(ROWS, PAGES - 1, np.int32),
        "wanted": np.zeros(PAGES, np.float32),
        "page_weight": np.zeros(PAGES, np.float32),
        "words": words,
        "line": line_of,
        **rows,
    }
    start = token = 0
    for number, held in enumerate(pages):
        page = held.page
        count = min(len(held.columns), ROWS - BETWEEN)
        span = slice(start, start + count)
        labels = page.labels[:count]
        spoken = min(int(held.counts[:count].sum()), TOKENS - token)
        batch["columns"][span] = _hidden(held.columns[:count], dice)
        batch["page"][span] = number
        batch["wanted"][number] = page.wanted
        batch["page_weight"][number] = page.weight
        words[token : token + spoken] = held.words[:spoken]
        numbers = np.repeat(np.arange(start, start + count), held.counts[:count])
        line_of[token : token + spoken] = numbers[:spoken]
        rows["inside"][span] = 1
        rows["label"][span] = labels == 1
        rows["right"][span] = np.where(labels < 0, 0.5, labels)
        rows["weight"][span] = page.weights[:count] * (labels >= 0)
        rows["tokens"][span] = page.lengths[:count]
        rows["share"][span] = 1 / np.sqrt(np.maximum(held.counts[:count], 1))
        rows["length"][span] = np.log1p(page.measured.words[:count])
        start += count + BETWEEN
        token += spoken
    return batch


def _hidden(columns: NDArray[np.float32], dice: np.random.Generator) -> NDArray[np.float32]:
    """Take from some pages what only known languages have: phrases; or capitals."""
    phrases = [SHAPE.index(name) for name in _PHRASES]
    first = columns.shape[1] - len(TEXTURE)
    case = [SHAPE.index(name) for name in _CASE]
    case += [first + TEXTURE.index(name) for name in _CASE_TEXTURE]
    without = columns.copy()
    if dice.random() < PHRASES_HIDDEN:
        without[:, phrases] = -0.3
    if dice.random() < CASE_HIDDEN:
        without[:, case] = -0.5
    return without
