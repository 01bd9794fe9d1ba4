"""People and firms of a Japanese original, and their names read by other sounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product

import regex

from cleaners.artifacts import romanisation
from cleaners.artifacts.forms import LATIN_LANGUAGES, fold
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.original import Original, form
from cleaners.artifacts.scene import Scene
from cleaners.rules import BUILT_IN

_KANJI = regex.compile(r"\p{Han}{3,8}")
_TRADES = {
    "電気": "Electric",
    "電機": "Electric",
    "電子": "Electronics",
    "製薬": "Pharmaceutical",
    "重工業": "Heavy Industries",
    "銀行": "Bank",
    "証券": "Securities",
    "建設": "Construction",
    "化学": "Chemical",
    "製鋼": "Steel",
}
"""Ends of the names of Japanese firms that their English names translate."""
_FIRM = regex.compile(rf"(?<!\p{{Han}})(\p{{Han}}{{2,3}})({'|'.join(_TRADES)})(?!\p{{Han}})")


def people(original: Original) -> dict[str, str]:
    """Give the Japanese people of a Japanese original: name in Latin letters, characters."""
    if original.language != "ja":
        return {}
    surnames, given = _name_parts()
    found: dict[str, str] = {}
    for match in _KANJI.finditer(original.text):
        run = match.group()
        for start, cut in product(range(len(run)), range(1, 4)):
            surname = run[start : start + cut]
            if surname not in surnames:
                continue
            for size in (3, 2):
                name = run[start + cut : start + cut + size]
                if len(name) == size and name in given:
                    latin = f"{given[name].capitalize()} {surnames[surname].capitalize()}"
                    found.setdefault(latin, surname + "\t" + name)
    return found


def firms(original: Original) -> list[Concept]:
    """Give the firms of a Japanese original that are called by a surname and their trade."""
    if original.language != "ja":
        return []
    surnames, _ = _name_parts()
    found = {}
    for stem, trade in _FIRM.findall(original.text):
        if stem in surnames:
            name = f"{surnames[stem].capitalize()} {_TRADES[trade]}"
            identifier = "original/" + fold(name).replace(" ", "-")
            found[identifier] = Concept(identifier, "company", name, name, (stem + trade,))
    return list(found.values())


def misread(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the Japanese names whose given name is read by its characters' other sounds."""
    for latin, characters in people(original).items():
        given, surname = fold(latin).split()
        kanji = characters.partition("\t")[2]
        sounds = romanisation.japanese(kanji) | set(romanisation.spellings(kanji, person=False))
        wrong = {sound.replace("ou", "o").replace("uu", "u") for sound in sounds} | sounds
        concept = Concept("original/" + fold(latin).replace(" ", "-"), "person", latin, latin)
        for text in sorted(wrong - {given}):
            for order in (f"{surname} {text}", f"{text} {surname}"):
                for match in regex.finditer(rf"(?<!\p{{L}}){order}(?!\p{{L}})", scene.folded):
                    surface = scene.text[match.start() : match.end()]
                    if surface[0].isupper() and language_at(match.start()) in LATIN_LANGUAGES:
                        yield Occurrence(match.start(), match.end(), form(surface, concept))


@cache
def _name_parts() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Read how Japanese surnames and given names are read."""
    lines = (BUILT_IN / "romanisation" / "japanese_names.tsv").read_text("utf-8").splitlines()[1:]
    parts: dict[str, dict[str, str]] = {"surname": {}, "given": {}}
    for line in lines:
        characters, part, reading = line.split("\t")
        parts[part][characters] = reading
    return parts["surname"], parts["given"]
