"""Rules that are patterns: read from rule files with their examples, matched on a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex

from cleaners import rules as rule_data
from cleaners.records import Edit
from cleaners.rules import RuleFileError, Rules

KEYS = ("id", "reason", "pattern", "needs", "replace", "languages", "changes", "keeps")
PHRASE_KEYS = ("id", "reason", "pattern", "changes", "keeps")
ARROW = " => "


@dataclass(frozen=True)
class PatternRule:
    """What to look for, what to put there, in which languages (none named: all), and examples.

    A ``changes`` example is ``before => after``; the examples of a rule are in its first language.
    A text that holds none of ``needs``, where a rule names any, is not searched.
    """

    id: str
    pattern: regex.Pattern[str]
    replacement: str
    languages: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    keeps: tuple[str, ...]
    needs: tuple[str, ...] = ()

    def may_match(self, text: str) -> bool:
        """Say whether a text holds what the rule needs."""
        return not self.needs or any(need in text for need in self.needs)

    def applies_to(self, language: str) -> bool:
        """Say whether the rule is for texts in a language; ``zh`` covers ``zh-Hant``."""
        family = language.partition("-")[0]
        return not self.languages or language in self.languages or family in self.languages


@cache
def load(rules: Rules, part: str) -> tuple[PatternRule, ...]:
    """Read the pattern rules of a part; a user's rule replaces a built-in one of the same id."""
    found: dict[str, PatternRule] = {}
    for file in rules.files(part):
        for number, entry in enumerate(_entries(file, "rule"), 1):
            rule = _rule(file, f"rule {number}", entry)
            found[rule.id] = rule
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a line says in some way, whatever its case, with examples of such lines and others."""

    id: str
    pattern: regex.Pattern[str]
    changes: tuple[str, ...]
    keeps: tuple[str, ...]


@cache
def phrases(
    rules: Rules, part: str, key: str, ids: frozenset[str] | None = None
) -> tuple[Phrase, ...]:
    """Read the ``[[key]]`` tables of a part, all layers; a later phrase of an id replaces.

    Where ``ids`` are given, no phrase may have another one.
    """
    found: dict[str, Phrase] = {}
    for file in rules.files(part):
        for entry in _entries(file, key):
            name = rule_data.string(file, key, entry, "id")
            if ids is not None and name not in ids:
                raise RuleFileError(file, name, f"'id' must be one of {', '.join(sorted(ids))}")
            rule_data.refuse_unknown(file, name, entry, PHRASE_KEYS)
            rule_data.string(file, name, entry, "reason")
            pattern = compiled(file, name, entry, regex.IGNORECASE)
            found[name] = Phrase(name, pattern, *rule_data.require_examples(file, name, entry))
    return tuple(found.values())


def compiled(
    file: Path, field: str, entry: Mapping[str, object], flags: int = 0
) -> regex.Pattern[str]:
    """Compile the ``pattern`` of a rule; what does not compile is a ``RuleFileError``."""
    try:
        return regex.compile(rule_data.string(file, field, entry, "pattern"), flags)
    except regex.error as error:
        raise RuleFileError(file, field, f"'pattern' is no regex: {error}") from error


def find(
    step: str, rules: Iterable[PatternRule], text: str, protected: Sequence[tuple[int, int]] = ()
) -> list[Edit]:
    """Find what rules change in a text, leaving the protected spans (ordered, disjoint) alone.

    Where two matches overlap, the one that begins first wins, then the rule that is listed first.
    """
    starts = [start for start, _ in protected]
    edits: list[Edit] = []
    for rule in rules:
        for match in rule.pattern.finditer(text) if rule.may_match(text) else ():
            edit = tightened(step, rule.id, match.start(), match[0], match.expand(rule.replacement))
            if edit is None:
                continue
            nearest = bisect_left(starts, max(edit.end, edit.start + 1)) - 1
            if nearest < 0 or protected[nearest][1] <= edit.start:
                edits.append(edit)
    return disjoint(edits)


def tightened(step: str, rule: str, start: int, before: str, after: str) -> Edit | None:
    """Make an edit of what really differs between two strings; ``None`` when nothing does.

    >>> tightened("typography", "ellipsis", 10, "fin. . .", "fin…").start
    13
    """
    if before == after:
        return None
    shortest = min(len(before), len(after))
    left = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    rest = shortest - left
    right = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    tight = before[left : len(before) - right], after[left : len(after) - right]
    return Edit(step, rule, start + left, start + left + len(tight[0]), *tight)


def disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """Keep of overlapping edits the one that begins first; order them."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or (edit.start > kept[-1].start and edit.start >= kept[-1].end):
            kept.append(edit)
    return kept


def _entries(file: Path, key: str) -> list[dict[str, object]]:
    table = rule_data.read_toml(file)
    rule_data.refuse_unknown(file, "", table, (key,))
    return rule_data.toml_tables(file, table, key)


def _rule(file: Path, field: str, entry: Mapping[str, object]) -> PatternRule:
    rule_id = rule_data.string(file, field, entry, "id")
    field = f"rule {rule_id!r}"
    rule_data.refuse_unknown(file, field, entry, KEYS)
    rule_data.string(file, field, entry, "reason")
    changes, keeps = rule_data.require_examples(file, field, entry)
    replacement = entry.get("replace")
    if not isinstance(replacement, str):
        raise RuleFileError(file, field, "missing 'replace'; add a string, empty to remove")
    pattern = compiled(file, field, entry)
    return PatternRule(
        rule_id,
        pattern,
        replacement,
        rule_data.strings(file, field, entry, "languages"),
        tuple(_before_after(file, field, example) for example in changes),
        keeps,
        _needs(file, field, entry, changes),
    )


def _needs(
    file: Path, field: str, entry: Mapping[str, object], changes: Sequence[str]
) -> tuple[str, ...]:
    needs = rule_data.strings(file, field, entry, "needs")
    for example in changes:
        if needs and not any(need in example.partition(ARROW)[0] for need in needs):
            raise RuleFileError(file, field, f"'needs': {example!r} holds none; add what it holds")
    return needs


def _before_after(file: Path, field: str, example: str) -> tuple[str, str]:
    before, arrow, after = example.partition(ARROW)
    if not arrow or before == after:
        raise RuleFileError(file, field, f"'changes': write {example!r} as 'before{ARROW}after'")
    return before, after
