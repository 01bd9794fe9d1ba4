"""Names that stand beside their source characters: ``Wei Chieh-chia (魏哲家)``.

The characters, or how Vietnamese reads them (``Wei Ze Jia (Ngụy Triết Gia)``), say who is meant
even where no generated form fits, as long as the spelling is recognisably a reading of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

import regex

from cleaners.artifacts import heads, romanisation
from cleaners.artifacts.forms import NOT_NEEDED, Form, fold
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import RIGHT, Occurrence
from cleaners.artifacts.scene import Places

LIKE = 0.72
"""How alike (``difflib`` ratio) the letters must be to a reading of the characters."""
FEWEST = 3
"""Characters of the shortest name of which a spelling that is only alike is told from others."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2}")
_GLOSSED = regex.compile(
    r"(\p{Lu}[\p{Latin}'’]+(?:[ -][\p{Latin}'’]+){0,3}) ?[(（] ?(\p{Han}{2,8}) ?[)）]"
)
_BEFORE = regex.compile(r"(?r)(\p{Lu}[\p{Latin}'’]+(?:[ -][\p{Latin}'’]+){1,3}) ?[(（] ?")
_CLOSED = regex.compile(r" ?[)）]")


@lru_cache(maxsize=4)
def by_source(words: Lexicon) -> Mapping[str, Concept]:
    """Give the concepts by their simplified source forms, full ones first; none where several."""
    known = [one for one in words.concepts.values() if one.status == "approved"]
    short = ((source, one) for one in known for source in one.short_source)
    full = ((source, one) for one in known for source in one.source)
    table: dict[str, Concept] = {}
    for pairs in (full, short):
        claims: defaultdict[str, list[Concept]] = defaultdict(list)
        for source, concept in pairs:
            claims[romanisation.simplified(source)].append(concept)
        for source, (concept, *others) in claims.items():
            if all(other.name == concept.name for other in others):
                table.setdefault(source, concept)
    return table


def glossed(text: str, words: Lexicon, taken: list[Occurrence]) -> Iterator[Occurrence]:
    """Give the Latin names before their own source characters that no form of the lexicon covers.

    A name in one of the older systems, given name first, is its bearer's own choice and stays.
    """
    if not _HAN.search(text):
        return
    concepts = by_source(words)
    places = Places(taken)
    for match in _GLOSSED.finditer(text):
        source = match.group(2)
        concept = concepts.get(romanisation.simplified(source))
        if concept is None:
            continue
        start, end = _span(match.group(1), match.start(1), source, concept)
        over = list(places.over(start, end))
        if start < 0 or any(o.form.origin in RIGHT or o.form.concept == concept.id for o in over):
            continue
        short = all(len(source) < len(one) for one in concept.source)
        yield Occurrence(start, end, Form("", concept.id, "attested", NOT_NEEDED, short))


def _span(before: str, offset: int, source: str, concept: Concept) -> tuple[int, int]:
    """Find the last words that spell the characters, a person's full name at least nearly.

    The letters of the right name in another order are its bearer's own.
    """
    person = concept.kind == "person"
    if person and len(source) >= FEWEST:
        start, end = _name_span(before, offset, source)
        if start >= 0:
            return start, end
    exact = {_letters(text) for text in romanisation.spellings(source, person=person)}
    if not person:
        tail = next(filter(source.endswith, heads.endings()), "")
        stem = source.removesuffix(tail)
        exact |= {_letters(text) for text in romanisation.spellings(stem, person=False)}
    right = sorted(_letters(concept.name))
    for match in regex.finditer(r"(?<![\p{L}'’-])\p{Lu}", before):
        letters = _letters(before[match.start() :])
        if letters in exact and sorted(letters) != right:
            return offset + match.start(), offset + len(before)
    return -1, -1


def read_aloud(text: str, words: Lexicon, taken: list[Occurrence]) -> Iterator[Occurrence]:
    """Give the names before their own Vietnamese reading that no form of the lexicon covers."""
    places = Places(taken)
    for found in taken:
        concept = words.concepts.get(found.form.concept)
        if concept is None or concept.kind != "person" or found.form.language != "vi":
            continue
        before = _BEFORE.match(text, 0, found.start)
        if found.form.origin != "spelling" or not before or not _CLOSED.match(text, found.end):
            continue
        for source in concept.source:
            start, end = _name_span(before.group(1), before.start(1), source)
            if start >= 0 and not any(places.over(start, end)):
                yield Occurrence(start, end, Form("", concept.id, "attested", NOT_NEEDED))
                break


def _name_span(before: str, offset: int, source: str) -> tuple[int, int]:
    """Find the last words that read like the characters; (-1, -1) where none do."""
    readings = romanisation.spellings(source, person=True)
    systems = {text: _letters(text) for text, system in readings.items() if system != "hybrid"}
    starts = [m.start() for m in regex.finditer(r"(?<![\p{L}'’-])\p{Lu}", before)]
    for start in starts[-3:]:
        name = before[start:]
        letters = _letters(name)
        given_first = sorted(letters) in (
            sorted(spelt) for text, spelt in systems.items() if readings[text] != "pinyin"
        )
        if given_first or len(name.replace("-", " ").split()) < 2:
            continue
        if any(SequenceMatcher(None, letters, spelt).ratio() >= LIKE for spelt in systems.values()):
            return offset + start, offset + len(before)
    return -1, -1


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalpha())
