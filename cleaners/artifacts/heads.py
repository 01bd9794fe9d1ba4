"""Names whose sound is spelt and whose generic part is translated: 泰達幣 → ``Taida Coin``.

A machine knows what 集團, 銀行 or 科技 at the end of a name mean and spells out the rest. The words
stand in the order of the language, or of Chinese; English words stand in any language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from cleaners.artifacts import inflection, romanisation, transcription
from cleaners.artifacts.forms import SOME, Form, fold
from cleaners.artifacts.lexicon import Concept

ORDERED_AS_WRITTEN = frozenset({"ar", "fr", "es", "pt", "it", "id"})
"""Languages in which ``Group`` should stand before the name, and after it where it did so."""
ARABIC_FOR = "لل"
"""``Of technology``, ``of energy`` in Arabic: such words follow the name."""
CYRILLIC = frozenset({"ru", "uk"})
SHORTEST_STEM = 2
"""What is left of a name before its generic part has at least so many characters."""

Heads = Mapping[str, tuple[str, ...]]


@cache
def endings() -> Mapping[str, Heads]:
    """Read the generic parts of names and their words in each language, the longest first.

    >>> endings()["集團"]["pl"]
    ('grupa',)
    """
    header, *rows = (
        line.split("\t")
        for line in (romanisation.FOLDER / "heads.tsv").read_text("utf-8").splitlines()
    )
    table: dict[str, Heads] = {}
    for own, *cells in rows:
        words = {
            language: tuple(cell.split("|"))
            for language, cell in zip(header[1:], cells, strict=True)
        }
        for ending in own.split("|"):
            table |= dict.fromkeys((ending, romanisation.simplified(ending)), words)
    return {ending: table[ending] for ending in sorted(table, key=len, reverse=True)}


def forms(concept: Concept, source: str) -> Iterator[Form]:
    """Give the forms of a name that ends in a generic part; a person's has none.

    The English name of an institution or a place is no repair on a page in another language.
    """
    ending = next(
        (e for e in endings() if source.endswith(e) and len(source) >= len(e) + SHORTEST_STEM), ""
    )
    if not ending or concept.kind == "person":
        return
    stem, words = source.removesuffix(ending), endings()[ending]
    if concept.kind in ("institution", "place"):
        words = {"en": words["en"]}
    everywhere = "en" if concept.kind in ("institution", "place") else ""
    for language, heads in words.items():
        spoken = everywhere if language == "en" else language
        for text in _sounds(stem, language)[:1]:
            for number, head in enumerate(heads):
                for form in dict.fromkeys(_ordered(text, head, language, declined=not number)):
                    open_ended = language in CYRILLIC and form.endswith(text)
                    plain = fold(form.rstrip("ьй") if open_ended else form)
                    yield Form(plain, concept.id, "suffix", SOME, language=spoken, stem=open_ended)


def _sounds(stem: str, language: str) -> list[str]:
    """Spell the rest of a name in the letters of a language, as one word; the likeliest first."""
    if language in CYRILLIC:
        found: list[str] = sorted(
            transcription.cyrillic(stem, language, person=False), reverse=language == "ru"
        )
    elif language == "ar":
        found = transcription.arabic(stem, person=False, ways=transcription.FEW_ARABIC)
    elif language == "ja":
        found = romanisation.katakana(stem, person=False)
    elif language == "ko":
        found = [*romanisation.hangul(stem, person=False), romanisation.korean(stem)]
    else:
        found = list(romanisation.spellings(stem, person=False))
    return [text for text in found if text and " " not in text and "-" not in text]


def _ordered(text: str, head: str, language: str, *, declined: bool) -> Iterator[str]:
    """Put a generic word before or after the rest, in its cases where it is the commonest one."""
    if language == "ja":
        yield f"{text}{head}"
    elif language in ("en", "tr", "ko") or head.startswith(ARABIC_FOR):
        yield f"{text} {head}"
    elif language == "de":
        yield from (f"{text} {head}", f"{text}-{head}")
    else:
        phrase = f"{head} {text}"
        yield from inflection.cases(phrase, language) if declined else (phrase,)
        if language in ORDERED_AS_WRITTEN:
            yield f"{text} {head}"
