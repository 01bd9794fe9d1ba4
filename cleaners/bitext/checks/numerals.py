"""The quantities that a text names, as values: digits, number words, dates, in many languages."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

import regex

from cleaners.bitext.checks.tables import UNSPACED, NumberWord, base, calendar, number_words

Kind = Literal["digits", "word", "implied", "month", "weekday"]

# Decimal comma; elsewhere the point.
DECIMAL_COMMA = frozenset(
    "fr de es pt it ca nl sv da nb fi et lv lt pl cs sk sl hr sr ru uk bg ro hu el tr id vi".split()
)
# Groups of thousands are set apart by a plain space.
SPACE_GROUPS = frozenset(
    "fr sv nb fi et lv lt pl cs sk ru uk bg hu es pt ca it de sl hr sr da".split()
)
DIGIT = {
    code: str(unicodedata.digit(chr(code)))
    for code in range(sys.maxunicode + 1)
    if code > 127 and unicodedata.category(chr(code)) == "Nd"
} | {ord("，"): ",", ord("．"): ".", ord("٫"): ".", ord("٬"): ","}

NUMERAL = regex.compile(r"\d+(?:[.,'’]\d+|[\u00a0\u202f\u2009 ]\d{3}(?!\d))*")
SUFFIX = regex.compile(r"(?:(k|K|tys)|(mn|mln|m|M|Mio)|(bn|B|Mrd|Md|mld))(?![\p{L}\d])")
AFTERNOON = regex.compile(r"\s?p\.?\s?m\b", regex.IGNORECASE)
EAST_ASIAN = frozenset({"zh", "ja", "ko"})
HAN_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
HAN_UNIT = {"十": 10, "百": 100, "千": 1000, "천": 1000}
HAN_SCALE = {"万": 1e4, "萬": 1e4, "만": 1e4, "億": 1e8, "亿": 1e8, "억": 1e8}
HAN_SCALE |= {"兆": 1e12, "조": 1e12}
HAN_RUN = regex.compile(
    r"(?:\d+(?:[.,]\d+)*(?:\s?(?=[万萬만億亿억兆조]))?[十百千천]*[万萬만億亿억兆조]*(?:\s?(?=\d+[十百千천]*[万萬만億亿억]))?)+"
    r"|[零〇一二三四五六七八九十百千万萬亿億兆两兩]+"
)
# What a single Chinese numeral counts, so that 三個 is a number and 三星 is not.
COUNTED = frozenset(
    "個个名位年月天日周週人所家支隊队组組种種條条件次倍成座間间場场部項项艘架辆輛份岁歲號号小分秒级級"
    "张張款輪轮屆届層层公吨噸米つかカヶケ箇台本枚社校国州県回時割階歳点头頭匹隻只套棟栋段对對期季"
)
# 四成 and 4割 are forty per cent; 四成員 is not.
TENTHS = regex.compile(r"割|成(?![为為了本立员員功长長绩績果都年就分交])")
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
HAN_MONTH = regex.compile(r"(?<![\d個个か])(\d{1,2}|十[一二]?|[一二三四五六七八九])\s?[月월](?!間)")
HAN_WEEKDAY = regex.compile(r"(?:[周週]|星期|礼拜|禮拜)([一二三四五六日天])|([月火水木金土日])曜")
VIETNAMESE_MONTH = regex.compile(
    r"tháng (\d{1,2}|giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười một|mười hai|mười|chạp)\b(?! tháng)",
    regex.IGNORECASE,
)
VIETNAMESE_MONTHS = {
    "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’]*(?:-\p{L}+)*")


@dataclass(frozen=True)
class Quantity:
    """A number in a text: its value as written there, and other values it could be read as.

    ``digits``, ``word``, ``month`` and ``weekday`` ask for a counterpart; ``implied`` (one, first,
    half, decade, the 5 of GB500) may have one.
    """

    value: float
    start: int
    end: int
    kind: Kind
    others: frozenset[float] = frozenset()

    @property
    def readings(self) -> frozenset[float]:
        """All values it can be read as."""
        return self.others | {self.value}


@lru_cache(maxsize=4096)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Give the quantities of a text, in order.

    >>> [q.value for q in quantities("約24億元，四成為3月支出", "zh-Hant")]
    [2400000000.0, 40.0, 3.0]
    >>> [q.value for q in quantities("1,5 million et dix-huit mois", "fr")]
    [1500000.0, 18.0]
    """
    language = base(language)
    folded = text.translate(DIGIT)
    found = list(_dates(folded, language))
    folded = _mask(folded, found)
    if language in EAST_ASIAN:
        found += _east_asian(folded, language)
    else:
        found += _spaced(folded, language)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _mask(text: str, found: list[Quantity]) -> str:
    for quantity in found:
        text = text[: quantity.start] + "\0" * (quantity.end - quantity.start) + text[quantity.end :]
    return text


def _dates(text: str, language: str) -> Iterator[Quantity]:
    """Give months and weekdays."""
    if language in EAST_ASIAN:
        for match in HAN_MONTH.finditer(text):
            number = match[1]
            value = float(number) if number.isdigit() else _han_value(number)
            if value <= 12:
                yield Quantity(value, match.start(), match.end(), "month")
        for match in HAN_WEEKDAY.finditer(text):
            day = "一二三四五六日".find(match[1].replace("天", "日")) if match[1] else -1
            day = day if day >= 0 else "月火水木金土日".find(match[2] or "")
            yield Quantity(day + 1.0, match.start(), match.end(), "weekday")
        if language != "ko":
            return
    if language == "vi":
        for match in VIETNAMESE_MONTH.finditer(text):
            word = match[1].lower()
            value = int(word) if word.isdigit() else VIETNAMESE_MONTHS[word]
            if 0 < value <= 12:
                yield Quantity(float(value), match.start(), match.end(), "month")
    names = calendar(language)
    pattern = _calendar_pattern(language)
    for match in pattern.finditer(text) if pattern else ():
        kind, number = names[match.group().lower()]
        yield Quantity(float(number), match.start(), match.end(), _calendar_kind(kind))


def _calendar_kind(kind: str) -> Literal["month", "weekday"]:
    return "month" if kind == "month" else "weekday"


@cache
def _calendar_pattern(language: str) -> regex.Pattern[str] | None:
    names = [name for name in calendar(language) if not name.startswith("tháng")]
    if not names:
        return None
    body = "|".join(sorted(map(regex.escape, names), key=len, reverse=True))
    # German compounds: Dienstagabend.
    end = r"(?=\b|abend|morgen|nach)" if language == "de" else r"(?!\w)"
    return regex.compile(rf"(?<!\w)(?:{body}){end}", regex.IGNORECASE)


def _readings(token: str, language: str) -> list[Quantity]:
    """Give the numbers a run of digits and separators stands for (spans relative to the run)."""
    whole = Quantity(0.0, 0, len(token), "digits")
    parts = regex.split(r"[^\d]", token)
    marks = regex.findall(r"[^\d]", token)
    if not marks:
        return [replace(whole, value=float(token))]
    grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
    joined = float("".join(parts))
    if marks[0] in " \u00a0\u202f\u2009" and parts[0].startswith("0"):
        return _apart(token)  # a telephone number
    if marks[0] in " \u00a0\u202f\u2009'’":
        return [replace(whole, value=joined)]
    if len(set(marks)) > 1:
        return [replace(whole, value=float("".join(parts[:-1]) + "." + parts[-1]))]
    indian = len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[1:-1])
    if len(marks) > 1 and (grouped or indian):
        return [replace(whole, value=joined)]
    if len(marks) > 1:
        return _apart(token)
    decimal = float(f"{parts[0]}.{parts[1]}")
    if not grouped or parts[0] == "0":
        return [replace(whole, value=decimal)]
    by_convention = (marks[0] == ",") == (language in DECIMAL_COMMA)
    first, second = (decimal, joined) if by_convention else (joined, decimal)
    return [replace(whole, value=first, others=frozenset({second}))]


def _apart(token: str) -> list[Quantity]:
    """Give the parts of a date or a version, one number each."""
    return [
        Quantity(float(match.group()), match.start(), match.end(), "digits")
        for match in regex.finditer(r"\d+", token)
    ]


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    digits: Quantity | None
    words: tuple[NumberWord, ...]


def _spaced(text: str, language: str) -> Iterator[Quantity]:
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
            for number in _readings(piece, language):
                yield _digit_token(text, number, at)


def _digit_token(text: str, number: Quantity, at: int) -> _Token:
    start, end = number.start + at, number.end + at
    number = replace(number, start=start, end=end)
    before, after = text[start - 1 : start], text[end : end + 8]
    if (before.isalpha() and before.isascii()) or (before in "-–" and _code_before(text, start)):
        number = replace(number, kind="implied")  # a model's name: GB200, COVID-19
    suffix = SUFFIX.match(after)
    if suffix:
        factor = 1e3 if suffix[1] else 1e6 if suffix[2] else 1e9
        number = replace(number, others=number.others | {_round(number.value * factor)})
    if (AFTERNOON.match(after) or after[:1] in tuple("点點時时")) and number.value < 12:
        number = replace(number, others=number.others | {number.value + 12})
    return _Token(start, end, number, ())


def _code_before(text: str, start: int) -> bool:
    return start >= 2 and text[start - 2].isalpha() and text[start - 2].isupper()


@cache
def _word_pattern(language: str) -> regex.Pattern[str] | None:
    words = number_words(language)
    forms = [form for form, roles in words.items() if roles[0].role not in ("joiner", "linker")]
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
    role, value = token.words[0]
    if role in ("multiplier", "teen"):
        return True
    previous = run[-1]
    if previous.digits:
        return False
    last = previous.words[0]
    if last.role == "multiplier":
        return role in ("cardinal", "vague") and value < last.value <= 1000
    if last.role not in ("cardinal", "vague", "starter"):
        return False
    if last.value >= 20 and last.value % 10 == 0:
        return value < 10 or (last.value in (60, 80) and role == "cardinal" and value < 20)
    return (last.value < 10 and role == "cardinal" and value in range(20, 100, 10)) or (
        last.value == 10 and value < 10
    )


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
        others = frozenset(_round(other * factor) for other in digits.others)
    yield Quantity(_round(total + current), start, end, "digits" if digits else "word", others)


def _lone(token: _Token) -> Quantity:
    values = [word.value for word in token.words]
    firm = token.words[0].role == "cardinal" and len({w.role for w in token.words}) == 1
    kind: Kind = "word" if firm else "implied"
    return Quantity(values[0], token.start, token.end, kind, frozenset(values[1:]))


def _east_asian(text: str, language: str) -> Iterator[Quantity]:
    """Give the quantities of a Chinese, Japanese or Korean text."""
    for match in HAN_RUN.finditer(text):
        run, start = match.group().rstrip(), match.start()
        end = start + len(run)
        after, before = text[end : end + 1], text[max(0, start - 2) : start]
        if run[0].isdigit():
            yield from _east_asian_digits(text, run, start, language)
        elif not regex.search(r"[数數几幾何第上好]$", before) and after not in ("几", "幾", "多"):
            yield _han_quantity(run, start, end, text[end : end + 2])
        elif before.endswith("第"):
            yield Quantity(_han_value(run), start, end, "implied")


def _east_asian_digits(text: str, run: str, start: int, language: str) -> Iterator[Quantity]:
    if len(regex.findall(r"[^\d]", run)) > 1 and regex.fullmatch(r"[\d.,]+", run):
        numbers = _readings(run.rstrip(".,"), language)
    else:
        value = _mixed_value(run)
        alone = regex.fullmatch(r"\d+[.,]\d{3}", run)
        others = _readings(run, language)[0].others if alone else frozenset()
        numbers = [Quantity(value, 0, len(run), "digits", others)]
    for number in numbers:
        token = _digit_token(text, number, start).digits
        assert token is not None
        end = token.end
        if token.value < 10 and TENTHS.match(text, end):
            token = replace(token, value=token.value * 10)
        era = ERAS.get(text[max(0, token.start - 2) : token.start])
        if era:
            token = replace(token, others=token.others | {token.value + era})
        if text[max(0, token.start - 1) : token.start] == "第":
            token = replace(token, kind="implied")
        yield token


def _han_quantity(run: str, start: int, end: int, after: str) -> Quantity:
    value = _han_value(run)
    counted = after[:1] in COUNTED and after != "" and run + after[:1] != "十分"  # very
    plain = all(character in HAN_DIGIT for character in run)
    if run[-1] in HAN_SCALE and len(run) == 1 or run[0] in "百千万萬亿億兆" or value <= 1:
        kind: Kind = "implied"
    elif len(run) == 1:
        kind = "word" if counted else "implied"
    elif plain:
        kind = "word" if len(run) >= 4 else "implied"
    else:
        kind = "word"
    if after[:1] in tuple("点點時时") and value < 12:
        return Quantity(value, start, end, kind, frozenset({value + 12}))
    if TENTHS.match(after) and value < 10:
        return Quantity(value * 10, start, end, kind)
    return Quantity(value, start, end, kind)


def _han_value(run: str) -> float:
    if all(character in HAN_DIGIT for character in run):
        return float("".join(str(HAN_DIGIT[character]) for character in run))
    return _mixed_value(run)


def _mixed_value(run: str) -> float:
    """Read digits, Chinese digits, units and scales: 3億5,000万, 二十三."""
    total, section, current = 0.0, 0.0, 0.0
    for match in regex.finditer(r"\d+(?:[.,]\d+)*|\p{Lo}|\p{No}|〇", run):
        piece = match.group()
        if piece[0].isdigit():
            current = _readings(piece, "zh")[0].value
        elif piece in HAN_DIGIT:
            current = float(HAN_DIGIT[piece])
        elif piece in HAN_UNIT:
            section, current = section + (current or 1) * HAN_UNIT[piece], 0.0
        else:
            below = section + current
            total = total + below * HAN_SCALE[piece] if below else (total or 1) * HAN_SCALE[piece]
            section, current = 0.0, 0.0
    return _round(total + section + current)


def _round(value: float) -> float:
    """Take away what floating point adds: 1.1 million is 1,100,000."""
    return float(f"{value:.12g}")
