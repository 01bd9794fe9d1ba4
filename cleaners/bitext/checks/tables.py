"""The word tables behind the checks: read once from the rule files, by language."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import regex

from cleaners.rules import BUILT_IN, RuleFileError, read_toml, refuse_unknown, strings

FOLDER = BUILT_IN / "quality"
ROLES = frozenset({"cardinal", "vague", "implied", "multiplier", "teen", "starter", "joiner"})
# Tags that mean the same as one of ours.
SAME_AS = {"no": "nb", "nn": "nb", "in": "id", "iw": "he", "cmn": "zh", "yue": "zh", "fil": "tl"}
# Written without spaces between words: their words are looked for anywhere in the text.
UNSPACED = frozenset({"zh", "ja", "th", "ko", "km", "lo", "my"})


class NumberWord(NamedTuple):
    """A word that stands for a number; ``LICENCES.md`` beside the table tells the roles."""

    role: str
    value: float


class Polarity(NamedTuple):
    """Patterns that find words of negation, words that may negate, and harmless look-alikes."""

    negation: regex.Pattern[str]
    nearly: regex.Pattern[str]
    possible: regex.Pattern[str]
    exclude: regex.Pattern[str]
    expletive: regex.Pattern[str]


def base(tag: str) -> str:
    """Give the language of a tag as the tables name it.

    >>> base("zh-Hant"), base("pt-BR"), base("nn")
    ('zh', 'pt', 'nb')
    """
    language = tag.partition("-")[0].lower()
    return SAME_AS.get(language, language)


@cache
def number_words(language: str) -> dict[str, tuple[NumberWord, ...]]:
    """Give the number words of a language, folded to lower case; empty where we know none."""
    found: dict[str, list[NumberWord]] = {}
    for line, row in _rows(FOLDER / "number_words.tsv", ("language", "role", "value", "forms")):
        if row[1] not in ROLES:
            raise RuleFileError(
                FOLDER / "number_words.tsv",
                f"line {line}",
                f"unknown role {row[1]!r}; the known ones are {', '.join(sorted(ROLES))}",
            )
        if row[0] == language:
            for form in row[3].split("|"):
                found.setdefault(form.lower(), []).append(NumberWord(row[1], float(row[2])))
    return {form: tuple(words) for form, words in found.items()}


@cache
def calendar(language: str) -> dict[str, tuple[str, int]]:
    """Give the names of months and weekdays of a language, lower case, with their numbers."""
    rows = _rows(FOLDER / "calendar.tsv", ("language", "kind", "number", "form"))
    return {row[3]: (row[1], int(row[2])) for _, row in rows if base(row[0]) == language}


@cache
def open_endings(language: str) -> frozenset[str]:
    """Give the words on which no finished sentence of a language ends."""
    file = FOLDER / "endings.toml"
    table = read_toml(file).get(language)
    if not isinstance(table, dict):
        return frozenset()
    refuse_unknown(file, language, table, ("open",))
    return frozenset(strings(file, language, table, "open"))


@cache
def polarity(language: str) -> Polarity | None:
    """Give the patterns for negation in a language; ``None`` where we know none."""
    file = FOLDER / "polarity.toml"
    tables = read_toml(file)
    table = tables.get(language)
    if not isinstance(table, dict) or language == "shared":
        return None
    known = (*Polarity._fields, "negative_prefix", "not_negative")
    refuse_unknown(file, language, table, known)
    prefixed = _negative_prefixes(file, language, table)
    shared = tables["shared"]
    if isinstance(shared, dict) and language in strings(file, "shared", shared, "languages"):
        prefixes, stems = (
            "|".join(map(regex.escape, strings(file, "shared", shared, key)))
            for key in ("prefixes", "stems")
        )
        prefixed.append(rf"(?<!\w)(?:{prefixes})(?:{stems})\w*")
    words = {key: strings(file, language, table, key) for key in Polarity._fields}
    patterns = {key: _any_of(words[key], language) for key in Polarity._fields}
    nearly = "|".join([patterns["nearly"].pattern, *prefixed])
    patterns["nearly"] = regex.compile(nearly, regex.IGNORECASE)
    return Polarity(**patterns)


def _negative_prefixes(file: Path, language: str, table: dict[str, object]) -> list[str]:
    prefixes = strings(file, language, table, "negative_prefix")
    harmless = "|".join(map(regex.escape, strings(file, language, table, "not_negative")))
    return [rf"(?<!\w)(?!{harmless}){regex.escape(prefix)}\w{{4,}}" for prefix in prefixes]


@cache
def lengths() -> dict[str, float]:
    """Give how long the same text is in each language, in characters, English being 1."""
    rows = _rows(FOLDER / "lengths.tsv", ("language", "characters"))
    return {row[0]: float(row[1]) for _, row in rows}


@cache
def places() -> tuple[tuple[str, str, str], ...]:
    """Give countries and cities: (place, language tag, form)."""
    header = ("place", "language", "form")
    rows = _rows(FOLDER / "places.tsv", header) + _rows(FOLDER / "cities.tsv", header)
    return tuple(dict.fromkeys((row[0], row[1], row[2]) for _, row in rows))


@cache
def imperial_units() -> regex.Pattern[str]:
    """Give the pattern for units that translators convert, in any language."""
    file = FOLDER / "units.toml"
    table = read_toml(file)
    refuse_unknown(file, "", table, ("imperial", "unspaced"))
    spaced = _any_of(strings(file, "", table, "imperial"), "en")
    unspaced = "|".join(map(regex.escape, strings(file, "", table, "unspaced")))
    return regex.compile(f"{spaced.pattern}|{unspaced}", regex.IGNORECASE)


def _any_of(words: tuple[str, ...], language: str) -> regex.Pattern[str]:
    """Compile words to one pattern; ``*`` at an edge stands for any letters there."""
    if not words:
        return regex.compile(r"(?!)")
    escaped = []
    for word in sorted(words, key=len, reverse=True):
        if word.startswith("/"):  # a pattern already
            escaped.append(word.strip("/"))
            continue
        inner = regex.escape(word.strip("*"), special_only=True, literal_spaces=True)
        inner = inner.replace("'", "['’]").replace(" ", r"\s+")
        before = r"\w*" if word.startswith("*") else ""
        after = r"[\w'’]*" if word.endswith("*") else ""
        escaped.append(before + inner + after)
    body = "|".join(escaped)
    if language in UNSPACED:
        return regex.compile(body)
    return regex.compile(rf"(?<![\w'’])(?:{body})(?!\w)", regex.IGNORECASE)


def _rows(file: Path, header: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    """Read a table; refuse another header or a line of another length."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if tuple(rows[0]) != header:
        raise RuleFileError(file, "line 1", f"must be the header {' '.join(header)}")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise RuleFileError(file, f"line {number}", f"must have {len(header)} columns")
    return list(enumerate(rows[1:], 2))
