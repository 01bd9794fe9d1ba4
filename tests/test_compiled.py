"""Compiled forms of the rules: made once, found again, never damaged, never in the way."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from cleaners import compiled
from cleaners.rules import Rules

FORM = {"huida": ["NVIDIA"] * 1000}


class Maker:
    """Makes the form, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, list[str]]:
        self.times += 1
        sleep(0.05)
        return FORM


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Let messages reach the tests, as they do until a command takes them for the terminal."""
    log = logging.getLogger("cleaners")
    before = log.level, log.propagate
    log.setLevel(logging.INFO)
    log.propagate = True
    yield
    log.setLevel(before[0])
    log.propagate = before[1]


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    (tmp_path / "rules").mkdir()
    return Rules((tmp_path / "rules",), tmp_path / "kept")


def _names(rules: Rules) -> list[str]:
    assert rules.compiled
    return sorted(file.name for file in rules.compiled.glob("*.index*"))


def test_a_form_is_made_once(rules: Rules, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    make = Maker()
    assert [compiled.kept(rules, "names", [], make) for _ in range(3)] == [FORM] * 3
    assert make.times == 1
    assert [record.getMessage() for record in caplog.records] == [
        "compiling the index of names: once, until the rules change"
    ]


def test_other_rules_make_another_form(rules: Rules) -> None:
    make = Maker()
    compiled.kept(rules, "names", [], make)
    (rules.folders[0] / "lexicon.toml").write_text("", "utf-8")
    compiled.kept(Rules(rules.folders, rules.compiled), "names", [], make)
    assert make.times == 2


def test_without_a_folder_nothing_is_kept(rules: Rules) -> None:
    make = Maker()
    for _ in range(2):
        assert compiled.kept(Rules(rules.folders), "names", [], make) == FORM
    assert make.times == 2


def whole(content: bytes) -> bytes:
    """Give a file whose digest is right."""
    return hashlib.sha256(content).digest() + content


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[:20], id="cut in the digest"),
        pytest.param(lambda content: content[:-100], id="cut"),
        pytest.param(lambda content: content[:500] + b"\0" * 9 + content[509:], id="zeros"),
        pytest.param(lambda content: content + b"x", id="longer"),
        pytest.param(lambda content: content[32:], id="without a digest"),
        pytest.param(lambda content: whole(b"cno_such_module\nForm\n."), id="module moved"),
        pytest.param(lambda content: whole(b"ccleaners.compiled\nForm\n."), id="class moved"),
        pytest.param(lambda content: whole(b"cbuiltins\nint\n(Vx\ntR."), id="other values"),
        pytest.param(lambda content: whole(b"cbuiltins\nint\n(]]]tR."), id="other arguments"),
        pytest.param(lambda content: whole(b"\xff."), id="unknown code"),
        pytest.param(lambda content: whole(b"."), id="nothing to give"),
        pytest.param(lambda content: whole(b""), id="nothing"),
    ],
)
def test_a_damaged_file_is_made_again(
    rules: Rules, caplog: pytest.LogCaptureFixture, damage: Callable[[bytes], bytes]
) -> None:
    make = Maker()
    compiled.kept(rules, "names", [], make)
    assert rules.compiled
    (file,) = rules.compiled.glob("*.index")
    before = file.read_bytes()
    file.write_bytes(damage(before))
    assert compiled.kept(rules, "names", [], make) == FORM
    assert caplog.text.count(f"{file} is damaged: compiling it again") == 1
    assert file.read_bytes() == before
    assert make.times == 2


def test_who_comes_while_it_is_made_waits_for_it(rules: Rules) -> None:
    make = Maker()
    with ThreadPoolExecutor(4) as threads:
        found = [threads.submit(compiled.kept, rules, "names", [], make) for _ in range(4)]
    assert [one.result() for one in found] == [FORM] * 4
    assert make.times == 1
    assert len(_names(rules)) == 1, "no draft is left"


def test_a_folder_that_cannot_be_written_is_no_hindrance(
    tmp_path: Path, rules: Rules, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    nowhere = Rules(rules.folders, tmp_path / "file" / "kept")
    make = Maker()
    for _ in range(2):
        assert compiled.kept(nowhere, "names", [], make) == FORM
    assert make.times == 2
    assert f"{nowhere.compiled} cannot be written (Not a directory)" in caplog.text


def test_a_folder_for_reading_only_still_gives_what_it_has(
    rules: Rules, caplog: pytest.LogCaptureFixture
) -> None:
    names, phrases = Maker(), Maker()
    compiled.kept(rules, "names", [], names)
    assert rules.compiled
    rules.compiled.chmod(0o500)
    try:
        if os.access(rules.compiled, os.W_OK):
            pytest.skip("nothing is for reading only to this user")
        assert compiled.kept(rules, "names", [], names) == FORM
        assert compiled.kept(rules, "phrases", [], phrases) == FORM
    finally:
        rules.compiled.chmod(0o700)
    assert (names.times, phrases.times) == (1, 1)
    assert f"{rules.compiled} cannot be written (Permission denied)" in caplog.text


def test_a_file_that_cannot_be_replaced_is_no_hindrance_to_others(
    rules: Rules, caplog: pytest.LogCaptureFixture
) -> None:
    names, phrases = Maker(), Maker()
    compiled.kept(rules, "names", [], names)
    compiled.kept(rules, "phrases", [], phrases)
    assert rules.compiled
    (file,) = rules.compiled.glob("phrases-*.index")
    file.unlink()
    file.mkdir()  # which stops even who may write everywhere
    assert compiled.kept(rules, "phrases", [], phrases) == FORM
    assert compiled.kept(rules, "names", [], names) == FORM
    assert (names.times, phrases.times) == (1, 2)
    assert caplog.text.count(f"{file} cannot be read (Is a directory)") == 1
    assert f"{rules.compiled} cannot be written (Is a directory)" in caplog.text
    assert len(_names(rules)) == 2, "no draft is left"


def test_old_forms_do_not_pile_up(rules: Rules) -> None:
    assert rules.compiled
    rules.compiled.mkdir()
    names = [f"names-{number}.index" for number in range(compiled.MOST_KEPT + 3)]
    for number, name in enumerate([*names, "names-9.index.left", "phrases-0.index"]):
        (rules.compiled / name).write_bytes(b"")
        os.utime(rules.compiled / name, (number, number))
    (rules.compiled / "names-8.index.begun").write_bytes(b"")
    compiled.kept(rules, "names", [], Maker())
    kept = _names(rules)
    assert "names-8.index.begun" in kept, "somebody writes it"
    assert "phrases-0.index" in kept, "another form"
    assert set(names) & set(kept) == {f"names-{number}.index" for number in (4, 5, 6)}
    assert len(kept) == compiled.MOST_KEPT + 2
