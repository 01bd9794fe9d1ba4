"""The command line as its people use it: output, exit codes, one clear line for a mistake."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.main import get_command

from flows.cli import app, main
from flows.corpora.results import COLUMNS as RESULT_COLUMNS

REPOSITORY = Path(__file__).parent.parent
Call = Callable[..., tuple[int, str, str]]
COLUMNS = [column.name for column in RESULT_COLUMNS]
SCRAPE = REPOSITORY / "raw" / "003_a8f161b5ef410753.txt"


def limpide(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    """Run the command line and give its exit code, output and error output."""
    monkeypatch.setattr(sys, "argv", ["limpide", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    captured = capsys.readouterr()
    code = stopped.value.code
    return (code if isinstance(code, int) else 0), captured.out, captured.err


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    return lambda *arguments: limpide(monkeypatch, capsys, *map(str, arguments))


def test_clean_prints_headline_and_text(call: Call) -> None:
    code, out, _ = call("clean", SCRAPE)
    assert code == 0
    assert out.startswith("Jensen Huang\u00a0: Nous sommes tous d’accord")
    assert "Récompense" not in out


def test_clean_as_json_has_edits_and_segments(call: Call) -> None:
    code, out, _ = call("clean", SCRAPE, "--format", "json")
    document = json.loads(out)
    assert code == 0
    assert document["language"] == "fr"
    assert {"names", "boilerplate"} <= {edit["step"] for edit in document["edits"]}
    assert document["segments"]


def test_explain_names_the_rule_of_each_edit(call: Call) -> None:
    _, out, _ = call("clean", SCRAPE, "--explain")
    assert "names/" in out
    assert "{+Jensen Huang+}" in out
    assert "ticker/shape" in out


def test_explain_counts_by_kind_and_lists_in_the_order_of_the_page(call: Call) -> None:
    _, out, _ = call("clean", SCRAPE, "--explain")
    assert re.search(r"^ +\d+  language picker +\d+ characters$", out, re.MULTILINE)
    listed = out.partition("in the order of the page")[2].partition("What was changed")[0]
    assert re.search(r"^line 3  ticker  its shape.*\(ticker/shape 0\.\d\d\)$", listed, re.MULTILINE)
    assert listed.index("TRUMP-0.14%") < listed.index("• English")
    excerpts = [line for line in listed.split("\n") if line.startswith("   ")]
    assert excerpts
    assert max(map(cell_len, excerpts)) <= 80
    assert "\x1b" not in out


def test_explain_as_json_lists_each_removal(call: Call) -> None:
    _, out, _ = call("clean", SCRAPE, "--explain", "--format", "json")
    shown = json.loads(out)
    page = SCRAPE.read_text("utf-8")
    assert shown["kinds"]["ticker"]["removals"] == 1
    for row in shown["removals"]:
        assert row["text"] in page[row["start"] : row["end"]]


def test_the_view_of_a_page_is_one_html_file(call: Call) -> None:
    code, out, _ = call("clean", SCRAPE, "--format", "html")
    assert code == 0
    assert out.startswith("<!doctype html>")
    assert "<script" not in out
    assert "language picker" in out


def test_kept_kinds_stay_in_the_text(call: Call) -> None:
    _, without, _ = call("clean", SCRAPE)
    code, out, _ = call("clean", SCRAPE, "--keep", "tickers, disclaimers")
    assert code == 0
    assert "TRUMP-0.14%" not in without
    assert "TRUMP-0.14%" in out
    assert "Avertissement" in out


def test_rules_are_proposed_accepted_and_checked(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slogan = "Le Val vit grâce à ses lecteurs, à ses abonnés et à la coopérative du vieux pont."
    monkeypatch.chdir(tmp_path)
    for number, town in enumerate(("Rodez", "Millau", "Albi", "Castres", "Figeac")):
        page = tmp_path / "raw" / "val" / f"{number}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        body = f"La mairie de {town} a ouvert jeudi la halle que les paysans demandaient depuis des"
        page.write_text(f"La halle de {town}\n\n{body} années.\n\n{slogan}\n", "utf-8")
    code, out, _ = call("rules", "propose")
    assert (code, "5 of 5 pages" in out) == (0, True)
    assert not (tmp_path / "rules").exists()
    code, _, err = call("rules", "accept", "proposals/val.toml")
    assert (code, "nothing is accepted yet" in err) == (2, True)
    code, out, _ = call("rules", "accept", "proposals/val.toml", "--all")
    assert out == "rules/boilerplate/site/val.toml: 1 accepted for val\n"
    code, out, _ = call("rules", "check")
    assert (code, "val: 1 accepted" in out) == (0, True)
    code, out, _ = call("clean", "raw/val/1.txt")
    assert (code, slogan in out) == (0, False)
    assert call("rules", "propose")[1].startswith("Nothing to propose")
    Path("rules/boilerplate/site/val.toml").write_text("site = 'val'\nsites = 1\n", "utf-8")
    code, _, err = call("rules", "check")
    assert (code, "val.toml: unknown key 'sites'" in err) == (2, True)


def test_undo_gives_back_the_page(call: Call) -> None:
    _, out, err = call("clean", SCRAPE, "--undo")
    assert "character for character" in err
    assert out.rstrip("\n") == SCRAPE.read_text("utf-8").rstrip("\n")


def test_a_rejected_page_gives_its_reason_and_exit_code_1(call: Call, tmp_path: Path) -> None:
    page = tmp_path / "empty.txt"
    page.write_bytes(b"")
    code, out, err = call("clean", page)
    assert (code, out) == (1, "")
    assert "rejected: empty" in err


def test_normalise_leaves_everything_else_alone(call: Call, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Menu\nHuang Jenxun, le PDG de NVIDIA, est à Paris.\n", "utf-8")
    code, out, _ = call("normalise", text, "--language", "fr")
    assert code == 0
    assert out == "Menu\nJensen Huang, le PDG de NVIDIA, est à Paris.\n"


def test_align_prints_beads(call: Call, tmp_path: Path) -> None:
    (tmp_path / "en").write_text("Good morning.\nThe port reopened today.\n", "utf-8")
    (tmp_path / "fr").write_text("Bonjour.\nLe port a rouvert aujourd’hui.\n", "utf-8")
    sides = (tmp_path / "en", tmp_path / "fr")
    code, out, _ = call("align", *sides, "--from", "en", "--to", "fr", "--format", "tsv")
    assert code == 0
    rows = [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in out.splitlines()[1:]]
    assert [(row["alignment"], row["source"], row["target"]) for row in rows] == [
        ("1-1", "Good morning.", "Bonjour."),
        ("1-1", "The port reopened today.", "Le port a rouvert aujourd’hui."),
    ]


def test_align_cuts_paragraphs_and_assesses_if_asked(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "The port reopened today. It had been closed for 12 days after the storm.\n", "utf-8"
    )
    (tmp_path / "b.txt").write_text(
        "Le port a rouvert aujourd’hui. Il était fermé depuis 15 jours après la tempête.\n", "utf-8"
    )
    code, out, err = call("align", tmp_path / "a.txt", tmp_path / "b.txt", "--format", "jsonl")
    assert (code, out.count("\n")) == (0, 1)
    assert "--split aligns sentence by sentence" in err
    _, out, err = call(
        *("align", tmp_path / "a.txt", tmp_path / "b.txt", "--split"),
        *("--assess", "--format", "jsonl"),
    )
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["source_lang"], row["target_lang"], row["accepted"]) for row in rows] == [
        ("en", "fr", True),
        ("en", "fr", False),
    ]
    assert rows[1]["source_index"] == [1]
    assert rows[1]["findings"][0]["code"] == "accuracy/mistranslation:number"


def test_assess_shows_score_and_findings(call: Call, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("It costs 30 euros.\tCela coûte 90 euros.\n", "utf-8")
    code, out, err = call("assess", pairs, "--from", "en", "--to", "fr")
    assert code == 0
    assert "accuracy/mistranslation:number" in out
    assert err.startswith("1 pairs assessed, 0 accepted for training")


def test_assess_keeps_on_over_bad_rows_and_lists_them(call: Call, tmp_path: Path) -> None:
    pairs, rejects = tmp_path / "pairs.tsv", tmp_path / "rejects.jsonl"
    rows = ["The port reopened today.\tLe port a rouvert aujourd’hui.", "no tab", "It is.\tIt is."]
    pairs.write_text("\n".join(rows), "utf-8")
    code, out, err = call(
        *("assess", pairs, "--from", "en", "--to", "fr", "--accepted", "--rejects", rejects),
        *("--format", "tsv", "--for", "evaluation"),
    )
    assert (code, out.count("\n")) == (0, 2)
    assert "bad-pair-row: line 2 has 1 cells where 2 are expected" in err
    assert "2 pairs assessed, 1 accepted for evaluation" in err
    assert json.loads(rejects.read_text("utf-8"))["number"] == 2


def test_a_corpus_that_cannot_be_read_is_exit_code_1(call: Call, tmp_path: Path) -> None:
    (tmp_path / "c.en").write_text("one\ntwo\n", "utf-8")
    (tmp_path / "c.fr").write_text("un\n", "utf-8")
    code, out, err = call("assess", tmp_path / "c", "--format", "jsonl")
    assert (code, out) == (1, "")
    assert "unequal-lines: c.en has 2 lines and c.fr 1" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "--raw", "no/such/folder"), "raw folder no/such/folder: does not exist"),
        (("run", "--minimum-quality", "7"), "minimum quality 7.0"),
        (("run", "--nonsense"), "No such option"),
        (("clean", "no-such-file.html"), "no-such-file.html: No such file"),
        (("clean", str(SCRAPE), "--rules", "no-rules"), "no-rules: is not a folder"),
        (
            ("clean", str(SCRAPE), "--keep", "bananas"),
            "kind 'bananas': is not known; the kinds are",
        ),
        (("run", "--keep", "coments"), "did you mean reader_comment?"),
        (("rules", "accept", "no-such-file.toml"), "'limpide rules propose' writes it"),
        (("assess", "no-such-corpus.tsv"), "no-such-corpus.tsv: No such file"),
        (("assess", str(SCRAPE), "--from", "12"), "language '12': is no BCP-47 tag"),
        (("align", "no-such-a.txt", "no-such-b.txt"), "no-such-a.txt: No such file"),
        (("rules", "propose", "no/such/folder"), "raw folder no/such/folder: does not exist"),
        (("normalise", str(SCRAPE)), "--language"),
        (("nonsense",), "No such command"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(
    call: Call, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = call(*arguments)
    assert code == 2
    assert message in err
    assert "Traceback" not in err
    assert out == ""


def test_an_unknown_identifier_is_exit_code_1(call: Call, tmp_path: Path) -> None:
    code, _, err = call("explain", "0123456789abcdef", "--clean", tmp_path)
    assert code == 1
    assert "no release" in err


def test_every_command_is_in_the_readme_and_has_an_example() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    commands = dict(get_command(app).commands)  # type: ignore[attr-defined]
    rules = commands.pop("rules")
    assert set(commands) == {
        *("run", "clean", "normalise", "align", "assess", "explain", "list"),
        *("diff", "stats", "sample", "serve", "discover", "review"),
    }
    assert set(rules.commands) == {"propose", "accept", "check"}
    commands |= {f"rules {name}": command for name, command in rules.commands.items()}
    for name, command in commands.items():
        assert re.search(rf"\blimpide {name}\b", readme), name
        assert f"limpide {name}" in command.epilog
