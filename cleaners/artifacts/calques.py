"""Calques and labels: fixed phrases that a machine made from slang, and what they should read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleaners.artifacts.forms import fold
from cleaners.rules import (
    RuleFileError,
    Rules,
    read_toml,
    refuse_unknown,
    require_examples,
    string,
    strings,
)

_KEYS = frozenset(
    ["id", "source", "reason", "forms", "after", "context", "label", "suggest", "changes", "keeps"]
)
_BRACKET_BEFORE = regex.compile(r"[(（\[【]\s?$")
_COLON_AFTER = regex.compile(r"\s?[:：]")


@dataclass(frozen=True, slots=True)
class Calque:
    """One rule: any of ``forms`` becomes ``after``.

    With ``context``, only where a word of one of these topics is near; a ``label`` only between an
    opening bracket and a colon; a ``suggest`` rule only proposes.
    """

    id: str
    language: str
    forms: tuple[str, ...]
    after: str
    context: tuple[str, ...]
    label: bool
    suggest: bool
    changes: tuple[str, ...]
    keeps: tuple[str, ...]


@lru_cache(maxsize=8)
def read(rules: Rules) -> tuple[Calque, ...]:
    """Read the rules of all layers, a file for each language; a later layer's id wins."""
    found: dict[tuple[str, str], Calque] = {}
    for file in rules.files("calques"):
        content = read_toml(file)
        refuse_unknown(file, "", content, ["rule"])
        entries = content.get("rule", [])
        seen: set[str] = set()
        for entry in entries if isinstance(entries, list) else []:
            identifier = string(file, "rule", entry, "id")
            refuse_unknown(file, identifier, entry, _KEYS)
            string(file, identifier, entry, "reason")
            if identifier in seen:
                raise RuleFileError(file, identifier, "is defined twice; keep one rule of this id")
            seen.add(identifier)
            changes, keeps = require_examples(file, identifier, entry)
            forms = strings(file, identifier, entry, "forms")
            if not forms:
                raise RuleFileError(file, identifier, "missing 'forms'; add a phrase to look for")
            found[file.stem, identifier] = Calque(
                identifier,
                file.stem,
                forms,
                string(file, identifier, entry, "after"),
                strings(file, identifier, entry, "context"),
                entry.get("label") is True,
                entry.get("suggest") is True,
                changes,
                keeps,
            )
    return tuple(found.values())


@lru_cache(maxsize=8)
def by_form(rules: Rules) -> Mapping[str, tuple[Calque, ...]]:
    """Give the rules by folded form, for the matcher."""
    forms: dict[str, list[Calque]] = defaultdict(list)
    for calque in read(rules):
        for form in calque.forms:
            forms[fold(form)].append(calque)
    return {form: tuple(calques) for form, calques in forms.items()}


def fits(text: str, start: int, end: int, calque: Calque) -> bool:
    """Tell whether a label stands like one; any other phrase fits anywhere."""
    if not calque.label:
        return True
    before = text[max(0, start - 3) : start]
    return bool(_BRACKET_BEFORE.search(before) and _COLON_AFTER.match(text, end))


def replacement(surface: str, calque: Calque) -> str:
    """Give the right phrase with the surface's first capital, unless the language always has it.

    >>> rule = Calque("x", "en", ("cut leeks",), "fleece investors", (), False, False, (), ())
    >>> replacement("Cut leeks", rule)
    'Fleece investors'
    """
    if surface[0].isupper() and calque.after[0].islower() and calque.language != "de":
        return calque.after[0].upper() + calque.after[1:]
    return calque.after
