"""Ukrainian names of foreigners, from the Russian ones: both spell the same sounds by rule.

Only where the rules of transcription decide. People of the Slavic East have names of their own in
both languages, and what Russian writes with ``ё`` may be several sounds: these are left out.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import regex

_OWN_NAMES = regex.compile(
    r"(?:Алекс[аеи]|Анатол|Андрей|Анна|Антон|Аркади|Борис|Вади|Валент|Валер|Васил|Виктор|Витал"
    r"|Владими?|Всеволод|Вячеслав|Геннади|Георги|Глеб|Григори|Дани+л|Денис|Дмитри|Евген|Егор"
    r"|Екатерин|Елен|Елизавет|Иван|Игор|Илья|Ирин|Константин|Ксени|Людмил|Максим|Мари[яи]|Михаил"
    r"|Надежд|Натал|Никит|Николай|Олег|Ольг|Павел|П[её]тр|Рамзан|Роман|Светлан|Семен|Серге|Станислав"
    r"|Степан|Татьян|Тимофе|Федор|Фёдор|Эльвир|Юли|Юри|Яков|Ярослав|Петр|Папа|Король|Царь)"
)
_UNSURE = regex.compile("[бвгджзклмнпрстфхцчшщьі]ё|ъ", regex.IGNORECASE)
_STEPS = (
    (r"ск(?=ий\b)", "ськ"),
    (r"цк(?=ий\b)", "цьк"),
    (r"(?<=[ьк])ий\b", "ИЙ"),
    (r"ич\b", "ИЧ"),
    (r"(?<=[аеёиоуыэюяАЕЁИОУЫЭЮЯ])и", "ї"),
    (r"и", "і"),
    (r"\bИ", "І"),
    (r"ы", "и"),
    (r"\bЫ", "И"),
    (r"(?<=[бпвмфБПВМФ])ь(?=[еюя])", "'"),
    (r"йе", "є"),
    (r"\bЙе", "Є"),
    (r"(?<=[аеіїоуэюяь'АОУІ])е", "є"),
    (r"\bЕ(?!в)", "Е"),
    (r"(?<=[аоуіАОУІ])ё", "йо"),
    (r"\bЁ", "Йо"),
    (r"э", "е"),
    (r"Э", "Е"),
    (r"ИЙ", "ий"),
    (r"ИЧ", "ич"),
)
"""What is replaced, in this order; capitals keep a letter from the steps that follow."""
_GLIDES = (("Уи", "Ві"), ("Уо", "Во"), ("Уэ", "Ве"), ("Уа", "Ва"))


@cache
def _steps() -> tuple[tuple[regex.Pattern[str], str], ...]:
    return tuple((regex.compile(pattern), after) for pattern, after in _STEPS)


def from_russian(russian: str, latin: str) -> str:
    """Give the Ukrainian name that follows from the Russian one, or an empty string.

    ``latin`` is the name in Latin letters: it tells ``W`` from ``U``.

    >>> from_russian("Уоррен Баффет", "Warren Buffett")
    'Воррен Баффет'
    >>> from_russian("Сергей Брин", "Sergey Brin"), from_russian("Маркус Зёдер", "Markus Söder")
    ('', '')
    """
    russian = unicodedata.normalize("NFC", russian)
    if _OWN_NAMES.match(russian) or _UNSURE.search(russian):
        return ""
    words, originals = russian.split(" "), latin.split(" ")
    if len(words) == len(originals):
        words = [_as_in_latin(*pair) for pair in zip(words, originals, strict=True)]
    name = " ".join(words)
    for pattern, after in _steps():
        name = pattern.sub(after, name)
    return name


def _as_in_latin(word: str, original: str) -> str:
    """Begin a word as Ukrainian does where Russian has one letter for Latin's ``U`` and ``W``."""
    for russian, ukrainian in _GLIDES if original.startswith("W") else ():
        if word.startswith(russian):
            return ukrainian + word.removeprefix(russian)
    return word
