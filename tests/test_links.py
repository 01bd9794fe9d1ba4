"""Tables that add to the lexicon: which concepts belong together, and further forms of names."""

from pathlib import Path

import pytest

from cleaners import rules
from cleaners.artifacts import lexicon

PEOPLE = "\n".join(["id\ttype\tname", *(f"singer-{n}\tperson\tSinger {n}" for n in range(60))])


def linked(folder: Path, rows: list[str]) -> lexicon.Lexicon:
    (folder / "lexicon").mkdir(parents=True)
    (folder / "lexicon" / "people_singers.tsv").write_text(f"{PEOPLE}\n", "utf-8")
    (folder / "lexicon" / "links.tsv").write_text("\n".join(["id\twith", *rows, ""]), "utf-8")
    return lexicon.read(rules.load(folder))


def test_those_of_one_house_speak_for_each_other(tmp_path: Path) -> None:
    words = linked(tmp_path, ["singer-1\trock-records", "singer-2\trock-records|singer-3"])
    assert {"rock-records", "singer-2"} <= words.kin["singer-1"]
    assert {"rock-records", "singer-1", "singer-3"} <= words.kin["singer-2"]
    assert {"singer-1", "singer-2"} <= words.kin["rock-records"]
    assert words.kin["singer-3"] == {"singer-2"}


@pytest.mark.parametrize(("head", "members"), [("singer-0", 3), ("rock-records", 59)])
def test_who_knows_one_person_or_is_of_a_large_house_need_not_know_the_others(
    tmp_path: Path, head: str, members: int
) -> None:
    words = linked(tmp_path, [f"singer-{n}\t{head}" for n in range(1, members + 1)])
    assert words.kin["singer-1"] == {head}
    assert {f"singer-{n}" for n in range(1, members + 1)} <= words.kin[head]


def test_links_are_added_to_those_a_concept_has(tmp_path: Path) -> None:
    before = lexicon.read(rules.load()).concepts["lionel-messi"].linked
    after = linked(tmp_path, ["lionel-messi\tsinger-5"]).concepts["lionel-messi"].linked
    assert after == (*before, "singer-5")


@pytest.mark.parametrize("row", ["nobody-here\tsinger-1", "singer-1\tnobody-here"])
def test_a_link_of_nobody_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(rules.RuleFileError, match="nobody-here"):
        linked(tmp_path, [row])


@pytest.mark.parametrize(
    ("identifier", "language", "form"),
    [
        ("li-keqiang", "ko", "리커창"),
        ("wang-qishan", "ru", "Ван Цишань"),
        ("wang-qishan", "uk", "Ван Цішань"),
        ("paul-krugman", "ar", "بول كروغمان"),
        ("sergey-lavrov", "ja", "セルゲイ・ラブロフ"),
    ],
)
def test_further_forms_fill_what_a_concept_lacks(identifier: str, language: str, form: str) -> None:
    assert lexicon.read(rules.load()).concepts[identifier].canonical(language) == form


@pytest.mark.parametrize(
    ("identifier", "language", "form"),
    [
        ("ursula-von-der-leyen", "ru", "фон дер Ляйен"),
        ("marine-le-pen", "uk", "Ле Пен"),
        ("marine-le-pen", "ja", "ルペン"),
        ("vincent-van-gogh", "ru", "Ван Гог"),
        ("angela-merkel", "ru", "Меркель"),
    ],
)
def test_a_surname_keeps_its_particle(identifier: str, language: str, form: str) -> None:
    concept = lexicon.read(rules.load()).concepts[identifier]
    assert concept.canonical(language, short=True) == form
