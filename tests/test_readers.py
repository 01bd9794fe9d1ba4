"""A release opens in the libraries of others; each test runs where its library is installed.

``pip install -e .[readers]`` brings them: together they are larger than Limpide itself.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from page_release import publish, tables


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clean = tmp_path_factory.mktemp("readers") / "clean"
    publish(clean, "d" * 12, tables(12))
    return clean / ("d" * 12)


def counts(folder: Path) -> dict[str, int]:
    """Count the pairs of each language pair."""
    files = (folder / "pairs").rglob("*.parquet")
    return {file.stem: pq.read_metadata(file).num_rows for file in files}


def test_datasets_has_one_configuration_a_language_pair(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    datasets = pytest.importorskip("datasets", reason="install the extra `readers`")
    for pair, count in counts(folder).items():
        found = datasets.load_dataset(str(folder), pair, cache_dir=str(tmp_path))
        assert sum(map(len, found.values())) == count


def test_frictionless_finds_no_fault(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="install the extra `readers`")
    with frictionless.system.use_context(trusted=True):
        report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["path", "message"])


def test_mlcroissant_reads_each_record(folder: Path) -> None:
    croissant = pytest.importorskip("mlcroissant", reason="install the extra `readers`")
    dataset = croissant.Dataset(str(folder / "croissant.json"))
    named = {record_set.id: record_set for record_set in dataset.metadata.record_sets}
    for pair, count in counts(folder).items():
        assert sum(1 for _ in dataset.records(f"pairs/{pair}")) == count
    assert "documents" in named
