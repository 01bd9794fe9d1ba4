"""Sentence encoders that a user plugs in by name: sentence-transformers, or an ONNX model.

``labse``, the name of a model on the Hub or a folder are loaded by sentence-transformers; an
``.onnx`` file, or a folder with ``model.onnx``, is run by ONNX Runtime with the ``tokenizer.json``
beside it. Both libraries are optional extras. Texts are read one at a time on one thread: padding
to the longest of a batch would change the last bits of a vector with the company it is read in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import numpy as np

from cleaners.bitext.vectors import Array, Pooled

ALIASES: Final = {"labse": "sentence-transformers/LaBSE"}
MOST_TOKENS: Final = 512
EXTRAS: Final = {"onnxruntime": "onnx", "sentence_transformers": "sentence-transformers"}


class ModelError(ValueError):
    """A model that cannot be used; the message says what to do."""


class PluggedEncoder:
    """Any model as an encoder: a run of sentences is the mean of its sentences by their length."""

    def __init__(self, encode: Callable[[str], Array]) -> None:
        """Take a function that gives the vector of a text."""
        self._encode = encode
        self.dimension = len(encode("."))

    def pool(self, texts: Sequence[str]) -> list[Pooled]:
        """Give each text's unit vector times its length."""
        return [Pooled(_unit(self._encode(text)) * np.float32(len(text) + 1), 1) for text in texts]

    def join(self, borders: Sequence[tuple[Pooled, Pooled]]) -> Array:
        """Give zeros: a run is taken for the sum of its texts."""
        return np.zeros((len(borders), self.dimension), dtype=np.float32)

    def finish(self, totals: Array, counts: Array) -> Array:
        """Give the L2-normalised sums."""
        del counts
        norms = np.linalg.norm(totals, axis=1, keepdims=True)
        return np.asarray(totals / np.maximum(norms, 1e-9), dtype=np.float32)

    @staticmethod
    def run_tokens(counts: Array, sentences: int) -> Array:
        """Give the counts unchanged."""
        del sentences
        return counts


def _unit(vector: Array) -> Array:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


@cache
def load(name: str) -> PluggedEncoder:
    """Load a model, once a process. Raises ``ModelError`` when that does not work."""
    name = ALIASES.get(name.lower(), name)
    file = _onnx_file(name)
    try:
        encode = _onnx(file) if file else _sentence_transformer(name)
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        extra = EXTRAS.get(package, "onnx" if file else "sentence-transformers")
        advice = f'pip install "limpide[{extra}]"'
        raise ModelError(f"model {name}: needs {package or extra}; {advice}") from error
    except Exception as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(f"model {name}: cannot be loaded ({reason})") from error
    return PluggedEncoder(encode)


@cache
def fingerprint(name: str) -> str:
    """Name all that decides a model's vectors: its files, or its name, and what runs it."""
    name = ALIASES.get(name.lower(), name)
    digest = hashlib.sha256(name.encode())
    path = _onnx_file(name) or Path(name)
    folder = path if path.is_dir() else path.parent if path.is_file() else None
    for file in sorted(folder.rglob("*")) if folder else ():
        if file.is_file():
            digest.update(file.relative_to(folder or file).as_posix().encode() + b"\0")
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    for package in ("onnxruntime", "tokenizers", "sentence-transformers", "transformers", "torch"):
        try:
            digest.update(f"{package}=={metadata.version(package)}\0".encode())
        except metadata.PackageNotFoundError:
            continue
    return digest.hexdigest()[:16]


def _onnx_file(name: str) -> Path | None:
    """Give the ONNX file that a name means, if it means one."""
    path = Path(name)
    if path.suffix == ".onnx":
        return path
    found = (path / part for part in ("model.onnx", "onnx/model.onnx"))
    return next((file for file in found if file.is_file()), None)


def _sentence_transformer(name: str) -> Callable[[str], Array]:
    import torch  # noqa: PLC0415 - an optional extra
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    torch.set_num_threads(1)
    model = SentenceTransformer(name, device="cpu")

    def encode(text: str) -> Array:
        return np.asarray(model.encode(text, show_progress_bar=False), dtype=np.float32)

    return encode


def _onnx(file: Path) -> Callable[[str], Array]:
    import onnxruntime  # noqa: PLC0415 - an optional extra
    from tokenizers import Tokenizer  # noqa: PLC0415

    beside = (folder / "tokenizer.json" for folder in (file.parent, file.parent.parent))
    described = next((path for path in beside if path.is_file()), None)
    if described is None:
        raise FileNotFoundError("no tokenizer.json beside it")
    tokenizer = Tokenizer.from_file(str(described))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    wanted = {one.name for one in session.get_inputs()}

    def encode(text: str) -> Array:
        read = tokenizer.encode(text)
        given = {
            "input_ids": read.ids,
            "attention_mask": read.attention_mask,
            "token_type_ids": read.type_ids,
        }
        feed = {
            name: np.array([values], dtype=np.int64)
            for name, values in given.items()
            if name in wanted
        }
        return _sentence_vector(session, feed)

    return encode


def _sentence_vector(session: Any, feed: dict[str, Any]) -> Array:
    """Take the model's own sentence vector where it has one, else the mean over its tokens."""
    names = [one.name for one in session.get_outputs()]
    for name in ("sentence_embedding", "pooler_output"):
        if name in names:
            return np.asarray(session.run([name], feed)[0][0], dtype=np.float32)
    states = np.asarray(session.run([names[0]], feed)[0], dtype=np.float32)
    return states[0] if states.ndim == 2 else np.asarray(states[0].mean(axis=0), dtype=np.float32)
