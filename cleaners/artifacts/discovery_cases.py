"""What people decided about discovered names: regression cases and rejections.

They stand in ``review/`` of a folder of rules. They are remembered and checked, but change no text,
so that they are no part of the hash of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import regex

from cleaners import markup
from cleaners.artifacts import repair
from cleaners.artifacts.discovery import Candidate
from cleaners.artifacts.forms import fold
from cleaners.artifacts.romanisation import simplified
from cleaners.records import Edit, Page
from cleaners.rules import (
    REVIEW,
    RuleFileError,
    Rules,
    read_toml,
    refuse_unknown,
    string,
    strings,
    toml_tables,
)

CASES_FILE = "cases.toml"
REJECTED_FILE = "rejected.toml"
Outcome = Literal["untried", "left", "suggested", "with original", "repaired"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""What becomes of a wrong form in its example, from worst to best."""
_CASE_KEYS = ("id", "concept", "language", "text", "wrong", "right", "original",
              "original_language", "outcome", "page")  # fmt: skip
_REJECTED_KEYS = ("id", "wrong", "canonical", "source", "languages", "reason")


@dataclass(frozen=True, slots=True)
class Case:
    """The example of an accepted name: what must become of it.

    ``outcome`` is the least that repair must do with ``wrong`` in ``text``, as it did when the name
    was accepted: ``repaired`` from the text alone, ``with original`` when it sees the sentence that
    the text renders, ``suggested`` for review, ``left`` when the text gives too little
    evidence; ``untried`` when nobody has looked yet.
    """

    id: str
    concept: str
    language: str
    text: str
    wrong: str
    right: str
    outcome: Outcome
    original: str = ""
    original_language: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that a person turned down; it is not proposed again."""

    id: str
    wrong: str
    canonical: str
    source: str = ""
    languages: tuple[str, ...] = ()
    reason: str = ""

    def rules_out(self, one: Candidate) -> bool:
        """Tell whether a candidate says what was turned down here.

        It does when it is the same, whatever a person had corrected on it, and when it is the same
        form for the same name or the same characters.
        """
        same_name = fold(one.canonical) == fold(self.canonical)
        same_source = bool(one.source) and simplified(one.source) == simplified(self.source)
        same_form = fold(one.wrong) == fold(self.wrong)
        return one.id == self.id or (same_form and (same_name or same_source))


def cases(rules: Rules) -> list[Case]:
    """Read the regression cases of all layers.

    Raises ``RuleFileError`` for an unknown key, a missing value, an id that is taken twice.
    """
    return [case for file in _files(rules, CASES_FILE) for case in read_cases(file)]


def rejected(rules: Rules) -> list[Rejected]:
    """Read what was turned down, in all layers.

    Raises ``RuleFileError`` for an unknown key, a missing value, an id that is taken twice.
    """
    return [one for file in _files(rules, REJECTED_FILE) for one in read_rejected(file)]


def load(rules: Rules) -> tuple[list[Case], list[Rejected]]:
    """Read all decisions, and refuse files of other names.

    Raises ``RuleFileError`` at the first mistake.
    """
    for file in rules.files(REVIEW):
        if file.name not in (CASES_FILE, REJECTED_FILE):
            known = f"{CASES_FILE} and {REJECTED_FILE}"
            raise RuleFileError(file, "", f"is no file of decisions; the known ones are {known}")
    return cases(rules), rejected(rules)


def _files(rules: Rules, name: str) -> list[Path]:
    return [file for file in rules.files(REVIEW) if file.name == name]


def read_cases(file: Path) -> list[Case]:
    """Read the cases of one file; none when there is no such file."""
    read = []
    for entry in _entries(file, "case"):
        identifier = string(file, "case", entry, "id")
        refuse_unknown(file, identifier, entry, _CASE_KEYS)
        outcome = string(file, identifier, entry, "outcome")
        if outcome not in OUTCOMES:
            raise RuleFileError(file, identifier, f"'outcome' must be one of {', '.join(OUTCOMES)}")
        read.append(
            Case(
                identifier,
                string(file, identifier, entry, "concept"),
                string(file, identifier, entry, "language"),
                string(file, identifier, entry, "text"),
                string(file, identifier, entry, "wrong"),
                string(file, identifier, entry, "right"),
                outcome,
                _text(file, identifier, entry, "original"),
                _text(file, identifier, entry, "original_language"),
                _text(file, identifier, entry, "page"),
            )
        )
    return read


def read_rejected(file: Path) -> list[Rejected]:
    """Read what one file says was turned down; nothing when there is no such file."""
    read = []
    for entry in _entries(file, "rejected"):
        identifier = string(file, "rejected", entry, "id")
        refuse_unknown(file, identifier, entry, _REJECTED_KEYS)
        wrong = string(file, identifier, entry, "wrong")
        canonical, source, reason = (
            _text(file, identifier, entry, key) for key in ("canonical", "source", "reason")
        )
        languages = strings(file, identifier, entry, "languages")
        read.append(Rejected(identifier, wrong, canonical, source, languages, reason))
    return read


def _entries(file: Path, key: str) -> list[dict[str, object]]:
    """Give the tables of a file, each with an id of its own."""
    content = read_toml(file) if file.is_file() else {}
    refuse_unknown(file, "", content, [key])
    return toml_tables(file, content, key)


def _text(file: Path, field: str, entry: dict[str, object], key: str) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str):
        raise RuleFileError(file, field, f"{key!r} must be a string")
    return value


def outcome(case: Case, rules: Rules) -> Outcome:
    """Say what these rules do with the example of a case."""
    page = _page(case.text, case.language)
    alone = repair.repair(page, rules)
    if any(_is_meant(edit, case, case.text) for edit in alone.edits):
        return "repaired"
    if case.original:
        original = _page(case.original, case.original_language)
        found = repair.repair(page, rules, original).edits
        if any(_is_meant(edit, case, case.text) for edit in found):
            return "with original"
    offered = (_is_meant(edit, case, alone.page.text) for edit in alone.suggestions)
    return "suggested" if any(offered) else "left"


def _is_meant(edit: Edit, case: Case, text: str) -> bool:
    """Tell whether an edit puts the wrong form of a case right."""
    if edit.rule.partition("/")[0] != case.concept:
        return False
    places = regex.finditer(regex.escape(case.wrong), text, regex.IGNORECASE)
    return any(edit.start < place.end() and place.start() < edit.end for place in places)


def _page(text: str, language: str) -> Page:
    page = markup.flatten_text(text)
    blocks = tuple(block.replace(language=language, label="content") for block in page.blocks)
    return Page(page.text, blocks, page.metadata, language)


def failures(file: Path, rules: Rules) -> Iterator[tuple[Case, str]]:
    """Give the cases of a file that no longer hold, and what became of them.

    Repair must do what it did when the name was accepted, and leave the right form as it is.
    """
    for case in read_cases(file):
        now = outcome(case, rules)
        if OUTCOMES.index(now) < OUTCOMES.index(case.outcome):
            yield case, f"{case.wrong!r} is {now}, and was {case.outcome} when it was accepted"
        right = case.text.replace(case.wrong, case.right)
        changed = repair.repair(_page(right, case.language), rules)
        if any(edit.before == case.right for edit in changed.edits):
            yield case, f"the right form {case.right!r} is changed, too"
