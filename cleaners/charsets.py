"""Which charset bytes are in: what the letters of each language look like in each of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleaners import rules as rule_data
from cleaners.languages import Profile, profiles
from cleaners.rules import RuleFileError, Rules

# Bytes of text looked at for a guess; more change the answer no longer (measured on 22 languages).
SAMPLE = 20_000
HIGH = re.compile(rb"[\x80-\xff]")
WORD = re.compile(r"[^\W\d_]+")
# Words of one letter above ASCII, in the languages of Latin script.
LETTER_WORDS = frozenset("àÀéÉèÈêÊôÔóÓúÚáÁíÍöÖåÅýÝ")
TYPOGRAPHIC = frozenset("¿¡“”‘’„‚«»‹›–—…€°©®™§·•\u00a0×½£№′″\u2009\u202f")
CJK_PUNCTUATION = frozenset(
    "，。、；：？！「」『』（）《》〈〉【】〔〕・…—～“”‘’　０１２３４５６７８９％￥·〜"
)


@dataclass(frozen=True)
class Charset:
    """An encoding, the names pages give it, and the letters of each language written in it."""

    codec: str
    labels: frozenset[str]
    letters: tuple[frozenset[str], ...]
    by_frequency: bool


@cache
def charsets(rules: Rules) -> tuple[Charset, ...]:
    """Read the known charsets, the likelier before the less likely."""
    found = []
    for file in rules.files("encoding/charsets"):
        table = rule_data.read_toml(file)
        rule_data.refuse_unknown(file, "", table, ("charset",))
        entries = rule_data.toml_tables(file, table, "charset", unique=None)
        for number, entry in enumerate(entries, 1):
            found.append(_charset(file, f"charset {number}", entry, profiles(rules)))
    return tuple(found)


def _charset(
    file: Path, field: str, entry: Mapping[str, object], known: Mapping[str, Profile]
) -> Charset:
    rule_data.refuse_unknown(file, field, entry, ("codec", "labels", "languages"))
    codec = rule_data.string(file, field, entry, "codec")
    languages = rule_data.strings(file, field, entry, "languages")
    for language in languages:
        if language not in known:
            raise RuleFileError(file, field, f"{language!r} is not in languages.toml; add it there")
    return Charset(
        codec,
        frozenset(rule_data.strings(file, field, entry, "labels")),
        tuple(known[language].letters for language in languages),
        by_frequency=languages[0][:2] in ("zh", "ja", "ko", "th"),
    )


def sample(data: bytes) -> bytes:
    """Give lines that hold bytes above ASCII, tags left out, up to ``SAMPLE`` bytes."""
    lines = []
    size = 0
    for line in re.sub(rb"<[^<>]{0,2000}>", b" ", data[: 50 * SAMPLE]).split(b"\n"):
        if HIGH.search(line):
            lines.append(line[:SAMPLE])
            size += len(line)
            if size > SAMPLE:
                break
    return b"\n".join(lines)


def plausibility(sample: bytes, charset: Charset) -> float:
    """Say which share of the bytes above ASCII makes sense in a charset (0-1)."""
    text = sample.decode(charset.codec, "replace")
    if charset.by_frequency:
        common = _common_characters()
        return max(_frequency_share(text, letters, common) for letters in charset.letters)
    return max(_alphabet_share(text, letters) for letters in charset.letters)


def _frequency_share(text: str, frequent: frozenset[str], common: frozenset[str]) -> float:
    """Score East Asian text: frequent characters 1, common ones 0.6, others 0, damage below."""
    total = value = 0.0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char <= "\x7f":
            continue
        total += 1
        if before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
            value -= 0.5
        elif char in frequent or char in CJK_PUNCTUATION:
            value += 1
        elif char in common:
            value += 0.6
        elif char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\uff61" <= char <= "\uff9f":
            value -= 1
    return value / total if total else 0.0


def _alphabet_share(text: str, letters: frozenset[str]) -> float:
    """Score text in an alphabet: the share of letters in words that one language could have."""
    total = sum(1 for char in text if char > "\x7f")
    latin = not any(char.isalpha() and char >= "\u0370" for char in letters)
    value = 0.0
    for word in WORD.findall(text):
        beyond = [char for char in word if char > "\x7f"]
        if beyond and _could_be_word(word, len(beyond), latin=latin):
            value += sum(1 for char in beyond if char.lower() in letters)
    for before, char in itertools.pairwise(" " + text):
        if char in TYPOGRAPHIC:
            value += 1
        elif char == "\ufffd" or "\x80" <= char <= "\x9f":
            value -= 1
        elif char in letters and not char.isalpha() and (latin or before in letters):
            value += 1
    return value / total if total else 0.0


def _could_be_word(word: str, beyond: int, *, latin: bool) -> bool:
    """Say whether a word with ``beyond`` letters above ASCII mixes them as words do."""
    if any(a.islower() and b.isupper() for a, b in itertools.pairwise(word)):
        return False
    if not latin:
        return beyond == len(word)
    return beyond <= len(word) - beyond + 1 and (len(word) > 1 or word in LETTER_WORDS)


@cache
def _common_characters() -> frozenset[str]:
    """Give the everyday characters of the East Asian standards: their first levels and kana."""
    ranges = (
        ("gb2312", 0xB0, 0xD7),
        ("big5", 0xA4, 0xC6),
        ("euc_jp", 0xB0, 0xCF),
        ("euc_kr", 0xB0, 0xC8),
    )
    return frozenset(
        bytes((lead, trail)).decode(codec, "ignore")
        for codec, first, last in ranges
        for lead in range(first, last + 1)
        for trail in range(0x40, 0xFF)
    ) - {""}
