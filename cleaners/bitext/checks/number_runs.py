"""Number words of languages with spaces, and how they add up: two hundred and fifty thousand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from cleaners.bitext.checks.quantity import (
    NUMERAL,
    SPACE_GROUPS,
    Kind,
    Quantity,
    in_text,
    readings,
    rounded,
)
from cleaners.bitext.checks.tables import UNSPACED, NumberWord, number_words


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    digits: Quantity | None
    words: tuple[NumberWord, ...]


def in_words(text: str, language: str) -> Iterator[Quantity]:
    """Give the quantities of a text in a language that separates its words."""
    tokens = sorted(
        [*_digit_tokens(text, language), *_word_tokens(text, language)], key=lambda t: t.start
    )
    run: list[_Token] = []
    for token in tokens:
        gap = text[run[-1].end : token.start] if run else ""
        if run and not (_adjacent(gap, language) and _continues(run, token)):
            yield from _run_value(run)
            run = []
        run.append(token)
    if run:
        yield from _run_value(run)


def _digit_tokens(text: str, language: str) -> Iterator[_Token]:
    for match in NUMERAL.finditer(text):
        token, start = match.group(), match.start()
        if " " in token and language not in SPACE_GROUPS:
            pieces = [(m.group(), start + m.start()) for m in regex.finditer(r"[^ ]+", token)]
        else:
            pieces = [(token, start)]
        for piece, at in pieces:
            for number in readings(piece, language):
                yield _digits(in_text(text, number, at))


def _digits(number: Quantity) -> _Token:
    return _Token(number.start, number.end, number, ())


@cache
def _word_pattern(language: str) -> regex.Pattern[str] | None:
    words = number_words(language)
    forms = [form for form, roles in words.items() if roles[0].role != "joiner"]
    forms += _compounds(language)
    if not forms:
        return None
    body = "|".join(sorted(map(regex.escape, forms), key=len, reverse=True))
    prefix = "(?:و|ال|وال|ب|ل)?" if language == "ar" else ""
    if language in UNSPACED:
        return regex.compile(f"({body})")
    return regex.compile(rf"(?<!\w){prefix}({body})(?!\w)", regex.IGNORECASE)


@cache
def _compounds(language: str) -> dict[str, float]:
    """Give the compounds of unit and tens that some languages write as one word."""
    words = number_words(language)
    values = {form: word.value for form, roles in words.items() for word in roles[:1]}
    linkers = {"de": ("und",), "nl": ("en", "ën"), "da": ("og",)}.get(language, ())
    ones = {"de": {"ein": 1.0}, "nl": {"een": 1.0, "eën": 1.0}, "da": {"en": 1.0}}
    units = {f: v for f, v in values.items() if 2 <= v <= 9 and words[f][0].role == "cardinal"}
    tens = {f: v for f, v in values.items() if v in range(20, 100, 10)}
    return {
        unit + linker + ten: value + tens[ten]
        for linker in linkers
        for unit, value in (units | ones.get(language, {})).items()
        for ten in tens
        if words[ten][0].role == "cardinal"
    }


def _word_tokens(text: str, language: str) -> Iterator[_Token]:
    pattern = _word_pattern(language)
    words, compounds = number_words(language), _compounds(language)
    for match in pattern.finditer(text) if pattern else ():
        form = match[1].lower()
        roles = words.get(form) or (NumberWord("cardinal", compounds[form]),)
        yield _Token(match.start(1), match.end(1), None, roles)


def _adjacent(gap: str, language: str) -> bool:
    word = gap.strip(" \u00a0\u202f-.و" if language == "ar" else " \u00a0\u202f-.").lower()
    if "." in gap.strip("\u00a0 ") and len(gap) > 2:
        return False
    return not word or any(w.role == "joiner" for w in number_words(language).get(word, ()))


def _continues(run: list[_Token], token: _Token) -> bool:
    """Tell whether a token goes on with the number that the run began."""
    if token.digits or token.words[0].role == "starter":
        return False
    if token.words[0].role in ("multiplier", "teen"):
        return True
    previous = run[-1]
    return not previous.digits and _adds(previous.words[0], token.words[0])


def _adds(last: NumberWord, word: NumberWord) -> bool:
    """Tell whether a word adds to the one before: twenty-two, two hundred and five, vingt-deux."""
    role, value = word
    if last.role == "multiplier":
        return role in ("cardinal", "vague") and value < last.value <= 1000
    if last.role not in ("cardinal", "vague", "starter"):
        return False
    if last.value >= 20 and last.value % 10 == 0:
        return value < 10 or (last.value in (60, 80) and role == "cardinal" and value < 20)
    backwards = last.value < 10 and role == "cardinal" and value in range(20, 100, 10)
    return backwards or (last.value == 10 and value < 10)


def _run_value(run: list[_Token]) -> Iterator[Quantity]:
    """Give the value of a run of number words and digits that belong together."""
    start, end = run[0].start, run[-1].end
    digits = run[0].digits
    if len(run) == 1:
        if digits:
            yield digits
        else:
            yield _lone(run[0])
        return
    total, current, scale = 0.0, digits.value if digits else 0.0, 0.0
    for token in run[1:] if digits else run:
        role, value = token.words[0]
        if role == "multiplier" and value >= 1000:
            if not current and total and value > scale:
                total *= value
            else:
                total, current = total + (current or 1) * value, 0.0
            scale = value
        elif role == "multiplier":
            current = (current or 1) * value
        else:
            current += value
    others: frozenset[float] = frozenset()
    if digits and len(run) == 2:
        factor = run[1].words[0].value
        others = frozenset(rounded(other * factor) for other in digits.others)
    yield Quantity(rounded(total + current), start, end, "digits" if digits else "word", others)


def _lone(token: _Token) -> Quantity:
    values = [word.value for word in token.words]
    firm = token.words[0].role == "cardinal" and len({w.role for w in token.words}) == 1
    kind: Kind = "word" if firm else "implied"
    return Quantity(values[0], token.start, token.end, kind, frozenset(values[1:]))
