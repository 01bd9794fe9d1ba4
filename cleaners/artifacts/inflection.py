"""The cases of a phrase in Slavic languages: ``монетна безпека`` → ``монетної безпеки``.

By the endings of the nominative alone, so some forms that no grammar has are among them: they are
looked for and never met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Paradigm = tuple[tuple[str, tuple[str, ...]], ...]
"""An ending of the nominative, and those of the genitive, dative, accusative, ablative, locative;
the longer endings first."""

ADJECTIVES: Mapping[str, Paradigm] = {
    "uk": (
        ("ий", ("ого", "ому", "ий", "им", "ому")),
        ("ій", ("ього", "ьому", "ій", "ім", "ьому")),
        ("а", ("ої", "ій", "у", "ою", "ій")),
        ("я", ("ьої", "ій", "ю", "ьою", "ій")),
        ("е", ("ого", "ому", "е", "им", "ому")),
    ),
    "pl": (
        ("ki", ("kiego", "kiemu", "kiego", "kim", "kim")),
        ("y", ("ego", "emu", "ego", "ym", "ym")),
        ("a", ("ej", "ej", "ą", "ą", "ej")),
        ("e", ("ego", "emu", "e", "ym", "ym")),
    ),
}
NOUNS: Mapping[str, Paradigm] = {
    "uk": (
        ("ка", ("ки", "ці", "ку", "кою", "ці")),
        ("га", ("ги", "зі", "гу", "гою", "зі")),
        ("ія", ("ії", "ії", "ію", "ією", "ії")),
        ("ття", ("ття", "ттю", "ття", "ттям", "тті")),
        ("ння", ("ння", "нню", "ння", "нням", "нні")),
        ("а", ("и", "і", "у", "ою", "і")),
        ("я", ("і", "і", "ю", "ею", "і")),
        ("ість", ("ості", "ості", "ість", "істю", "ості")),
        ("ь", ("я", "ю", "я", "ем", "і")),
        ("о", ("а", "у", "о", "ом", "і")),
        ("", ("у", "у", "", "ом", "і")),
        ("", ("а", "у", "а", "ом", "ові")),
    ),
    "pl": (
        ("ga", ("gi", "dze", "gę", "gą", "dze")),
        ("ka", ("ki", "ce", "kę", "ką", "ce")),
        ("ia", ("ii", "ii", "ię", "ią", "ii")),
        ("ość", ("ości", "ości", "ość", "ością", "ości")),
        ("a", ("y", "ie", "ę", "ą", "ie")),
        ("nie", ("nia", "niu", "nie", "niem", "niu")),
        ("stwo", ("stwa", "stwu", "stwo", "stwem", "stwie")),
        ("o", ("a", "u", "o", "em", "ie")),
        ("", ("u", "owi", "", "em", "ie")),
        ("", ("a", "owi", "a", "em", "ie")),
    ),
}


_RUSSIAN = (
    ("ая", ("ая", "ой", "ую")),
    ("яя", ("яя", "ей", "юю")),
    ("ое", ("ое", "ого", "ому", "ым", "ом")),
    ("ее", ("ее", "его", "ему", "им", "ем")),
    ("ый", ("ый", "ого", "ому", "ым", "ом")),
    ("ий", ("ий", "его", "ему", "им", "ем", "ого", "ому", "ом")),
    ("ие", ("ие", "ия", "ию", "ием", "ии")),
    ("ия", ("ия", "ии", "ию", "ией", "ий")),
    ("а", ("а", "ы", "и", "е", "у", "ой", "")),
    ("я", ("я", "и", "е", "ю", "ей")),
    ("о", ("о", "а", "у", "ом", "е")),
    ("ь", ("ь", "и", "ью", "я", "ю", "ем", "е")),
)
"""Endings of the nominative and of the other cases, for the words of literal renderings."""

_RUSSIAN_ADJECTIVES = frozenset({"ая", "яя", "ое", "ее", "ый", "ий"})

_AGREEMENT = (
    (("ой", "ей"), (("а", "ы"), ("я", "и"), ("ь", "и"))),
    (("ую", "юю"), (("а", "у"), ("я", "ю"), ("ь", "ь"))),
    (("ого", "его"), (("ие", "ия"), ("о", "а"))),
    (("ому", "ему"), (("ие", "ию"), ("о", "у"))),
    (("ым", "им"), (("ие", "ием"), ("о", "ом"))),
    (("ом", "ем"), (("ие", "ии"), ("о", "е"))),
)
"""For an adjective's ending, how the noun's ending changes with it."""


DECLINED = frozenset({"ru", *NOUNS})
"""Languages whose phrases are put in their cases."""


def cases(phrase: str, language: str) -> Iterator[str]:
    """Give a phrase in its cases, the nominative first; other languages have one.

    Its first noun changes, and an adjective before it with it.

    >>> "монетної безпеки" in cases("монетна безпека", "uk")
    True
    >>> "wielkiego brata" in cases("wielki brat", "pl"), list(cases("para güvenliği", "tr"))
    (True, ['para güvenliği'])
    """
    if language == "ru":
        yield from _in_russian(phrase)
        return
    yield phrase
    if language not in NOUNS:
        return
    first, *rest = phrase.split(" ")
    for word in _declined(first, NOUNS[language]):
        yield " ".join((word, *rest))
    if not rest:
        return
    second, *tail = rest
    for adjective in _rows(first, ADJECTIVES[language]):
        for noun in _rows(second, NOUNS[language]):
            for pair in zip(adjective, noun, strict=True):
                yield " ".join((*pair, *tail))


def _declined(word: str, paradigm: Paradigm) -> Iterator[str]:
    for row in _rows(word, paradigm):
        yield from row


def _rows(word: str, paradigm: Paradigm) -> Iterator[tuple[str, ...]]:
    """Give a word in the five cases by the longest ending that it has."""
    longest = next((ending for ending, _ in paradigm if word.endswith(ending)), None)
    for ending, others in paradigm:
        if ending == longest:
            stem = word[: len(word) - len(ending)]
            yield tuple(stem + other for other in others)


def _in_russian(text: str) -> Iterator[str]:
    """Give a Russian phrase in its cases: the adjectives and the first noun change together."""
    yield text
    words = text.split(" ")
    if len(words) < 2:
        return
    for number, word in enumerate(words):
        for ending, cases in _RUSSIAN:
            if word.endswith(ending):
                stem = word[: -len(ending)]
                for case in cases[1:]:
                    rest = (
                        _agreeing(words[number + 1 :], case)
                        if ending in _RUSSIAN_ADJECTIVES
                        else None
                    )
                    tail = words[number + 1 :] if rest is None else rest
                    yield " ".join([*words[:number], stem + case, *tail])
                break
        else:
            for case in ("а", "у", "ом", "е"):
                yield " ".join([*words[:number], word + case, *words[number + 1 :]])
        if number == 0 and words[0][-2:] not in _RUSSIAN_ADJECTIVES:
            return


def _agreeing(words: list[str], case: str) -> list[str] | None:
    """Put the noun after an inflected adjective into the same case, in its first reading."""
    if not words:
        return words
    for adjectives, nouns in _AGREEMENT:
        for ending, inflected in nouns if case in adjectives else ():
            if words[0].endswith(ending):
                return [words[0][: -len(ending)] + inflected, *words[1:]]
    return None
