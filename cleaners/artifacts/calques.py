"""Calques and labels: fixed phrases that a machine made from slang, and what they should read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import regex

from cleaners.artifacts.forms import fold
from cleaners.artifacts.romanisation import simplified
from cleaners.rules import (
    RuleFileError,
    Rules,
    read_toml,
    refuse_unknown,
    require_examples,
    string,
    strings,
    toml_tables,
)

ARROW = " => "
"""Parts a ``changes`` example into the text and what becomes of it, where it says so."""
TALK = "talk"
"""The word list of what is said of an expression that is explained: it then stays."""
_KEYS = frozenset(
    [
        *("id", "source", "reason", "forms", "after", "inflected", "context", "near", "unless"),
        *("label", "line", "suggest", "changes", "keeps"),
    ]
)
_FLAGS = ("label", "line", "suggest")
_BRACKET_BEFORE = regex.compile(r"[(（\[【〔]\s?$")
_BULLETS = " \u00a0\u3000>•·▶►*|◆■"
_COLON_AFTER = regex.compile(r"\s?[:：]")
_SPACED = r"\p{Latin}\p{Cyrillic}\p{M}"
_SAME = str.maketrans("’‘ʼ´`‐‑\u00a0\u202fё", "'''''--  е")


@dataclass(frozen=True, slots=True)
class Words:
    """A named list of folded words; those that end in ``*`` may be continued."""

    name: str
    listed: tuple[str, ...]

    def pattern(self) -> regex.Pattern[str]:
        """Compile the list for folded text; words of unspaced scripts need no border."""
        bodies = (
            regex.escape(word.rstrip("*"))
            + ("" if word.endswith("*") else rf"(?!(?<=[{_SPACED}])[{_SPACED}])")
            for word in sorted(self.listed, key=lambda word: (-len(word), word))
        )
        return regex.compile(rf"(?:(?<![{_SPACED}])|(?![{_SPACED}]))(?:{'|'.join(bodies)})")


@dataclass(frozen=True)
class Calque:
    """One rule: any of ``forms`` becomes ``after``, or what ``inflected`` gives for that very form.

    ``source`` are the phrases of the original that are rendered so. With ``context``, only where a
    word of one of these topics is near; with ``near`` or ``unless``, only where one of these words
    is, or none. A ``label`` stands between an opening bracket and a colon, with ``line`` also
    between the start of a line and a colon; a ``suggest`` rule only proposes.
    """

    id: str
    language: str
    source: tuple[str, ...]
    forms: tuple[str, ...]
    after: str
    inflected: tuple[tuple[str, str], ...] = ()
    context: tuple[str, ...] = ()
    near: tuple[Words, ...] = ()
    unless: tuple[Words, ...] = ()
    label: bool = False
    line: bool = False
    suggest: bool = False
    changes: tuple[str, ...] = field(default=(), compare=False)
    keeps: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def needed(self) -> regex.Pattern[str] | None:
        """What must stand near, as one pattern on folded text."""
        return _joined(self.near)

    @cached_property
    def forbidding(self) -> regex.Pattern[str] | None:
        """What must not stand near, as one pattern on folded text."""
        return _joined(self.unless)

    @cached_property
    def targets(self) -> Mapping[str, str]:
        """What each form becomes, by its spelling in small letters."""
        plain = {spelt(form): self.after for form in self.forms}
        return plain | {spelt(form): after for form, after in self.inflected}


def _joined(lists: Sequence[Words]) -> regex.Pattern[str] | None:
    words = tuple(word for one in lists for word in one.listed)
    return Words("", words).pattern() if words else None


def spelt(text: str) -> str:
    """Write a phrase as forms are compared: small letters, plain apostrophes, hyphens and spaces.

    >>> spelt("L’Air\u00a0frais")
    "l'air frais"
    """
    return text.lower().translate(_SAME)


@lru_cache(maxsize=8)
def read(rules: Rules) -> tuple[Calque, ...]:
    """Read the rules of all layers, a file for each language; a later layer's id wins."""
    found: dict[tuple[str, str], Calque] = {}
    for file in rules.files("calques"):
        content = read_toml(file)
        refuse_unknown(file, "", content, ["rule", "words"])
        words = _words(file, content.get("words", {}))
        for entry in toml_tables(file, content, "rule"):
            calque = _rule(file, entry, words)
            found[file.stem, calque.id] = calque
    return tuple(found.values())


def _words(file: Path, table: object) -> Mapping[str, Words]:
    if not isinstance(table, dict):
        raise RuleFileError(file, "words", "must be a table of lists")
    return {
        name: Words(name, tuple(fold(word) for word in strings(file, f"words.{name}", table, name)))
        for name in table
    }


def _rule(file: Path, entry: Mapping[str, object], words: Mapping[str, Words]) -> Calque:
    identifier = string(file, "rule", entry, "id")
    refuse_unknown(file, identifier, entry, _KEYS)
    string(file, identifier, entry, "reason")
    changes, keeps = require_examples(file, identifier, entry)
    forms = strings(file, identifier, entry, "forms")
    inflected = _inflected(file, identifier, entry.get("inflected", {}))
    if not forms and not inflected:
        raise RuleFileError(file, identifier, "missing 'forms'; add a phrase to look for")
    flags = {name: entry.get(name) is True for name in _FLAGS}
    if flags["line"] and not flags["label"]:
        raise RuleFileError(file, identifier, "'line' is for labels; add label = true")
    unless = _named(file, identifier, entry, "unless", words)
    if TALK in words and not flags["label"]:
        unless = (*unless, words[TALK])
    return Calque(
        id=identifier,
        language=file.stem,
        source=tuple(filter(None, str(entry.get("source", "")).split("|"))),
        forms=forms,
        after=string(file, identifier, entry, "after") if forms else inflected[0][1],
        inflected=inflected,
        context=strings(file, identifier, entry, "context"),
        near=_named(file, identifier, entry, "near", words),
        unless=unless,
        changes=changes,
        keeps=keeps,
        **flags,
    )


def _inflected(file: Path, identifier: str, table: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(table, dict) or not all(isinstance(after, str) for after in table.values()):
        raise RuleFileError(file, identifier, "'inflected' must be a table: form = replacement")
    return tuple(table.items())


def _named(
    file: Path, identifier: str, entry: Mapping[str, object], key: str, words: Mapping[str, Words]
) -> tuple[Words, ...]:
    names = strings(file, identifier, entry, key)
    if unknown := [name for name in names if name not in words]:
        raise RuleFileError(file, identifier, f"{key!r}: no list {unknown[0]!r} in [words]")
    return tuple(words[name] for name in names)


@lru_cache(maxsize=8)
def by_form(rules: Rules) -> Mapping[str, tuple[Calque, ...]]:
    """Give the rules by folded form, for the matcher."""
    forms: dict[str, list[Calque]] = defaultdict(list)
    for calque in read(rules):
        for form in dict.fromkeys(fold(form) for form in calque.targets):
            forms[form].append(calque)
    return {form: tuple(calques) for form, calques in forms.items()}


def fits(text: str, start: int, end: int, calque: Calque) -> bool:
    """Tell whether a phrase is spelt as the rule has it, and a label stands like one."""
    if spelt(text[start:end]) not in calque.targets:
        return False
    if not calque.label:
        return True
    if not _COLON_AFTER.match(text, end):
        return False
    if _BRACKET_BEFORE.search(text, max(0, start - 2), start):
        return True
    return calque.line and not text[text.rfind("\n", 0, start) + 1 : start].strip(_BULLETS)


def is_named(calque: Calque, original: str) -> bool:
    """Tell whether a Chinese original has a phrase that is rendered so, in either script.

    >>> rule = Calque("x", "en", ("割韭菜",), ("cut leeks",), "fleece investors")
    >>> is_named(rule, "別被割韭菜了"), is_named(rule, "韭菜很便宜")
    (True, False)
    """
    plain = simplified(original)
    return any(simplified(source) in plain for source in calque.source)


def replacement(surface: str, calque: Calque) -> str:
    """Give the right phrase with the surface's first capital, unless the language always has it.

    >>> rule = Calque("x", "en", (), ("cut leeks",), "fleece", (("cutting leeks", "fleecing"),))
    >>> replacement("Cut leeks", rule), replacement("cutting leeks", rule)
    ('Fleece', 'fleecing')
    """
    after = calque.targets[spelt(surface)]
    if surface[0].isupper() and after[0].islower() and calque.language != "de":
        return after[0].upper() + after[1:]
    return after
