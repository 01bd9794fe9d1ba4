"""Words that end in a full stop without ending a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from cleaners import rules as rule_data
from cleaners.rules import RuleFileError, Rules

KEYS = ("before_word", "before_number", "may_end", "ordinals")
INITIALS = regex.compile(r"(?:\p{Lu}\.?-?)+")
DOTTED = regex.compile(r"\p{L}(?:\.\p{L})+")
# Days, and numbers of lists and chapters, have up to two digits; a number of four is a year.
ORDINAL = regex.compile(r"\d{1,2}|[IVX]{1,6}")


@dataclass(frozen=True)
class Abbreviations:
    """The abbreviations of a language, lower case, without their last stop."""

    before_word: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    ordinals: bool

    def allow_end(self, last: str, following: str, *, everyday: bool) -> bool:
        """Say whether a sentence may end between ``last`` with its stop and the next word.

        ``everyday`` tells that the next word is one of the language's small words, capitalised:
        names seldom are.
        """
        folded = last.lower()
        if following[:1].isdigit() and folded in self.before_number:
            return False
        if folded in self.may_end or DOTTED.fullmatch(last):
            return everyday
        if folded in self.before_word:
            return False
        if INITIALS.fullmatch(last) and (len(last) == 1 or "." in last):
            return everyday
        if self.ordinals and ORDINAL.fullmatch(last):
            return everyday
        return True


@cache
def abbreviations(rules: Rules, language: str) -> Abbreviations:
    """Read the abbreviations of a language, those of all languages included."""
    words: dict[str, set[str]] = {key: set() for key in KEYS[:3]}
    ordinals = False
    for file in rules.files("sentences"):
        table = rule_data.read_toml(file)
        for tag in ("all", language.partition("-")[0]):
            entry = table.get(tag, {})
            if not isinstance(entry, dict):
                raise RuleFileError(file, tag, f"write it as a table: [{tag}]")
            rule_data.refuse_unknown(file, tag, entry, KEYS)
            ordinals = bool(entry.get("ordinals", ordinals))
            for key, known in words.items():
                value = entry.get(key, "")
                if not isinstance(value, str):
                    raise RuleFileError(file, tag, f"{key!r} must be words in one string")
                known.update(value.split())
    before_word, before_number, may_end = (frozenset(words[key]) for key in KEYS[:3])
    return Abbreviations(before_word, before_number, may_end, ordinals)
