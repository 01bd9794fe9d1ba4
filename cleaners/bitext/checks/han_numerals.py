"""Numbers in Chinese, Japanese and Korean texts: 24億, 三千, 四成, 第2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from cleaners.bitext.checks.quantity import Kind, Quantity, in_text, readings, rounded

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


def east_asian(text: str, language: str) -> Iterator[Quantity]:
    """Give the quantities of a Chinese, Japanese or Korean text."""
    for match in HAN_RUN.finditer(text):
        run, start = match.group().rstrip(), match.start()
        end = start + len(run)
        after, before = text[end : end + 1], text[max(0, start - 2) : start]
        if run[0].isdigit():
            yield from _digits(text, run, start, language)
        elif not regex.search(r"[数數几幾何第上好]$", before) and after not in ("几", "幾", "多"):
            yield _han_quantity(run, start, end, text[end : end + 2])
        elif before.endswith("第"):
            yield Quantity(han_value(run), start, end, "implied")


def _digits(text: str, run: str, start: int, language: str) -> Iterator[Quantity]:
    if len(regex.findall(r"[^\d]", run)) > 1 and regex.fullmatch(r"[\d.,]+", run):
        numbers = readings(run.rstrip(".,"), language)
    else:
        value = _mixed_value(run)
        alone = regex.fullmatch(r"\d+[.,]\d{3}", run)
        others = readings(run, language)[0].others if alone else frozenset()
        numbers = [Quantity(value, 0, len(run), "digits", others)]
    for number in numbers:
        token = in_text(text, number, start)
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
    value = han_value(run)
    counted = after[:1] in COUNTED and after != "" and run + after[:1] != "十分"  # very
    plain = all(character in HAN_DIGIT for character in run)
    if (run[-1] in HAN_SCALE and len(run) == 1) or run[0] in "百千万萬亿億兆" or value <= 1:
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


def han_value(run: str) -> float:
    """Read a number in Chinese characters.

    >>> han_value("三千二百"), han_value("二〇二四")
    (3200.0, 2024.0)
    """
    if all(character in HAN_DIGIT for character in run):
        return float("".join(str(HAN_DIGIT[character]) for character in run))
    return _mixed_value(run)


def _mixed_value(run: str) -> float:
    """Read digits, Chinese digits, units and scales: 3億5,000万, 二十三."""
    total, section, current = 0.0, 0.0, 0.0
    for match in regex.finditer(r"\d+(?:[.,]\d+)*|\p{Lo}|\p{No}|〇", run):
        piece = match.group()
        if piece[0].isdigit():
            current = readings(piece, "zh")[0].value
        elif piece in HAN_DIGIT:
            current = float(HAN_DIGIT[piece])
        elif piece in HAN_UNIT:
            section, current = section + (current or 1) * HAN_UNIT[piece], 0.0
        else:
            below = section + current
            total = total + below * HAN_SCALE[piece] if below else (total or 1) * HAN_SCALE[piece]
            section, current = 0.0, 0.0
    return rounded(total + section + current)
