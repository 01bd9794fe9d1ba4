"""Discovery: which names are proposed, which are not; nothing else decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from cleaners import rules as rule_data
from cleaners.artifacts import (
    discovery_page,
    discovery_pairs,
    discovery_readings,
    discovery_roles,
)
from cleaners.artifacts.discovery import Example
from cleaners.artifacts.discovery_couples import Couple, Side, Sighting
from cleaners.artifacts.discovery_likeness import misspelling, same
from cleaners.artifacts.discovery_names import names
from cleaners.artifacts.discovery_rank import Ledger
from cleaners.artifacts.discovery_stories import Stories, directed, turned
from flows import discover, job, review, review_page
from flows.cli import app
from flows.discover import Material, candidates
from flows.progress import no_progress
from flows.settings import Settings, SettingsError

SMALL = {"fr": {"le", "la", "un", "selon", "hier", "puis"}, "en": {"the", "a", "some", "then"}}


def nothing_known(_text: str, _language: str) -> tuple[tuple[int, int], ...]:
    return ()


def couple(*beads: tuple[str, str], left: str = "en", right: str = "fr") -> Couple:
    sides = Side("a", "raw/a.txt", left), Side("b", "raw/b.txt", right)
    return Couple(*sides, beads, "a")


def seen(one: Couple) -> set[tuple[str, str, str, str]]:
    found = discovery_pairs.sightings(one, SMALL, nothing_known)
    return {(each.clue, each.wrong, each.canonical, each.source) for each in found}


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Le PDG d’Huida, Huang Jenxun, est venu.", "fr", ["PDG", "Huida", "Huang Jenxun"]),
        ("C.C. Wei a parlé à l'Ether Square.", "fr", ["C.C. Wei", "Ether Square"]),
        ("selon la loi, un port a rouvert", "fr", []),
        ("Selon la loi, NT$ 3 et un port", "fr", []),
        ("スマホで谷歌のアプリを使う", "ja", ["スマホ", "谷歌", "アプリ"]),
    ],
)
def test_names_are_told_without_a_list(text: str, language: str, found: list[str]) -> None:
    listed = names(text, language, SMALL.get(language, ()))
    assert [name.text for name in listed] == found
    assert all(text[name.start : name.end] == name.text for name in listed)


@pytest.mark.parametrize(
    ("name", "text", "language", "characters"),
    [
        ("Taijidian", "台積電高雄廠", "zh", "台積電"),
        ("Huang Jenxun", "黃仁勳：輝達", "zh", "黃仁勳"),
        ("Renxun Huang", "黃仁勳：輝達", "zh", "黃仁勳"),
        ("Хуан Жэньсюня", "黃仁勳：輝達", "zh", "黃仁勳"),
        ("Hoàng Nhân Huân", "黃仁勳：輝達", "zh", "黃仁勳"),
        ("Shitsuran", "室蘭沖の海底", "ja", "室蘭"),
        ("Shilan", "室蘭沖の海底", "ja", ""),
        ("Jensen Huang", "黃仁勳：輝達", "zh", ""),
        ("NVIDIA", "黃仁勳：輝達", "zh", ""),
        ("Hui", "輝達", "zh", ""),
    ],
)
def test_a_name_spells_out_characters(name: str, text: str, language: str, characters: str) -> None:
    reading = discovery_readings.read(name, text, language)
    assert (reading.characters if reading else "") == characters


@pytest.mark.parametrize(
    ("name", "other", "language", "one"),
    [
        ("Mærsk", "Maersk", "fr", True),
        ("Марейке", "Marijke", "ru", True),
        ("Huang", "Jensen Huang", "fr", True),
        ("President Macron", "Monsieur Macron", "en", True),
        ("Kimmy", "Kimi", "fr", False),
        ("Río Teñido", "Rio Tinto", "es", False),
        ("Coquille", "Shell", "fr", False),
    ],
)
def test_two_names_are_one(name: str, other: str, language: str, *, one: bool) -> None:
    assert same(name, other, language) is one


@pytest.mark.parametrize(
    ("name", "other", "right"),
    [
        ("Paul Aldoino", "Paolo Ardoino", "Paolo Ardoino"),
        ("L'organiste Mei Tana", "Organist Mei Tanaka", "Mei Tanaka"),
        ("Kurator Jonas Albrecht", "Curator Jonas Albrecht", ""),
        ("SRAS", "SARS", ""),
        ("Coquille", "Shell", ""),
    ],
)
def test_a_misspelling_has_a_right_form(name: str, other: str, right: str) -> None:
    found = misspelling(name, other, "fr")
    assert (found.right if found else "") == right


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            couple(("Then Blue Rock Power fell.", "Puis, Roche Bleue a chuté.")),
            ("original", "Roche Bleue", "Blue Rock Power", ""),
        ),
        (
            couple(("輝達將設廠。", "Hier, Huida a ouvert une usine."), left="zh-Hant"),
            ("reading", "Huida", "", "輝達"),
        ),
        (
            couple(("黃仁勳來了。", "Hier, Huang Jenxun est venu."), left="zh-Hant"),
            ("hybrid", "Huang Jenxun", "", "黃仁勳"),
        ),
        (
            couple(("Then Paolo Ardoino left.", "Puis Paul Aldoino est parti.")),
            ("original", "Paul Aldoino", "Paolo Ardoino", ""),
        ),
        (
            couple(
                ("遠山科技週四宣布。", "Jeudi, Montagne Lointaine a annoncé."),
                ("他說，遠山科技會等。", "Il dit que Montagne Lointaine attend."),
                left="zh-Hans",
            ),
            ("alone", "Montagne Lointaine", "", "遠山科技"),
        ),
    ],
)
def test_the_original_shows_a_broken_name(one: Couple, expected: tuple[str, str, str, str]) -> None:
    assert expected in seen(one)


@pytest.mark.parametrize(
    "one",
    [
        couple(("Then Rio Tinto left.", "Puis Rio Tinto est parti.")),
        couple(("Then the WHO left.", "Puis l’OMS est partie.")),
        couple(("Some said so.", "La mine dort.")),
        couple(("輝達將設廠。", "輝達将设厂。"), left="zh-Hant", right="zh-Hans"),
        couple(("Then Rio Tinto left.", "然後 Rio Tinto 走了。"), right="zh-Hant"),
    ],
)
def test_what_is_right_is_left_alone(one: Couple) -> None:
    assert seen(one) == set()


@pytest.mark.parametrize(
    ("text", "clue", "wrong", "canonical"),
    [
        ("Hier, Huang Jenxun a parlé.", "hybrid", "Huang Jenxun", ""),
        ("Hier, Huida (輝達) a parlé.", "reading", "Huida", ""),
        ("Hier, Taida (Tether) a parlé.", "gloss", "Taida", "Tether"),
        ("Hier, 黃仁勳 a parlé.", "residue", "黃仁勳", ""),
        ("Hier, Vitalik Buterin, dit Vitalik Buterlin, puis Vitalik Buterin.", "likeness",
         "Vitalik Buterlin", "Vitalik Buterin"),
    ],
)  # fmt: skip
def test_a_page_shows_a_broken_name(text: str, clue: str, wrong: str, canonical: str) -> None:
    found = discovery_page.sightings(
        Side("a", "raw/a.txt", "fr"), [text], SMALL["fr"], nothing_known
    )
    assert (clue, wrong, canonical) in {(one.clue, one.wrong, one.canonical) for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "Hier, Wang Chuanfu et Huang Renxun ont parlé.",
        "Hier, l’Agence spatiale européenne (ESA) a parlé.",
        "Hier, Thomas Washington a parlé.",
        "Hier, « 黃仁勳 » a été écrit ainsi.",
    ],
)
def test_a_page_leaves_right_names_alone(text: str) -> None:
    side = Side("a", "raw/a.txt", "fr")
    assert not list(discovery_page.sightings(side, [text], SMALL["fr"], nothing_known))


def test_names_that_are_spelt_out_show_the_original() -> None:
    beads = (("輝達將設廠。", "Hier, Huida a ouvert."), ("鴻海等。", "Hier, Honghai attend."))
    one = Couple(Side("f", "f", "fr"), Side("z", "z", "zh-Hant"), [(b, a) for a, b in beads], "f")
    stories = Stories()
    stories.add(turned(one), discovery_pairs.facts(turned(one), SMALL, nothing_known))
    assert stories.originals() == {"z"}
    assert directed(one, stories.originals()).left.document == "z"


@pytest.mark.parametrize(
    ("text", "language", "person", "house"),
    [
        ("Then Tether CEO Paolo Ardoino left.", "en", "Paolo Ardoino", "tether"),
        ("Then Paolo Ardoino, CEO of Tether, left.", "en", "Paolo Ardoino", "tether"),
        ("Hier, le PDG de Tether, Paolo Ardoino, est parti.", "fr", "Paolo Ardoino", "tether"),
        ("Then the CEO left for Paris with Paolo Ardoino.", "en", "", ""),
        ("Then Paolo Ardoino met the CEO of Tether.", "en", "", ""),
    ],
)
def test_the_holder_of_an_office_is_named(
    text: str, language: str, person: str, house: str
) -> None:
    pattern = discovery_roles.offices(rule_data.load())[language]
    found = list(discovery_roles.holders(Side("a", "a", language), text, SMALL[language], pattern))
    assert [(one.person, one.house) for one in found] == ([(person, house)] if person else [])


def test_the_same_office_with_another_name_is_a_clue() -> None:
    pattern = discovery_roles.offices(rule_data.load())["en"]
    held = discovery_roles.Offices()
    for number, name in enumerate(["Paolo Ardoino", "Paolo Ardoino", "Paul Aldoino", "Mary Smith"]):
        side = Side(str(number), f"{number}.txt", "en")
        text = f"Then Tether CEO {name} spoke."
        for holder in discovery_roles.holders(side, text, SMALL["en"], pattern):
            held.add(holder)
    found = [(one.clue, one.wrong, one.canonical) for one in held.sightings()]
    assert found == [("role", "Paul Aldoino", "Paolo Ardoino")]


SIGHTINGS = [
    sighting
    for number, one in enumerate(
        [
            couple(("Then Blue Rock fell.", "Puis Roche Bleue a chuté.")),
            couple(("輝達將設廠。", "Hier, Huida a ouvert une usine."), left="zh-Hant"),
            couple(("Then Paolo Ardoino left.", "Puis Paul Aldoino est parti.")),
        ]
    )
    for sighting in discovery_pairs.sightings(one, SMALL, nothing_known)
    for _ in range(number + 1)
]


@given(st.permutations(SIGHTINGS))
def test_the_order_of_sightings_does_not_matter(mixed: list[Sighting]) -> None:
    assert ranked(mixed) == ranked(SIGHTINGS)


def ranked(sightings: list[Sighting]) -> object:
    ledger = Ledger()
    for one in sightings:
        ledger.add(one)
    return ledger.candidates(frozenset(), lambda _: None)


def test_the_lexicon_names_what_it_knows_by_its_characters() -> None:
    ledger = Ledger()
    for one in SIGHTINGS:
        ledger.add(one)
    listed = ledger.candidates(frozenset(), {"輝達": "NVIDIA"}.get)
    assert ("Huida", "NVIDIA") in {(one.wrong, one.canonical) for one in listed}


def test_the_same_collection_twice_proposes_once() -> None:
    text = "Hier, Huang Jenxun a parlé du port."
    material = Material(lambda: iter([(Side("a", "raw/a.txt", "fr"), text)]), lambda: iter(()))
    rules = rule_data.load()
    once, twice = candidates([material], rules), candidates([material, material], rules)
    assert once == twice
    assert [one.wrong for one in once[0]] == ["Huang Jenxun"]


@pytest.fixture(scope="module")
def published(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a release of a story in three languages."""
    clean = tmp_path_factory.mktemp("discovery") / "clean"
    done = job.run(Settings(raw=small_raw, clean=clean, workers=1), no_progress)
    assert isinstance(done, job.Outcome)
    return done.release.folder


def test_a_release_and_its_pages_propose_the_same(published: Path, small_raw: Path) -> None:
    out = published.parent.parent
    settings = Settings(raw=small_raw, clean=published.parent, workers=1)
    done = discover.discover([published], settings, out / "one")
    discover.discover([small_raw], settings, out / "other")
    assert done.documents == 4
    assert done.couples == 3
    for name in (review.review_file.FILE, review_page.FILE):
        assert (out / "one" / name).read_bytes() == (out / "other" / name).read_bytes()
    assert review.candidates(out / "one") == list(done.written)


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nowhere"):
        discover.discover([tmp_path / "nowhere"], Settings(), tmp_path / "out")
    with pytest.raises(SettingsError, match="limpide run"):
        discover.newest_release(tmp_path)


def test_the_review_page_escapes_what_it_shows() -> None:
    sighting = next(iter(SIGHTINGS))
    ledger = Ledger()
    example = Example("a<b>.txt", "fr", 'Hier, <script>alert("x")</script> a dit.')
    ledger.add(Sighting("<script>alert", "original", "a", example, sighting.canonical + "</ins>"))
    text = "".join(review_page.render(ledger.candidates(frozenset(), lambda _: None)))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "http" not in text.replace("http-equiv", "")


def test_the_commands_discover_and_decide(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "raw" / "site" / "a.txt"
    page.parent.mkdir(parents=True)
    said = "Hier matin, Huang Jenxing a parlé du port devant les habitants de la ville."
    page.write_text(f"Une visite au port\n\n{said}\n\n{said.replace('Hier', 'Mardi')}\n", "utf-8")
    runner = CliRunner()
    done = runner.invoke(app, ["discover", "raw", "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert "names to review: 1" in done.output
    one = review.candidates(Path("proposals"))[0]
    assert one.wrong == "Huang Jenxing"
    listed = runner.invoke(app, ["review"])
    assert one.id in listed.output
    done = runner.invoke(app, ["review", "--edit", f"{one.id}:canonical=Jensen Huang"])
    assert "Jensen Huang" in done.output
    done = runner.invoke(app, ["review", "--reject", one.id, "--reason", "somebody else"])
    assert done.exit_code == 0, done.output
    assert "somebody else" in (tmp_path / "rules" / "review" / "rejected.toml").read_text("utf-8")
    again = runner.invoke(app, ["discover", "raw", "--workers", "1"])
    assert "names to review: 0" in again.output
    with pytest.raises(SettingsError, match="write ID:FIELD=VALUE"):
        runner.invoke(app, ["review", "--edit", "x"], catch_exceptions=False)
