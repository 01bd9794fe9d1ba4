"""Alignment: every sentence once, gaps kept, merges found, long texts in a band."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.bitext import band
from cleaners.bitext.alignment import align
from cleaners.bitext.vectors import Array

Spans = list[tuple[tuple[int, ...], tuple[int, ...]]]

CHINESE = [
    "市政府周一宣布将在运河边建造一座新图书馆。",
    "工程预计明年三月开工，费用约八千万元。",
    "馆内将有一个儿童阅览室和一间录音室。",
    "附近居民担心夜间噪音。",
    "建筑师说，屋顶会种满草，可以吸收雨水。",
]
ENGLISH = [
    "The city government announced on Monday that it will build a new library by the canal.",
    "Construction is due to start next March and will cost about 80 million yuan.",
    "The building will have a reading room for children and a recording studio.",
    "People living nearby worry about noise at night.",
    "The roof will be planted with grass to absorb rain, the architect said.",
]
ADDED = "Last week a football match in another city ended without goals."


def spans(
    source: Sequence[str],
    target: Sequence[str],
    source_language: str = "zh",
    target_language: str = "en",
) -> Spans:
    beads = align(source, target, source_language, target_language)
    return [(bead.source, bead.target) for bead in beads]


def one_to_one(count: int) -> Spans:
    return [((i,), (i,)) for i in range(count)]


def test_one_to_one() -> None:
    assert spans(CHINESE, ENGLISH) == one_to_one(5)


@pytest.mark.parametrize("dropped", range(5))
def test_a_dropped_sentence_leaves_a_gap(dropped: int) -> None:
    target = [text for i, text in enumerate(ENGLISH) if i != dropped]
    assert ((dropped,), ()) in spans(CHINESE, target)


@pytest.mark.parametrize("place", range(6))
def test_an_added_sentence_leaves_a_gap(place: int) -> None:
    target = [*ENGLISH[:place], ADDED, *ENGLISH[place:]]
    found = spans(CHINESE, target)
    assert ((), (place,)) in found
    assert len(found) == 6


@pytest.mark.parametrize("first", range(4))
def test_joined_sentences_are_one_bead(first: int) -> None:
    joined = " ".join(ENGLISH[first : first + 2])
    target = [*ENGLISH[:first], joined, *ENGLISH[first + 2 :]]
    assert ((first, first + 1), (first,)) in spans(CHINESE, target)
    assert ((first,), (first, first + 1)) in spans(target, CHINESE, "en", "zh")


def test_crossed_clauses_are_one_bead() -> None:
    source = ["Elle a souri.", "Puis elle a fermé la porte du jardin."]
    target = ["She closed the garden gate.", "Before that, she smiled."]
    assert spans(source, target, "fr", "en") in (
        [((0, 1), (0, 1))],
        [((0,), ()), ((1,), (0,)), ((), (1,))],
    )


def test_empty_sides_are_gaps() -> None:
    assert spans([], []) == []
    assert spans(CHINESE[:2], []) == [((0,), ()), ((1,), ())]
    assert spans([], ENGLISH[:1]) == [((), (0,))]


def test_scores_tell_right_from_wrong() -> None:
    right = align(CHINESE, ENGLISH, "zh", "en")
    wrong = align(CHINESE, [ADDED, "Mix the eggs with milk.", "He plays chess."], "zh", "en")
    assert min(bead.score for bead in right) > 0.6
    assert max(bead.score for bead in wrong) < 0.4
    assert all(bead.score == 0 for bead in wrong if not (bead.source and bead.target))


def test_vietnamese_through_the_other_model() -> None:
    vietnamese = [
        "Chính quyền thành phố hôm thứ Hai thông báo sẽ xây một thư viện mới bên kênh.",
        "Công trình dự kiến khởi công vào tháng Ba năm sau, chi phí khoảng 80 triệu nhân dân tệ.",
        "Tòa nhà sẽ có phòng đọc cho trẻ em và một phòng thu âm.",
        "Người dân gần đó lo ngại về tiếng ồn ban đêm.",
    ]
    assert spans(vietnamese, ENGLISH, "vi", "en") == [*one_to_one(4), ((), (4,))]


POOL = [*ENGLISH, *CHINESE, ADDED, "", "42", "?!"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(POOL), max_size=8), st.lists(st.sampled_from(POOL), max_size=8))
def test_every_sentence_is_in_exactly_one_bead_in_order(
    source: list[str], target: list[str]
) -> None:
    beads = align(source, target, "zh", "en")
    assert [i for bead in beads for i in bead.source] == list(range(len(source)))
    assert [j for bead in beads for j in bead.target] == list(range(len(target)))
    assert all(bead.source or bead.target for bead in beads)
    assert all(0 <= bead.score <= 1 for bead in beads)
    assert beads == align(source, target, "zh", "en")


def noise(count: int, seed: int) -> Array:
    rows = np.random.default_rng(seed).standard_normal((count, 32)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def test_the_band_holds_the_path_and_is_narrow() -> None:
    source = noise(1200, 1)
    target = np.vstack([source[:500], noise(100, 2), source[560:]])  # 60 dropped, 100 added
    found = band.find_band(source, target)
    for i in [*range(0, 500, 7), *range(560, 1200, 7)]:
        j = i if i < 500 else i + 40
        assert found.low[i] <= j <= found.high[i]
    assert (found.high - found.low).max() < 300


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 900), (900, 3), (700, 700), (400, 900)])
def test_the_band_joins_both_ends_whatever_is_in_it(rows: int, columns: int) -> None:
    found = band.find_band(noise(rows, 3), noise(columns, 4))
    assert (found.low[0], found.high[-1]) == (0, columns)
    assert len(found.low) == rows + 1
    assert (np.diff(found.low) >= 0).all()
    assert (np.diff(found.high) >= 0).all()
    assert (found.low[1:] <= found.high[:-1]).all(), "from each row a step leads to the next"


def test_a_band_gives_the_same_as_the_whole_table(monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = CHINESE * 4, ENGLISH * 4
    whole = align(source, target, "zh", "en")
    monkeypatch.setattr(band, "SMALL_TABLE", 0)
    monkeypatch.setattr(band, "SLACK", 8)
    assert align(source, target, "zh", "en") == whole
