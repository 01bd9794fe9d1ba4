"""The cases of a phrase in Ukrainian and Polish: ``монетна безпека`` → ``монетної безпеки``.

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


def cases(phrase: str, language: str) -> Iterator[str]:
    """Give a phrase in its cases, the nominative first; other languages have one.

    Its first noun changes, and an adjective before it with it.

    >>> "монетної безпеки" in cases("монетна безпека", "uk")
    True
    >>> "wielkiego brata" in cases("wielki brat", "pl"), list(cases("para güvenliği", "tr"))
    (True, ['para güvenliği'])
    """
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
