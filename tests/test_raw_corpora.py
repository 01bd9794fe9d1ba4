"""Corpora among the raw files: pairs of a release, with their place, cleaned, beside pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cleaners.edits import undo_steps
from cleaners.records import Edit
from flows import lookup
from flows.corpora.raw_corpora import find_corpora
from flows.job import Outcome, Plan, run
from flows.settings import Settings

REPOSITORY = Path(__file__).parent.parent
MEMORY = """<?xml version="1.0"?><tmx version="1.4"><header srclang="zh-CN"/><body>
<tu tuid="n1"><prop type="licence">CC0-1.0</prop>
<tuv xml:lang="zh-CN"><seg>英伟达创始人黄仁勋访问了巴黎。</seg></tuv>
<tuv xml:lang="fr"><seg>Le fondateur de Huida, Huang Jenxun, a visité Paris.</seg></tuv></tu>
<tu tuid="n2"><tuv xml:lang="fr"><seg>Sans chinois.</seg></tuv></tu>
</body></tmx>"""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora") / "raw"
    (folder / "old").mkdir(parents=True)
    for name in ("en_seabed-power.txt", "fr_seabed-power.html"):
        shutil.copy(REPOSITORY / "raw" / "wirelane" / name, folder / name)
    (folder / "memory.tmx").write_text(MEMORY, "utf-8")
    (folder / "old" / "port.en-fr.tsv").write_text(
        "The port reopened on Monday.\tLe port a rouvert lundi.\n"
        "only one cell\n"
        "It cost 30 euros.\tCela a coûté 90 euros.\n",
        "utf-8",
    )
    (folder / "news.de").write_text("Das Wetter ist heute schön.\nEr kam spÃ¤t.\n", "utf-8")
    (folder / "news.en").write_text("The weather is nice today.\nHe came late.\n", "utf-8")
    (folder / "uneven.de").write_text("Eins.\n", "utf-8")
    (folder / "uneven.en").write_text("One.\nTwo.\n", "utf-8")
    (folder / "pages.jsonl").write_text('{"text": "Seite", "lang": "de"}\n', "utf-8")
    return folder


@pytest.fixture(scope="module")
def release(raw: Path) -> Path:
    outcome = run(Settings(raw, raw.parent / "clean", workers=1))
    assert isinstance(outcome, Outcome)
    assert outcome.funnel["pairs of corpora"] == 5
    return outcome.release.folder


def rows(release: Path, table: str) -> list[dict[str, object]]:
    return [
        row for file in sorted((release / table).rglob("*.parquet"))
        for row in pq.read_table(file).to_pylist()
    ]  # fmt: skip


def test_pairs_of_corpora_stand_beside_those_of_pages(release: Path) -> None:
    pairs = rows(release, "pairs")
    found = {
        (row["corpus"], row["corpus_unit"]): (row["source"], row["target"], row["accepted"])
        for row in pairs
        if row["corpus"]
    }
    assert found == {
        ("raw/memory.tmx", 1): (
            "英伟达创始人黄仁勋访问了巴黎。",
            "Le fondateur de NVIDIA, Jensen Huang, a visité Paris.",
            True,
        ),
        ("raw/news.de", 1): ("Das Wetter ist heute schön.", "The weather is nice today.", True),
        ("raw/news.de", 2): ("Er kam spät.", "He came late.", True),
        ("raw/old/port.en-fr.tsv", 1): (
            "The port reopened on Monday.",
            "Le port a rouvert lundi.",
            True,
        ),
        ("raw/old/port.en-fr.tsv", 3): ("It cost 30 euros.", "Cela a coûté 90 euros.", False),
    }
    assert any(row["corpus"] is None for row in pairs)
    assert {row["licence"] for row in pairs if row["corpus"] == "raw/memory.tmx"} == {"CC0-1.0"}


def test_undoing_the_edits_gives_back_what_the_corpus_held(release: Path) -> None:
    pair = next(row for row in rows(release, "pairs") if row["corpus"] == "raw/memory.tmx")
    edits = sorted(
        (row for row in rows(release, "edits") if row["id"] == pair["target_doc"]),
        key=lambda row: int(str(row["sequence"])),
    )
    made = [Edit(**{name: row[name] for name in Edit.__slots__}) for row in edits]  # type: ignore[arg-type]
    before = "Le fondateur de Huida, Huang Jenxun, a visité Paris."
    assert undo_steps(str(pair["target"]), made) == before
    assert before in {row["before"] for row in rows(release, "repairs")}


def test_what_cannot_be_read_or_accepted_is_a_reject_with_its_place(release: Path) -> None:
    rejects = {
        (row["path"], row["record"], row["reason"])
        for row in rows(release, "rejects")
        if not str(row["path"]).startswith(("raw/en_", "raw/fr_", "raw/pages"))
    }
    assert rejects == {
        ("raw/memory.tmx", 2, "no-pair"),
        ("raw/old/port.en-fr.tsv", 2, "bad-pair-row"),
        ("raw/old/port.en-fr.tsv", 3, "accuracy/mistranslation:number"),
        ("raw/uneven.de", 0, "unequal-lines"),
    }


def test_a_pair_of_a_corpus_is_explained(release: Path) -> None:
    pair = next(row for row in rows(release, "pairs") if row["corpus"] == "raw/memory.tmx")
    shown = "\n".join(line.plain for line in lookup.explain(release.parent, str(pair["id"])))
    assert "from raw/memory.tmx, line or unit 1" in shown
    assert "[-Huida-]{+NVIDIA+}" in shown


def test_nothing_new_is_done_again(raw: Path, release: Path) -> None:
    settings = Settings(raw, release.parent, workers=1)
    assert isinstance(run(settings), Plan)
    narrowed = run(Settings(raw, release.parent, languages=("de", "en"), workers=1))
    assert isinstance(narrowed, Outcome)
    assert narrowed.funnel["pairs of corpora"] == 2
    details = {row["detail"] for row in rows(narrowed.release.folder, "rejects")}
    assert "2 pairs are in fr" in details


@pytest.mark.parametrize(
    ("files", "corpora"),
    [
        ({"a.tmx": "x"}, [("a.tmx",)]),
        ({"a.tsv": "url\ttext\nu\tt\n"}, []),
        ({"a.tsv": "a\tb\n"}, []),
        ({"a.en-fr.tsv": "a\tb\n"}, [("a.en-fr.tsv",)]),
        ({"a.csv": "source,target\na,b\n"}, [("a.csv",)]),
        ({"a.csv": "title,content\na,b\n"}, []),
        ({"a.jsonl": '{"translation": {"en": "a", "fr": "b"}}\n'}, [("a.jsonl",)]),
        ({"a.jsonl": '{"source": "Reuters", "text": "b"}\n'}, []),
        ({"n.fr": "a\n", "n.en": "b\n"}, [("n.en", "n.fr")]),
        ({"n.fr-en.fr": "a\n", "n.fr-en.en": "b\n"}, [("n.fr-en.fr", "n.fr-en.en")]),
        ({"n.fr": "a\n", "n.en": "b\n", "n.de": "c\n"}, []),
        ({"n.fr": "a\n"}, []),
        ({"a.txt": "a", "a.md": "b", "a.html": "c"}, []),
    ],
)
def test_which_files_are_corpora(
    tmp_path: Path, files: dict[str, str], corpora: list[tuple[str, ...]]
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert [corpus.files for corpus in find_corpora(tmp_path, sorted(files))] == corpora
