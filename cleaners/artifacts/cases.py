"""The genitive of Russian and Ukrainian institutions after a noun: ``чиновники Комиссии …``.

A name that a machine spelt out shows no case; the word before it asks for one. Only what is certain
is declined: names of the ordinary shapes, after nouns and prepositions that take nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

import regex

_NOUN_STEMS: Mapping[str, str] = {
    "ru": "чиновник|представител|сотрудник|председател|руководител|директор|решени|заявлени|правил|"
    "данны|сайт|требовани|разрешени|лицензи|отчет|отчёт|доклад|пресс-служб|эксперт|инспектор|"
    "распоряжени|мнени|сообщени|член|глав[аыеу]",
    "uk": "чиновник|представник|співробітник|працівник|голов[аиіу]|керівник|директор|рішенн|"
    "заяв[аиіу]|правил|вимог|дозвіл|дозвол|ліцензі|звіт|доповід|пресслужб|експерт|інспектор|"
    "розпорядженн|член|сайт",
}
_PREPOSITIONS: Mapping[str, str] = {
    "ru": "для|от|из|у|без|после|до|против|около",
    "uk": "для|від|із|без|після|до|проти|біля",
}
_BEFORE = {
    language: regex.compile(
        rf"(?<![\p{{L}}-])(?:(?:{stems})\p{{L}}{{0,3}}|{_PREPOSITIONS[language]}) $",
        regex.IGNORECASE,
    )
    for language, stems in _NOUN_STEMS.items()
}
"""Words that take a genitive and nothing else."""
_ADJECTIVES: Mapping[str, Mapping[str, str]] = {
    "ru": {"ая": "ой", "ое": "ого", "ый": "ого", "ий": "ого", "ой": "ого"},
    "uk": {"а": "ої", "е": "ого", "ий": "ого"},
}
_NOUNS: Mapping[str, Mapping[str, str]] = {
    "ru": {"ия": "ии", "ние": "ния", "ство": "ства", "банк": "банка", "фонд": "фонда"}
    | {"комитет": "комитета", "совет": "совета", "департамент": "департамента"}
    | {"институт": "института", "центр": "центра", "суд": "суда", "биржа": "биржи"},
    "uk": {"ія": "ії", "ння": "ння", "ство": "ства", "банк": "банку", "фонд": "фонду"}
    | {"комітет": "комітету", "департамент": "департаменту", "інститут": "інституту"}
    | {"центр": "центру", "суд": "суду", "біржа": "біржі"},
}
REACH = 24
"""Characters before a name in which the word that governs it stands."""


def governed(text: str, start: int, language: str) -> bool:
    """Tell whether the word right before an offset of a text asks for a genitive.

    >>> governed("чиновники цзиньгуаньхуэй пришли", 10, "ru")
    True
    >>> governed("вчера цзиньгуаньхуэй решила", 6, "ru")
    False
    """
    pattern = _BEFORE.get(language)
    return pattern is not None and bool(pattern.search(text, max(0, start - REACH), start))


def genitive(name: str, language: str) -> str:
    """Give the genitive of an institution's name; the name itself where its shape is another.

    >>> genitive("Комиссия по финансовому надзору", "ru")
    'Комиссии по финансовому надзору'
    >>> genitive("Центральный банк", "ru"), genitive("Європейська комісія", "uk")
    ('Центрального банка', 'Європейської комісії')
    >>> genitive("Сбер", "ru")
    'Сбер'
    """
    words = name.split(" ")
    for number, word in enumerate(words):
        noun = _changed(word, _NOUNS.get(language, {}))
        if noun is not None:
            return " ".join([*words[:number], noun, *words[number + 1 :]])
        adjective = _changed(word, _ADJECTIVES.get(language, {}))
        if adjective is None:
            break
        words[number] = adjective
    return name


def _changed(word: str, endings: Mapping[str, str]) -> str | None:
    for ending in sorted(endings, key=len, reverse=True):
        if word.lower().endswith(ending):
            return word[: len(word) - len(ending)] + _cased(word, ending, endings[ending])
    return None


def _cased(word: str, ending: str, changed: str) -> str:
    """Keep the capital of a word that is its ending: ``Банк``."""
    return changed.capitalize() if len(word) == len(ending) and word[0].isupper() else changed
