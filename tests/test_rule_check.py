"""Rule files with a mistake are refused, with one line that names file and field."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from cleaners import rule_check
from cleaners.rules import RuleFileError, Rules, load
from flows.settings import Settings


def test_the_built_in_rules_are_right() -> None:
    rule_check.check(Rules())


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("lexicn/names.toml", "a = 1", "belongs to no part"),
        ("lexicon/names.tml", "a = 1", "is no"),
        ("lexicon/names.toml", "concept = [", "is not valid TOML"),
        ("lexicon/names.toml", 'concept = [{ id = "x", nam = "X" }]', "nam"),
        ("sentences.toml", "frr = 1", "unknown key 'frr'"),
        ("sentences/xx.toml", "[fr]\nwords = 1", "words"),
        ("error_pages.toml", '[[rule]]\nid = "not-found"\nreason = "x"', "missing 'pattern'"),
        ("boilerplate/mine.toml", 'kidn = "menu"', "kidn"),
        ("typography/mine.toml", '[[rule]]\nid = "x"\npatern = "a"', "patern"),
        ("mt_marks.toml", '[[mark]]\nid = "x"\nfoo = 1', "foo"),
        ("calques/fr.toml", "nonsense = 1", "nonsense"),
        ("calques/fr.toml", '[rule]\nid = "x"', "must be a list of [[rule]] tables"),
        ("mt_notices.toml", '[notice]\nid = "x"', "must be a list of [[notice]] tables"),
        ("mt_notices.toml", '[[notice]]\nid = "x"\n[[notice]]\nid = "x"', "defined twice"),
        ("scales.toml", '[language]\ntag = "fr"', "must be a list of [[language]] tables"),
        ("error_pages.toml", "rule = [1]", "must be a list of [[rule]] tables"),
    ],
)
def test_a_mistake_names_file_and_field(tmp_path: Path, file: str, text: str, message: str) -> None:
    target = tmp_path / "mine" / file
    target.parent.mkdir(parents=True)
    target.write_text(text, "utf-8")
    with pytest.raises(RuleFileError) as caught:
        Settings(rules=(tmp_path / "mine",)).load_rules()
    assert Path(file).name in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_readable_files_beside_the_rules_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("my names", "utf-8")
    rule_check.check(load(tmp_path))


def test_rules_are_found_again_in_another_process() -> None:
    rules = load()
    assert {rules: True}[Rules(rules.folders, rules.compiled)]
    ask = (
        "import pickle, sys; from cleaners.rules import load; "
        "sys.exit({load(): 0}.get(pickle.load(sys.stdin.buffer), 1))"
    )
    other = subprocess.run(
        [sys.executable, "-c", ask],
        input=pickle.dumps(rules),
        env={**os.environ, "PYTHONHASHSEED": "7"},
        check=False,
    )
    assert other.returncode == 0
