"""What a site repeats on its pages: proposed with its evidence, applied only once accepted."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaners
from cleaners import pipeline, rule_check
from cleaners import rules as rule_data
from cleaners.boilerplate import site_rules, sites
from cleaners.boilerplate.site_rules import Example, SiteRule, key, site_of
from cleaners.boilerplate.sites import Observed, Seen
from cleaners.records import Metadata, Scrape
from cleaners.rules import RuleFileError
from flows import propose as proposing
from flows.settings import Settings, SettingsError

SLOGAN = "Ce journal vit grâce à ses lecteurs, à ses abonnés et à la coopérative du vieux pont."
TOWNS = ("Rodez", "Millau", "Albi", "Castres", "Figeac", "Cahors", "Auch", "Foix", "Tulle")


def prose(number: int, part: int) -> str:
    """Give running text that differs on every page."""
    town, other = TOWNS[number % 9], TOWNS[(number * 2 + part) % 9]
    return (
        f"Le conseil de {town} a décidé jeudi d’ouvrir la halle numéro {number}{part} aux paysans "
        f"de {other}, qui la demandaient depuis {number + part + 3} ans au moins."
    )


def seen(number: int, *more: Seen, site: str = "val.fr") -> Observed:
    """Give a page of a site: its headline, three paragraphs, and some lines more."""
    lines = [Seen(f"La halle de {TOWNS[number % 9]}", title=True)]
    lines += [Seen(prose(number, part)) for part in range(3)]
    return Observed(site, f"raw/{site}/{number}.txt", (*lines, *more))


def proposed(pages: Sequence[Observed]) -> list[SiteRule]:
    return sites.propose(lambda: pages).get("val.fr", [])


@pytest.mark.parametrize(
    ("url", "path", "site"),
    [
        ("https://www.example.org/a", "", "example.org"),
        ("https://m.news.bbc.co.uk/a", "raw/x/a.txt", "bbc.co.uk"),
        ("http://anna.blogspot.com/", "", "anna.blogspot.com"),
        ("http://127.0.0.1:8080/a", "", "127.0.0.1"),
        ("http://[::1]/a", "", "--1"),
        ("not an address", "raw/wirelane/2024/a.txt", "wirelane"),
        ("http://[broken", "raw/a.txt", ""),
        ("https://../../etc/passwd", "raw/../a", ""),
        (None, "raw/Écho du Val/a.txt", "écho-du-val"),
        (None, "/home/anna/wirelane/a.txt", "wirelane"),
        (None, "", ""),
    ],
)
def test_a_site_is_a_host_or_a_folder(url: str | None, path: str, site: str) -> None:
    assert site_of(Metadata(url=url), path) == site


@given(st.text(max_size=60), st.text(max_size=30))
def test_the_name_of_a_site_is_always_a_safe_file_name(address: str, path: str) -> None:
    for site in (site_of(Metadata(url=f"http://{address}/")), site_of(Metadata(), f"raw/{path}/a")):
        assert "/" not in site
        assert "\\" not in site
        assert "\0" not in site
        assert not site.startswith(".")


def test_a_line_that_repeats_is_proposed_with_its_counts_and_examples() -> None:
    pages = [seen(n, Seen(SLOGAN, "" if n else "newsletter")) for n in range(8)]
    (rule,) = proposed([*pages, seen(8)])
    assert (rule.line, rule.status, rule.kind) == (SLOGAN, "proposed", "newsletter")
    assert (rule.pages, rule.of, rule.kept, rule.removed) == (8, 9, 7, 1)
    assert rule.examples[0] == Example("raw/val.fr/1.txt", SLOGAN)


def test_numbers_count_as_one_word_in_short_lines() -> None:
    pages = [seen(n, Seen(f"{n + 3} abonnés lisent le Val")) for n in range(8)]
    assert [rule.pages for rule in proposed(pages)] == [8]


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("it is removed everywhere", lambda n: [Seen(SLOGAN, "newsletter")]),
        ("too few pages", lambda n: [Seen(SLOGAN)] if n < 3 else []),
        ("it is a headline", lambda n: [Seen("La halle du Val", title=True)]),
        ("it is a dateline", lambda n: [Seen(f"Rodez, {n + 1} mai 2026")]),
        ("its text differs in numbers",
         lambda n: [Seen(f"Le marché a compté {n + 20} étals et vendu pour {n}00 euros de "
                         "fromage, de miel et de pain de seigle ce samedi, dit la mairie.")]),
        ("it heads a section", lambda n: [Seen("À retenir", heads=True), Seen(prose(n, 4))]),
        ("it has no words", lambda n: [Seen("* * *")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_furniture_is_not_proposed(why: str, more: Callable[[int], list[Seen]]) -> None:
    assert proposed([seen(n, *more(n)) for n in range(9)]) == []


def test_the_same_story_posted_again_proposes_nothing() -> None:
    story = seen(1).lines
    copies = [Observed("val.fr", f"raw/val.fr/copy{n}.txt", story) for n in range(9)]
    assert proposed([*copies, *(seen(n) for n in range(2, 9))]) == []


def test_a_place_whose_lines_nearly_always_go_is_proposed() -> None:
    def box(text: str, kind: str) -> Seen:
        return Seen(text, kind, "body/div/p", "promo-box")

    pages = [
        seen(n, *(box(f"Offre {TOWNS[n]} {part}", "advertisement") for part in range(3)))
        for n in range(9)
    ]
    pages.append(seen(9, box("Le panier de Tulle", "")))
    (rule,) = proposed(pages)
    assert (rule.path, rule.css, rule.kind) == ("body/div/p", "promo-box", "advertisement")
    assert (rule.kept, rule.removed) == (1, 27)
    assert rule.examples == (Example("raw/val.fr/9.txt", "Le panier de Tulle"),)
    prose_inside = seen(10, box(prose(10, 5), ""))
    assert proposed([*pages, prose_inside]) == []


def test_the_order_of_the_pages_makes_no_difference() -> None:
    pages = [
        seen(n, Seen(SLOGAN, "" if n % 3 else "footer"), Seen("Voir le plan")) for n in range(9)
    ]
    first = proposed(pages)
    assert proposed(pages[::-1]) == first
    assert proposed([*pages[4:], *pages[:4]]) == first
    assert len(first) == 2


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Give a raw folder with nine pages of one site and one of another."""
    for number in range(9):
        text = "\n\n".join([f"La halle de {TOWNS[number]}", *(prose(number, p) for p in range(3))])
        page = tmp_path / "raw" / "val" / f"{number}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"{text}\n\n{SLOGAN}\n", "utf-8")
    other = tmp_path / "raw" / "echo" / "a.txt"
    other.parent.mkdir()
    other.write_text(f"{prose(1, 1)}\n\n{prose(1, 2)}\n\n{SLOGAN}\n", "utf-8")
    return tmp_path


def test_from_pages_to_a_rule_that_applies_to_its_site_only(collection: Path) -> None:
    raw, out, own = collection / "raw", collection / "proposals", collection / "rules"
    settings = Settings(raw, collection / "clean", workers=1)
    ((file, (rule,)),) = proposing.propose(settings, out)
    assert file == out / "val.toml"
    written = tomllib.loads(file.read_text("utf-8"))
    assert written["site"] == "val"
    assert (written["rule"][0]["status"], written["rule"][0]["share"]) == ("proposed", 1.0)

    def cleaned(path: str, rules: rule_data.Rules) -> str:
        content = (collection / path).read_bytes()
        document = pipeline.clean(Scrape(path, content, "text"), rules)
        assert document.page_text == content.decode()
        return document.content

    plain = rule_data.load()
    assert SLOGAN in cleaned("raw/val/1.txt", plain)
    with pytest.raises(SettingsError, match="nothing is accepted yet"):
        proposing.accept(file, own, (), everything=False)
    accepted = proposing.accept(file, own, [rule.id], everything=False)
    assert accepted.file == own / "boilerplate" / "site" / "val.toml"
    assert not file.exists()
    layered = rule_data.load(own)
    rule_check.check(layered)
    assert SLOGAN not in cleaned("raw/val/1.txt", layered)
    assert SLOGAN in cleaned("raw/echo/a.txt", layered)
    assert proposing.propose(replace(settings, rules=(own,)), out) == []
    page = Scrape("raw/val/1.txt", (collection / "raw/val/1.txt").read_bytes(), "text")
    edits = [e for e in pipeline.clean(page, layered).edits if SLOGAN in e.before]
    assert [edit.rule for edit in edits] == [f"{rule.kind}/site-rule"]


def test_decisions_in_a_proposal_file_stay_when_it_is_written_again(collection: Path) -> None:
    settings = Settings(collection / "raw", collection / "clean", workers=1)
    ((file, (rule,)),) = proposing.propose(settings, collection / "proposals")
    text = file.read_text("utf-8").replace('"proposed"', '"rejected"')
    file.write_text(text, "utf-8")
    assert proposing.propose(settings, collection / "proposals") == []
    assert site_rules.read(file)[1][0].status == "rejected"
    assert rule.id == site_rules.read(file)[1][0].id


GOOD = """\
site = "val"
[[rule]]
id = "slogan"
status = "accepted"
kind = "footer"
line = "Le Val, votre journal"
examples = [{ page = "raw/val/1.txt", text = "Le Val, votre journal" }]
"""


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('status = "accepted"', 'status = "acepted"', "slogan: 'status' must be one of proposed"),
        ('status = "accepted"', "", "slogan: missing 'status'"),
        ('kind = "footer"', 'kind = "Foot er"', "slogan: 'kind' must be a name"),
        ("line =", "lines =", "slogan: unknown key 'lines'"),
        ('line = "Le Val, votre journal"', "", "slogan: needs either 'line' or 'path'"),
        ('line = "Le Val, votre journal"', 'line = "***"', "slogan: 'line' holds no words"),
        ("examples = [{", "pages = [{", "slogan: 'pages' must be a number"),
        ('examples = [{ page = "raw/val/1.txt", text = "Le Val, votre journal" }]', "",
         "slogan: missing 'examples'"),
        (", text = ", ", texte = ", "unknown key 'texte'"),
        ('id = "slogan"', "", "rule: missing 'id'"),
        ('site = "val"', 'site = "mont"', "site: is 'mont'; name the file mont.toml"),
        ('site = "val"', "", "site: missing 'site'"),
        ('site = "val"', 'site = "val"\nstatus = "accepted"', "unknown key 'status'"),
        ("[[rule]]", "[rule]", "rule: must be a list"),
    ],
)  # fmt: skip
def test_a_broken_site_file_is_refused_by_name(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    file = tmp_path / "boilerplate" / "site" / "val.toml"
    file.parent.mkdir(parents=True)
    file.write_text(GOOD, "utf-8")
    assert site_rules.load(rule_data.Rules((tmp_path,)))["val"].lines == {
        key("Le Val, votre journal"): "footer"
    }
    assert before in GOOD
    file.write_text(GOOD.replace(before, after), "utf-8")
    folder = tmp_path / "."
    with pytest.raises(RuleFileError) as error:
        site_rules.load(rule_data.Rules((folder, folder)))
    assert message in str(error.value)
    assert "val.toml" in str(error.value)


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_only_accepted_rules_apply(tmp_path: Path, status: str) -> None:
    file = tmp_path / "boilerplate" / "site" / "val.toml"
    file.parent.mkdir(parents=True)
    file.write_text(GOOD.replace('"accepted"', f'"{status}"'), "utf-8")
    assert not site_rules.load(rule_data.Rules((tmp_path,)))["val"].lines


@given(st.text(max_size=40), st.text(min_size=1, max_size=40))
def test_a_written_rule_reads_as_it_was(text: str, page: str) -> None:
    line = f"mot {text}".replace("\ufffd", "")
    rule = SiteRule("a", "accepted", "menu", line, examples=(Example(page, line),), pages=3, of=4)
    read = tomllib.loads(proposing.to_toml("val", [rule]))["rule"][0]
    assert read["line"] == line
    assert read["examples"] == [{"page": page, "text": line}]


def test_a_site_rule_never_takes_the_headline(tmp_path: Path) -> None:
    file = tmp_path / "boilerplate" / "site" / "val.fr.toml"
    file.parent.mkdir(parents=True)
    text = GOOD.replace('"val"', '"val.fr"').replace("Le Val, votre journal", "La halle de Rodez")
    file.write_text(text, "utf-8")
    html = f"<title>La halle de Rodez</title><h1>La halle de Rodez</h1><p>{prose(1, 1)}</p>"
    scrape = Scrape("", html, "html", metadata=Metadata(url="https://www.val.fr/a"))
    document = pipeline.clean(scrape, rule_data.load(tmp_path))
    assert document.title == "La halle de Rodez"
    assert document.title == cleaners.clean_html(html).title
