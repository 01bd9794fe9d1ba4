"""``scales.toml``: how each language writes large amounts, and what is suspicious there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import regex

from cleaners.rules import (
    RuleFileError,
    Rules,
    read_toml,
    refuse_unknown,
    string,
    strings,
    toml_tables,
)

BESIDE = 24
"""Characters on each side in which a currency belongs to a number."""
DECIMALS = 3
_KEYS = ("tag", "decimal", "group", "thousands", "words", "written", "strange")
_SPACES = " \u00a0\u202f\u2009"
_HAN = "万萬만億亿억兆조"
_EAST_ASIAN = ("zh", "ja", "ko")
_NUMBER = rf"(?<![\p{{L}}\p{{N}}.,])(?P<number>\d+(?:[.,{_SPACES}]\d{{3}})*(?:[.,]\d+)?)"


@dataclass(frozen=True, eq=False)
class Language:
    """How one language writes amounts; the keys of ``words`` and ``strange`` are small letters."""

    tag: str
    decimal: str
    group: str
    thousands: bool
    words: Mapping[str, float]
    written: tuple[tuple[str, float], ...]
    strange: Mapping[str, float]

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """A number and a scale word after it."""
        return regex.compile(
            rf"{_NUMBER}[{_SPACES}-]?(?P<word>{self._any})(?![\p{{L}}\p{{N}}])", regex.IGNORECASE
        )

    @cached_property
    def _any(self) -> str:
        return "|".join(map(regex.escape, sorted(self.words, key=lambda word: (-len(word), word))))

    @cached_property
    def _signs(self) -> regex.Pattern[str]:
        return regex.compile(rf"\d[{_SPACES}-]?(?:{self._any}|[{_HAN}])", regex.IGNORECASE)

    @cached_property
    def left_over(self) -> regex.Pattern[str]:
        """A number with a scale character of East Asia after it, or in brackets after its word."""
        number = _NUMBER + rf"[{_SPACES}]?"
        return regex.compile(
            rf"{number}(?:(?P<han>[{_HAN}]+)(?![\p{{Han}}\p{{Hangul}}])"
            rf"|(?P<word>{self._any})(?P<unit>(?:[{_SPACES}]\p{{L}}+){{0,3}})[{_SPACES}]?"
            rf"(?P<bracket>[(（])[{_SPACES}]?(?P<han>[{_HAN}]+)[{_SPACES}]?[)）])",
            regex.IGNORECASE,
        )

    def may_have(self, text: str) -> bool:
        """Tell whether a text has a large amount at all."""
        return self._signs.search(text) is not None

    def number(self, token: str) -> float | None:
        """Read a number as this language writes it; ``None`` for what it does not write so.

        >>> french = Language("fr", ",", " ", True, {}, (), {})
        >>> french.number("7 700,5"), french.number("7.700"), french.number("1.2.3")
        (7700.5, 7700.0, None)
        """
        plain = regex.sub(rf"(?<=\d)[{_SPACES}](?=\d{{3}}(?!\d))", "", token)
        marks = regex.findall(r"[.,]", plain)
        whole, _, decimals = plain.rpartition(marks[-1]) if marks else (plain, "", "")
        if not marks:
            return float(plain)
        grouped = all(len(part) == 3 for part in regex.split(r"[.,]", plain)[1:])
        if len(set(marks)) == 1 and (len(marks) > 1 or (grouped and marks[0] != self.decimal)):
            return float(regex.sub(r"[.,]", "", plain)) if grouped else None
        return float(regex.sub(r"[.,]", "", whole) + "." + decimals)

    def written_as(self, value: float) -> str:
        """Write an amount with the largest scale word that leaves a number of one or more.

        >>> english = Language("en", ".", ",", False, {}, (("billion", 1e9), ("million", 1e6)), {})
        >>> english.written_as(7.7e11), english.written_as(1.25e6), english.written_as(5e4)
        ('770 billion', '1.25 million', '50,000')
        """
        for word, scale in self.written:
            if value >= scale:
                return f"{self._digits(value / scale)} {word}"
        return self._digits(value)

    def _digits(self, number: float) -> str:
        text = f"{number:,.{DECIMALS}f}".rstrip("0").rstrip(".")
        group = "\u00a0" if self.group == " " else self.group
        return text.translate({ord(","): group, ord("."): self.decimal})


@dataclass(frozen=True, eq=False)
class Scales:
    """All languages, the scale characters of East Asia, and what money is called."""

    languages: Mapping[str, Language]
    han: Mapping[str, float]
    signs: tuple[str, ...]
    words: tuple[str, ...]
    world: Mapping[str, float]

    def language(self, tag: str) -> Language | None:
        """Give the language of a BCP-47 tag, where its amounts are known."""
        return self.languages.get(tag.partition("-")[0])

    @cached_property
    def _money(self) -> regex.Pattern[str]:
        words = "|".join(
            regex.escape(word.rstrip("*")) + ("" if word.endswith("*") else r"(?!\p{L})")
            for word in self.words
        )
        signs = "".join(map(regex.escape, self.signs))
        return regex.compile(rf"[{signs}]|(?<!\p{{L}})(?:{words})", regex.IGNORECASE)

    def currency(self, text: str, start: int, end: int) -> str:
        """Name the currency beside a number: a sign before it, else the first word after it."""
        after = self._money.search(text, end, min(len(text), end + BESIDE))
        before = self._money.search(text, max(0, start - 2), start)
        found = before or after
        between = text[end : after.start()] if after and not before else ""
        if found is None or regex.search(r"[\n.;:!?\d]", between):
            return ""
        name: str = found[0].lower()
        return name

    def values(self, text: str, tag: str) -> frozenset[float]:
        """Give the large amounts of an original.

        >>> from cleaners.rules import load
        >>> sorted(read(load()).values("虧損7700億美元，另有3億5,000万", "zh-Hant"))
        [350000000.0, 770000000000.0]
        """
        if tag.partition("-")[0] in _EAST_ASIAN:
            return frozenset(_east_asian(text, self.han))
        language = self.language(tag)
        if language is None:
            return frozenset()
        found = set()
        for match in language.pattern.finditer(text):
            number = language.number(match["number"])
            if number is not None:
                found.add(float(f"{number * language.words[match['word'].lower()]:.12g}"))
        return frozenset(found)


def _east_asian(text: str, han: Mapping[str, float]) -> set[float]:
    scales = "".join(han)
    found = set()
    for match in regex.finditer(rf"(?:\d[\d,]*(?:\.\d+)?\s?[千百十]?[{scales}]+)+", text):
        total = 0.0
        parts = r"(\d[\d,]*(?:\.\d+)?)\s?([千百十]?)([" + scales + "]+)"
        for number, unit, run in regex.findall(parts, match[0]):
            value = float(number.replace(",", "")) * {"千": 1e3, "百": 1e2, "十": 10.0}.get(
                unit, 1.0
            )
            for character in run:
                value *= han[character]
            total += value
        found.add(float(f"{total:.12g}"))
    return found


@lru_cache(maxsize=8)
def read(rules: Rules) -> Scales:
    """Read ``scales.toml`` of all layers; a later layer's language replaces an earlier one."""
    languages: dict[str, Language] = {}
    han: dict[str, float] = {}
    signs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    world: dict[str, float] = {}
    for file in rules.files("scales"):
        table = read_toml(file)
        refuse_unknown(file, "", table, ("han", "currency", "language"))
        han |= _numbers(file, "han", _table(file, "han", table).get("characters", {}))
        money = _table(file, "currency", table)
        refuse_unknown(file, "currency", money, ("signs", "words", "world"))
        signs += strings(file, "currency", money, "signs")
        words += strings(file, "currency", money, "words")
        world |= _numbers(file, "currency.world", money.get("world", {}))
        for entry in toml_tables(file, table, "language", unique="tag"):
            found = _language(file, entry)
            languages[found.tag] = found
    return Scales(languages, han, signs, words, world)


def _language(file: Path, entry: Mapping[str, object]) -> Language:
    tag = string(file, "language", entry, "tag")
    refuse_unknown(file, tag, entry, _KEYS)
    words = _numbers(file, tag, entry.get("words", {}))
    if not words:
        raise RuleFileError(file, tag, "missing 'words'; add a scale word and its value")
    return Language(
        tag,
        string(file, tag, entry, "decimal"),
        string(file, tag, entry, "group"),
        entry.get("thousands") is True,
        {word.lower(): value for word, value in words.items()},
        tuple(_numbers(file, tag, entry.get("written", {})).items()),
        {word.lower(): v for word, v in _numbers(file, tag, entry.get("strange", {})).items()},
    )


def _table(file: Path, key: str, content: Mapping[str, object]) -> Mapping[str, object]:
    value = content.get(key, {})
    if not isinstance(value, dict):
        raise RuleFileError(file, key, "must be a table")
    return value


def _numbers(file: Path, field: str, value: object) -> dict[str, float]:
    if not isinstance(value, dict) or not all(
        isinstance(number, int | float) for number in value.values()
    ):
        raise RuleFileError(file, field, "must be a table of numbers")
    return {str(name): float(number) for name, number in value.items()}
