"""Decisions about discovered names: what becomes of the files, and of the text afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners import rules as rule_data
from cleaners.artifacts import lexicon
from cleaners.artifacts.discovery import Candidate, Clue, ClueKind, Example, candidate_id
from cleaners.artifacts.lexicon import Kind
from cleaners.rules import RuleFileError
from flows import review, review_file
from flows.review import Correction
from flows.settings import SettingsError


def candidate(  # noqa: PLR0913, PLR0917 - what a candidate says
    wrong: str,
    canonical: str,
    text: str,
    source: str = "",
    original: str = "",
    clue: ClueKind = "reading",
    kind: Kind = "company",
) -> Candidate:
    example = Example("raw/site/a.html", "fr", text, original, "zh" if original else "")
    return Candidate(
        candidate_id(wrong, canonical, source),
        wrong,
        canonical,
        source,
        kind,
        ("fr",),
        2.5,
        3,
        2,
        (Clue(clue, 3, 2),),
        (example,),
    )


PERSON = candidate(
    "Zhang Wenshan",
    "Vincent Chang",
    "Le directeur général de Zenitron, Zhang Wenshan, a ouvert une usine à Taïwan.",
    "張文山",
    "增你強執行長張文山在台灣開設工廠。",
    kind="person",
)
COMPANY = candidate(
    "Rivière Bleue",
    "Blue River Mining",
    "La société Rivière Bleue a publié ses comptes.",
    clue="original",
)
KNOWN = candidate(
    "Nvidea", "NVIDIA", "Le fabricant Nvidea a présenté un GPU.", "輝達", clue="likeness"
)
NOBODY_KNOWS = candidate("Wanhua Chiba", "", "La ville de Wanhua Chiba attend.", "", "")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Give a folder with four candidates, and a folder of rules that does not exist yet."""
    found = [PERSON, COMPANY, KNOWN, NOBODY_KNOWS]
    review.write(tmp_path / "proposals", found, rule_data.load())
    return tmp_path / "proposals", tmp_path / "rules"


def test_the_review_file_comes_back_as_it_went(folders: tuple[Path, Path]) -> None:
    assert review.candidates(folders[0]) == [PERSON, COMPANY, KNOWN, NOBODY_KNOWS]


def test_an_accepted_name_is_in_the_lexicon_and_its_case_holds(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    proposals, rules = folders
    for one in (PERSON, COMPANY, KNOWN):
        review.accept(proposals, one.id, rules)
    outcomes = {case.wrong: case.outcome for case in review.settle(rules)}
    assert outcomes == {
        "Zhang Wenshan": "with original",
        "Rivière Bleue": "repaired",
        "Nvidea": "repaired",
    }
    assert [one.id for one in review.candidates(proposals)] == [NOBODY_KNOWS.id]
    assert len(list(rule_data.cache_folder().glob("names-*.index"))) == 1, "kept for the next run"
    words = lexicon.read(rule_data.load(rules)).concepts
    assert words["vincent-chang"].source == ("張文山",)
    assert dict(words["blue-river-mining"].full_calque) == {"fr": "Rivière Bleue"}
    assert "Nvidea" in words["nvidia"].wrong
    assert "輝達" in words["nvidia"].source
    assert len(list(review.check(rule_data.load(rules)))) == 1
    entries = rules / review.ENTRIES
    entries.write_text(entries.read_text("utf-8").replace('"Rivière Bleue"', '"Rivière"'), "utf-8")
    with pytest.raises(RuleFileError, match="'Rivière Bleue' is left"):
        list(review.check(rule_data.load(rules, compiled=proposals)))


def test_a_rejected_name_is_never_proposed_again(folders: tuple[Path, Path]) -> None:
    proposals, rules = folders
    before = rule_data.load(rules.parent).hash
    review.reject(proposals, COMPANY.id, rules, "a river")
    again = review.write(proposals, [PERSON, COMPANY], rule_data.load(rules))
    assert again == review.candidates(proposals) == [PERSON]
    assert rule_data.load(rules).hash == rule_data.load().hash, "a rejection changes no text"
    assert before


def test_what_was_edited_stays_when_discovery_runs_again(folders: tuple[Path, Path]) -> None:
    proposals, _ = folders
    review.edit(proposals, NOBODY_KNOWS.id, Correction(canonical="Banka Chiba", kind="place"))
    listed = review.write(proposals, [NOBODY_KNOWS, PERSON], rule_data.load())
    assert [(one.canonical, one.kind) for one in listed] == [
        ("Banka Chiba", "place"),
        ("Vincent Chang", "person"),
    ]


@pytest.mark.parametrize(
    ("identifier", "message"),
    [("000000000000", "no candidate"), ("", "no candidate"), (NOBODY_KNOWS.id, "right form")],
)
def test_what_cannot_be_accepted_is_refused(
    folders: tuple[Path, Path], identifier: str, message: str
) -> None:
    proposals, rules = folders
    before = (proposals / review_file.FILE).read_bytes()
    with pytest.raises(SettingsError, match=message):
        review.accept(proposals, identifier, rules)
    assert (proposals / review_file.FILE).read_bytes() == before
    assert not (rules / review.ENTRIES).exists()


def test_a_folder_without_candidates_says_what_writes_them(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="limpide discover"):
        review.candidates(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("candidate = 1", "must be a list"),
        ('[[candidate]]\nid = "a"\nwrng = "x"', "wrng"),
        ('[[candidate]]\nid = "a"\nwrong = "x"\ntype = "dog"', "'type'"),
        ('[[candidate]]\nid = "a"\nwrong = "x"\ntype = "person"\nscore = "high"', "'score'"),
    ],
)
def test_a_broken_review_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / review_file.FILE).write_text(text, "utf-8")
    with pytest.raises(RuleFileError, match=message):
        review.candidates(tmp_path)
