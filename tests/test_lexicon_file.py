"""A user's own lexicon on the command line: which formats it may have, and what it must not be."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaners
from cleaners import rules as rule_data
from cleaners.artifacts import exchange, lexicon
from cleaners.rules import RuleFileError
from flows.lexicons import layers
from flows.settings import Settings, SettingsError

CSV = "type,name,source,domain\ncompany,Zorblatt Foods,左布拉特食品,retail\n"
TEXT = "Zuobulateshipin opened a shop that sells food.\n"
RIGHT = "Zorblatt Foods opened a shop that sells food.\n"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def written(folder: Path, ending: str) -> Path:
    table = folder / "own.csv"
    table.write_text(CSV, "utf-8")
    file = folder / f"names{ending}"
    if ending == ".tbx":
        file.write_bytes(exchange.to_tbx(exchange.read(table)))
    else:
        separator = "\t" if ending == ".tsv" else ","
        file.write_text(CSV.replace(",", separator), "utf-8")
    return file


def test_a_lexicon_adds_its_names(tmp_path: Path) -> None:
    file = written(tmp_path, ".tsv")
    rules = Settings(rules=layers([file])).load_rules()
    assert cleaners.normalise(TEXT, "en", rules).text == RIGHT
    assert cleaners.normalise(TEXT, "en").text == TEXT
    assert layers([file]) == layers([file])


@pytest.mark.parametrize("ending", [".csv", ".tbx"])
def test_every_format_gives_the_same_names(tmp_path: Path, ending: str) -> None:
    given, table = (
        lexicon.read(Settings(rules=layers([written(tmp_path, one)])).load_rules())
        for one in (ending, ".tsv")
    )
    assert given.concepts == table.concepts
    assert given.concepts.keys() > lexicon.read(rule_data.load()).concepts.keys()


def test_a_mistake_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"lexicon .*none.csv: No such file"):
        layers([tmp_path / "none.csv"])
    (tmp_path / "list.txt").write_text("Zorblatt", "utf-8")
    with pytest.raises(RuleFileError, match="is no lexicon"):
        layers([tmp_path / "list.txt"])
    (tmp_path / "bad.csv").write_text("type,name,colour\ncompany,A,red\n", "utf-8")
    with pytest.raises(RuleFileError, match="colour"):
        layers([tmp_path / "bad.csv"])
