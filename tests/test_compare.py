"""Looking at releases from the command line: what is different, what they hold, samples."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.cells import cell_len

from flows.cli import main
from flows.compare import Comparison, compare
from flows.console import table
from flows.exports import ReleaseInfo, Tables, write_release
from flows.published import Published
from flows.release import UnknownReleaseError, choose, publish
from flows.rows import DocumentRow, EditRow, FindingRow, PairRow, RejectRow

Call = Callable[..., tuple[int, str, str]]
NASTY = "\x1b[31m\u202e<b>" + "字" * 200


def document(identifier: str, **changes: Any) -> DocumentRow:
    row = DocumentRow(
        id=identifier,
        path=f"{identifier}.html",
        record=0,
        url=None,
        canonical_url=None,
        domain="example.org",
        title="Une page",
        language="fr",
        iso639_3_script="fra_Latn",
        text="Texte.",
        content="Texte.",
        characters=6,
        segments=1,
        published_at=None,
        fetched_at=None,
        licence=None,
        site_name=None,
        cluster_id=None,
        duplicate_of=None,
        story_id=None,
        likely_original=None,
        mt_suspected=False,
        mt_evidence=(),
        edits=0,
        suggestions=0,
        raw_sha256=identifier * 8,
        dataset_version="v",
    )
    return replace(row, **changes)


def pair(identifier: str, **changes: Any) -> PairRow:
    row = PairRow(
        id=identifier,
        source_lang="en",
        target_lang="fr",
        source=f"This is sentence {identifier}.",
        target=f"Voici la phrase {identifier}.",
        source_doc="d1",
        target_doc="d2",
        source_url=None,
        target_url=None,
        source_index=(0,),
        target_index=(0,),
        alignment="1-1",
        part="body",
        score_alignment=0.9,
        score_quality=0.8,
        findings=(),
        accepted=True,
        mt_suspected=False,
        domain="example.org",
        published_at=None,
        fetched_at=None,
        licence=None,
        cluster_id=None,
        edits_source=0,
        edits_target=0,
        raw_sha256_source="0" * 64,
        raw_sha256_target="1" * 64,
        corpus=None,
        corpus_unit=None,
        dataset_version="v",
    )
    return replace(row, **changes)


def edit(identifier: str, rule: str, before: str, after: str, step: str = "names") -> EditRow:
    number = sum(map(ord, identifier + rule + before))
    return EditRow(identifier, number, 1, step, rule, 0, 1, before, after, 0.9, "v")


DOCUMENTS = [document("d1", language="en"), document("d2"), document("d3", domain=None)]
BEFORE = Tables(
    documents=[*DOCUMENTS, document("gone")],
    pairs=[pair("same"), pair("worse"), pair("old", target="Huida présente un GPU."), pair("lost")],
    edits=[edit("d2", "menu/phrase", "Accueil", "", "boilerplate")],
)
AFTER = Tables(
    documents=[
        DOCUMENTS[0],
        document("d2", content="NVIDIA présente un GPU."),
        document("d3b", path="d3.html", domain=None),
        document("came", title=NASTY),
    ],
    pairs=[
        pair("same"),
        pair("worse", score_quality=0.3, findings=("accuracy/omission",), accepted=False),
        pair("new", source="This is sentence old.", target="NVIDIA présente un GPU."),
        pair("gained", source=NASTY, target="Tout autre chose se passe à Lyon ce matin."),
        pair("gap", source="", source_index=(), alignment="0-1", accepted=False),
    ],
    edits=[
        edit("d2", "menu/phrase", "Accueil", "", "boilerplate"),
        edit("d2", "nvidia/spelling", "Huida", "NVIDIA"),
    ],
    findings=[FindingRow("worse", "accuracy/omission", "major", "lost", 0, 1, None, None, "v")],
    rejects=[RejectRow("pair", "worse", "d1.html", 0, "quality", "accuracy/omission", "", "", "v")],
)


def write(clean: Path, version: str, tables: Tables, quality: float) -> Published:
    info = ReleaseInfo(
        version,
        "limpide:1|rules:x",
        {"pages": len(tables.documents)},
        notes=(f"minimum quality {quality}",),
    )
    release, _ = publish(clean, version, lambda folder: write_release(folder, tables, info))
    return Published(release.folder)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "clean"
    write(folder, "aaaa11", BEFORE, 0.5)
    write(folder, "bbbb22", AFTER, 0.6)
    return folder


@pytest.fixture(scope="module")
def found(clean: Path) -> Comparison:
    return compare(*(Published(choose(clean, name).folder) for name in ("previous", "latest")))


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clean: Path) -> Call:
    def run(*arguments: str) -> tuple[int, str, str]:
        named = () if "--clean" in arguments else ("--clean", str(clean))
        monkeypatch.setattr(sys, "argv", ["limpide", *arguments, *named])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out, captured.err

    return run


def ids(rows: Sequence[dict[str, object]]) -> list[object]:
    return [row["id"] for row in rows]


def test_documents_that_came_went_and_changed(found: Comparison) -> None:
    assert ids(found.documents.added) == ["came"]
    assert ids(found.documents.removed) == ["gone"]
    (changed,) = found.documents.changed
    assert (changed.after["id"], changed.why) == ("d2", ("names/nvidia/spelling",))
    assert found.documents.same == 2  # d3 has another identifier and the same text


def test_pairs_that_came_went_changed_and_are_judged_differently(found: Comparison) -> None:
    assert set(ids(found.pairs.added)) == {"gained", "gap"}
    assert ids(found.pairs.removed) == ["lost"]
    (changed,) = found.pairs.changed
    assert (changed.before["id"], changed.after["id"]) == ("old", "new")
    assert changed.why == ("names/nvidia/spelling",)
    (judged,) = found.pairs.judged
    assert judged.why == ("now accuracy/omission", "score 0.80 to 0.30", "no longer accepted")
    assert found.pairs.same == 1


def test_what_fired_more_or_less(found: Comparison) -> None:
    assert found.rules == {"names/nvidia/spelling": (0, 1)}
    assert found.findings == {"accuracy/omission": (0, 1)}
    assert found.rejects == {"pair/accuracy/omission": (0, 1)}
    assert found.made == {"minimum quality": ("0.5", "0.6")}


def test_every_row_is_counted_once(clean: Path, found: Comparison) -> None:
    """Another reader's count of the identifiers is the sum of ours."""
    for name, tables in (("documents", found.documents), ("pairs", found.pairs)):
        for side, own in (("previous", tables.removed), ("latest", tables.added)):
            files = (choose(clean, side).folder / name).rglob("*.parquet")
            rows = sum(len(pd.read_parquet(file)) for file in files)
            assert rows == len(own) + len(tables.changed) + len(tables.judged) + tables.same


def test_a_release_is_the_same_as_itself(clean: Path) -> None:
    published = Published(choose(clean, "latest").folder)
    same = compare(published, published)
    for table_ in (same.documents, same.pairs):
        assert not any((table_.added, table_.removed, table_.changed, table_.judged))
    assert not any((same.rules, same.findings, same.rejects, same.made))


def test_other_texts_are_not_taken_for_a_changed_pair(tmp_path: Path) -> None:
    one = Tables(
        documents=DOCUMENTS, pairs=[pair("a", source="Rain is expected.", target="Pluie.")]
    )
    two = Tables(documents=DOCUMENTS, pairs=[pair("b", source="Shares fell 2%.", target="Baisse.")])
    found = compare(write(tmp_path, "one", one, 0.5), write(tmp_path, "two", two, 0.5))
    assert (ids(found.pairs.added), ids(found.pairs.removed)) == (["b"], ["a"])


def test_diff_for_people_fits_the_terminal(call: Call) -> None:
    code, out, _ = call("diff")
    assert code == 0
    assert "Documents: 1 added, 1 removed, 1 changed, 2 the same" in out
    assert "fr was  Huida présente un GPU." in out
    assert "why: names/nvidia/spelling" in out
    assert max(map(cell_len, out.splitlines())) <= 80
    assert not {"\x1b", "\u202e"} & set(out)


def test_diff_for_programs(call: Call) -> None:
    code, out, _ = call("diff", "1", "bbbb", "--format", "json", "--samples", "1")
    found = json.loads(out)
    assert code == 0
    assert found["from"] == {"number": 1, "version": "aaaa11"}
    assert found["pairs"]["by_languages"] == {
        "en-fr": {"added": 2, "removed": 1, "changed": 1, "judged": 1}
    }
    assert len(found["pairs"]["samples"]["added"]) == 1
    assert found["rules"]["names/nvidia/spelling"] == {"before": 0, "after": 1}


def test_stats_for_people_and_programs(call: Call, clean: Path) -> None:
    code, out, _ = call("stats")
    assert code == 0
    assert "en-fr          4         3     1" in out
    assert "Huida -> NVIDIA  (fr, nvidia)" in out
    assert max(map(cell_len, out.splitlines())) <= 80
    _, out, _ = call("stats", "latest", "--format", "json")
    counted = json.loads(out)
    rows = pd.read_parquet(clean / "latest/pairs/en-fr/en-fr.parquet")
    whole = rows[(rows.source != "") & (rows.target != "")]
    for accepted in (True, False):
        word = "accepted" if accepted else "refused"
        bins = {b["below"]: b[word] for b in counted["score_quality"] if b[word]}
        edges = pd.cut(
            whole[whole.accepted == accepted].score_quality, [0, 0.35, 0.85, 1], right=False
        )
        assert sum(bins.values()) == len(edges)
        assert sum(n for end, n in bins.items() if end <= 0.35) == (edges.cat.codes == 0).sum()
    assert counted["boilerplate"] == {"menu": {"removals": 1, "characters": 7}}
    assert sum(site["documents"] for site in counted["sites"]) == 4


def test_stats_of_a_release_without_anything(tmp_path: Path, call: Call) -> None:
    write(tmp_path, "empty", Tables(), 0.5)
    code, out, _ = call("stats", "--clean", str(tmp_path))
    assert (code, out) == (0, "Release 1 (empty)\n        0  pages\n")


def test_sample_is_the_same_for_the_same_seed(call: Call) -> None:
    drawn = [call("sample", "-n", "3", "--seed", seed)[1] for seed in ("0", "0", "1", "2")]
    assert drawn[0] == drawn[1]
    assert len({tuple(text.splitlines()) for text in drawn}) > 1
    longer = call("sample", "-n", "5")[1]
    assert longer.startswith(drawn[0])


def test_sample_is_read_back_by_others(call: Call, clean: Path) -> None:
    rows = pd.read_parquet(clean / "latest/pairs/en-fr/en-fr.parquet").set_index("id")
    _, out, _ = call("sample", "--pair", "en-fr", "--accepted")
    read = list(csv.DictReader(io.StringIO(out), delimiter="\t"))
    assert {row["id"] for row in read} == set(rows[rows.accepted].index)
    assert all(row["source"] == rows.source[row["id"]] for row in read)
    _, out, _ = call("sample", "--format", "jsonl")
    objects = [json.loads(line) for line in out.splitlines()]
    assert {row["id"]: row["target"] for row in objects} == dict(rows.target)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("latest", "bbbb22"),
        ("previous", "aaaa11"),
        ("1", "aaaa11"),
        ("bbbb22", "bbbb22"),
        ("aaaa", "aaaa11"),
    ],
)
def test_a_release_by_its_names(clean: Path, name: str, version: str) -> None:
    assert choose(clean, name).version == version


@pytest.mark.parametrize("name", ["3", "bbb", "", "../x", "0"])
def test_names_of_no_release(clean: Path, name: str) -> None:
    with pytest.raises(UnknownReleaseError, match=r"there are: 1 \(aaaa11\), 2 \(bbbb22\)"):
        choose(clean, name)


def test_the_beginning_of_two_versions(tmp_path: Path) -> None:
    for version in ("aaaa1", "aaaa2"):
        write(tmp_path, version, Tables(), 0.5)
    with pytest.raises(UnknownReleaseError, match="more than one"):
        choose(tmp_path, "aaaa")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("stats", "9"), "'9' is no release"),
        (("diff", "--clean", "nowhere"), "no release in nowhere; 'limpide run' makes one"),
        (("sample", "--pair", "../.."), "no language pair of this release; there are: en-fr"),
    ],
)
def test_what_is_not_there_is_one_clear_line(
    call: Call, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (1, "")
    assert message in err
    assert err.count("\n") == 1


def test_previous_without_one(tmp_path: Path, call: Call) -> None:
    write(tmp_path, "only", Tables(), 0.5)
    code, _, err = call("diff", "--clean", str(tmp_path))
    assert code == 1
    assert "'previous' is no release" in err


def test_a_table_is_no_wider_than_the_terminal() -> None:
    rows = [("字" * 100, 10**9, 5)]
    assert max(map(cell_len, table(("name", "rows", "more"), rows))) <= 80
