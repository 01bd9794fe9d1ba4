"""The review file: what discovery proposes, as TOML that people can read, compare and keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast, get_args

from cleaners.artifacts.discovery import CLUES, Candidate, Clue, Example
from cleaners.artifacts.discovery_cases import Case, Rejected
from cleaners.artifacts.lexicon import Kind
from cleaners.rules import RuleFileError, quoted, read_toml, refuse_unknown, string, strings

FILE = "names.toml"
HEADER = """\
# Names that machine translation may have broken, the likeliest first: proposals for review, not
# applied. Decide with: limpide review
"""
_KEYS = (
    "id", "wrong", "canonical", "source", "type", "languages", "score", "times", "documents",
    "edited", "clues", "examples",
)  # fmt: skip
_EXAMPLE_KEYS = ("page", "language", "text", "original", "original_language")
_CLUE_KEYS = ("kind", "times", "documents")


def read(file: Path) -> tuple[list[Candidate], frozenset[str]]:
    """Read candidates in the order of the file, and the ids of those that a person edited.

    Raises ``RuleFileError`` for an unknown key, a missing or wrong value, an id taken twice.
    """
    content = read_toml(file)
    refuse_unknown(file, "", content, ["candidate"])
    entries = _tables(file, "candidate", content.get("candidate", []))
    found = [_candidate(file, entry) for entry in entries]
    if len({one.id for one in found}) < len(found):
        raise RuleFileError(file, "id", "is taken twice; keep one candidate of each id")
    edited = (str(entry["id"]) for entry in entries if entry.get("edited") is True)
    return found, frozenset(edited)


def _candidate(file: Path, entry: dict[str, object]) -> Candidate:
    identifier = string(file, "candidate", entry, "id")
    refuse_unknown(file, identifier, entry, _KEYS)
    kind = string(file, identifier, entry, "type")
    if kind not in get_args(Kind):
        raise RuleFileError(file, identifier, f"'type' must be one of {', '.join(get_args(Kind))}")
    score = entry.get("score")
    if not isinstance(score, int | float):
        raise RuleFileError(file, identifier, "'score' must be a number")
    return Candidate(
        identifier,
        string(file, identifier, entry, "wrong"),
        _text(file, identifier, entry, "canonical"),
        _text(file, identifier, entry, "source"),
        cast("Kind", kind),
        strings(file, identifier, entry, "languages"),
        float(score),
        _count(file, identifier, entry, "times"),
        _count(file, identifier, entry, "documents"),
        tuple(_clues(file, identifier, entry)),
        tuple(_examples(file, identifier, entry)),
    )


def _clues(file: Path, identifier: str, entry: dict[str, object]) -> Iterator[Clue]:
    for clue in _tables(file, identifier, entry.get("clues", [])):
        refuse_unknown(file, identifier, clue, _CLUE_KEYS)
        kind = string(file, identifier, clue, "kind")
        if kind not in CLUES:
            raise RuleFileError(file, identifier, f"'kind' must be one of {', '.join(CLUES)}")
        counts = (_count(file, identifier, clue, key) for key in ("times", "documents"))
        yield Clue(kind, *counts)


def _examples(file: Path, identifier: str, entry: dict[str, object]) -> Iterator[Example]:
    for example in _tables(file, identifier, entry.get("examples", [])):
        refuse_unknown(file, identifier, example, _EXAMPLE_KEYS)
        must = (string(file, identifier, example, key) for key in _EXAMPLE_KEYS[:3])
        yield Example(*must, *(_text(file, identifier, example, key) for key in _EXAMPLE_KEYS[3:]))


def _tables(file: Path, field: str, value: object) -> list[dict[str, object]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise RuleFileError(file, field, "must be a list of tables")
    return value


def _text(file: Path, field: str, entry: dict[str, object], key: str) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str):
        raise RuleFileError(file, field, f"{key!r} must be a string")
    return value


def _count(file: Path, field: str, entry: dict[str, object], key: str) -> int:
    value = entry.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RuleFileError(file, field, f"{key!r} must be a number")
    return value


def to_toml(candidates: Iterable[Candidate], edited: frozenset[str]) -> str:
    """Write candidates in the order given."""
    lines = [HEADER]
    for one in candidates:
        lines += ["[[candidate]]", f"id = {quoted(one.id)}", f"wrong = {quoted(one.wrong)}"]
        lines += _texts(canonical=one.canonical, source=one.source, type=one.kind)
        lines.append(f"languages = {_list(one.languages)}")
        lines.append(f"score = {one.score:.2f}")
        lines += [f"times = {one.times}", f"documents = {one.documents}"]
        lines += ["edited = true"] if one.id in edited else []
        lines.append("clues = [")
        lines += [
            f'    {{ kind = "{clue.kind}", times = {clue.times}, documents = {clue.documents} }},'
            for clue in one.clues
        ]
        lines += ["]", "examples = ["]
        lines += [f"    {{ {', '.join(_example(example))} }}," for example in one.examples]
        lines += ["]", ""]
    return "\n".join(lines)


def _example(one: Example) -> list[str]:
    return _texts(
        page=one.path,
        language=one.language,
        text=one.text,
        original=one.original,
        original_language=one.original_language,
    )


def cases_to_toml(cases: Sequence[Case]) -> str:
    """Write regression cases in the order given."""
    lines = ["# Examples of accepted names; `limpide rules check` repairs them again.", ""]
    for one in cases:
        lines += ["[[case]]", *_texts(id=one.id, concept=one.concept, language=one.language)]
        lines += _texts(text=one.text, wrong=one.wrong, right=one.right, outcome=one.outcome)
        lines += _texts(original=one.original, original_language=one.original_language)
        lines += [*_texts(page=one.page), ""]
    return "\n".join(lines)


def rejected_to_toml(rejected: Sequence[Rejected]) -> str:
    """Write what was turned down in the order given."""
    lines = ["# Candidates that a person turned down; they are not proposed again.", ""]
    for one in rejected:
        lines += ["[[rejected]]", *_texts(id=one.id, wrong=one.wrong, canonical=one.canonical)]
        lines += [*_texts(source=one.source), f"languages = {_list(one.languages)}"]
        lines += [*_texts(reason=one.reason), ""]
    return "\n".join(lines)


def _texts(**values: str) -> list[str]:
    return [f"{key} = {quoted(value)}" for key, value in values.items() if value]


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, values))}]"
