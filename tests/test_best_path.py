"""The best way through two texts: as good as any, whatever it costs to leave sentences out."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.bitext import best_path as paths
from cleaners.bitext.band import Band, find_band
from cleaners.bitext.bead_scores import BEADS, LONGEST, Side
from cleaners.bitext.best_path import Costs, Path, best_path

DIMENSION = 8


def side(count: int, seed: int) -> Side:
    """Make a text of random vectors; a run's vector is the mean of its sentences'."""
    chance = np.random.default_rng(seed)
    single = chance.standard_normal((count, DIMENSION))
    runs = np.zeros((LONGEST, count, DIMENSION), dtype=np.float32)
    for size in range(1, min(LONGEST, count) + 1):
        sums = sum(single[start : count - size + 1 + start] for start in range(size))
        runs[size - 1, : count - size + 1] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return Side(runs, np.concatenate([[0.0], np.cumsum(chance.uniform(20, 90, count))]))


def found(source: Side, target: Side, costs: Costs) -> tuple[Path, paths._Table]:
    band = find_band(source.runs[0], target.runs[0])
    table = paths._Table(source, target, band, "usem3")
    return paths._traced(paths._fill(table, band, costs), band), table


def value(path: Path, table: paths._Table, costs: Costs) -> float:
    """Add up what a way is worth, as the module's first lines say."""
    block = table.block(0)
    total, before = 0.0, ""
    i = j = 0
    for taken, facing in path:
        kind = "bead" if taken and facing else "source" if taken else "target"
        if kind == "bead":
            total += block.worth[BEADS.index((len(taken), len(facing)))][i, j]
        else:
            total -= costs.opening * (kind != before)
            total -= costs.source[i] if kind == "source" else costs.target[j]
        before, i, j = kind, i + len(taken), j + len(facing)
    return total


def greatest(table: paths._Table, costs: Costs) -> float:
    """Try all ways."""
    worth = table.block(0).worth

    @cache
    def rest(i: int, j: int, before: str) -> float:
        if (i, j) == (table.rows, table.columns):
            return 0.0
        ways = [
            worth[kind][i, j] + rest(i + taken, j + facing, "bead")
            for kind, (taken, facing) in enumerate(BEADS)
            if i + taken <= table.rows and j + facing <= table.columns
        ]
        if i < table.rows:
            opening = costs.opening * (before != "source")
            ways.append(rest(i + 1, j, "source") - opening - costs.source[i])
        if j < table.columns:
            opening = costs.opening * (before != "target")
            ways.append(rest(i, j + 1, "target") - opening - costs.target[j])
        return max(ways)

    return rest(0, 0, "")


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 999), st.floats(0, 0.4))
def test_no_other_way_is_worth_more(rows: int, columns: int, seed: int, opening: float) -> None:
    source, target = side(rows, seed), side(columns, seed + 1000)
    chance = np.random.default_rng(seed)
    costs = Costs(opening, chance.uniform(0, 0.3, rows), chance.uniform(0, 0.3, columns))
    path, table = found(source, target, costs)
    assert [i for taken, _ in path for i in taken] == list(range(rows))
    assert [j for _, facing in path for j in facing] == list(range(columns))
    assert value(path, table, costs) == pytest.approx(greatest(table, costs))


def test_a_chapter_that_one_side_lacks_is_one_gap() -> None:
    source = side(60, 5)
    kept = [*range(20), *range(45, 60)]
    starts = np.concatenate([[0.0], np.cumsum(np.diff(source.starts)[kept])])
    target = Side(source.runs[:, kept], starts)
    path = best_path(source, target, "usem3")
    assert [taken.start for taken, facing in path if not facing] == list(range(20, 45))


def test_blocks_that_are_not_kept_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = side(150, 1), side(140, 2)
    kept = best_path(source, target, "usem3")
    monkeypatch.setattr(paths, "MOST_KEPT", 0)
    assert best_path(source, target, "usem3") == kept
    monkeypatch.setattr(paths, "ROWS_AT_ONCE", 7)
    assert best_path(source, target, "usem3") == kept


def test_what_a_text_often_does_costs_less() -> None:
    bead, gap = (range(1), range(1)), (range(1), range(0))
    openings = [paths._opening([*[bead] * 40, *[bead, gap] * many]) for many in range(0, 12, 2)]
    assert openings == sorted(openings, reverse=True)
    assert all(0 <= one <= paths.MOST_OPENING for one in openings)
    assert paths._opening([*[bead] * 40, *[gap] * 9]) == paths._opening([*[bead] * 40, gap])


def test_a_band_of_its_own_is_kept_to() -> None:
    source, target = side(30, 1), side(30, 2)
    low = np.maximum(0, np.arange(31) - 3)
    band = Band(low, np.minimum(30, np.arange(31) + 3))
    costs = Costs(0.05, np.full(30, 0.02), np.full(30, 0.02))
    table = paths._Table(source, target, band, "usem3")
    i = j = 0
    for taken, facing in paths._traced(paths._fill(table, band, costs), band):
        i, j = i + len(taken), j + len(facing)
        assert band.low[i] <= j <= band.high[i] or not (taken and facing)
    assert (i, j) == (30, 30)
